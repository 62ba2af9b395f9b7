"""A job's life: submitted, claimed, completed, failed, cancelled, expired; and the queue behind it.

    jobs = Jobs(db)

For the API:
    accepted = await jobs.submit(caller, Submission.of(request))   # Accepted(id, quota)
        # One transaction: key, window, jobs in flight, credits, row, queue. Raises UnauthorizedAccess,
        # RateLimitExceeded, ConcurrencyLimitExceeded or OutOfCredits, and then nothing is left behind.
        # With `Once(key, body)`: the job that the same request made within 24 hours, or Conflict if the body differs.
    job = await jobs.get(account_id, job_id)       # Job; raises NotFound. job.status.public is the contract's state
    page = await jobs.list_jobs(account_id, limit=50, before=None, statuses=(), kinds=(), keys=())
        # newest first; for the next page before=page[-1].place
    await jobs.load()                              # Load(queued, processing, oldest_seconds, reserved), of all accounts
    await jobs.cancel(account_id, job_id)          # False when it had ended
    async with Changes(db) as changes:             # one a process
        async for job in changes.follow(account_id, job_id, seconds): ...   # at each change, up to its end; see there
    telling.status_body(job, address)              # the contract's words for it

    tallies = await jobs.usage(account_id, since)  # jobs and pictures by day, status, kind and key
    crowd = await jobs.crowd()                     # how busy the whole service is

For the worker:
    async with try_on_queue(db, run) as queue: await queue.run_worker_async(...)   # calls `run(job_id)` for each job
    claim = await jobs.claim(job_id, worker_name)  # Claim, or None when there is nothing to do (any more)
    await jobs.heartbeat(claim)                    # False: the claim is lost (cancelled, taken for dead), stop work
    await jobs.report(claim, done, total, step)    # how far it is
    await jobs.complete(claim, outputs, record, timings)   # outputs: [Output(name, content_type)]; spends the credits
    await jobs.fail(claim, JobError)               # releases the credits
    await jobs.hand_back(claim)                    # to the queue, at a shutdown; doesn't count as an attempt
        # The last three return False, and change nothing, when the claim is lost: then throw the outputs away.
    await jobs.requeue_stale()                     # periodic, every few seconds; Swept(requeued, failed)
    await jobs.expired_outputs()                   # periodic: [ExpiredOutputs(job_id, outputs)] whose files are due;
    await jobs.mark_purged(job_id)                 # ... said when they are deleted
"""

from fittingroom.jobs.counting import Crowd, Tally, WorkerSeen
from fittingroom.jobs.idempotency import Once
from fittingroom.jobs.listening import Changes
from fittingroom.jobs.model import Accepted, Claim, ExpiredOutputs, Job, Output, Place, Status, Submission, Swept
from fittingroom.jobs.queue import try_on_queue
from fittingroom.jobs.service import Jobs

__all__ = [
    "Accepted",
    "Changes",
    "Claim",
    "Crowd",
    "ExpiredOutputs",
    "Job",
    "Jobs",
    "Once",
    "Output",
    "Place",
    "Status",
    "Submission",
    "Swept",
    "Tally",
    "WorkerSeen",
    "try_on_queue",
]
