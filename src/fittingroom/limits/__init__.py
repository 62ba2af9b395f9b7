"""How many requests in a window, how many jobs in flight.

    limits = Limits(db)
    quota = await limits.admit(account_id, Bucket.STATUS)   # counts the request; Quota(limit, remaining, reset) for the
                                                            # RateLimit headers; raises RateLimitExceeded with
                                                            # retry_after and quota
    quota = await limits.peek(account_id, Bucket.TRYON)     # how it stands, without counting
    await limits.adjust(account_id, AccountLimits(tryon=100, status=None, credits=None, in_flight=None))

`admit` and `peek` take `KeyLimits` too: then the request needs room in the key's own window as well, and the quota is
that of the window with less room.

A window is exact: in any 60 seconds at most the limit is let through. Refused requests don't count.
`Jobs.submit` does both checks of a submission itself, within its transaction; don't call `admit` for TRYON.
"""

from fittingroom.limits.model import NONE_OWN, AccountLimits, Bucket, KeyLimits
from fittingroom.limits.service import Limits
from fittingroom.limits.windows import admit, ensure_room_in_flight, ensure_room_of_key, look, uncounted

__all__ = [
    "NONE_OWN",
    "AccountLimits",
    "Bucket",
    "KeyLimits",
    "Limits",
    "admit",
    "ensure_room_in_flight",
    "ensure_room_of_key",
    "look",
    "uncounted",
]
