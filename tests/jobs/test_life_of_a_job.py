from fittingroom.accounts import Accounts
from fittingroom.credits import Balance, Credits
from fittingroom.db import Database
from fittingroom.jobs import Jobs, Output, Status, Submission
from fittingroom.tryon.kinds import Kind


async def test_a_job_goes_from_submission_to_its_pictures(db: Database) -> None:
    jobs, credits, accounts = Jobs(db), Credits(db), Accounts(db)
    account = await accounts.get_or_create("demo")
    await credits.grant_purchased(account.id, 3)
    caller = await accounts.authenticate((await accounts.create_key(account.id)).text)
    body = {"model_image": "data:image/png;base64,AAAA", "garment_image": "https://example.com/shirt.png"}
    accepted = await jobs.submit(caller, Submission(Kind.FASHION, body, {"model_image": b"photo"}, cost=2))
    assert (await jobs.get(account.id, accepted.id)).status is Status.QUEUED
    assert (await credits.balance(account.id)) == Balance(purchased=3, reserved=2)

    claim = await jobs.claim(accepted.id, "worker")
    assert claim is not None
    assert claim.inputs == {"model_image": b"photo"}
    assert claim.request == {"model_image": "<base64>", "garment_image": "https://example.com/shirt.png"}
    assert await jobs.heartbeat(claim)
    assert await jobs.complete(claim, [Output("a.png", "image/png"), Output("b.png", "image/png")], {"engine": "x"})
    job = await jobs.get(account.id, accepted.id)
    assert (job.status, [output.name for output in job.outputs]) == (Status.COMPLETED, ["a.png", "b.png"])
    assert (await credits.balance(account.id)) == Balance(purchased=1)
    assert await credits.audit() == []
