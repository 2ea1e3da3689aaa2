"""Where an organisation stands, on both bases, over a report's whole life."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.base.money import add_up
from actionplan.organisations.models import Organisation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.standings import current_standing
from actionplan.reporting.states import Basis
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import take_back
from actions.models import Action
from tests.database_state import undone
from tests.personas import SmallPlan
from tests.reporting_factories import By, RequestFactory, RoundFactory, accepted_report, hand_in, noon

Stands = Callable[[str], ProgressReport | None]


def on_day(action: Action, day: datetime.date, basis: str) -> ActionPicture:
    """The action as it stands at the end of the day."""
    return live.read(action.plan, Moment.end_of_day(day, basis), [action.pk]).actions[0]


def word_on(action: Action, day: datetime.date, basis: str) -> int | None:
    """The key of the report that speaks for the action at the end of the day."""
    word = on_day(action, day, basis).lead_report
    return word and word.pk


@pytest.fixture
def stands(small_plan: SmallPlan, lead_organisation: Organisation) -> Stands:
    """The report of the lead that stands now on a basis."""

    def on(basis: str) -> ProgressReport | None:
        standing = current_standing(small_plan.with_money.pk, lead_organisation.pk, basis)
        return standing.report if standing else None

    return on


@pytest.fixture
def reports(small_plan: SmallPlan, by_lead: By) -> Callable[..., Any]:
    """`reports(at)` submits a report of the lead on the action with money."""

    def at(instant: datetime.datetime, **said: Any) -> ProgressReport:
        return hand_in(small_plan.with_money, *by_lead, instant, **said)

    return at


@pytest.mark.full
def test_both_bases_over_the_whole_life_of_a_report(
    stands: Stands,
    reports: Callable[..., ProgressReport],
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
) -> None:
    def both() -> tuple[ProgressReport | None, ProgressReport | None]:
        return stands("reported"), stands("accepted")

    def paid(amount: str) -> dict[str, Any]:
        return {"expenditures": [ExpenditureRow(small_plan.line.pk, 2022, paid=Decimal(amount))]}

    assert both() == (None, None)
    refused = reports(noon(2021, 1, 1))
    return_report(report=refused, remark="Sample.", by=coordinator, at=noon(2021, 1, 2))
    assert both() == (None, None), "a first report that is returned leaves nothing standing"
    first = reports(noon(2022, 1, 1), **paid("10"))
    assert both() == (first, None)
    accept(report=first, verdict="on_track", by=coordinator, at=noon(2022, 1, 2))
    assert both() == (first, first)
    second = reports(noon(2022, 2, 1), **paid("99"))
    assert both() == (second, first)
    return_report(report=second, remark="Sample: more.", by=coordinator, at=noon(2022, 2, 2))
    assert both() == (first, first)
    picture = on_day(small_plan.with_money, datetime.date(2022, 2, 3), Basis.REPORTED)
    assert [row.paid for row in picture.spending] == [Decimal("10.00")], "its money does not count twice"
    take_back(report=reports(noon(2022, 3, 1)), by=contributor, at=noon(2022, 3, 2))
    assert both() == (first, first)
    fourth = reports(noon(2022, 4, 1))
    accept(report=fourth, verdict="on_track", by=coordinator, at=noon(2022, 4, 2))
    assert both() == (fourth, fourth)
    # They follow one another without gap or overlap: one ends at the instant that the next begins.
    rows = Standing.objects.on_basis("reported")
    spans = rows.filter(since__gte=noon(2022, 1, 1)).order_by("pk").values_list("since", "until")
    assert list(spans)[:3] == [
        (noon(2022, 1, 1), noon(2022, 2, 1)),
        (noon(2022, 2, 1), noon(2022, 2, 2)),
        (noon(2022, 2, 2), noon(2022, 3, 1)),
    ]
    assert spans.last() == (noon(2022, 4, 1), None)
    just_before = noon(2022, 2, 1) - datetime.timedelta(microseconds=1)
    assert [row.report for row in rows.at(just_before)] == [first]
    assert [row.report for row in rows.at(noon(2022, 2, 1))] == [second]


def _asked_in_a_round(small_plan: SmallPlan, organisation: Organisation) -> None:
    opened = RoundFactory(plan=small_plan.plan, state="open")
    RequestFactory(round=opened, action=small_plan.with_money, organisation=organisation)


def test_reviewing_an_older_report_moves_no_standing_and_it_is_not_fallen_back_to(
    stands: Stands, small_plan: SmallPlan, lead_organisation: Organisation, by_lead: By, coordinator: User
) -> None:
    """Two can wait at once: one between rounds and one in the round that was opened since."""
    older = hand_in(small_plan.with_money, *by_lead, noon(2022, 1, 1))
    opened = RoundFactory(plan=small_plan.plan, state="open")
    RequestFactory(round=opened, action=small_plan.with_money, organisation=lead_organisation)
    newer = hand_in(small_plan.with_money, *by_lead, noon(2022, 2, 1))
    with undone():
        return_report(report=older, remark="Sample.", by=coordinator, at=noon(2022, 2, 2))
        assert stands("reported") == newer
        return_report(report=newer, remark="Sample.", by=coordinator, at=noon(2022, 2, 3))
        assert stands("reported") is None
    older.refresh_from_db()
    newer.refresh_from_db()
    accept(report=newer, verdict="on_track", by=coordinator, at=noon(2022, 2, 2))
    before = list(Standing.objects.order_by("pk").values())
    accept(report=older, verdict="needs_attention", by=coordinator, at=noon(2022, 2, 3))
    assert list(Standing.objects.order_by("pk").values()) == before
    assert (stands("reported"), stands("accepted")) == (newer, newer)


def handed_over(action: Action, organisation: Organisation, by: User) -> None:
    day, at = datetime.date(2022, 2, 1), noon(2022, 1, 15)
    appoint_lead(action=action, organisation=organisation, from_day=day, by=by, at=at)


def test_a_former_leads_money_counts_and_the_new_leads_word_holds(
    small_plan: SmallPlan, by_lead: By, partner_organisation: Organisation, by_partner: By, coordinator: User
) -> None:
    def paid(amount: str) -> dict[str, Any]:
        row = ExpenditureRow(small_plan.line.pk, 2022, paid=Decimal(amount))
        return {"reviewer": coordinator, "expenditures": [row]}

    action = small_plan.with_money
    accepted_report(action, *by_lead, noon(2022, 1, 1), **paid("100.10"))
    handed_over(action, partner_organisation, coordinator)
    assert on_day(action, datetime.date(2022, 2, 2), Basis.ACCEPTED).confidence == "on_track"
    accepted_report(action, *by_partner, noon(2022, 3, 1), confidence="off_track", **paid("50.20"))
    after = on_day(action, datetime.date(2022, 3, 2), Basis.ACCEPTED)
    assert after.confidence == "off_track"
    assert add_up(row.paid for row in after.spending) == Decimal("150.30")


@pytest.fixture
def said_before_handover(
    small_plan: SmallPlan, by_lead: By, partner_organisation: Organisation, coordinator: User
) -> ProgressReport:
    """What the former lead said of the action with money, accepted, before the partner was made lead."""
    said = accepted_report(small_plan.with_money, *by_lead, noon(2022, 1, 1), reviewer=coordinator)
    handed_over(said.action, partner_organisation, coordinator)
    return said


@pytest.mark.full
def test_what_a_former_lead_contributes_does_not_silence_the_action(
    reports: Callable[..., ProgressReport],
    said_before_handover: ProgressReport,
    by_partner: By,
    coordinator: User,
    stands: Stands,
) -> None:
    said = said_before_handover
    part = reports(noon(2022, 3, 1), kind="contribution")
    accept(report=part, by=coordinator, at=noon(2022, 3, 1))
    for basis in Basis:
        assert stands(basis) == said
        assert word_on(said.action, datetime.date(2022, 3, 2), basis) == said.pk
    theirs = hand_in(said.action, *by_partner, noon(2022, 4, 1))
    assert stands(Basis.REPORTED) == said
    accept(report=theirs, verdict="on_track", by=coordinator, at=noon(2022, 4, 2))
    for basis in Basis:
        assert stands(basis) == part
        assert word_on(said.action, datetime.date(2022, 4, 3), basis) == theirs.pk


def test_a_new_leads_report_that_is_returned_leaves_the_former_leads_word(
    reports: Callable[..., ProgressReport],
    said_before_handover: ProgressReport,
    by_partner: By,
    coordinator: User,
    stands: Stands,
) -> None:
    theirs = hand_in(said_before_handover.action, *by_partner, noon(2022, 3, 1))
    reports(noon(2022, 3, 2), kind="contribution")
    return_report(report=theirs, remark="Sample.", by=coordinator, at=noon(2022, 3, 3))
    assert stands(Basis.REPORTED) == said_before_handover
    word = word_on(said_before_handover.action, datetime.date(2022, 3, 4), Basis.REPORTED)
    assert word == said_before_handover.pk
