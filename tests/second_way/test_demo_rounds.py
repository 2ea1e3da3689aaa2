"""The demo story is told in four rounds, which end as real rounds end: nearly everything accepted, the rest explained."""

import datetime
from collections import Counter

import pytest
from django.db.models import Count, Q

from actionplan.demo.story_day import STORY_DAY
from actionplan.demo.texts import MARKS
from actionplan.picture.frozen import counted_at
from actionplan.reporting.models import (
    Extension,
    MinisterAnswer,
    ProgressReport,
    Request,
    Round,
    Snapshot,
)
from actionplan.reporting.states import Basis, RoundState
from actionplan.rounds.verifying import verify

pytestmark = pytest.mark.django_db


def test_there_are_four_closed_rounds(demo_story: str) -> None:
    rounds = Round.objects.order_by("about")
    assert [row.code for row in rounds] == ["2021-06", "2021-12", "2022-06", "2022-12"]
    assert {row.state for row in rounds} == {RoundState.CLOSED}
    assert all(row.closings.count() == 1 for row in rounds)
    assert rounds.last().closed_at.date() == STORY_DAY  # type: ignore[union-attr]


def test_the_first_round_asked_about_every_action_and_later_ones_not_about_what_was_done(
    demo_story: str,
) -> None:
    asked = Count("requests", filter=Q(requests__role="lead"))
    counts = list(Round.objects.order_by("about").annotate(asked=asked).values_list("asked", flat=True))
    assert counts[0] == 50
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < 50


def test_nearly_all_reports_belong_to_a_round_and_some_came_between_rounds(demo_story: str) -> None:
    inside = ProgressReport.objects.exclude(round=None).count()
    between = ProgressReport.objects.filter(round=None).count()
    assert inside > 100
    assert 0 < between < inside / 10


def test_every_lead_s_request_was_accepted_or_has_its_reason(demo_story: str) -> None:
    rows = Request.objects.of_leads().with_state()
    assert not rows.not_accepted().filter(excuse="").exists()
    assert rows.filter(answer_state="accepted").count() > 130
    excuses = set(Request.objects.exclude(excuse="").values_list("excuse", flat=True))
    assert len(excuses) >= 3
    assert all(excuse.startswith(MARKS) for excuse in excuses)


def test_one_extension_was_asked_and_given(demo_story: str) -> None:
    extension = Extension.objects.get()
    assert extension.state == "granted"
    assert extension.request.extended_to == datetime.date(2022, 6, 21)


def test_a_minister_s_office_objected_once_and_to_nothing_else(demo_story: str) -> None:
    answers = MinisterAnswer.objects.filter(round__code="2022-06", minister__key="home_affairs")
    assert answers.filter(objects_to_it=True).count() == 1
    assert answers.filter(objects_to_it=False).count() > 5


def test_some_reports_came_in_late(demo_story: str) -> None:
    rows = Request.objects.of_leads().with_state().filter(first_handed_in__isnull=False)
    assert any(row.first_handed_in.date() > row.due for row in rows)


def test_every_round_s_snapshot_verifies_and_the_last_counts_nine_forty_and_one(demo_story: str) -> None:
    snapshots = list(Snapshot.objects.order_by("taken_at"))
    assert [verify(snapshot) for snapshot in snapshots] == [[]] * 4
    [counted] = counted_at(snapshots[-1:], Basis.ACCEPTED).values()
    assert Counter(action.status for action in counted) == {"completed": 9, "ongoing": 40, "not_started": 1}
