"""The append-only ledger of credits; a balance is the sum of its rows.

    credits = Credits(db)
    await credits.grant_purchased(account_id, 100)               # never expire
    await credits.grant_subscription(account_id, 50, until)      # what is left of earlier ones ends with it
    await credits.subscribe(account_id, 50)                      # the same each month, until `unsubscribe`
    balance = await credits.balance(account_id)                  # .on_demand .subscription .purchased .reserved
    lines = await credits.history(account_id)                    # the ledger's rows, newest first
    disagreements = await credits.audit()                        # empty when every balance and job adds up
    await credits.expire()                                       # periodic; balances are right without it too

`reserve`, `spend` and `release` happen inside a job's own transactions (`Jobs` calls them in `credits.ledger`).
"""

from fittingroom.credits.audit import Disagreement
from fittingroom.credits.history import Line
from fittingroom.credits.model import Balance, Entry
from fittingroom.credits.service import Credits

__all__ = ["Balance", "Credits", "Disagreement", "Entry", "Line"]
