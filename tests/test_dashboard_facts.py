"""What dashboards count: the same of a closed round as was known at its closing, in every part of the plan."""

from collections import Counter

import pytest
from django.test import RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.portal.dashboards.facts import ActionFact, frozen_facts, live_facts
from actionplan.portal.dashboards.parts import frozen_parts, live_parts
from actionplan.portal.dashboards.scope import COLUMNS, LABELS, Scope
from actionplan.portal.dashboards.shown import Shown, shown_of
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import NONE, places_of
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis
from objectives.models import Plan

pytestmark = pytest.mark.django_db
WHOLE = Scope()


@pytest.fixture
def plan(demo_story: str) -> Plan:
    return Plan.objects.get(code="2020-2024")


def frozen(basis: str = Basis.ACCEPTED) -> Frozen:
    rows = Snapshot.objects.select_related("closing__round__plan")
    snapshot = rows.get(closing__round__code="2022-12")
    return Frozen(snapshot.closing.round, snapshot, [snapshot], basis)


def live(plan: Plan, scope: Scope, basis: str = Basis.ACCEPTED) -> list[ActionFact]:
    return list(live_facts(plan, frozen(basis).moment, scope, places_of(plan)))


def then(scope: Scope, basis: str = Basis.ACCEPTED) -> list[ActionFact]:
    return list(frozen_facts(frozen(basis), scope))


def shown(plan: Plan, address: str, person: str = "platform") -> Shown:
    request = RequestFactory().get(f"/?{address}")
    request.user = User.objects.get(username=person)
    request.now = timezone.now()  # type: ignore[attr-defined]
    return shown_of(request, plan, "overview")


@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
def test_a_closed_round_counts_what_was_known_at_its_closing(plan: Plan, basis: str) -> None:
    assert then(WHOLE, basis) == live(plan, WHOLE, basis)


@pytest.mark.parametrize("under", [*ActionFact._fields[2:5], "status"])
@pytest.mark.parametrize(
    "standing", [["status"], ["verdict", "is_continuous"], ["schedule", "confidence"], []]
)
def test_counts_are_those_of_counting_each(plan: Plan, under: str, standing: list[str]) -> None:
    facts = live_facts(plan, frozen().moment, WHOLE, places_of(plan))
    names = [under, *(name for name in standing if name != under)]
    each = Counter(tuple(getattr(fact, name) for name in names) for fact in facts)
    expected = each if len(names) > 1 else Counter({one: count for (one,), count in each.items()})
    assert facts.counted(*names) == expected
    assert len(expected) > 1


@pytest.mark.parametrize("name", LABELS)
def test_the_parts_of_a_plan_add_up_to_the_plan(plan: Plan, name: str) -> None:
    parts = live_parts(plan, places_of(plan))[name]
    of_parts = [fact for part in parts for fact in live(plan, Scope({name: part.value}))]
    assert sorted(of_parts, key=lambda fact: fact.order) == live(plan, WHOLE)


@pytest.mark.parametrize("name", LABELS)
def test_the_parts_of_a_closed_round_add_up_to_the_round(plan: Plan, name: str) -> None:
    parts = frozen_parts(frozen())[name]
    under = frozen().rows.counted().values_list(COLUMNS[name], flat=True)
    counted = Counter(str(value or NONE) for value in under)
    found = {part.value: len(then(Scope({name: part.value}))) for part in parts}
    assert {value: count for value, count in found.items() if count} == counted


@pytest.mark.parametrize("name", LABELS)
def test_also_as_partner_gives_the_same_then_and_at_that_moment(plan: Plan, name: str) -> None:
    for part in live_parts(plan, places_of(plan))[name]:
        scope = Scope({name: part.value}, also=True)
        assert then(scope) == live(plan, scope), part.label


def test_as_partner_or_involved_there_are_more(plan: Plan) -> None:
    alone, also = Scope({"minister": "justice"}), Scope({"minister": "justice"}, also=True)
    assert len(live(plan, also)) > len(live(plan, alone)) > 0


def test_a_round_that_is_not_closed_is_a_sentence_and_today_is_shown(plan: Plan) -> None:
    found = shown(plan, "round=2031-12")
    assert found.frozen is None
    assert found.complaints == ["“2031-12” is not a closed round. What is known today is shown."]


def test_a_closing_that_never_was_is_a_sentence_too(plan: Plan) -> None:
    assert shown(plan, "round=2022-12&closing=9").complaints


def test_a_part_that_is_not_known_is_a_sentence_and_left_out(plan: Plan) -> None:
    found = shown(plan, "minister=nobody&objective=3")
    assert found.complaints == ["Not known here, and left out: Minister “nobody”."]
    assert {fact.objective for fact in found.actions} == {"3"}


def test_links_to_lists_keep_the_part_the_moment_and_the_basis(plan: Plan) -> None:
    found = shown(plan, "minister=education&on=2022-06-30&basis=accepted")
    wanted = "/2020-2024/actions/?minister=education&status=ongoing&on=2022-06-30&basis=accepted"
    assert found.list_url(status="ongoing") == wanted


def test_links_to_lists_of_a_closed_round_stay_in_the_round(plan: Plan) -> None:
    found = shown(plan, "round=2022-12&policy_area=OV")
    assert found.list_url(status="ongoing") == (
        "/2020-2024/rounds/2022-12/actions/?policy_area=OV&status=ongoing"
    )


def test_links_to_other_dashboards_keep_the_round(plan: Plan) -> None:
    assert shown(plan, "round=2022-12&objective=3").url("overview") == (
        "/2020-2024/?objective=3&round=2022-12"
    )


def test_a_day_beside_a_round_is_said_to_be_passed_over(plan: Plan) -> None:
    found = shown(plan, "round=2022-12&on=2022-01-01")
    assert found.frozen is not None
    assert found.complaints == ["A round and a day were asked for. The round is shown."]
