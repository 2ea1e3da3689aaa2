"""The page of one action: four voices, what was said and to whom, who may report, who sees the page."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reports.handover import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from tests.factories import (
    ObjectiveFactory,
)
from tests.personas import SmallPlan
from tests.reading import Element, part, read
from tests.reporting_factories import drafted, hand_in, noon
from tests.world import LIMITED, NOTE, OPEN, READERS, STATES, VEILS, World

JUNE = "?on=2022-06-15"


@pytest.mark.usefixtures("two_reports")
def test_the_four_voices_stand_side_by_side(show_action: Callable[..., Element], reader: User) -> None:
    page = show_action(reader, "1.1", JUNE)
    assert "1 January 2021 to 31 December 2022" in part(page, "voice-printed")
    assert "ongoing on track 1 March 2022, 12:00 · Education and Training" in part(page, "voice-reported")
    assert "Running Forecast end 31 March 2023. 90 days after the end as adopted." in part(
        page, "voice-computed"
    )
    assessed = part(page, "voice-assessed")
    assert "needs attention 1 March 2022, 13:00 · Coordinator Sample: thank you." in assessed
    assert "Voices differ. Reported as “on track”, assessed by the Platform as “needs attention”." in assessed


@pytest.mark.usefixtures("two_reports")
def test_a_reader_never_sees_what_was_only_reported(
    show_action: Callable[..., Element], reader: User
) -> None:
    for query in ["", "?basis=reported"]:
        page = show_action(reader, "1.1", query)
        assert "first words" in page.text
        assert "later words" not in page.text
        assert "off track" not in page.text
        assert "1 June 2022" not in page.text
        assert "show reported" not in page.text


@pytest.mark.usefixtures("two_reports")
@pytest.mark.parametrize("person", ["contributor", "coordinator"])
def test_own_organisations_and_the_platform_start_on_what_was_reported_and_see_it_marked(
    show_action: Callable[..., Element], request: pytest.FixtureRequest, person: str
) -> None:
    page = show_action(request.getfixturevalue(person), "1.1", JUNE)
    reported = part(page, "voice-reported")
    assert "off track" in reported
    assert "Not yet reviewed." in reported
    assert "Not assessed yet" in part(page, "voice-assessed")
    assert "later words" in page.text
    assert "moved once" in part(page, "voice-computed")
    assert "?on=2022-06-15&basis=accepted" in page.links


@pytest.mark.usefixtures("two_reports")
def test_an_auditor_starts_on_what_was_accepted_and_can_switch(
    show_action: Callable[..., Element], auditor: User
) -> None:
    assert "later words" not in show_action(auditor, "1.1").text
    assert "later words" in show_action(auditor, "1.1", "?basis=reported").text


@pytest.mark.usefixtures("two_reports")
def test_a_contributor_of_another_organisation_sees_what_a_reader_sees(
    show_action: Callable[..., Element], stranger: User
) -> None:
    page = show_action(stranger, "1.1", "?basis=reported")
    assert "later words" not in page.text
    assert "Report on this action" not in page.text


def test_a_past_day_does_not_change_after_later_reports(
    show_action: Callable[..., Element],
    small_plan: SmallPlan,
    auditor: User,
    contributor: User,
    coordinator: User,
    lead_organisation: Organisation,
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 5, 1))
    address = f"{JUNE}&basis=reported"
    before = show_action(auditor, "1.2", address).text
    assert "Not yet reviewed." in before
    accept(report=report, verdict="off_track", remark="Sample: later.", by=coordinator, at=noon(2022, 7, 1))
    hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 8, 1), done="Sample: later.")
    assert show_action(auditor, "1.2", address).text == before
    assert "Sample: later." in show_action(auditor, "1.2", "?basis=reported").text


def test_a_return_falls_back_to_what_was_there_before(
    show_action: Callable[..., Element],
    small_plan: SmallPlan,
    two_reports: None,
    contributor: User,
    coordinator: User,
    reader: User,
) -> None:
    (report,) = small_plan.with_money.reports.filter(state="submitted")
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=noon(2022, 7, 1))
    page = show_action(contributor, "1.1", "?on=2022-08-01")
    assert "on track 1 March 2022" in part(page, "voice-reported")
    assert "returned" in part(page, "reports")
    assert "Sample: say more." in part(page, "reports")
    assert "Sample: say more." not in show_action(reader, "1.1").text


@pytest.mark.parametrize("person", ["reader", "partner", "stranger"])
def test_words_reach_only_those_whom_the_rules_name(
    world: World, client_of: Callable[[User], Client], person: str
) -> None:
    client = client_of(world.people[person])
    for (state, access), action in world.actions.items():
        text = read(client.get(f"/{world.plan.code}/actions/{action.code}/?basis=reported")).text
        seen = {veil for veil in VEILS if veil in text}
        assert seen <= {veil for veil in VEILS if person in READERS[veil]}, (state, access)


def test_the_words_of_a_limited_action_are_hidden_and_everything_else_is_shown(
    world: World, client_of: Callable[[User], Client]
) -> None:
    action = world.actions["accepted", LIMITED]
    page = read(client_of(world.people["reader"]).get(f"/2020-2024/actions/{action.code}/"))
    assert "What is said about this action is not shown to you: the action is limited." in page.text
    assert "veiled" not in page.text
    assert "needs attention" in part(page, "voice-assessed")
    assert "off track" in part(page, "voice-reported")
    assert "achieved 5 Jul 2022" in part(page, "milestones")
    assert "€11,000.00" in part(page, "money")
    auditor = read(client_of(world.people["auditor"]).get(f"/2020-2024/actions/{action.code}/"))
    assert "veiled-limited done" in auditor.text


def test_the_note_to_the_platform_is_not_for_a_partner(
    world: World, client_of: Callable[[User], Client]
) -> None:
    action = world.actions["accepted", OPEN]
    assert NOTE not in read(client_of(world.people["partner"]).get(f"/2020-2024/actions/{action.code}/")).text
    assert NOTE in read(client_of(world.people["auditor"]).get(f"/2020-2024/actions/{action.code}/")).text


@pytest.mark.parametrize(
    ("person", "code", "button"),
    [
        ("contributor", "1.2", "Report on this action"),
        ("partner", "1.2", "Report on this action"),
        ("coordinator", "1.2", "Report on behalf of the lead"),
        ("reader", "1.2", ""),
        ("auditor", "1.2", ""),
        ("administrator", "1.2", ""),
        ("stranger", "1.2", ""),
        ("contributor", "2.2", ""),
    ],
)
def test_only_those_who_may_report_get_a_button(
    show_action: Callable[..., Element], request: pytest.FixtureRequest, person: str, code: str, button: str
) -> None:
    buttons = [
        one.text for one in show_action(request.getfixturevalue(person), code).all("a", class_="button")
    ]
    asks = ["Ask a question"] if person == "coordinator" else []
    assert buttons == ([button] if button else []) + asks


def test_a_lead_of_a_past_day_has_no_button_and_today_s_has(
    show_action: Callable[..., Element],
    small_plan: SmallPlan,
    contributor: User,
    stranger: User,
    coordinator: User,
    other_organisation: Organisation,
) -> None:
    action = small_plan.with_money
    action.promotions.all().delete()
    appoint_lead(
        action=action,
        organisation=other_organisation,
        from_day=datetime.date(2022, 7, 1),
        by=coordinator,
        at=noon(2022, 7, 1),
    )
    then = show_action(contributor, "1.1", JUNE)
    assert "Lead Education and Training" in then.text
    assert then.all("a", class_="button") == []
    assert show_action(stranger, "1.1", JUNE).all("a", class_="button")
    links = show_action(coordinator, "1.1", JUNE).links
    assert "/2020-2024/actions/1.1/report/wvg_growing_up/" in links


def test_a_draft_is_named_to_its_organisation_and_to_the_platform_alone(
    show_action: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    request: pytest.FixtureRequest,
    contributor: User,
) -> None:
    drafted(small_plan.joint, lead_organisation, contributor, noon(2022, 5, 1), done="Sample: draft words.")
    told = {}
    for name in ["contributor", "coordinator", "partner", "auditor", "reader"]:
        text = show_action(request.getfixturevalue(name), "1.2").text
        assert "draft words" not in text
        told[name] = "a draft, saved 1 May 2022, 12:00" in text
    assert [name for name, seen in told.items() if seen] == ["contributor", "coordinator"]


@pytest.mark.parametrize(
    ("person", "address", "status"),
    [
        ("roleless", "/2020-2024/actions/1.1/", 404),
        ("reader", "/2020-2024/actions/9.9/", 404),
        ("reader", "/2020-2024/actions/x/", 404),
        ("reader", "/2019-2020/actions/1.1/", 404),
        ("reader", "/2025-2029/actions/1.1/", 404),
        ("reader", "/2020-2024/actions/1.1/", 200),
    ],
)
def test_what_may_not_be_seen_is_not_found(
    client_of: Callable[[User], Client],
    request: pytest.FixtureRequest,
    small_plan: SmallPlan,
    person: str,
    address: str,
    status: int,
) -> None:
    ObjectiveFactory(plan__code="2025-2029")
    assert client_of(request.getfixturevalue(person)).get(address).status_code == status


def test_every_state_of_a_report_has_a_page_for_everybody(
    world: World, client_of: Callable[[User], Client]
) -> None:
    reader: Any = client_of(world.people["administrator"])
    for state in STATES:
        action = world.actions[state, OPEN]
        assert reader.get(f"/2020-2024/actions/{action.code}/?on=2019-01-01").status_code == 200
