"""Recurring milestones in the form of a report: one compact row a period, the answered ones folded away."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import MilestoneState
from actionplan.reports.contents import MilestoneRow, contents_of
from actions.models import Action, Milestone
from actions.states import MilestoneOrigin, Recurrence
from tests.factories import MilestoneFactory
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import By, accepted_report, noon
from tests.sent_forms import form_to, send, to_form


def saved(client: Client, action: Action, **answers: Any) -> Any:
    return send(client, client.get(to_form(action)), to_form(action, "report-form"), **answers)


def said_of_periods() -> list[tuple[Any, ...]]:
    rows = contents_of(ProgressReport.objects.order_by("-pk")[0]).milestones
    return [(str(row.period_start), row.state, row.number) for row in rows if row.period_start]


def open_rows(page: Element) -> list[str]:
    """The periods that stand open: those in no details."""
    section = page.all("section", id="milestones")[0]
    folded = {row[0] for details in section.all("details") for row in details.rows}
    return [row[0] for row in section.rows if row[0] not in folded]


def summaries(page: Element) -> list[str]:
    return [element.text for element in page.all("section", id="milestones")[0].all("summary")]


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


@pytest.mark.full
def test_every_year_up_to_the_end_of_the_action_has_a_row_and_another_is_added_once(
    small_plan: SmallPlan, author: Client
) -> None:
    action = small_plan.joint
    target = {"terms__target_from": 3, "terms__target_to": 4, "terms__unit": "peer reviews"}
    row = MilestoneFactory(action=action, order=1, terms__recurrence=Recurrence.YEARLY, **target)
    MilestoneFactory(action=action, order=2, terms__recurrence=Recurrence.EVERY_TWO_YEARS)
    page = read(author.get(to_form(action)))
    assert open_rows(page) == ["2021", "2022", "2021–2022"]
    assert "target 3–4 peer reviews" in page.all("section", id="milestones")[0].rows[0][2]
    first, new = (f"milestone-{row.pk}-{period}-" for period in ["2021-01-01", "new"])
    typed = {f"{new}period_start": "17/05/2020", f"{new}state": "achieved", f"{new}number": "5"}
    saved(author, action, **{f"{first}state": "achieved", f"{first}number": "3"}, **typed)
    assert said_of_periods() == [
        ("2020-01-01", "achieved", Decimal("5.00")),
        ("2021-01-01", "achieved", Decimal("3.00")),
    ]
    page = saved(author, action, **typed)
    assert page.status_code == 400
    assert "row already" in page.content.decode()


@pytest.mark.full
def test_a_period_is_said_with_a_state_or_a_number_and_left_out_again(
    monthly: Milestone, author: Client
) -> None:
    to = to_form(monthly.action, "report-form")
    name = f"milestone-{monthly.pk}-2022-11-01-state"
    saved(author, monthly.action, done="Sample.")
    assert said_of_periods() == [], "nothing is typed of any"
    saved(author, monthly.action, **{name: "achieved", f"milestone-{monthly.pk}-2022-12-01-number": "2"})
    assert said_of_periods() == [("2022-11-01", "achieved", None), ("2022-12-01", "open", Decimal("2.00"))]
    page = author.get(to_form(monthly.action))
    assert "leave this period out" in page.content.decode()
    send(author, page, to, **{name: ""})
    assert [row[0] for row in said_of_periods()] == ["2022-12-01"]


def test_the_newest_unanswered_periods_stand_open_and_the_others_are_folded_and_counted(
    monthly: Milestone, by_lead: By, coordinator: User, author: Client
) -> None:
    action, at = monthly.action, noon(2023, 1, 5)
    rows = achieved(monthly, *range(8, 19))
    accepted_report(action, *by_lead, at, reviewer=coordinator, milestones=rows)
    page = read(author.get(to_form(action)))
    months = ["August", "September", "October", "November", "December"]
    assert open_rows(page) == [f"{name} 2022" for name in months]
    assert summaries(page) == [
        "8 earlier periods without an answer",
        "11 of 24 periods achieved",
        "Another period",
    ]


@pytest.mark.full
def test_the_period_that_runs_stands_open_answered_or_not(small_plan: SmallPlan, author: Client) -> None:
    today = datetime.date.today()
    action = small_plan.joint
    action.phases.update(end=datetime.date(today.year + 1, 12, 31))
    row = MilestoneFactory(action=action, order=1, terms__recurrence=Recurrence.YEARLY)
    running = f"milestone-{row.pk}-{today.year}-01-01-state"
    saved(author, action, **{running: "achieved"})
    shown = author.get(to_form(action))
    assert open_rows(read(shown))[-1] == str(today.year)
    assert form_to(shown, "save-and-check/")[running] == "achieved"


@pytest.mark.full
def test_what_cannot_be_read_in_a_folded_period_opens_it(monthly: Milestone, author: Client) -> None:
    field, new = (f"milestone-{monthly.pk}-{period}-" for period in ["2021-01-01", "new"])
    page = saved(author, monthly.action, **{f"{field}number": "plenty", f"{new}number": "3"})
    text = page.content.decode()
    assert page.status_code == 400
    assert f'href="#id_{field}number"' in text
    assert f'href="#id_{new}period_start"' in text, "a period without its day is not lost without a word"
    around = text.split(f'id="id_{field}number"')[0].rsplit("<details", 1)[1]
    assert around.split(">")[0].strip() == "open"


@pytest.mark.full
def test_a_period_that_began_after_the_form_was_opened_is_not_made_up(
    monthly: Milestone, author: Client
) -> None:
    fields = form_to(author.get(to_form(monthly.action)), "save-and-check/") | {"done": "Sample."}
    without = {name: value for name, value in fields.items() if f"-{monthly.pk}-2022-12-01-" not in name}
    assert author.post(to_form(monthly.action, "report-form"), without).status_code == 302
    assert said_of_periods() == []
    # A milestone that was agreed to begins with its agreement.
    Milestone.objects.update(origin=MilestoneOrigin.PROPOSED)
    monthly.terms.update(in_force_from=datetime.date(2022, 10, 17))
    page = read(author.get(to_form(monthly.action)))
    assert open_rows(page) == ["October 2022", "November 2022", "December 2022"]
    assert "not in the printed plan" in page.all("section", id="milestones")[0].text
