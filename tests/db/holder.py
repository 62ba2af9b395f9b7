"""Holds a share of the embedded server under the folder it is told, until a line comes in: then it leaves."""

import sys
from pathlib import Path

from fittingroom.db.embedded import EmbeddedServer

server = EmbeddedServer.join(Path(sys.argv[1]), durable=False)
print("joined", flush=True)
sys.stdin.readline()
server.leave()
