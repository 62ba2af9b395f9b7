"""Proves the ledger: recomputes every balance, grant and job from the rows, and tells which of them disagree."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True)
class Disagreement:
    """A row that doesn't add up, and why; `ledger_id` or `job_id` None where the row is of the other table."""

    account_id: int
    ledger_id: int | None
    job_id: str | None
    problem: str


_SUMS = """
SELECT account_id, id AS ledger_id, job_id,
       format('the sums are %s subscription, %s purchased, %s reserved at sequence %s, the row says %s, %s, %s at %s',
              subscription_sum, purchased_sum, reserved_sum, position,
              subscription_after, purchased_after, reserved_after, sequence) AS problem
FROM (SELECT *, row_number() OVER running AS position,
             sum(subscription) OVER running AS subscription_sum,
             sum(purchased) OVER running AS purchased_sum,
             sum(reserved) OVER running AS reserved_sum
      FROM ledger WINDOW running AS (PARTITION BY account_id ORDER BY sequence, id)) AS summed
WHERE (position, subscription_sum, purchased_sum, reserved_sum)
      <> (sequence, subscription_after, purchased_after, reserved_after)
ORDER BY account_id, sequence
"""

_GRANTS = """
SELECT g.account_id, g.id AS ledger_id, g.job_id,
       format('the grant has %s left, %s of them held', sum(r.subscription), sum(r.held)) AS problem
FROM ledger g JOIN ledger r ON r.id = g.id OR r.grant_id = g.id
WHERE g.entry = 'grant_subscription'
GROUP BY g.id HAVING sum(r.held) < 0 OR sum(r.subscription) < sum(r.held)
"""

_SETTLEMENTS = """
SELECT s.account_id, s.id AS ledger_id, s.job_id,
       format('a %s of %s, %s of them held, for a reservation of %s, %s of them held',
              s.entry, -s.reserved, -s.held, coalesce(r.reserved, 0), coalesce(r.held, 0)) AS problem
FROM ledger s LEFT JOIN ledger r ON r.job_id = s.job_id AND r.entry = 'reserve' AND r.account_id = s.account_id
WHERE s.entry IN ('spend', 'release')
  AND (r.id IS NULL OR s.reserved <> -r.reserved OR s.held <> -r.held
       OR s.grant_id IS DISTINCT FROM r.grant_id
       OR s.subscription + s.purchased <> CASE s.entry WHEN 'spend' THEN -r.reserved ELSE 0 END)
"""

_JOBS = """
SELECT j.account_id, NULL::bigint AS ledger_id, j.id AS job_id,
       format('%s and costs %s, but the ledger has %s', j.status, j.cost,
              coalesce(string_agg(format('%s %s', l.entry, abs(l.reserved)), ', ' ORDER BY l.id)
                       FILTER (WHERE l.id IS NOT NULL), 'nothing')) AS problem
FROM jobs j LEFT JOIN ledger l ON l.job_id = j.id
GROUP BY j.id
HAVING count(*) FILTER (WHERE l.entry = 'reserve' AND l.reserved = j.cost AND l.account_id = j.account_id) <> 1
    OR count(l.id) <> CASE WHEN j.status IN ('queued', 'processing') THEN 1 ELSE 2 END
    OR count(*) FILTER (WHERE l.entry = 'spend') <> CASE j.status WHEN 'completed' THEN 1 ELSE 0 END
    OR count(*) FILTER (WHERE l.entry = 'release')
       <> CASE WHEN j.status IN ('failed', 'cancelled') THEN 1 ELSE 0 END
ORDER BY j.created_at
"""


async def audit(connection: AsyncConnection) -> list[Disagreement]:
    """All disagreements; empty when the ledger adds up. Wants a transaction that sees one moment throughout."""
    found: list[Disagreement] = []
    for query in (_SUMS, _GRANTS, _SETTLEMENTS, _JOBS):
        rows = await connection.execute(text(query))
        found += [Disagreement(**row._mapping) for row in rows]
    return found
