"""Work beside other work."""

import threading

import pytest

from fittingroom.vision.parallel import beside


def test_work_beside_is_done_while_this_thread_goes_on() -> None:
    told = threading.Event()
    waiting = beside(told.wait, 10)
    assert not waiting.done()
    told.set()
    assert waiting.result(10)


def test_what_fails_beside_fails_where_it_is_waited_for() -> None:
    with pytest.raises(ZeroDivisionError):
        beside(divmod, 1, 0).result(10)
