"""S3 servers of the tests' own: Ceph's radosgw on SQLite where it is installed (Debian: radosgw), and moto."""

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

from fittingroom.settings import Settings

KEY, SECRET, REGION, BUCKET = "key", "hush", "us-east-1", "outputs"

_RADOSGW = """
[client.rgw]
rgw_backend_store = dbstore
rgw_config_store = dbstore
dbstore_db_dir = {folder}
dbstore_config_uri = file:{folder}/config.db
rgw_data = {folder}
rgw_frontends = beast endpoint=127.0.0.1:{port}
admin_socket = {folder}/admin
log_file = {folder}/log
run_dir = {folder}
"""

# Runs a command until standard input ends, as it does with whoever holds the other side, even killed.
_DIES_WITH_US = '"$@" & cat > /dev/null; kill -9 $!'


@contextmanager
def moto() -> Iterator[Settings]:
    """In this process; does not check signatures."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield _with_bucket(f"http://{host}:{port}")
    finally:
        server.stop()


@contextmanager
def radosgw(folder: Path) -> Iterator[Settings]:
    """A process of its own; checks signatures like Amazon's."""
    port = _free_port()
    config = folder / "ceph.conf"
    config.write_text(_RADOSGW.format(folder=folder, port=port))
    options = ("-c", str(config), "-n", "client.rgw", "--no-mon-config")
    user = ("user", "create", "--uid=tests", "--display-name=tests", f"--access-key={KEY}", f"--secret-key={SECRET}")
    subprocess.run(["radosgw-admin", *options, *user], check=True, capture_output=True, timeout=60)
    command = ["sh", "-c", _DIES_WITH_US, "sh", "radosgw", *options, "-f"]
    with (
        (folder / "out").open("wb") as out,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=out) as run,
    ):
        try:
            _wait_for(f"http://127.0.0.1:{port}")
            yield _with_bucket(f"http://127.0.0.1:{port}")
        finally:
            run.communicate(timeout=30)


def _with_bucket(endpoint: str) -> Settings:
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name=REGION,
    )
    client.create_bucket(Bucket=BUCKET)
    return Settings(s3_endpoint=endpoint, s3_access_key_id=KEY, s3_secret_access_key=SECRET, s3_region=REGION)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
