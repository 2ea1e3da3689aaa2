"""Recurring milestones in the form of a report: one compact row a period, the answered ones folded away."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import MilestoneState
from actionplan.reports.contents import MilestoneRow, contents_of
from actions.models import Action, Milestone
from actions.states import MilestoneOrigin, Recurrence
from tests.factories import MilestoneFactory
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, noon
from tests.sent_forms import form_to, send

ClientOf = Callable[[User], Client]


def address(action: Action, name: str = "report-form") -> str:
    return reverse(name, args=[action.plan.code, action.code, "ov"])


def saved(client: Client, action: Action, **answers: Any) -> Any:
    return send(client, client.get(address(action)), address(action, "report-save"), **answers)


def said_of_periods() -> list[tuple[Any, ...]]:
    rows = contents_of(ProgressReport.objects.order_by("-pk")[0]).milestones
    return [(str(row.period_start), row.state, row.number) for row in rows if row.period_start]


def open_rows(page: Element) -> list[str]:
    """The periods that stand open: those in no details."""
    section = page.all("section", id="milestones")[0]
    folded = {row[0] for details in section.all("details") for row in details.rows}
    return [row[0] for row in section.rows if row[0] not in folded]


def summaries(page: Element) -> list[str]:
    return [one.text for one in page.all("section", id="milestones")[0].all("summary")]


@pytest.fixture
def monthly(small_plan: SmallPlan) -> Milestone:
    """Of 1.2, which runs in 2021 and 2022: 24 months."""
    return MilestoneFactory(action=small_plan.joint, order=1, terms__recurrence=Recurrence.MONTHLY)


def month(number: int) -> datetime.date:
    """The months of 1.2 counted from 1."""
    return datetime.date(2021 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def achieved(milestone: Milestone, *numbers: int) -> list[MilestoneRow]:
    day = datetime.date(2022, 12, 31)
    return [
        MilestoneRow(milestone.pk, month(number), MilestoneState.ACHIEVED, achieved_on=day)
        for number in numbers
    ]


def test_every_year_up_to_the_end_of_the_action_has_a_row(
    small_plan: SmallPlan, contributor: User, client_of: ClientOf
) -> None:
    action, client = small_plan.joint, client_of(contributor)
    row = MilestoneFactory(action=action, order=1, terms__recurrence=Recurrence.YEARLY)
    assert open_rows(read(client.get(address(action)))) == ["2021", "2022"]
    first = f"milestone-{row.pk}-2021-01-01-"
    saved(client, action, **{f"{first}state": "achieved", f"{first}number": "3"})
    assert said_of_periods() == [("2021-01-01", "achieved", Decimal("3.00"))]


def test_a_period_of_which_nothing_is_typed_stays_unsaid(
    monthly: Milestone, contributor: User, client_of: ClientOf
) -> None:
    saved(client_of(contributor), monthly.action, done="Sample.")
    assert said_of_periods() == []


def test_a_number_without_a_state_is_kept_as_open(
    monthly: Milestone, contributor: User, client_of: ClientOf
) -> None:
    saved(client_of(contributor), monthly.action, **{f"milestone-{monthly.pk}-2022-12-01-number": "2"})
    assert said_of_periods() == [("2022-12-01", "open", Decimal("2.00"))]


def test_the_newest_unanswered_periods_stand_open_and_the_others_are_folded_and_counted(
    monthly: Milestone,
    contributor: User,
    coordinator: User,
    lead_organisation: Organisation,
    client_of: ClientOf,
) -> None:
    action, at = monthly.action, noon(2023, 1, 5)
    rows = achieved(monthly, *range(8, 19))
    accepted_report(action, lead_organisation, contributor, at, reviewer=coordinator, milestones=rows)
    page = read(client_of(contributor).get(address(action)))
    months = ["August", "September", "October", "November", "December"]
    assert open_rows(page) == [f"{one} 2022" for one in months]
    assert summaries(page) == [
        "8 earlier periods without an answer",
        "11 of 24 periods achieved",
        "Another period",
    ]


def test_the_period_that_runs_stands_open_answered_or_not(
    small_plan: SmallPlan, contributor: User, client_of: ClientOf
) -> None:
    today = datetime.date.today()
    action = small_plan.joint
    action.phases.update(end=datetime.date(today.year + 1, 12, 31))
    row = MilestoneFactory(action=action, order=1, terms__recurrence=Recurrence.YEARLY)
    client = client_of(contributor)
    running = f"milestone-{row.pk}-{today.year}-01-01-state"
    saved(client, action, **{running: "achieved"})
    rows = open_rows(read(client.get(address(action))))
    assert rows[-1] == str(today.year)
    assert form_to(client.get(address(action)), "save/")[running] == "achieved"


def test_the_target_stands_beside_the_number(
    small_plan: SmallPlan, contributor: User, client_of: ClientOf
) -> None:
    target = {"terms__target_from": 3, "terms__target_to": 4, "terms__unit": "peer reviews"}
    MilestoneFactory(action=small_plan.joint, order=1, terms__recurrence=Recurrence.SEVERAL_A_YEAR, **target)
    page = read(client_of(contributor).get(address(small_plan.joint)))
    row = page.all("section", id="milestones")[0].rows[0]
    assert "target 3–4 peer reviews" in row[2]


def test_a_period_said_by_mistake_can_be_left_out_again(
    monthly: Milestone, contributor: User, client_of: ClientOf
) -> None:
    client, name = client_of(contributor), f"milestone-{monthly.pk}-2022-11-01-state"
    saved(client, monthly.action, **{name: "achieved"})
    assert "leave this period out" in client.get(address(monthly.action)).content.decode()
    saved(client, monthly.action, **{name: ""})
    assert said_of_periods() == []


def test_what_cannot_be_read_in_a_folded_period_opens_it(
    monthly: Milestone, contributor: User, client_of: ClientOf
) -> None:
    field = f"milestone-{monthly.pk}-2021-01-01-number"
    page = saved(client_of(contributor), monthly.action, **{field: "plenty"})
    assert page.status_code == 400
    assert f'href="#id_{field}"' in page.content.decode()
    around = page.content.decode().split(f'id="id_{field}"')[0].rsplit("<details", 1)[1]
    assert around.split(">")[0].strip() == "open"


def test_a_period_outside_the_actions_own_can_be_added_once(
    small_plan: SmallPlan, contributor: User, client_of: ClientOf
) -> None:
    action, client = small_plan.joint, client_of(contributor)
    row = MilestoneFactory(action=action, order=1, terms__recurrence=Recurrence.YEARLY)
    new = f"milestone-{row.pk}-new-"
    typed = {f"{new}period_start": "17/05/2020", f"{new}state": "achieved", f"{new}number": "3"}
    saved(client, action, **typed)
    assert said_of_periods() == [("2020-01-01", "achieved", Decimal("3.00"))]
    page = saved(client, action, **typed)
    assert page.status_code == 400
    assert "row already" in page.content.decode()


def test_a_period_without_its_day_is_not_lost_without_a_word(
    monthly: Milestone, contributor: User, client_of: ClientOf
) -> None:
    new = f"milestone-{monthly.pk}-new-"
    page = saved(client_of(contributor), monthly.action, **{f"{new}number": "3"})
    assert page.status_code == 400
    assert f'href="#id_{new}period_start"' in page.content.decode()


def test_two_years_are_one_period(small_plan: SmallPlan, contributor: User, client_of: ClientOf) -> None:
    MilestoneFactory(action=small_plan.joint, order=1, terms__recurrence=Recurrence.EVERY_TWO_YEARS)
    assert open_rows(read(client_of(contributor).get(address(small_plan.joint)))) == ["2021–2022"]


def test_a_milestone_that_was_agreed_to_begins_with_its_agreement(
    monthly: Milestone, contributor: User, client_of: ClientOf
) -> None:
    Milestone.objects.update(origin=MilestoneOrigin.PROPOSED)
    monthly.terms.update(in_force_from=datetime.date(2022, 10, 17))
    page = read(client_of(contributor).get(address(monthly.action)))
    assert open_rows(page) == ["October 2022", "November 2022", "December 2022"]
    assert "not in the printed plan" in page.all("section", id="milestones")[0].text


def test_a_period_that_began_after_the_form_was_opened_is_not_made_up(
    monthly: Milestone, contributor: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    fields = form_to(client.get(address(monthly.action)), "save/")
    without = {name: value for name, value in fields.items() if f"-{monthly.pk}-2022-12-01-" not in name} | {
        "done": "Sample."
    }
    assert client.post(address(monthly.action, "report-save"), without).status_code == 302
    assert said_of_periods() == []
