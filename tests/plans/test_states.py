"""A plan is put in force and ended, by its administrators; one in preparation is seen by few."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from actionplan.accounts.models import ListConfirmation, User
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.reminders.models import Digest
from actionplan.reporting.models import Round
from actionplan.rounds.life import open_round
from objectives.models import PLAN_NAME_FIELDS, RESERVED_CODES, Plan, not_an_address_of_the_portal, valid_slug
from objectives.states import PlanState
from objectives.workflow import end_plan, put_in_force
from tests.factories import (
    ActionFactory,
    LeadFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PlanFactory,
    PromotionFactory,
)
from tests.personas import ClientOf, SmallPlan, person
from tests.reading import read
from tests.reminders.reminders_world import DigestFactory
from tests.reporting_factories import noon
from tests.sent_forms import form_to, new_token, send

AT = noon(2022, 12, 1)


@pytest.fixture
def successor(db: None) -> Plan:
    plan = PlanFactory(code="climate-2025", title="Climate plan", state=PlanState.IN_PREPARATION)
    ActionFactory(plan=plan, code="1.1", objective=ObjectiveFactory(plan=plan, number=1))
    return plan


def test_the_code_of_a_plan_is_a_slug_and_no_address_of_the_portal() -> None:
    valid_slug("climate-2024-2030")
    for wrong in ["Climate", "a--b", "-a", "a/b", "2020-2024\n", ""]:
        with pytest.raises(ValidationError):
            valid_slug(wrong)
    with pytest.raises(ValidationError):
        not_an_address_of_the_portal("people")


def test_what_addresses_of_the_portal_begin_with_is_taken() -> None:
    def firsts(patterns: list[Any]) -> set[str]:
        days = set()
        for pattern in patterns:
            first = str(pattern.pattern).split("/")[0]
            days |= {first} if first else firsts(getattr(pattern, "url_patterns", []))
        return days

    begun = {first for first in firsts(get_resolver("actionplan.urls").url_patterns) if "<" not in first}
    assert begun | {"static"} == RESERVED_CODES


def test_it_is_put_in_force_and_ended_with_an_event_each(successor: Plan, administrator: User) -> None:
    assert put_in_force(plan=successor, by=administrator, at=AT).state == PlanState.IN_FORCE
    assert end_plan(plan=successor, by=administrator, at=AT).state == PlanState.ENDED
    events = Event.objects.filter(plan=successor.pk).order_by("pk")
    assert [event.verb for event in events] == ["plan_put_in_force", "plan_ended"]
    assert (events[0].before, events[0].after) == ({"state": "in_preparation"}, {"state": "in_force"})


def test_only_in_that_order_and_not_without_an_objective(successor: Plan, administrator: User) -> None:
    with pytest.raises(Refused, match=r"The plan is in preparation now\."):
        end_plan(plan=successor, by=administrator, at=AT)
    put_in_force(plan=successor, by=administrator, at=AT)
    with pytest.raises(Refused, match=r"The plan is in force now\."):
        put_in_force(plan=successor, by=administrator, at=AT)
    with pytest.raises(Refused, match="no objective"):
        put_in_force(plan=PlanFactory(state=PlanState.IN_PREPARATION), by=administrator, at=AT)


@pytest.mark.parametrize("role", ["reader", "coordinator", "auditor"])
def test_nobody_but_an_administrator_moves_it(successor: Plan, role: str) -> None:
    with pytest.raises(PermissionDenied):
        put_in_force(plan=successor, by=person("somebody", role), at=AT)


def test_no_round_is_opened_in_a_plan_in_preparation(prepared: Round, coordinator: User) -> None:
    Plan.objects.update(state=PlanState.IN_PREPARATION)
    with pytest.raises(Refused, match="in preparation"):
        open_round(round=prepared, by=coordinator, at=AT)


@pytest.mark.full
def test_in_preparation_it_is_seen_by_its_coordinators_and_administrators_alone(
    client_of: ClientOf, small_plan: SmallPlan, successor: Plan
) -> None:
    people: dict[str, dict[str, Any]] = {
        role: {} for role in ["coordinator", "administrator", "auditor", "reader"]
    }
    people["contributor"] = {"organisation": small_plan.with_money.leads.get().organisation}
    action = reverse("action", args=[successor.code, "1.1"])
    there = reverse("overview", args=[successor.code])
    for role, scope in people.items():
        client = client_of(person(f"of_{role}", role, **scope))
        sees = role in ("coordinator", "administrator")
        for address in (action, there):
            assert client.get(address).status_code == (200 if sees else 404), role
        here = client.get(reverse("overview", args=[small_plan.plan.code])).content.decode()
        assert ("Climate plan" in here) == sees, role
    put_in_force(plan=successor, by=None, at=AT)
    assert client_of(person("late", "reader")).get(action).status_code == 200


def test_the_page_of_plans_says_what_each_has_and_leads_to_what_can_be_done(
    small_plan: SmallPlan, successor: Plan, keeper: Client, reader: User
) -> None:
    page = keeper.get(reverse("plan-list")).content.decode()
    assert "Climate plan" in page
    assert "in preparation" in page
    assert "1 action" in page
    confirm = keeper.get(reverse("plan-put-in-force", args=[successor.code])).content.decode()
    assert "Everybody with a role in the plan sees it from now on:" in confirm
    assert "reader: 1" in confirm
    Plan.objects.filter(pk=small_plan.plan.pk).update(state=PlanState.IN_FORCE)
    page = keeper.get(reverse("plan-list")).content.decode()
    assert reverse("plan-end", args=[small_plan.plan.code]) in page


def test_the_page_of_plans_says_first_what_waits_and_where_nothing_does_what_one_can_do(
    small_plan: SmallPlan, successor: Plan, keeper: Client, administrator: User
) -> None:
    def said() -> str:
        return read(keeper.get(reverse("plan-list"))).all("p", class_="says")[0].text

    Plan.objects.filter(pk=small_plan.plan.pk).update(state=PlanState.IN_FORCE)
    DigestFactory(person=administrator, error="550 5.1.1 unknown")
    assert said() == (
        "This waits for you: end the plan 2020-2024, whose last day was 31 December 2024, "
        "finish the plan climate-2025 and put it in force, confirm on 1 list who still has a role there, "
        "invite contact points for 3 organisations for which nobody can submit, look at 1 failed mail."
    )
    Plan.objects.update(state=PlanState.ENDED)
    Digest.objects.all().delete()
    ListConfirmation.objects.create(
        confirmed_by=administrator, confirmed_at=timezone.now(), confirmed_on=timezone.localdate()
    )
    assert said().startswith("Nothing waits for you.")


def test_who_cannot_be_reached_is_said_with_what_it_holds_up(successor: Plan, keeper: Client) -> None:
    action = successor.actions.get()
    for lead, partner in [("Lead", False), ("Partner", True)]:
        organisation = OrganisationFactory(name=lead)
        PromotionFactory(action=action, organisation=organisation)
        if not partner:
            LeadFactory(action=action, organisation=organisation)
    page = keeper.get(reverse("plan-put-in-force", args=[successor.code]))
    text = page.content.decode()
    assert "Nobody can submit a report for Lead, which leads 1 action." in text
    assert "Nobody can add the part of Partner, a partner in 1 action." in text
    assert "0 actions" not in text


def test_the_buttons_do_it_once(successor: Plan, keeper: Client) -> None:
    for name, state in [("plan-put-in-force", PlanState.IN_FORCE), ("plan-end", PlanState.ENDED)]:
        token = new_token()
        for _again in range(2):
            answer = keeper.post(reverse(name, args=[successor.code]), {"token": token})
            assert (answer.status_code, answer["Location"]) == (302, reverse("plan-list"))
        successor.refresh_from_db()
        assert successor.state == state
        refused = keeper.post(reverse(name, args=[successor.code]), {"token": new_token()})
        assert refused.status_code == 409
    assert Event.objects.filter(plan=successor.pk).count() == 2


def test_it_is_said_whom_a_plan_reports_to(successor: Plan, keeper: Client) -> None:
    save = reverse("plan-names", args=[successor.code])
    assert b"Coordinating body" in keeper.get(reverse("plan-names", args=[successor.code])).content
    names = {
        "addressee": "the council",
        "addressee_nl": "de gemeenteraad",
        "coordinating_body": "Climate team",
    }
    opened_on = opened_on_of(successor)
    assert keeper.post(save, {"token": new_token(), **names, **opened_on}).status_code == 302
    successor.refresh_from_db()
    assert (successor.local_addressee, successor.coordinating_body) == ("the council", "Climate team")
    event = Event.objects.get(plan=successor.pk, verb="plan_named")
    assert event.after["addressee_nl"] == "de gemeenteraad"
    late = keeper.post(save, {"token": new_token(), "addressee": "somebody else", **opened_on})
    assert late.status_code == 409
    assert "Somebody changed these names" in late.content.decode()
    assert "the council · de gemeenteraad · Climate team · –" in late.content.decode()
    again = {"token": new_token(), "addressee": "the mayor", **opened_on_of(successor)}
    assert keeper.post(save, again).status_code == 302


def test_a_form_of_names_that_was_wrong_stands_on_what_it_was_opened_on(
    successor: Plan, keeper: Client
) -> None:
    save = reverse("plan-names", args=[successor.code])
    page = keeper.get(reverse("plan-names", args=[successor.code]))
    wrong = send(keeper, page, save, addressee="the council", coordinating_body="a" * 121)
    assert wrong.status_code == 400
    kept = form_to(wrong, "names/")
    assert kept["addressee"] == "the council"
    assert opened_on_of(successor).items() <= kept.items()
    assert send(keeper, wrong, save, coordinating_body="Climate team").status_code == 302
    late = send(keeper, wrong, save, coordinating_body="Other team")
    assert late.status_code == 409, "somebody changed them since the form was opened"


def opened_on_of(plan: Plan) -> dict[str, str]:
    return {f"opened-{name}": getattr(plan, name) for name in PLAN_NAME_FIELDS}
