"""Work that waits for nothing done beside other work, on a second core."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


def beside(do: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
    """`do` in a thread of its own: nearly all of the arrays' work is done outside Python's lock."""
    thread = ThreadPoolExecutor(1, do.__name__)
    try:
        return thread.submit(do, *args, **kwargs)
    finally:
        thread.shutdown(wait=False)
