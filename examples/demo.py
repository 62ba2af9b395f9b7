"""The whole service once through: start it, make a key, try a garment on over HTTP, keep the picture, stop it.

    python examples/demo.py --out demo-output

Everything that the service needs lives in a temporary folder, which is gone at the end; only the model weights are
those of the installation.
"""

import argparse
import base64
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
from PIL import Image
from rich.console import Console

from fittingroom.evaluation.sheet import before_after
from fittingroom.models.store import open_store
from fittingroom.settings import Settings

HERE = Path(__file__).parent
FITTINGROOM = (sys.executable, "-m", "fittingroom")
START_SECONDS = 90
JOB_SECONDS = 180

console = Console(highlight=False)


class DemoError(Exception):
    """The demo can't go on; the message says why and what to do."""


def main() -> None:
    """Run the demo; exit 1 with a reason where it fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--person", type=Path, default=HERE / "person-astronaut.png")
    parser.add_argument("--garment", type=Path, default=HERE / "garment-jumper.jpg")
    parser.add_argument("--subcategory", default="tops")
    parser.add_argument("--out", type=Path, default=Path("demo-output"))
    options = parser.parse_args()
    try:
        run(options)
    except (DemoError, httpx.HTTPError, OSError) as error:
        console.print(f"The demo failed: {error}", style="red", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def run(options: argparse.Namespace) -> None:
    """Do it all, and print the paths of picture and sheet last."""
    options.out.mkdir(parents=True, exist_ok=True)
    log = options.out / "service.log"
    with tempfile.TemporaryDirectory(prefix="fittingroom-demo-") as folder:
        environment = make_environment(Path(folder))
        with serve(environment, log) as url:
            console.print(f"The service answers at {url}")
            key = make_key(environment)
            console.print(f"An API key is made: {key[:8]}… with 10 credits")
            with httpx.Client(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {key}"}) as client:
                begun = time.monotonic()
                picture = client.get(try_on(client, options)).raise_for_status().content
                console.print(f"A picture is ready after {time.monotonic() - begun:.1f} s")
                console.print(f"Credits left: {client.get('/credits').json()['credits']['on_demand']} of 10")
    console.print("The service has stopped")
    result = options.out / "result.png"
    result.write_bytes(picture)
    sheet = options.out / "before-after.png"
    panels = [read_pixels(path) for path in (options.person, options.garment, result)]
    Image.fromarray(before_after(*panels)).save(sheet)
    print(result.resolve())
    print(sheet.resolve())


def make_environment(folder: Path) -> dict[str, str]:
    """Settings of a service of its own under `folder`, with the models of the installation."""
    (folder / "models").symlink_to(open_store(Settings()).folder.resolve())
    kept = {"FITTINGROOM_ENGINE", "FITTINGROOM_FIXTURE_SECONDS"}
    others = {name: value for name, value in os.environ.items() if not name.startswith("FITTINGROOM_") or name in kept}
    return others | {"FITTINGROOM_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


@contextmanager
def serve(environment: dict[str, str], log: Path) -> Iterator[str]:
    """The service on a free port, from ready to stopped. Gives its address."""
    with log.open("w") as output:
        command = [*FITTINGROOM, "serve", "--port", "0"]
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            with console.status("Starting the service"):
                url = wait_until_ready(server, log)
            yield url
        finally:
            with console.status("Stopping the service"):
                stop(server)


def wait_until_ready(server: "subprocess.Popen[bytes]", log: Path) -> str:
    """Wait for the line with the address, then for /healthz. Raises DemoError with the log's end."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise DemoError(f"the service ended while starting. Its log, {log}, ends:\n{tail(log)}")
        found = re.search(r"serves on (http://\S+)", log.read_text(errors="replace"))
        if found and httpx.get(f"{found[1]}/healthz").status_code == 200:
            return found[1]
        time.sleep(0.1)
    raise DemoError(f"the service was not ready after {START_SECONDS} s. Its log, {log}, ends:\n{tail(log)}")


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Ask it to stop, and make it stop where it does not."""
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        raise DemoError("the service did not stop in time and was killed") from None


def make_key(environment: dict[str, str]) -> str:
    """A new account's API key: the last line that the command prints."""
    command = [*FITTINGROOM, "keys", "create", "--account", "demo", "--credits", "10"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DemoError(f"no key could be made: {done.stderr.strip()}")
    return done.stdout.strip().splitlines()[-1]


def try_on(client: httpx.Client, options: argparse.Namespace) -> str:
    """Submit and wait. Returns the picture's address."""
    body = {
        "model_image": data_url(options.person),
        "garment_image": data_url(options.garment),
        "category": "clothing",
        "subcategory": options.subcategory,
    }
    answer = client.post("/tryon/fashion", json=body, timeout=30)
    if answer.status_code != 200:
        raise DemoError(f"the request was refused: {answer.text}")
    job = answer.json()["id"]
    deadline = time.monotonic() + JOB_SECONDS
    with console.status(f"Job {job}: waiting") as shown:
        while time.monotonic() < deadline:
            status = client.get(f"/status/{job}").json()
            shown.update(f"Job {job}: {status['status']}")
            if status["status"] == "completed":
                return str(status["output"][0])
            if status["status"] == "failed":
                raise DemoError(f"the try-on failed: {status['error']['name']}: {status['error']['message']}")
            time.sleep(0.5)
    raise DemoError(f"the try-on was not done after {JOB_SECONDS} s")


def data_url(path: Path) -> str:
    """An image file as the text that the API takes."""
    kind = "png" if path.suffix == ".png" else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def read_pixels(path: Path) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """uint8 H×W×3 RGB."""
    return np.array(Image.open(path).convert("RGB"))


def tail(log: Path) -> str:
    """The last lines of a file."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


if __name__ == "__main__":
    main()
