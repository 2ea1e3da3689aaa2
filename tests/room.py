"""Room for the frames of a test, so that Python does not fetch and give back memory at every few calls; less tidying.

CPython keeps the frames of Python functions in pieces of 16 kB, and gives a piece back as soon as its last frame is
left. A test lies deep, in the calls of pytest and of Django; whichever loop happens to cross the border of a piece asks
the operating system for memory each time around, which cost a third of the time of a request. A function with a very
large frame gets a piece of its own, of a power of two, and what it calls finds its room in the rest.
"""

import gc
from collections.abc import Callable

import pytest

WORDS = 300_000
"""Of 8 bytes: 2.4 of 4 megabytes, never touched; the other 1.6 hold some thousands of frames."""
NEW_OBJECTS = 20_000
"""So many more than are gone, before Python looks for what nothing refers to; without us 700."""


def with_room(call: Callable[[], object]) -> object:
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=WORDS)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it is not looked through each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    """pytest's own loop over the tests, with room."""
    pytest_main = session.config.pluginmanager.get_plugin("main")
    return with_room(lambda: pytest_main.pytest_runtestloop(session))
