"""Two acts at once on PostgreSQL, in threads of their own, with the proof that they overlapped.

Both connect and meet at a barrier. The first goes ahead and is held inside its transaction, right after the
statement that takes its lock; the second starts, and only when the server itself says that the second waits for
the first is the first let go. So each race has a known winner, and a test can turn it round.
"""

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from actionplan.base.refusals import Refused

SECONDS = 120
"""Within which threads meet, on a busy machine too."""
TAKES_THE_LOCK = re.compile("FOR (NO KEY )?UPDATE")

BOTH_ORDERS = pytest.mark.parametrize("turned_round", [False, True])

Act = Callable[[], Any]


class NoOverlap(AssertionError):
    """The two acts did not meet: the second never waited for the first."""


class _Runner(threading.Thread):
    """Carries out one act in its own connection; keeps its result, or the refusal or error it ended with."""

    def __init__(self, act: Act, barrier: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.act, self.barrier = act, barrier
        self.may_start = threading.Event()
        self.outcome: Any = None
        self.pid = 0

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.barrier.wait(SECONDS)
            self.may_start.wait(SECONDS)
            self.outcome = self.carry_out()
        except Exception as error:
            self.outcome = error
        finally:
            connections.close_all()

    def carry_out(self) -> Any:
        return self.act()


class _Held(_Runner):
    """Stops once, right after the statement that holds `after`, until it is let go."""

    def __init__(self, act: Act, barrier: threading.Barrier, after: re.Pattern) -> None:
        super().__init__(act, barrier)
        self.after = after
        self.is_inside = threading.Event()
        self.let_go = threading.Event()

    def carry_out(self) -> Any:
        with connection.execute_wrapper(self._hold):
            return self.act()

    def _hold(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if self.after.search(sql) and not self.is_inside.is_set():
            self.is_inside.set()
            self.let_go.wait(SECONDS)
        return result


def race(first: Act, second: Act, *, after: re.Pattern | str = TAKES_THE_LOCK) -> tuple[Any, Any]:
    """What both acts answered, or the refusal they got; the first held its lock while the second waited for it.

    Raises NoOverlap when they did not meet, and whatever else than a refusal one of them ended with.
    """
    barrier = threading.Barrier(3)
    winner, other = _Held(first, barrier, re.compile(after)), _Runner(second, barrier)
    runners = [winner, other]
    for runner in runners:
        runner.start()
    barrier.wait(SECONDS)
    winner.may_start.set()
    met = winner.is_inside.wait(SECONDS)
    other.may_start.set()
    met = met and _waits_for(other, winner)
    winner.let_go.set()
    for runner in runners:
        runner.join(SECONDS)
    for runner in runners:
        if isinstance(runner.outcome, Exception) and not isinstance(runner.outcome, Refused):
            raise runner.outcome
    if not met:
        raise NoOverlap
    return winner.outcome, other.outcome


def _waits_for(waiting: _Runner, holding: _Runner) -> bool:
    """Whether the server says, before either ends, that one backend is blocked by the other."""
    deadline = time.monotonic() + SECONDS
    while waiting.is_alive() and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s = ANY(pg_blocking_pids(%s))", [holding.pid, waiting.pid])
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.01)
    return False


def race_in(
    turned_round: bool, one: Act, other: Act, *, after: re.Pattern | str = TAKES_THE_LOCK
) -> tuple[Any, Any]:
    """What `one` and `other` ended with, whichever went first."""
    if turned_round:
        second, first = race(other, one, after=after)
        return first, second
    return race(one, other, after=after)
