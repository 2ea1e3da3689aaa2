"""What many tests stand on is built once for all of them: the world, the small plan, a closed round.

Tests on the same fixtures follow one another inside one transaction that is rolled back behind the last of them; each
has a savepoint of its own, so that it may change what it likes, and copies of its own of what was built. To a test
nothing differs: it asks for fixtures by name, and gets them in its own order. Tests that commit, and those of the
browser, build what they need themselves.
"""

import inspect
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

BUILT_ONCE = {"world", "small_plan", "frozen", "prepared", "opened"}
"""The fixtures worth it. Whatever a test asks for before one of them is built with it."""
DATABASE = "_django_db_helper"
"""pytest-django's fixture that begins the savepoint of a test."""
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


def in_order(parts: Parts) -> tuple[Fixture, ...]:
    return tuple(parts.values())


class Standing:
    """What stands now, and what each test gets of it."""

    def __init__(self) -> None:
        self.parts: Parts = {}
        self.pickled = b""
        self.blocker: Any = None
        self.around: Any = None
        """The transaction around the tests."""

    def stand(self, parts: Parts, blocker: Any) -> None:
        if in_order(parts) == in_order(self.parts):
            return
        self.fall()
        self.blocker = blocker
        with blocker.unblock():
            self.around = transaction.atomic()
            self.around.__enter__()
            self.parts = parts
            try:
                built: dict[str, Any] = {"db": None}
                for name in parts:
                    self._build(name, built)
                connection.check_constraints()
                self.pickled = pickle.dumps(built)
            except BaseException:
                self.fall()
                raise

    def _build(self, name: str, built: dict[str, Any]) -> Any:
        if name not in built:
            part = self.parts[name]
            built[name] = part.func(**{needed: self._build(needed, built) for needed in part.argnames})
        return built[name]

    def copies(self) -> dict[str, Any]:
        return pickle.loads(self.pickled)

    def fall(self) -> None:
        if self.parts:
            with self.blocker.unblock():
                transaction.set_rollback(True)
                self.around.__exit__(None, None, None)
            self.parts = {}


standing = Standing()
PARTS, COPIES = pytest.StashKey[Parts](), pytest.StashKey[dict[str, Any]]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on the same parts follow one another; those without any come behind, in their order."""
    places: dict[tuple[Fixture, ...], int] = {}
    for item in items:
        item.stash[PARTS] = parts_of(item)
        if item.stash[PARTS]:
            places.setdefault(in_order(item.stash[PARTS]), len(places))
    items.sort(key=lambda item: places.get(in_order(item.stash[PARTS]), len(places)))


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Fixture, request: pytest.FixtureRequest) -> Any:
    """Before the savepoint of a test, see to what it stands on; then hand out copies instead of building."""
    item = request.node
    if fixturedef.argname == DATABASE and item.stash.get(PARTS, {}):
        standing.stand(item.stash[PARTS], request.getfixturevalue("django_db_blocker"))
        item.stash[COPIES] = standing.copies()
    elif COPIES in item.stash and item.stash[PARTS].get(fixturedef.argname) is fixturedef:
        copy = item.stash[COPIES][fixturedef.argname]
        fixturedef.cached_result = (copy, fixturedef.cache_key(request), None)
        return copy
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    try:
        return (yield)
    finally:
        if nextitem is None or in_order(nextitem.stash.get(PARTS, {})) != in_order(standing.parts):
            standing.fall()
