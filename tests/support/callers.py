from fittingroom.accounts import Accounts, Caller
from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.jobs import Claim, Jobs, Submission
from fittingroom.tryon.kinds import Kind

BY_URL = Submission(Kind.FASHION, {"model_image": "https://example.com/a.png"})


async def make_caller(db: Database, credits: int = 0, name: str = "demo") -> Caller:
    """An account with purchased credits, and a key of it."""
    accounts = Accounts(db)
    account = await accounts.get_or_create(name)
    if credits:
        await Credits(db).grant_purchased(account.id, credits)
    return await accounts.authenticate((await accounts.create_key(account.id)).text)


async def make_claim(db: Database, caller: Caller, submission: Submission = BY_URL) -> Claim:
    """A job just submitted and claimed."""
    jobs = Jobs(db)
    claim = await jobs.claim((await jobs.submit(caller, submission)).id, "worker")
    assert claim is not None
    return claim
