import pytest
from cryptography.exceptions import InvalidTag
from tests.support.callers import make_caller, make_claim
from tests.support.clock import MovableClock
from tests.support.rows import contents, rows

from fittingroom.db import Database
from fittingroom.errors import PoseError
from fittingroom.jobs import Jobs, Submission, sealing
from fittingroom.tryon.kinds import Kind

PHOTO = bytes(range(256)) * 40
BASE64 = "AAECAwQFBgcICQoLDA0ODw"
WITH_PHOTO = Submission(Kind.FASHION, {"model_image": BASE64, "seed": 7}, {"model_image": PHOTO})


def test_a_sealed_image_opens_with_its_own_seal_and_secret_for_its_own_job_and_field() -> None:
    seal = sealing.new_seal()
    sealed = sealing.close(PHOTO, b"secret", seal, "job", "field")
    assert PHOTO[:16] not in sealed
    assert sealing.open_(sealed, b"secret", seal, "job", "field") == PHOTO
    for secret, other, job, field in (
        (b"other", seal, "job", "field"),
        (b"secret", sealing.new_seal(), "job", "field"),
        (b"secret", seal, "other", "field"),
        (b"secret", seal, "job", "other"),
    ):
        with pytest.raises(InvalidTag):
            sealing.open_(sealed, secret, other, job, field)


async def test_while_a_job_waits_its_image_is_ciphertext_and_its_request_has_a_placeholder(db: Database) -> None:
    await Jobs(db).submit(await make_caller(db, credits=1), WITH_PHOTO)
    everything = await contents(db)
    (job,) = everything["jobs"]
    assert job["request"] == {"model_image": "<base64>", "seed": 7}
    assert job["seal"] is not None
    (stored,) = everything["job_inputs"]
    assert len(stored["ciphertext"]) >= len(PHOTO)
    assert PHOTO[:16] not in stored["ciphertext"]
    assert BASE64 not in str(everything)


@pytest.mark.parametrize("end", ["complete", "fail", "cancel", "give up"])
async def test_at_the_jobs_end_ciphertext_and_key_are_gone(db: Database, clock: MovableClock, end: str) -> None:
    jobs, caller = Jobs(db), await make_caller(db, credits=1)
    claim = await make_claim(db, caller, WITH_PHOTO)
    assert claim.inputs == {"model_image": PHOTO}
    match end:
        case "complete":
            assert await jobs.complete(claim, [])
        case "fail":
            assert await jobs.fail(claim, PoseError("No person."))
        case "cancel":
            assert await jobs.cancel(caller.account_id, claim.job_id)
        case _:
            db.settings.max_attempts = 1
            clock.advance(minutes=1)
            assert (await jobs.requeue_stale()).failed == 1
    everything = await contents(db)
    assert (everything["jobs"][0]["seal"], everything["job_inputs"]) == (None, [])


async def test_an_image_is_there_for_the_next_attempt_too(db: Database) -> None:
    jobs = Jobs(db)
    claim = await make_claim(db, await make_caller(db, credits=1), WITH_PHOTO)
    await jobs.hand_back(claim)
    again = await jobs.claim(claim.job_id, "worker")
    assert again is not None
    assert again.inputs == {"model_image": PHOTO}


async def test_no_ended_job_may_keep_its_seal(db: Database) -> None:
    claim = await make_claim(db, await make_caller(db, credits=1), WITH_PHOTO)
    await Jobs(db).complete(claim, [])
    with pytest.raises(Exception, match="check constraint"):
        await rows(db, "UPDATE jobs SET seal = 'x'")
