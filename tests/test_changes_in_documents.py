"""What changed between two closings, as documents say it: every kind of change that the page of what changed names."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.portal.government_report.changes import change_counts, changes_between
from actionplan.portal.government_report.stood import Stood
from actionplan.reporting.models import (
    SnapshotAction,
    SnapshotLine,
    SnapshotMilestone,
    SnapshotMoney,
    SnapshotParty,
)
from actions.models import Lead, MilestoneTerms, MinisterInvolvement
from tests.factories import LeadFactory, MinisterFactory, MinisterInvolvementFactory
from tests.frozen_round import FrozenRound, close_the_next_round
from tests.written_documents import got, table_with, word_of, words_of

Browse = Callable[[User], Client]


def row_of(action: int, **facts: object) -> SnapshotAction:
    known = {"code": f"1.{action}", "title": f"Title {action}", "status": "ongoing", "order": action}
    return SnapshotAction(action=action, **(known | {"kind": "unknown", "milestones_achieved": 0} | facts))


def stood(*rows: Any) -> Stood:
    """Action 1 with these rows beside it."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        row.action = 1
        found.setdefault(type(row), []).append(row)
    return Stood([row_of(1)], found)


def told(before: Stood, now: Stood) -> list[tuple[str, str, str, str]]:
    return [(one.row.code, one.what, one.before, one.now) for one in changes_between(before, now)]


@pytest.mark.django_db
def test_changes_name_what_was_and_what_is() -> None:
    before = [row_of(1), row_of(2), row_of(3)]
    now = [row_of(1, status="completed", verdict="on_track"), row_of(2, title="Renamed"), row_of(4)]
    assert told(Stood(before), Stood(now)) == [
        ("1.1", "status", "ongoing", "completed"),
        ("1.1", "verdict", "not assessed", "on track"),
        ("1.2", "title", "Title 2", "Renamed"),
        ("1.4", "added to the plan", "", ""),
        ("1.3", "withdrawn from the plan", "", ""),
    ]
    assert (
        change_counts(before, now)
        == "Actions: 1 completed, 1 assessed otherwise, 1 added, 1 withdrawn or merged."
    )


def test_nothing_that_happened_is_said_as_such() -> None:
    rows = [row_of(1)]
    assert told(Stood(rows), Stood([row_of(1)])) == []
    assert "No action was completed" in change_counts(rows, [row_of(1)])


def test_counts_of_status_are_those_of_the_page() -> None:
    moves = [("never", "ongoing"), ("not_started", "ongoing"), ("completed", "ongoing")]
    moves += [
        ("stopped", "not_started"),
        ("stopped", "completed"),
        ("ongoing", "stopped"),
        ("ongoing", "ongoing"),
    ]
    before = [row_of(number, status=status) for number, (status, _now) in enumerate(moves)]
    now = [row_of(number, status=status) for number, (_was, status) in enumerate(moves)]
    assert change_counts(before, now) == "Actions: 1 completed, 1 stopped, 2 begun, 2 taken up again."


def test_the_place_of_an_action_its_lead_and_what_is_planned_are_compared() -> None:
    was = row_of(1, objective_number=1, lead_key="ov", lead_name="Education", planned=Decimal(100))
    now = row_of(
        1, objective_number=2, kind="new", limited=True, lead_key="wvg", lead_name="Welfare", planned=None
    )
    assert told(Stood([was]), Stood([now])) == [
        ("1.1", "objective", "1", "2"),
        ("1.1", "kind", "unknown", "new"),
        ("1.1", "limited", "no", "yes"),
        ("1.1", "planned", "€100.00", "–"),
        ("1.1", "lead", "Education", "Welfare"),
    ]
    renamed = row_of(1, lead_key="ov", lead_name="Learning")
    assert told(Stood([row_of(1, lead_key="ov", lead_name="Education")]), Stood([renamed])) == []


def test_ministers_and_organisations_are_compared_by_their_part() -> None:
    def party(subject: str, key: str, role: str) -> SnapshotParty:
        return SnapshotParty(subject=subject, key=key, role=role, name=key.title())

    before = stood(party("minister", "justice", "coordinating"), party("organisation", "police", "promoter"))
    now = stood(
        party("minister", "justice", "involved"),
        party("minister", "home", "coordinating"),
        party("organisation", "police", "promoter"),
    )
    assert told(before, now) == [
        (
            "1.1",
            "ministers",
            "Justice (coordinating minister)",
            "Justice (minister involved); Home (coordinating minister)",
        )
    ]
    assert told(before, stood(party("minister", "justice", "coordinating"))) == [
        ("1.1", "organisations", "Police (promoter)", "none")
    ]


def milestone(**facts: Any) -> SnapshotMilestone:
    known = {"key": "handbook", "title": "Handbook", "state": "open"}
    due = {"due": datetime.date(2022, 12, 31), "due_precision": "year"}
    return SnapshotMilestone(**(known | due | facts))


def test_milestones_are_compared_one_by_one() -> None:
    what = "milestone “Handbook”"
    late = milestone(due=datetime.date(2023, 12, 31), target_from=Decimal(3), unit="sites")
    achieved = milestone(state="achieved", achieved_on=datetime.date(2022, 5, 1), number=Decimal(4))
    for before, now, expected in [
        ([], [milestone()], (what, "none", "due 2022")),
        ([milestone()], [], (what, "due 2022", "none")),
        ([milestone()], [late], (what, "due 2022", "due 2023; target 3 sites")),
        ([milestone()], [achieved], (what, "open", "achieved on 1 May 2022, 4")),
        ([milestone(title="Book")], [milestone()], (what, "Book", "Handbook")),
    ]:
        assert told(stood(*before), stood(*now)) == [("1.1", *expected)]


def test_of_a_milestone_that_recurs_the_periods_are_counted() -> None:
    def period(year: int, state: str) -> SnapshotMilestone:
        start = datetime.date(year, 1, 1)
        return milestone(due=None, due_precision="", recurrence="yearly", period_start=start, state=state)

    before, now = [period(2021, "achieved")], [period(2021, "achieved"), period(2022, "dropped")]
    assert told(stood(*before), stood(*now)) == [
        ("1.1", "milestone “Handbook”", "1 period achieved", "1 period achieved, 1 period dropped")
    ]


def test_budget_lines_and_the_years_of_the_same_sum_are_compared() -> None:
    def money(year: int) -> SnapshotMoney:
        return SnapshotMoney(year=year, measure="planned", amount=Decimal(50))

    before = stood(SnapshotLine(place=1, label="Staff", kind="amount"), money(2021), money(2022))
    now = stood(SnapshotLine(place=1, label="Staff", kind="regular_resources"), money(2022), money(2023))
    assert told(before, now) == [
        ("1.1", "budget line", "Staff: amount", "Staff: within the regular resources"),
        ("1.1", "planned by year", "2021: €50.00; 2023: –", "2021: –; 2023: €50.00"),
    ]


@pytest.mark.django_db
def test_a_round_in_which_only_lead_minister_and_milestone_changed_names_them(
    frozen: FrozenRound, client_of: Browse, reader: User, coordinator: User
) -> None:
    small, day = frozen.small, datetime.date(2022, 10, 1)
    Lead.objects.filter(action=small.elsewhere).update(in_force_until=day)
    other = small.with_money.leads.get().organisation
    LeadFactory(action=small.elsewhere, organisation=other, in_force_from=day)
    MinisterInvolvement.objects.filter(action=small.limited).update(in_force_until=day)
    MinisterInvolvementFactory(action=small.limited, minister=MinisterFactory(), in_force_from=day)
    MilestoneTerms.objects.filter(milestone=small.milestone).update(due=datetime.date(2023, 6, 30))
    close_the_next_round(frozen, coordinator)
    document = word_of(got(client_of(reader), "government-report-docx", "2020-2024", "2022-12"))
    found = {(row[0].split()[0], row[1]) for row in table_with(document, "Action", "What")[1:]}
    assert {("2.2", "Lead"), ("2.1", "Ministers"), ("1.1", "Milestone “Milestone handbook”")} <= found
    assert "Nothing of what is compared changed" not in words_of(document)


@pytest.mark.django_db
def test_a_round_in_which_nothing_changed_says_what_was_not_compared(
    frozen: FrozenRound, client_of: Browse, reader: User, coordinator: User
) -> None:
    close_the_next_round(frozen, coordinator)
    words = words_of(word_of(got(client_of(reader), "government-report-docx", "2020-2024", "2022-12")))
    assert "Nothing of what is compared changed since Mid-2022. Summaries, phases within the period" in words
