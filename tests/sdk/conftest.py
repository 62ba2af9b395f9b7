import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.sdk.environments import VERSIONS, python_with


class SdkError(Exception):
    """The SDK raised its own error."""

    def __init__(self, status: int | None, name: str, message: str) -> None:
        super().__init__(message)
        self.status, self.name = status, name


@dataclass(frozen=True)
class Sdk:
    """One version of the official SDK, in a process of its own."""

    version: str
    process: "subprocess.Popen[str]"

    def call(self, url: str, key: str, call: str, **arguments: Any) -> Any:
        """What the SDK's method returned. Raises SdkError."""
        assert self.process.stdin and self.process.stdout
        told = {"url": f"{url}/api/v1", "key": key, "call": call, "arguments": arguments}
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise SdkError(**answer["error"])
        return answer["result"]

    @property
    def clothes(self) -> str:
        """The name of the method that tries on clothes."""
        return "try_on_fashion" if self.version == "2.0.0" else "try_on_clothes"


@pytest.fixture(scope="session", params=VERSIONS)
def sdk(request: pytest.FixtureRequest) -> Iterator[Sdk]:
    command = [str(python_with(request.param)), str(Path(__file__).with_name("puppet.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Sdk(request.param, process)
        assert process.stdin
        process.stdin.close()
        process.wait(30)
