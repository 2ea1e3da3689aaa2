"""Everything that counts in a grown plan finds it as it was built, and what fails there fails alone."""

from dataclasses import dataclass, field

import pytest

from actionplan.organisations.models import Organisation
from tests import counted
from tests.counted import Asking, Counter

pytestmark = pytest.mark.django_db


@dataclass
class Built:
    names: list[str] = field(default_factory=list)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was built, in order."""
    done: list[str] = []
    monkeypatch.setattr(counted, "grown_plan", lambda size: done.append(f"plan of {size}") or Built())
    monkeypatch.setattr(counted, "freeze", lambda plan: done.append("frozen"))
    return done


def leaves_something(plan: Built, asking: Asking) -> tuple[list[str], int]:
    found = list(plan.names), Organisation.objects.filter(key="left_behind").count()
    plan.names.append("left behind")
    Organisation.objects.create(key="left_behind", name="Left behind")
    return found


def fails(plan: Built, asking: Asking) -> None:
    raise LookupError("planted")


def test_a_plan_is_built_once_and_frozen_behind_those_who_count_in_it_as_it_is(done: list[str]) -> None:
    frozen, plain = Counter(leaves_something, frozen=True), Counter(leaves_something, frozen=False)
    found = dict(counted.counted({"frozen": frozen, "plain": plain, "again": plain}, 3))
    assert list(found) == ["plain", "again", "frozen"]
    assert set(map(str, found.values())) == {"([], 0)"}
    assert done == ["plan of 3", "frozen"]


def test_what_fails_is_told_to_its_own_module_alone(done: list[str]) -> None:
    counters = {"failing": Counter(fails, frozen=False), "other": Counter(leaves_something, frozen=False)}
    found = dict(counted.counted(counters, 1))
    assert isinstance(found["failing"], LookupError)
    assert found["other"] == ([], 0)
    assert done == ["plan of 1"]


def test_pages_are_opened_once_before_they_are_counted_for_the_first_time_in_a_process(client) -> None:
    opened: list[str] = []
    for warm in (False, True):
        asking = Asking(warm)
        get = asking.client.get
        asking.client.get = lambda url, get=get: opened.append(url) or get(url)
        asking.queries_of("/")
    assert len(opened) == 3
