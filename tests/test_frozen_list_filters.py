"""The list of a closed round has the filters of the list of actions, and finds what that would have found at the closing."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.triggers import drop_triggers, install_triggers
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.dashboards.parts import frozen_parts
from actionplan.portal.filters import ActionFilter
from actionplan.portal.frozen import Frozen
from actionplan.portal.frozen_list import FrozenFilter
from actionplan.portal.places import Places, places_of
from actionplan.reporting.models import Snapshot, SnapshotMoney
from actionplan.reporting.states import Basis
from objectives.models import Plan
from tests.frozen_round import FrozenRound
from tests.reading import read

pytestmark = pytest.mark.django_db


def closing_of(code: str, basis: str) -> Frozen:
    snapshot = Snapshot.objects.select_related("closing__round__plan").get(closing__round__code=code)
    return Frozen(snapshot.closing.round, snapshot, [snapshot], basis)


def asked_for(frozen: Frozen) -> Iterator[str]:
    """Every value of every filter, places with and without partners, and some together."""
    for name, one in ActionFilter.base_filters.items():
        yield from (f"{name}={value}" for value, _label in one.extra.get("choices", ()))
    for name, parts in frozen_parts(frozen).items():
        for part, also in product(parts, ["", "&also=on"]):
            yield f"{name}={part.value}{also}"
            if name != "objective":
                yield f"under_{name}={part.value}&objective=3{also}"
    yield from ["theme=3-2", "q=radicalisering", "q=prison&status=ongoing&attention=any", "also=on"]


def live(plan: Plan, frozen: Frozen, address: str, places: Places) -> list[str]:
    rows = partial(tracked_actions, plan, frozen.moment)
    found = ActionFilter(QueryDict(address), rows, plan=plan, moment=frozen.moment, places=places)
    assert found.form.is_valid(), address
    return [row.code for row in found.qs]


@pytest.mark.walk
@pytest.mark.again
@pytest.mark.parametrize(("code", "basis"), [("2022-12", Basis.ACCEPTED), ("2021-12", Basis.REPORTED)])
def test_each_filter_finds_what_the_list_found_at_the_closing(demo_story: str, code: str, basis: str) -> None:
    plan = Plan.objects.get(code="2020-2024")
    places, frozen = places_of(plan), closing_of(code, basis)
    found, several = {}, 0
    for address in asked_for(frozen):
        rows = FrozenFilter(QueryDict(address), frozen).of(frozen.rows.counted()).order_by("order")
        found[address] = list(rows.values_list("code", flat=True))
        several += len(found[address]) > 1
    assert several > 30
    assert {address: live(plan, frozen, address, places) for address in found} == found


def test_paid_above_planned_is_found_in_what_was_frozen(frozen: FrozenRound) -> None:
    one = Frozen(frozen.round, frozen.snapshot, [frozen.snapshot])
    filters = FrozenFilter(QueryDict("attention=overspent"), one)
    assert [row.code for row in filters.of(one.rows)] == ["1.1"]
    drop_triggers(connection)
    SnapshotMoney.objects.filter(measure="paid").update(amount=1)
    install_triggers(connection)
    assert not filters.of(one.rows).exists()


def test_places_are_named_as_they_were_called_then(frozen: FrozenRound) -> None:
    one = Frozen(frozen.round, frozen.snapshot, [frozen.snapshot])
    lead = frozen.small.with_money.leads.get().organisation
    then, lead.name = lead.name, "Another name"
    lead.save()
    asked = QueryDict(f"organisation={lead.key}&also=on&freshness=fresh&continuous=no")
    assert FrozenFilter(asked, one).in_words() == [
        ("Organisation", then),
        ("Also as partner or involved", "yes"),
        ("Freshness", "up to date"),
        ("Continuous", "without continuous actions"),
    ]


def test_the_list_of_a_round_is_the_frozen_list_with_the_same_filters(
    frozen: FrozenRound, client: Client, reader: User
) -> None:
    client.force_login(reader)
    asked = "round=2022-06&on=2021-01-01&status=ongoing&also=on&sort=-end&page=2"
    response = client.get(f"/2020-2024/actions/?{asked}")
    assert response["Location"] == "/2020-2024/rounds/2022-06/actions/?status=ongoing&also=on"
    assert "3 actions" in read(client.get(response["Location"])).text


def test_the_list_of_a_round_that_is_not_closed_says_so(
    frozen: FrozenRound, client: Client, reader: User
) -> None:
    client.force_login(reader)
    page = read(client.get("/2020-2024/actions/?round=2031-12"))
    assert "“2031-12” is not a closed round. What is known today is shown." in page.text
    assert len(page.rows) == 4


def test_what_an_action_counts_under_is_offered_only_where_it_is_asked_for(
    frozen: FrozenRound, client: Client, reader: User
) -> None:
    client.force_login(reader)
    page = read(client.get("/2020-2024/actions/?under_minister=none"))
    assert "Counts under minister" in page.text
    assert "Counts under organisation" not in page.text
    assert "Counts under" not in read(client.get("/2020-2024/actions/")).text
