"""What preparing an amendment and putting it in force refuse, each with its sentence; and who may."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.amendments.carrying_out import Decision
from actionplan.amendments.effects import preview_of
from actionplan.amendments.preparing import (
    amend_action,
    change_amendment,
    drop_amendment,
    leave_action_unchanged,
    prepare_amendment,
)
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.planned.from_rows import version_of
from actionplan.reports.leads import appoint_lead
from actions.models import Action, Amendment
from actions.states import Kind
from objectives.states import PlanState
from tests.factories import OrganisationFactory
from tests.personas import SmallPlan, person
from tests.plan_document.printed_plan import rows_of_the_plan
from tests.reporting_factories import noon

from .amending import (
    DAY,
    DECISION,
    added,
    amended,
    in_force,
    line,
    new_action,
    prepared,
    put_in_force,
    withdrawn,
)

FROM = DAY(2022, 9, 1)
AT = noon(2022, 9, 5)


@pytest.fixture
def amendment(small_plan: SmallPlan, coordinator: User) -> Amendment:
    """It renames 1.1."""
    row = prepared(small_plan.plan, coordinator, FROM)
    amended(row, "1.1", coordinator, title="Another title")
    return row


@contextmanager
def refused(words: str, error: type[Refused] = Refused) -> Iterator[None]:
    """Nothing was written."""
    before = rows_of_the_plan()
    with pytest.raises(error, match=words):
        yield
    assert rows_of_the_plan() == before


def test_administrators_prepare_and_coordinators_put_in_force(
    small_plan: SmallPlan, administrator: User, coordinator: User, auditor: User, contributor: User
) -> None:
    amendment = prepared(small_plan.plan, administrator, FROM)
    amended(amendment, "1.1", administrator, title="Another title")
    with pytest.raises(PermissionDenied):
        put_in_force(amendment, administrator, AT)
    for person_without in (auditor, contributor):
        with pytest.raises(PermissionDenied):
            prepared(small_plan.plan, person_without, FROM)
        with pytest.raises(PermissionDenied):
            put_in_force(amendment, person_without, AT)
    assert put_in_force(amendment, coordinator, AT).put_in_force_by == coordinator


def test_an_amendment_needs_a_plan_that_runs_a_day_in_it_and_a_reason(
    small_plan: SmallPlan, coordinator: User
) -> None:
    facts: dict[str, Any] = {"plan": small_plan.plan, "effective_from": FROM, "reason": "Sample."}
    facts |= {"by": coordinator, "at": AT}
    with refused("The plan begins on 1 January 2020"):
        prepare_amendment(**facts | {"effective_from": DAY(2019, 12, 31)})
    with refused("Say why"):
        prepare_amendment(**facts | {"reason": " "})
    type(small_plan.plan).objects.update(state=PlanState.IN_PREPARATION)
    with refused("in preparation"):
        prepare_amendment(**facts)


def test_what_an_amendment_cannot_make_of_an_action(amendment: Amendment, coordinator: User) -> None:
    leave_action_unchanged(amendment=amendment, code="1.1", by=coordinator, at=AT)
    cannot: list[tuple[dict[str, Any], str]] = [
        ({"end": DAY(2020, 1, 1)}, "action 1.1, phase 1, end: the end must not come before the start"),
        ({"title": " "}, "action 1.1, title: this is empty"),
        ({"promoters": ()}, "choose another lead"),
        ({"limited": True}, "leaves the objective"),
        ({"cross_references": ("1.2",)}, "leaves the objective"),
        ({}, "nothing would change"),
    ]
    for changes, words in cannot:
        with refused(words):
            amended(amendment, "1.1", coordinator, **changes)


def test_a_line_names_no_phase_that_is_removed(amendment: Amendment, coordinator: User) -> None:
    before = in_force(amendment, "1.2")
    of_two = before.with_lines((line("Second half", 100, phase_place=2),))
    of_two = replace(of_two, timing=replace(before.timing, phases=before.phases * 2))
    change = {"amendment": amendment, "by": coordinator, "at": AT}
    amend_action(after=of_two, opened_on=version_of(before), **change)
    with refused("the action has no phase 2"):
        amend_action(after=replace(of_two, timing=before.timing), opened_on=version_of(of_two), **change)


def test_a_form_that_was_opened_on_something_else_is_refused(amendment: Amendment, coordinator: User) -> None:
    now = in_force(amendment, "1.1")
    change = {"amendment": amendment, "after": replace(now, title="Third"), "by": coordinator, "at": AT}
    with refused("Somebody amended action 1.1", ChangedMeanwhile):
        amend_action(opened_on=version_of(now), **change)
    amend_action(opened_on=version_of(replace(now, title="Another title")), **change)
    assert amendment.actions.get().after["title"] == "Third"


def test_only_what_is_in_the_plan_is_withdrawn_or_merged_and_a_code_is_given_once(
    amendment: Amendment, coordinator: User
) -> None:
    for into in ("1.2", "9.9"):
        with refused("cannot be merged into"):
            withdrawn(amendment, "1.2", coordinator, into=into)
    with refused("Action 9.9 is not in the plan on 1 September 2022"):
        withdrawn(amendment, "9.9", coordinator)
    withdrawn(amendment, "1.2", coordinator)
    with refused("cannot be merged into"):
        withdrawn(amendment, "2.1", coordinator, into="1.2")
    put_in_force(amendment, coordinator, AT)
    later = prepared(amendment.plan, coordinator, DAY(2022, 9, 2))
    with refused("its code is not given again"):
        added(later, new_action("1.2", "ov"), coordinator)


def test_nothing_changes_an_amendment_that_is_in_force_or_dropped(
    amendment: Amendment, coordinator: User
) -> None:
    put_in_force(amendment, coordinator, AT)
    with refused("Coordinator put this amendment in force", ChangedMeanwhile):
        put_in_force(amendment, coordinator, AT)
    with refused("Coordinator put this amendment in force", ChangedMeanwhile):
        drop_amendment(amendment=amendment, by=coordinator, at=AT)
    other = prepared(amendment.plan, coordinator, FROM)
    drop_amendment(amendment=other, by=coordinator, at=AT)
    with refused("Coordinator dropped this amendment", ChangedMeanwhile):
        withdrawn(other, "1.2", coordinator)
    assert (other.number, Amendment.objects.get(pk=other.pk).state) == (2, "dropped")


def test_an_amendment_is_put_in_force_on_its_day_or_later(amendment: Amendment, coordinator: User) -> None:
    with refused("in force from 1 September 2022"):
        put_in_force(amendment, coordinator, noon(2022, 8, 31))
    put_in_force(amendment, coordinator, noon(2022, 9, 1))


def test_an_empty_amendment_is_not_put_in_force(amendment: Amendment, coordinator: User) -> None:
    leave_action_unchanged(amendment=amendment, code="1.1", by=coordinator, at=AT)
    with refused("changes nothing yet"):
        put_in_force(amendment, coordinator, AT)
    with refused("leaves action 1.1 as it is already"):
        leave_action_unchanged(amendment=amendment, code="1.1", by=coordinator, at=AT)


def test_a_decision_is_whole_and_lies_behind(amendment: Amendment, coordinator: User) -> None:
    with refused("or none of the three"):
        put_in_force(amendment, coordinator, AT, Decision(body="Flemish Government"))
    with refused("lies ahead"):
        put_in_force(amendment, coordinator, AT, Decision("Flemish Government", DAY(2022, 9, 6), "VR 1"))


def test_without_a_decision_another_coordinator_of_another_body_confirms(
    amendment: Amendment, coordinator: User, lead_organisation: object
) -> None:
    of_the_lead = person("colleague", Role.COORDINATOR, organisation=lead_organisation)
    other = person("second", Role.COORDINATOR)
    with refused("another coordinator confirms"):
        put_in_force(amendment, coordinator, AT, Decision())
    with refused("You work for Education and Training"):
        put_in_force(amendment, of_the_lead, AT, Decision())
    writer = person("third", Role.COORDINATOR)
    amended(amendment, "1.2", writer, title="By another")
    with refused("another coordinator confirms"):
        put_in_force(amendment, writer, AT, Decision())
    confirmed = put_in_force(amendment, other, AT, Decision())
    assert confirmed.is_without_decision


def test_what_changed_since_it_was_prepared_is_named_and_read_again_with_its_day(
    amendment: Amendment, coordinator: User
) -> None:
    other = prepared(amendment.plan, coordinator, FROM)
    amended(other, "1.1", coordinator, kind=Kind.NEW, amount=12000)
    put_in_force(other, coordinator, AT)
    with refused("in the meantime: 1.1.", ChangedMeanwhile):
        put_in_force(amendment, coordinator, AT)
    change_amendment(amendment=amendment, effective_from=FROM, reason="Sample.", by=coordinator, at=AT)
    item = amendment.actions.get()
    assert (item.before["kind"], item.after["kind"], item.after["title"]) == ("new", "new", "Another title")
    put_in_force(amendment, coordinator, AT)
    now = in_force(amendment, "1.1")
    told = (now.kind, now.title, now.lines[0].amount)
    assert told == (Kind.NEW, "Another title", 12000), "nothing of the other one is undone"


def test_an_action_that_it_changes_is_in_the_plan_on_another_day_too(
    amendment: Amendment, coordinator: User
) -> None:
    before = prepared(amendment.plan, coordinator, FROM)
    withdrawn(before, "1.1", coordinator)
    put_in_force(before, coordinator, AT)
    with refused("Action 1.1 is not in the plan"):
        change_amendment(amendment=amendment, effective_from=FROM, reason="Sample.", by=coordinator, at=AT)


def test_the_mark_changes_with_what_the_amendment_touches(
    amendment: Amendment, coordinator: User, lead_organisation: object
) -> None:
    mark = preview_of(amendment, AT.date()).mark
    assert preview_of(amendment, AT.date()).mark == mark
    amended(amendment, "1.2", coordinator, title="Another one")
    with refused("What this amendment touches changed", ChangedMeanwhile):
        put_in_force(amendment, coordinator, AT, mark=mark)
    put_in_force(amendment, coordinator, AT, mark=preview_of(amendment, AT.date()).mark)


def test_the_same_thing_is_not_amended_before_it_was_amended(amendment: Amendment, coordinator: User) -> None:
    put_in_force(amendment, coordinator, AT)
    earlier = prepared(amendment.plan, coordinator, DAY(2022, 8, 1))
    amended(earlier, "1.1", coordinator, title="Between")
    with refused("amended from 1 September 2022 on already"):
        put_in_force(earlier, coordinator, AT)
    withdrawn(earlier, "1.1", coordinator)
    with refused("amended from 1 September 2022 on already"):
        put_in_force(earlier, coordinator, AT)


def test_an_action_stays_for_a_day_at_least(amendment: Amendment, coordinator: User) -> None:
    added(amendment, new_action("1.3", "ov"), coordinator)
    put_in_force(amendment, coordinator, AT)
    same_day = prepared(amendment.plan, coordinator, FROM)
    withdrawn(same_day, "1.3", coordinator)
    with refused("it leaves on a later day"):
        put_in_force(same_day, coordinator, AT)


def test_an_action_that_leaves_on_a_later_day_does_not_leave_before(
    amendment: Amendment, coordinator: User
) -> None:
    leaves = prepared(amendment.plan, coordinator, DAY(2022, 9, 3))
    withdrawn(leaves, "2.1", coordinator)
    put_in_force(leaves, coordinator, AT)
    withdrawn(amendment, "2.1", coordinator, into="1.2")
    with refused("amended from 3 September 2022 on already"):
        put_in_force(amendment, coordinator, AT)


def test_no_action_is_given_to_a_body_that_ended_since_it_was_prepared(
    amendment: Amendment, coordinator: User
) -> None:
    agency = OrganisationFactory(key="sample", name="Sample agency")
    added(amendment, new_action("1.3", "sample"), coordinator)
    agency.in_force_until = FROM
    agency.save()
    with refused("Action 1.3: Sample agency is not there on 1 September 2022"):
        put_in_force(amendment, coordinator, AT)
    agency.in_force_until = DAY(2022, 9, 2)
    agency.save()
    put_in_force(amendment, coordinator, AT)


def test_who_leads_from_a_later_day_on_keeps_its_part(
    amendment: Amendment, coordinator: User, partner_organisation: object
) -> None:
    """The partner of 1.2 leads it from October on."""
    promoters = in_force(amendment, "1.2").promoters
    amended(amendment, "1.2", coordinator, promoters=promoters[:1])
    action = Action.objects.get(code="1.2")
    appoint_lead(
        action=action, organisation=partner_organisation, from_day=DAY(2022, 10, 1), by=coordinator, at=AT
    )
    with refused("Agency for Home Affairs leads this action"):
        put_in_force(amendment, coordinator, AT)


def test_every_act_leaves_one_event(amendment: Amendment, coordinator: User) -> None:
    withdrawn(amendment, "1.2", coordinator)
    put_in_force(amendment, coordinator, AT)
    other = prepared(amendment.plan, coordinator, FROM)
    drop_amendment(amendment=other, by=coordinator, at=AT)
    events = Event.objects.order_by("pk")
    assert [str(event) for event in events] == [
        "Coordinator prepared amendment 1 of the plan.",
        "Coordinator changed amendment 1, which is prepared.",
        "Coordinator changed amendment 1, which is prepared.",
        "Coordinator put amendment 1 in force: 1.1, 1.2.",
        "Coordinator prepared amendment 2 of the plan.",
        "Coordinator dropped amendment 2.",
    ]
    told = {"amended": 1, "withdrawn": 1, "merged": 0, "added": 0}
    assert events[3].names.items() >= (told | {"decision_reference": DECISION.reference}).items()


def test_two_amendments_that_both_add_a_budget_line_do_not_write_one_over_the_other(
    small_plan: SmallPlan, coordinator: User
) -> None:
    first, second = (prepared(small_plan.plan, coordinator, FROM) for _number in range(2))
    for amendment, label in ((first, "First"), (second, "Second")):
        _add_line(amendment, label, coordinator)
    put_in_force(first, coordinator, AT)
    with refused("were amended in the meantime too"):
        change_amendment(amendment=second, effective_from=FROM, reason="Sample.", by=coordinator, at=AT)
    leave_action_unchanged(amendment=second, code="1.1", by=coordinator, at=AT)
    _add_line(second, "Second", coordinator)
    put_in_force(second, coordinator, AT)
    assert [each.label for each in in_force(second, "1.1").lines][-2:] == ["First", "Second"]


def _add_line(amendment: Amendment, label: str, by: User) -> None:
    before = in_force(amendment, "1.1")
    after = before.with_lines((*before.lines, line(label, 100)))
    amend_action(amendment=amendment, after=after, opened_on=version_of(before), by=by, at=AT)
