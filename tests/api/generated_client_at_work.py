"""Run by tests with a generated client on its path, as a customer would use it: prints what it saw as JSON."""

import base64
import json
import os
import sys
import time
from pathlib import Path

from try_on_client import AuthenticatedClient
from try_on_client.api.account import get_credits
from try_on_client.api.jobs import get_status
from try_on_client.api.service import get_health
from try_on_client.api.try_on import try_on_fashion, try_on_hairstyle, try_on_tattoo
from try_on_client.models import (
    Accepted,
    Category,
    Completed,
    CreditsAnswer,
    FashionRequest,
    Haircut,
    HairstyleRequest,
    Health,
    Processing,
    Refusal,
    RegionField,
    Subcategory,
    TattooRequest,
)

image = base64.b64encode(Path(sys.argv[1]).read_bytes()).decode()
url = os.environ["FITTINGROOM_URL"]
client = AuthenticatedClient(base_url=url, token=os.environ["FITTINGROOM_KEY"])
stranger = AuthenticatedClient(base_url=url, token="fr_nobody")


def finish(accepted: object) -> list[str]:
    assert isinstance(accepted, Accepted), accepted
    for _ in range(600):
        status = get_status.sync(accepted.id, client=client)
        if not isinstance(status, Processing):
            assert isinstance(status, Completed), status
            return status.output
        time.sleep(0.05)
    raise SystemExit("the job did not end")


fashion = FashionRequest(image, image, category=Category.CLOTHING, subcategory=Subcategory.TOPS, num_samples=2)
hairstyle = HairstyleRequest(image, Haircut.BOBCUT, hair_color="ash blonde")
tattoo = TattooRequest(image, image, region=RegionField(x=0.3, y=0.2, w=0.3, h=0.3))
pictures = [
    *finish(try_on_fashion.sync(client=client, body=fashion)),
    *finish(try_on_hairstyle.sync(client=client, body=hairstyle)),
    *finish(try_on_tattoo.sync(client=client, body=tattoo)),
]
fashion.num_samples = 9
refused = try_on_fashion.sync_detailed(client=client, body=fashion)
unknown = get_credits.sync_detailed(client=stranger)
missing = get_status.sync(f"{0:024}", client=client)
credits, health = get_credits.sync(client=client), get_health.sync(client=client)
assert isinstance(refused.parsed, Refusal) and isinstance(unknown.parsed, Refusal) and isinstance(missing, Refusal)
assert isinstance(credits, CreditsAnswer) and isinstance(health, Health) and health.ok
json.dump(
    {
        "pictures": pictures,
        "refused": [refused.status_code, refused.parsed.error, refused.parsed.message],
        "unknown": [unknown.status_code, unknown.parsed.error],
        "missing": missing.error,
        "left": credits.credits_.on_demand,
    },
    sys.stdout,
)
