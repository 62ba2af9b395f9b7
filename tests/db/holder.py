"""Holds a share of the embedded server under the folder it is told, until a line comes in: then it leaves."""

import signal
import sys
from pathlib import Path

from fittingroom.db.embedded import EmbeddedServer

# Background jobs of a plain shell inherit that SIGINT is ignored; a terminal's own program doesn't.
signal.signal(signal.SIGINT, signal.default_int_handler)

server = EmbeddedServer.join(Path(sys.argv[1]), durable=False)
print("joined", flush=True)
sys.stdin.readline()
server.leave()
