"""What an address chooses, whatever the page: the moment, the part of the plan, and the links that keep both."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.pages.choices import PART_LABELS, Choices, choices_of
from actionplan.picture import live
from actionplan.picture.actions import Actions
from actionplan.picture.moment import Moment
from actionplan.reporting.states import Basis
from objectives.models import Plan
from tests.second_way.two_ways import PLAN, Told, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]


@pytest.fixture
def plan(told_plan: Told) -> Plan:
    return Plan.objects.get(code=PLAN)


def chosen(plan: Plan, address: str, person: str = "platform") -> Choices:
    request = RequestFactory().get(f"/?{address}")
    request.user = User.objects.get(username=person)
    request.now = timezone.now()
    return choices_of(request, plan, "overview")


def known_at_the_closing(plan: Plan, closed: Choices) -> Actions:
    """Read from the rows of today, of the moment of a closing."""
    moment = closed.moment
    about = closed.round.code
    return live.read(plan, Moment(moment.known_at, moment.reckoned_on, moment.basis, about=about)).actions


@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
def test_a_closed_round_has_what_was_known_at_its_closing(plan: Plan, basis: str) -> None:
    closed = chosen(plan, f"round=2022-12&basis={basis}")
    assert closed.actions == known_at_the_closing(plan, closed)


def test_bodies_and_objectives_of_a_closed_round_stand_in_their_order(plan: Plan) -> None:
    now, closed = chosen(plan, ""), chosen(plan, "round=2022-12")
    for name in PART_LABELS:
        assert [part.value for part in closed.parts_of(name)] == [part.value for part in now.parts_of(name)]


@pytest.mark.parametrize(("address", "name"), list(zip(["", "round=2022-12"] * 2, PART_LABELS, strict=True)))
def test_the_parts_of_a_plan_add_up_to_the_plan(plan: Plan, address: str, name: str) -> None:
    whole = chosen(plan, address)
    of_parts = [
        action.pk
        for part in whole.parts_of(name)
        for action in chosen(plan, f"{address}&{name}={part.value}").actions
    ]
    assert sorted(of_parts) == sorted(action.pk for action in whole.actions)


def test_also_as_partner_gives_the_same_then_and_at_that_moment(plan: Plan) -> None:
    known = known_at_the_closing(plan, chosen(plan, "round=2022-12"))
    for name in PART_LABELS:
        for part in chosen(plan, "").parts_of(name)[:3]:
            closed = chosen(plan, f"round=2022-12&{name}={part.value}&also=on")
            assert closed.actions == known.in_scope({name: part.value}, also=True), part.label


def test_as_partner_or_involved_there_are_more(plan: Plan) -> None:
    alone, also = chosen(plan, "minister=justice"), chosen(plan, "minister=justice&also=on")
    assert len(also.actions) > len(alone.actions) > 0


def test_what_is_not_known_is_a_sentence_and_now_or_nothing_is_shown(plan: Plan) -> None:
    found = chosen(plan, "round=2031-12")
    assert found.is_now
    assert found.complaints == ("“2031-12” is not a closed round. What is known today is shown.",)
    assert chosen(plan, "round=2022-12&closing=9").complaints
    found = chosen(plan, "minister=nobody&objective=3")
    assert found.scope.complaint == "Not known here: Minister “nobody”. That is why nothing is shown."
    assert len(found.actions) == 0
    found = chosen(plan, "round=2022-12&on=2022-01-01")
    assert found.snapshot is not None
    assert found.complaints == ("A round and a day were asked for. The round is shown.",)


def test_links_to_lists_keep_the_part_the_moment_and_the_basis(plan: Plan) -> None:
    found = chosen(plan, "minister=education&on=2022-06-30&basis=accepted")
    wanted = "/2020-2024/actions/?minister=education&status=ongoing&on=2022-06-30&basis=accepted"
    assert found.list_url(status="ongoing") == wanted
    # those of a closed round stay in the round
    found = chosen(plan, "round=2022-12&policy_area=OV")
    wanted = "/2020-2024/actions/?policy_area=OV&status=ongoing&round=2022-12"
    assert found.list_url(status="ongoing") == wanted
    assert found.url("overview") == "/2020-2024/?policy_area=OV&round=2022-12"
    assert found.report_url("1.1", 7) == found.action_url("1.1") == "/2020-2024/actions/1.1/?round=2022-12"
