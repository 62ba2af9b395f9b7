"""Runs in an SDK's own environment, and does with the SDK what it is told, a line of JSON each.

In:  {"url": "http://…/api/v1", "key": "fr_…", "call": "get_status", "arguments": {"job_id": "…"}}
Out: {"result": …} or {"error": {"status": …, "name": …, "message": …}}
"""

import dataclasses
import json
import sys

from tryiton import TryItOn, TryItOnError

for line in sys.stdin:
    told = json.loads(line)
    try:
        client = TryItOn(told["key"], base_url=told["url"])
        result = getattr(client, told["call"])(**told["arguments"])
        answer = {"result": dataclasses.asdict(result) if dataclasses.is_dataclass(result) else result}
    except TryItOnError as error:
        answer = {"error": {"status": error.status, "name": error.error_name, "message": str(error)}}
    print(json.dumps(answer), flush=True)
