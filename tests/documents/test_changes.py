"""What changed between two closings, as documents say it: every kind of change that the page of what changed names."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.documents.changes import change_counts, changes_of, changes_section
from actionplan.documents.plan_figures import money_section
from actionplan.picture.bodies import GoneAction, RoundPicture
from actionplan.picture.difference import ActionDifference, differences_between
from actionplan.picture.picture import ActionPicture, InvolvementPicture
from actions.models import Lead, MilestoneTerms, MinisterInvolvement
from actions.states import MinisterRole
from tests.documents.written_documents import got, sheets_of
from tests.factories import LeadFactory, MinisterFactory, MinisterInvolvementFactory
from tests.picture.builders import (
    DAY,
    MINISTERS,
    NOON,
    ORGANISATIONS,
    action,
    line,
    milestone,
    phase,
    picture,
    promotion,
    report,
    spent,
    told,
)
from tests.rounds.frozen_round import FrozenRound, close_the_next_round


def numbered(number: int, *reports: Any, **facts: Any) -> ActionPicture:
    known = {"code": f"1.{number}", "order": number, "title": f"Title {number}", "milestones": ()}
    return action(*reports, pk=number, **known | facts)


def pairs_of(
    before: Iterable[ActionPicture], after: Iterable[ActionPicture], **facts: Any
) -> list[ActionDifference]:
    return differences_between(picture(*before), picture(*after, **facts))


def said(
    before: Iterable[ActionPicture], after: Iterable[ActionPicture], **facts: Any
) -> list[tuple[str, ...]]:
    return [
        (pair.last.code, *change) for pair in pairs_of(before, after, **facts) for change in changes_of(pair)
    ]


def of_one(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, ...]]:
    """What is said of one action of which these facts were and are otherwise."""
    was, now = (numbered(1, *facts.pop("reports", ()), **facts) for facts in (before.copy(), after.copy()))
    return [change[1:] for change in said([was], [now])]


def test_changes_name_what_was_and_what_is() -> None:
    before = [numbered(1, report(1)), numbered(2), numbered(3)]
    finished = report(2, status="completed", confidence="", verdict="on_track")
    after = [numbered(1, finished), numbered(2, title="Renamed"), numbered(4)]
    assert said(before, after) == [
        ("1.1", "status", "ongoing", "completed"),
        ("1.1", "confidence", "on track", "–"),
        ("1.1", "verdict", "never assessed", "on track"),
        ("1.2", "title", "Title 2", "Renamed"),
        ("1.3", "withdrawn from the plan", "", ""),
        ("1.4", "added to the plan", "", ""),
    ]
    counts = "Actions: 1 completed, 1 added, 1 withdrawn or merged, 1 renamed, 3 amended in the plan, 1 reported on."
    assert change_counts(pairs_of(before, after)) == counts


def test_an_action_that_was_merged_says_into_which() -> None:
    gone = {"1.1": GoneAction(DAY(2022, 7, 1), "1.2")}
    actual = said([numbered(1), numbered(2)], [numbered(2)], gone=gone)
    assert actual == [("1.1", "Merged into another action", "Title 1", "1.2")]


def test_nothing_that_happened_is_said_as_such() -> None:
    assert said([numbered(1)], [numbered(1)]) == []
    assert "No action was completed" in change_counts([])


def test_counts_of_status_are_those_of_the_page() -> None:
    moves = [("", "ongoing"), ("not_started", "ongoing"), ("completed", "ongoing")]
    moves += [
        ("stopped", "not_started"),
        ("stopped", "completed"),
        ("ongoing", "stopped"),
        ("ongoing", "ongoing"),
    ]
    before, after = (
        [
            numbered(number, *([report(pk, status=move[side])] if move[side] else []))
            for number, move in enumerate(moves, 1)
        ]
        for side, pk in [(0, 1), (1, 2)]
    )
    counts = "Actions: 1 completed, 1 stopped, 2 begun, 2 taken up again, 7 reported on."
    assert change_counts(pairs_of(before, after)) == counts


def test_the_place_of_an_action_its_lead_and_what_is_planned_are_compared() -> None:
    was = {"objective": 1, "kind": "unknown", "lead": "ov", "lines": (line(),)}
    now = {"objective": 2, "kind": "new", "limited": True, "lead": "abb", "lines": ()}
    assert of_one(was, now) == [
        ("objective", "1", "2"),
        ("kind", "unknown", "new"),
        ("limited", "no", "yes"),
        ("planned, in euro", Decimal(100), "–"),
        ("lead", "Sample body", "Other body"),
        ("budget line", "Grants: amount", "none"),
    ]


def test_a_lead_that_is_called_otherwise_is_the_same_lead() -> None:
    renamed = {**ORGANISATIONS, "ov": replace(ORGANISATIONS["ov"], name="Learning")}
    assert said([numbered(1)], [numbered(1, title="Renamed")], organisations=renamed) == [
        ("1.1", "title", "Title 1", "Renamed")
    ]


def test_ministers_and_organisations_are_compared_by_their_part() -> None:
    def involved(role: str) -> InvolvementPicture:
        return InvolvementPicture(
            minister="justice", role=MinisterRole(role), inferred=False, order=1, printed_as=""
        )

    assert of_one(
        {"involvements": (involved("coordinating"),)}, {"involvements": (involved("involved"),)}
    ) == [
        (
            "ministers",
            f"{MINISTERS['justice']} (coordinating minister)",
            f"{MINISTERS['justice']} (minister involved)",
        )
    ]
    partner = promotion("abb", "partner")
    assert of_one({"promotions": (partner,)}, {"promotions": ()}) == [
        ("organisations", "Other body (partner)", "none")
    ]


def with_milestone(*rows: Any, **facts: Any) -> dict[str, Any]:
    """An action with one milestone of which the report tells this."""
    known = {"due": DAY(2022, 12, 31), "due_precision": "year"}
    reports = [report(len(rows) + 1, milestones=rows)]
    return {"milestones": (milestone(**known | facts),), "reports": reports}


NONE: dict[str, Any] = {"milestones": (), "reports": [report(1)]}


def test_milestones_are_compared_one_by_one() -> None:
    what, plain = "milestone “Handbook”", with_milestone()
    late = with_milestone(due=DAY(2023, 12, 31), target_from=Decimal(3), unit="sites")
    achieved = with_milestone(told(achieved_on=DAY(2022, 5, 1), number=Decimal(4)))
    for before, after, *expected in [
        (NONE, plain, ("none", "due 2022")),
        (plain, NONE, ("due 2022", "none")),
        (plain, late, ("due 2022", "due 2023; target 3 sites")),
        (plain, achieved, ("open", "achieved on 1 May 2022, 4")),
        (with_milestone(title="Book"), plain, ("Book", "Handbook")),
        (NONE, achieved, ("open", "achieved on 1 May 2022, 4"), ("none", "due 2022")),
    ]:
        assert of_one(before, after) == [(what, *words) for words in expected]


def test_of_a_milestone_that_recurs_the_periods_are_counted() -> None:
    recurs = {"due": None, "due_precision": "", "recurrence": "yearly"}
    first, second = (
        told(state, period_start=DAY(year, 1, 1)) for state, year in [("achieved", 2021), ("dropped", 2022)]
    )
    before, after = with_milestone(first, **recurs), with_milestone(first, second, **recurs)
    assert of_one(before, after) == [
        ("milestone “Handbook”", "1 period achieved", "1 period achieved, 1 period dropped")
    ]


def test_budget_lines_and_the_years_of_the_same_sum_are_compared() -> None:
    in_2021 = line(start=DAY(2021, 1, 1), end=DAY(2021, 12, 31))
    in_2022 = line(label="Staff")
    assert of_one({"lines": (in_2021,)}, {"lines": (in_2022,)}) == [
        ("budget line", "Grants: amount", "Staff: amount"),
        ("planned by year", "2021: €100.00; 2022: –", "2021: –; 2022: €100.00"),
    ]


def test_a_forecast_that_moved_is_told_by_its_year() -> None:
    before = {"reports": [report(1, spending=(spent(2022, forecast=5),))]}
    after = {"reports": [report(2, spending=(spent(2022, forecast=5), spent(2023, forecast=7)))]}
    assert of_one(before, after) == [("forecast to year end", "2023: –", "2023: €7.00")]


def test_a_forecast_alone_is_a_year_too() -> None:
    section = money_section(picture(numbered(1, report(spending=(spent(2023, forecast=5),)))))
    assert section.blocks[1].rows == [
        ["2023", None, None, None, Decimal(5)],
        ["Total", None, None, None, None],
    ]


def test_dates_in_force_are_compared() -> None:
    before, after = {"phases": (phase(),)}, {"phases": (phase(end=DAY(2023, 6, 30)),)}
    assert of_one(before, after) == [("end in force", "31 December 2022", "30 June 2023")]


@pytest.mark.django_db
def test_a_round_in_which_only_lead_minister_and_milestone_changed_names_them(
    frozen: FrozenRound, viewer: Client, coordinator: User
) -> None:
    small, day = frozen.small, datetime.date(2022, 10, 1)
    Lead.objects.filter(action=small.elsewhere).update(in_force_until=day)
    other = small.with_money.leads.get().organisation
    LeadFactory(action=small.elsewhere, organisation=other, in_force_from=day)
    MinisterInvolvement.objects.filter(action=small.limited).update(in_force_until=day)
    MinisterInvolvementFactory(action=small.limited, minister=MinisterFactory(), in_force_from=day)
    MilestoneTerms.objects.filter(milestone=small.milestone).update(due=datetime.date(2023, 6, 30))
    close_the_next_round(frozen, coordinator)
    sheets = sheets_of(got(viewer, "government-report-xlsx", "2020-2024", "2022-12"))
    actual = {(row[0].split()[0], row[1]) for row in sheets["Changes"][1:]}
    assert {("2.2", "Lead"), ("2.1", "Ministers"), ("1.1", "Milestone “Milestone handbook”")} <= actual


def test_where_nothing_changed_it_says_what_was_not_compared() -> None:
    day = DAY(2022, 6, 30)
    round = RoundPicture("2022-06", "Mid-2022", "", day, day, NOON, NOON)
    source: Any = SimpleNamespace(picture=picture(numbered(1)), round=round)
    sentence = " ".join(str(block.text) for block in changes_section(source, source).blocks)
    assert (
        "Nothing of what is compared changed since Mid-2022. Summaries, phases within the period" in sentence
    )
