"""How often pages ask the database in a grown plan: each plan is built once, for everything that counts in it.

`counts = counts_in(grown_plan, counted)` in a test module is a fixture: by size, what `counted` found in a plan with so
many rows of every relation. What `counted` writes is undone behind it.
"""

import pickle
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplan.accounts.models import User
from tests.database_state import undone
from tests.plan_document.grown_plan import GrownPlan, grown_plan
from tests.rounds.grown_snapshot import freeze

SIZES = (1, 3)
LIST, PAGE = 12, 20
"""How many queries at most, those of the session and the person included."""
PICTURE = 24
"""Those of a picture that is not kept: a test runs in a transaction, in which none is."""
OVERVIEW = PICTURE + 10


def queries_of(client: Client, url: str, *, statuses: tuple[int, ...] = (200, 302), says: str = "") -> int:
    """Of an address that shows a page, or gives a file, whose rows are read too."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
        if response.streaming:
            b"".join(response.streaming_content)
    assert response.status_code in statuses, url
    assert not says or says in response.content.decode(), url
    return len(captured)


class Asking:
    """Somebody who opens pages of a grown plan."""

    def __init__(self, warm: bool) -> None:
        self.client = Client()
        self.warm = warm
        """Whether pages were opened before in this process: what is read once per process is not counted."""

    def sign_in(self, user: User) -> None:
        self.client.force_login(user)

    def queries_of(self, url: str, **expected: Any) -> int:
        if not self.warm:
            self.client.get(url)
        return queries_of(self.client, url, **expected)


Counted = Callable[[GrownPlan, Asking], Any]


class Counter(NamedTuple):
    count: Counted
    frozen: bool


COUNTERS: dict[str, Counter] = {}
"""By test module."""


def counts_in(build: Callable[..., Any], count: Counted) -> Any:
    """The fixture of a module that counts in a `grown_plan`, or in one that is closed as by `freeze`."""
    module = count.__module__
    COUNTERS[module] = Counter(count, frozen=build is freeze)

    @pytest.fixture(scope="module")
    def counts(counts_of_modules: dict[str, dict[int, Any]]) -> dict[int, Any]:
        found = counts_of_modules[module]
        for one in found.values():
            if isinstance(one, Exception):
                raise one
        return found

    return counts


@pytest.fixture(scope="session")
def counts_of_modules(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> dict[str, dict[int, Any]]:
    """By test module that runs, and by size, what it counted."""
    modules = {item.module.__name__ for item in request.session.items if isinstance(item, pytest.Function)}
    counters = {module: counter for module, counter in COUNTERS.items() if module in modules}
    found: dict[str, dict[int, Any]] = {module: {} for module in counters}
    with django_db_blocker.unblock():
        for size in SIZES:
            for module, one in counted(counters, size):
                found[module][size] = one
    return found


def counted(counters: dict[str, Counter], size: int) -> Iterator[tuple[str, Any]]:
    """What each counted, or how it failed: the others count nevertheless."""
    with undone():
        grown = grown_plan(size)
        for frozen in (False, True):
            chosen = {module: one.count for module, one in counters.items() if one.frozen == frozen}
            if frozen and chosen:
                freeze(grown)
            for module, count in chosen.items():
                with undone():
                    try:
                        found = count(pickle.loads(pickle.dumps(grown)), Asking(warm=size != SIZES[0]))
                    except Exception as failed:
                        found = failed
                yield module, found
