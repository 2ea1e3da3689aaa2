"""What many tests stand on is built once for all of them: the world, the small plan, a closed round.

Tests on the same fixtures follow one another inside a transaction that is rolled back behind the last of them; each has a
savepoint of its own, so that it may change what it likes, and copies of its own of what was built. What begins alike is
shared as far as it goes: a fixture is a level, with a savepoint, on those that the tests ask for before it. To a test
nothing differs: it asks for fixtures by name, and gets them in its own order. Tests that commit, and those of the
browser, build what they need themselves.
"""

import inspect
import pickle
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction

BUILT_ONCE = {
    "amended_plan",
    "answered_in_part",
    "asked",
    "clean",
    "demo_story",
    "drafts",
    "dutch_pages",
    "frozen",
    "in_validation",
    "last",
    "opened",
    "plan",
    "prepared",
    "random_plan",
    "ready",
    "reported",
    "slipped",
    "small_plan",
    "spending",
    "three_rounds",
    "told",
    "troubled",
    "twice",
    "two",
    "two_reports",
    "two_rounds",
    "world",
}
"""The fixtures worth it. Whatever a test asks for before one of them is built with it."""
DATABASE = "_django_db_helper"
"""pytest-django's fixture that begins the savepoint of a test."""
NOTHING = object()
"""What is handed out for None, which pytest would take for no answer."""
COMMITS = {"transactional_db", "live_server"}

Fixture = pytest.FixtureDef[Any]
Parts = dict[str, Fixture]


def parts_of(item: pytest.Item) -> Parts:
    """The fixtures of the item that are built once, in the order in which it asks for them."""
    names = getattr(item, "fixturenames", [])
    marker = item.get_closest_marker("django_db")
    if not BUILT_ONCE & set(names) or COMMITS & set(names) or (marker and marker.kwargs.get("transaction")):
        return {}
    known: dict[str, Any] = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    fixtures = {name: definitions[-1] for name, definitions in known.items()}
    if any(_fills_the_database_itself(fixture) for fixture in fixtures.values()):
        return {}
    parts = dict(_plain(fixtures, names))
    last = max((place for place, name in enumerate(parts, start=1) if name in BUILT_ONCE), default=0)
    return dict(list(parts.items())[:last])


def _plain(fixtures: Parts, names: list[str]) -> Iterator[tuple[str, Fixture]]:
    """Our fixtures that fill the database, as they would be called, up to one that is more than a function of others."""
    found = {"db"}
    for name, fixture in _in_order(fixtures, names, set()):
        if not fixture.func.__module__.startswith("tests"):
            continue
        if "request" in fixture.argnames:
            return
        if "db" in {one for one, _ in _in_order(fixtures, [name], set())}:
            if not found.issuperset(fixture.argnames) or inspect.isgeneratorfunction(fixture.func):
                return
            found.add(name)
            yield name, fixture


def _in_order(fixtures: Parts, names: list[str], seen: set[str]) -> Iterator[tuple[str, Fixture]]:
    """These fixtures, each behind those that it asks for."""
    for name in names:
        if name in fixtures and name not in seen:
            seen.add(name)
            yield from _in_order(fixtures, list(fixtures[name].argnames), seen)
            yield name, fixtures[name]


def _fills_the_database_itself(fixture: Fixture) -> bool:
    """Whether it works outside the transaction of a test, for several tests."""
    return fixture.scope != "function" and {"django_db_setup", "django_db_blocker"} <= set(fixture.argnames)


class Level(NamedTuple):
    """One fixture built, on the levels below; and the values of all of them then."""

    fixture: Fixture
    values: bytes
    around: transaction.Atomic


class Standing:
    """What stands now, from the ground up."""

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self.blocker: Any = None

    def stand(self, parts: Parts, blocker: Any) -> None:
        """Take down what these do not share with what stands, and build the rest."""
        self.blocker = blocker
        self.fall_to(parts)
        with blocker.unblock():
            for fixture in list(parts.values())[len(self.levels) :]:
                self._build(fixture)

    def _build(self, fixture: Fixture) -> None:
        around = transaction.atomic()
        around.__enter__()
        try:
            values = self.copies()
            values[fixture.argname] = fixture.func(**{name: values[name] for name in fixture.argnames})
            connection.check_constraints()
            self.levels.append(Level(fixture, pickle.dumps(values), around))
        except BaseException:
            self._take_down(around)
            raise

    def copies(self) -> dict[str, Any]:
        """The values of what stands, by name."""
        return pickle.loads(self.levels[-1].values) if self.levels else {"db": None}

    def fall_to(self, parts: Parts) -> None:
        """Take down every level that is not the same in these."""
        wanted, standing = list(parts.values()), [level.fixture for level in self.levels]
        while standing != wanted[: len(standing)]:
            standing.pop()
            with self.blocker.unblock():
                self._take_down(self.levels.pop().around)

    @staticmethod
    def _take_down(around: transaction.Atomic) -> None:
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


standing = Standing()
PARTS, COPIES = pytest.StashKey[Parts](), pytest.StashKey[dict[str, Any]]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stands on the same follows one another, the less first; tests on nothing of it come behind, in their order."""
    places: dict[tuple[Fixture, ...], int] = {}
    for item in items:
        item.stash[PARTS] = parts_of(item)
        for path in _paths(item):
            places.setdefault(path, len(places))
    items.sort(key=lambda item: [places[path] for path in _paths(item)] or [len(places)])


def _paths(item: pytest.Item) -> list[tuple[Fixture, ...]]:
    """The levels of a test, each with those below it."""
    fixtures = tuple(item.stash[PARTS].values())
    return [fixtures[:depth] for depth in range(1, len(fixtures) + 1)]


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Fixture, request: pytest.FixtureRequest) -> Any:
    """Before the savepoint of a test, see to what it stands on; then hand out copies instead of building."""
    item = request.node
    if fixturedef.argname == DATABASE and item.stash.get(PARTS, {}):
        standing.stand(item.stash[PARTS], request.getfixturevalue("django_db_blocker"))
        item.stash[COPIES] = standing.copies()
    elif COPIES in item.stash and item.stash[PARTS].get(fixturedef.argname) is fixturedef:
        copy = item.stash[COPIES][fixturedef.argname]
        copy = NOTHING if copy is None else copy
        fixturedef.cached_result = (copy, fixturedef.cache_key(request), None)
        return copy
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    try:
        return (yield)
    finally:
        standing.fall_to(nextitem.stash.get(PARTS, {}) if nextitem else {})
