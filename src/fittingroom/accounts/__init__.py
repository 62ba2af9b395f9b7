"""Accounts and their API keys.

    accounts = Accounts(db)
    account = await accounts.get_or_create("demo")        # Account(id, name, created_at)
    made = await accounts.create_key(account.id)          # NewKey(text, key): the text is told this once
    caller = await accounts.authenticate("fr_…")          # Caller(account_id, key_id), or raises UnauthorizedAccess
    await accounts.list_keys(account.id)                  # ApiKey: its prefix, name, when made, used, revoked …
    await accounts.change_key(prefix, change)             # what `change` makes of the ApiKey: name, scopes, limits, end
    await accounts.revoke_key(prefix)                     # at once, for requests under way too

A key made with `scopes=` may do those things alone (`caller.may(Scope.TRYON)`); with `limits=` it is counted by itself
too, within what its account may. `Caller` is what `Jobs.submit` takes; it looks again, within its transaction, whether
the key still holds and what it may.
"""

from fittingroom.accounts.model import Account, ApiKey, Caller, NewKey
from fittingroom.accounts.scopes import Scope
from fittingroom.accounts.service import Accounts, look_again

__all__ = ["Account", "Accounts", "ApiKey", "Caller", "NewKey", "Scope", "look_again"]
