"""What changed between two closings, as documents say it: every kind of change that the page of what changed names."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.documents.changes import cells_of, change_counts, changes_section, printed_changes
from actionplan.documents.plan_figures import money_section
from actionplan.picture.bodies import RoundPicture
from actionplan.picture.difference import ActionDifference, differences_between
from actionplan.picture.picture import ActionPicture
from actions.models import Lead, MilestoneTerms, MinisterInvolvement
from tests.documents.written_documents import got, sheets_of
from tests.factories import LeadFactory, MinisterFactory, MinisterInvolvementFactory
from tests.picture.builders import (
    DAY,
    NOON,
    action,
    line,
    picture,
    report,
    spent,
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
) -> list[tuple[Any, ...]]:
    return [
        (pair.last.code, *cells_of(change))
        for pair in pairs_of(before, after, **facts)
        for change in printed_changes(pair)
    ]


def test_changes_name_what_was_and_what_is_and_those_that_left_come_last() -> None:
    before = [numbered(1, report(1)), numbered(2), numbered(3)]
    finished = report(2, status="completed", confidence="", verdict="on_track")
    after = [numbered(1, finished), numbered(2, title="Renamed", summary="Another."), numbered(4)]
    assert said(before, after) == [
        ("1.1", "Status", "ongoing", "completed", ""),
        ("1.1", "Confidence", "on track", "–", ""),
        ("1.1", "Verdict", "–", "on track", ""),
        ("1.2", "Title", "Title 2", "Renamed", ""),
        ("1.3", "Withdrawn from the plan", "Title 3", "–", ""),
        ("1.4", "Added to the plan", "–", "Title 4", ""),
    ]
    counts = "Actions: 1 completed, 1 added, 1 withdrawn or merged, 1 renamed, 3 amended in the plan, 1 reported on."
    assert change_counts(pairs_of(before, after)) == counts


def test_a_sum_that_changed_is_printed_without_its_years_and_the_years_where_the_sum_is_the_same() -> None:
    was = numbered(1, lines=(line(start=DAY(2021, 1, 1), end=DAY(2021, 12, 31)),))
    elsewhere = numbered(1, lines=(line(),))
    assert said([was], [elsewhere]) == [
        ("1.1", "Planned (derived) (2021)", Decimal(100), None, ""),
        ("1.1", "Planned (derived) (2022)", None, Decimal(100), ""),
    ]
    assert said([was], [numbered(1, lines=())]) == [
        ("1.1", "Budget line (1)", "Grants: €100.00", "–", ""),
        ("1.1", "Planned (derived) (in total)", Decimal(100), None, ""),
    ]


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


def test_a_forecast_alone_is_a_year_too() -> None:
    section = money_section(picture(numbered(1, report(spending=(spent(2023, forecast=5),)))))
    assert section.blocks[1].rows == [
        ["2023", None, None, None, Decimal(5)],
        ["Total", None, None, None, None],
    ]


@pytest.mark.full
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
    minister = MinisterInvolvement.objects.get(action=small.limited, in_force_until=None).minister
    assert {
        ("2.2", "Lead"),
        ("2.1", f"Minister ({minister})"),
        ("1.1", "Milestone: due (Milestone handbook)"),
    } <= actual


def test_where_nothing_changed_it_says_what_was_not_compared() -> None:
    day = DAY(2022, 6, 30)
    round = RoundPicture("2022-06", "Mid-2022", "", day, day, NOON, NOON)
    source: Any = SimpleNamespace(picture=picture(numbered(1)), round=round)
    sentence = " ".join(str(block.text) for block in changes_section(source, source).blocks)
    assert (
        "Nothing of what is compared changed since Mid-2022. Summaries and what was reported in words"
        in sentence
    )
