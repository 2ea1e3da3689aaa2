"""What a change of government does to people, and to a round that is half-way: rights, requests, drafts, files, invitations."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.amendments.government import (
    carry_out_government_change,
    drop_government_change,
)
from actionplan.amendments.government_effects import preview_of
from actionplan.amendments.models import GovernmentChange
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.reporting.models import FileHolder, ProgressReport, Request, Round
from actionplan.rounds.life import open_round, prepare_round
from actions.models import Action
from objectives.models import Plan
from tests.factories import MembershipFactory
from tests.government.reshuffle import (
    AT,
    DAY,
    GOES_TO,
    RESHUFFLE,
    carried_out,
    chosen,
    ends,
    moves,
    prepared_change,
)
from tests.personas import SmallPlan, person
from tests.reporting_factories import drafted, hand_in, noon
from tests.rounds.opened_rounds import FACTS, OPENED, PREPARED


@pytest.fixture
def round(printed_plan: Plan, coordinator: User) -> Round:
    prepared = prepare_round(plan=printed_plan, facts=FACTS, by=coordinator, at=PREPARED)
    return open_round(round=prepared, by=coordinator, at=OPENED)


def agency(key: str) -> Organisation:
    return Organisation.objects.get(key=key)


def asked(round: Round) -> dict[tuple[str, str], str]:
    rows = Request.objects.filter(round=round).values_list("action__code", "organisation__key", "role")
    return {(code, key): role for code, key, role in rows}


@pytest.mark.full
def test_a_round_under_way_asks_who_leads_by_now_but_for_what_was_handed_in(
    round: Round, administrator: User
) -> None:
    growing_up = agency("wvg_growing_up")
    contact = person("contact", Role.CONTRIBUTOR, organisation=growing_up)
    led = list(Action.objects.filter(leads__organisation=growing_up).order_by("order"))
    draft = drafted(led[0], growing_up, contact, noon(2022, 12, 5))
    hand_in(led[1], growing_up, contact, noon(2022, 12, 6))
    before = asked(round)
    carried_out(prepared_change(administrator, RESHUFFLE), administrator)
    expected: dict[tuple[str, str], str] = {}
    for (code, key), role in before.items():
        successors = key if code == led[1].code and role == "lead" else GOES_TO.get(key, key)
        if expected.get((code, successors)) != "lead":
            expected[code, successors] = role
    assert asked(round) == expected
    assert ProgressReport.objects.get(pk=draft.pk).organisation == growing_up


@pytest.mark.full
def test_contact_points_go_along_and_lose_what_leaves_their_area(round: Round, administrator: User) -> None:
    contact = person("contact", Role.CONTRIBUTOR, organisation=agency("wvg_growing_up"))
    area = person("area", Role.CONTRIBUTOR, policy_area=PolicyArea.objects.get(code="WVG"))
    houses = agency("wvg_houses_of_justice")
    assert houses.pk in area.rights_on(DAY, None).organisations
    carried_out(prepared_change(administrator, RESHUFFLE), administrator)
    contact, area = User.objects.get(pk=contact.pk), User.objects.get(pk=area.pk)
    assert contact.rights_on(DAY, None).submits_for == {agency("wvg_prevention").pk}
    assert houses.pk not in area.rights_on(DAY, None).organisations
    assert agency("wvg_prevention").pk in area.rights_on(DAY, None).organisations
    former, present = contact.memberships.order_by("pk")
    assert (former.in_force_until, present.in_force_from) == (DAY, DAY)


@pytest.mark.full
def test_who_has_the_role_for_the_successor_already_has_it_once(
    small_plan: SmallPlan, administrator: User, contributor: User
) -> None:
    MembershipFactory(user=contributor, role=Role.CONTRIBUTOR, organisation=agency("kbbj_abb"))
    change = prepared_change(administrator, [ends("wvg_growing_up", "kbbj_abb")])
    MembershipFactory(user=contributor, role=Role.CONTRIBUTOR, organisation=agency("wvg_growing_up"))
    carried_out(change, administrator)
    assert contributor.memberships.open().filter(organisation__key="kbbj_abb").count() == 1


@pytest.mark.full
def test_an_office_ends_and_is_renewed_by_name_alone(printed_plan: Plan, administrator: User) -> None:
    education = Minister.objects.get(key="education")
    stays, goes = (person(name, Role.READER, minister=education) for name in ["stays", "goes"])
    change = prepared_change(administrator, RESHUFFLE)
    offices = {str(stays.memberships.get().pk): "education_welfare"}
    carried_out(chosen(change, administrator, {}, offices), administrator)
    stays, goes = User.objects.get(pk=stays.pk), User.objects.get(pk=goes.pk)
    assert stays.rights_on(DAY, None).offices == {"education_welfare"}
    assert not goes.rights_on(DAY, None).roles


@pytest.mark.full
def test_an_office_is_never_renewed_for_another_minister(printed_plan: Plan, administrator: User) -> None:
    reader = person("reader", Role.READER, minister=Minister.objects.get(key="education"))
    change = prepared_change(administrator, RESHUFFLE)
    offices = {str(reader.memberships.get().pk): "finance"}
    carried_out(chosen(change, administrator, {}, offices), administrator)
    assert not reader.memberships.open().exists()


def test_files_go_along_where_nobody_holds_them(printed_plan: Plan, administrator: User) -> None:
    action = Action.objects.get(code="1.1")
    ann, bo, cy = (person(name, Role.CONTRIBUTOR, organisation=agency("kbbj_agii")) for name in "abc")
    for organisation, user, deputy in [
        ("kbbj_agii", ann, False),
        ("kbbj_agii", bo, True),
        ("kbbj_abb", cy, False),
    ]:
        FileHolder.objects.create(action=action, organisation=agency(organisation), user=user, deputy=deputy)
    carried_out(prepared_change(administrator, RESHUFFLE), administrator)
    held = FileHolder.objects.filter(action=action).values_list("organisation__key", "user", "deputy")
    assert set(held) == {("kbbj_abb", cy.pk, False), ("kbbj_abb", bo.pk, True)}


@pytest.mark.full
def test_a_day_gone_by_ends_roles_today(printed_plan: Plan, administrator: User) -> None:
    contact = person("contact", Role.CONTRIBUTOR, organisation=agency("wvg_growing_up"))
    later = noon(2023, 2, 1)
    carried_out(prepared_change(administrator, RESHUFFLE), administrator, later)
    assert agency("wvg_growing_up").in_force_until == DAY
    assert contact.memberships.earliest("pk").in_force_until == later.date()


@pytest.mark.full
def test_it_waits_for_its_day_and_happens_once(printed_plan: Plan, administrator: User) -> None:
    change = prepared_change(administrator, RESHUFFLE)
    early = AT - datetime.timedelta(days=1)
    with pytest.raises(Refused, match="day of effect"):
        carried_out(change, administrator, early)
    carried_out(change, administrator)
    with pytest.raises(Refused, match="already"):
        carried_out(change, administrator)
    with pytest.raises(Refused, match="already"):
        drop_government_change(change=change, by=administrator)


def test_what_changed_since_the_preview_is_looked_at_again(printed_plan: Plan, administrator: User) -> None:
    change = prepared_change(administrator, RESHUFFLE)
    mark = preview_of(change, AT).mark
    person("late", Role.CONTRIBUTOR, organisation=agency("wvg_growing_up"))
    with pytest.raises(ChangedMeanwhile):
        carry_out_government_change(
            change=change, mark=mark, portfolios={}, offices={}, by=administrator, at=AT
        )
    assert not Organisation.objects.filter(key="wvg_prevention").exists()
    assert Membership.objects.open().filter(organisation__key="wvg_growing_up").exists()


def test_administrators_of_the_whole_portal_alone(printed_plan: Plan, administrator: User) -> None:
    of_one_plan = person("of_one_plan", Role.ADMINISTRATOR, plan=printed_plan)
    change = prepared_change(administrator, RESHUFFLE)
    for by in [of_one_plan, person("coordinator", Role.COORDINATOR)]:
        with pytest.raises(PermissionDenied):
            carry_out_government_change(change=change, mark="", portfolios={}, offices={}, by=by, at=AT)
    assert not GovernmentChange.objects.get().is_carried_out


@pytest.mark.parametrize(
    ("acts", "sentence"),
    [
        ([ends("education"), ends("education")], "once"),
        ([ends("education", "welfare"), ends("welfare")], "cannot take over"),
        ([ends("nobody")], "no body with the key"),
        ([ends("education", "nobody")], "no body with the key"),
        ([moves("wvg_care_health", "XXX")], "no policy area"),
        ([RESHUFFLE[0], RESHUFFLE[0]], "once"),
    ],
)
def test_acts_that_cannot_be_carried_out_are_refused_with_a_sentence(
    printed_plan: Plan, administrator: User, acts: Any, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        prepared_change(administrator, acts)
