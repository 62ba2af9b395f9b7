"""Runs in an SDK's own environment: makes one client, and does with it what it is told, a line of JSON each.

In:  {"call": "get_status", "arguments": {"job_id": "…"}}
Out: {"result": …} or {"error": {"status": …, "name": …, "message": …}}
"""

import dataclasses
import json
import sys

from tryiton import TryItOn, TryItOnError

client = TryItOn(sys.argv[2], base_url=sys.argv[1])
for line in sys.stdin:
    told = json.loads(line)
    try:
        result = getattr(client, told["call"])(**told["arguments"])
        answer = {"result": dataclasses.asdict(result) if dataclasses.is_dataclass(result) else result}
    except TryItOnError as error:
        answer = {"error": {"status": error.status, "name": error.error_name, "message": str(error)}}
    print(json.dumps(answer), flush=True)
