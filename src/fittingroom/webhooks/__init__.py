"""Word of jobs' ends, sent to addresses that accounts chose; signed as Standard Webhooks has it.

    webhooks = Webhooks(db)
    made = await webhooks.add(account_id, url)             # NewEndpoint(secret, endpoint): the secret is told this once
    await webhooks.list_endpoints(account_id)              # [Endpoint]
    await webhooks.remove(endpoint_id, account_id)
    await webhooks.list_deliveries(account_id, limit=50, before=None)   # [Delivery], newest first
    await webhooks.redeliver(delivery_id, account_id)      # the same message again, from the first attempt on
    webhooks.request_secret(account_id)                    # what signs for the `webhook_url` of a single request
    await webhooks.forget()                                # periodic: deliveries of more than 30 days ago

`announce` writes the deliveries of a job's end within the transaction that ends it (`jobs` calls it).
`Deliverer` sends them (the worker runs it): at least once each, with retries that come further and further apart.
"""

from fittingroom.webhooks.announcing import announce
from fittingroom.webhooks.delivering import Deliverer
from fittingroom.webhooks.model import Delivery, Endpoint, Event, NewEndpoint
from fittingroom.webhooks.service import Webhooks

__all__ = ["Deliverer", "Delivery", "Endpoint", "Event", "NewEndpoint", "Webhooks", "announce"]
