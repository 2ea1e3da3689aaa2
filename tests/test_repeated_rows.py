"""Rows of dashboards that Python fills in: whatever a plan or a report says in them is escaped."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template

from actionplan.portal.dashboards.counting import Group
from actionplan.portal.dashboards.matrix import Cell
from actionplan.portal.dashboards.parts import Part
from actionplan.portal.happenings import Happening, Kind
from actionplan.portal.tallies import Measure
from actionplan.reporting.words import Reason
from objectives.models import Objective
from tests.test_repeated_markup import SLY


def rendered(template: str, **context: Any) -> str:
    """With the tag libraries of the portal; nothing sly may come through as it is."""
    html = Template(
        "{% load budget_rows charts figures history milestone_rows overview_rows quality_rows schedule shown spending %}"
        + template
    ).render(Context(context))
    assert "<script>" not in html
    return html


TITLED = SimpleNamespace(title=SLY, title_nl="", code=SLY)
NAMED = SimpleNamespace(name=SLY, name_nl="")


PARTS = [
    {"code": SLY, "label": SLY, "count": 2, "url": SLY},
    {"code": "none", "label": SLY, "count": 0, "url": SLY},
]
PART = Part("1", Objective(number=1, title=SLY), SLY, ("objective", "2020-2024", 1))


def test_a_distribution_leaves_out_what_counts_nothing() -> None:
    html = rendered("{% distribution whole parts %}", whole=Measure("status", SLY, []), parts=PARTS)
    assert html.count("<li>") == 1


@pytest.mark.parametrize("chart", [None, "a chart"])
def test_a_row_of_a_part_is_escaped(chart: str | None) -> None:
    groups = [Group(PART, 2, SLY, PARTS), Group(Part("none"), 2, SLY, PARTS)]
    grouping = SimpleNamespace(name="minister", label=SLY, groups=groups, chart=chart)
    measure = Measure("status", SLY, [(SLY, SLY), ("none", "stopped")])
    html = rendered("{% group_table grouping measure '?on=<script>' %}", grouping=grouping, measure=measure)
    assert html.count("<tr>") == 3
    assert html.count('data-label="Stopped">–') == 2
    assert html.count("small-bar") == (0 if chart else 2)


def test_a_matrix_is_escaped() -> None:
    cells = [Cell(3, "off_track", False, SLY, "1"), Cell(column="")]
    row = SimpleNamespace(part=PART, all=cells)
    matrix = SimpleNamespace(name="objective", label=SLY, columns=[PART], rows=[row], sums=cells)
    html = rendered("{% matrix_table matrix %}", matrix=matrix)
    assert html.count('data-label="Objective 1"') == 2
    assert html.count('data-label="All objectives" class="nothing"') == 2
    assert html.count("off track</span>") == 2


def test_a_point_of_attention_is_escaped() -> None:
    action = SimpleNamespace(**vars(TITLED), is_continuous=True)
    reasons = [Reason("stale", SLY), Reason("overspent", SLY)]
    point = SimpleNamespace(action=action, url=SLY, receipt_url=SLY, reasons=reasons, mark="off_track")
    html = rendered("{% points points %}", points=[point])
    assert html.count('<p class="aside">') == 2
    assert html.count("Where do these figures come from?") == 1
    assert "little or nothing" in html


def test_the_history_of_an_action_is_escaped() -> None:
    said = {"version": 2, "is_lead": True, "confidence": "on_track", "verdict": "off_track"}
    report = SimpleNamespace(**said, pk=7, on_behalf=True, round=NAMED, reviewed_within=True)
    report.status = "ongoing"
    question = SimpleNamespace(pk=3)
    thread = SimpleNamespace(question=question, term_words=SLY)
    at = datetime(2022, 1, 2, 12, tzinfo=UTC)
    entries = [
        Happening(at, Kind.SUBMITTED, NAMED, SLY, SLY, report, answers=1),
        Happening(at, Kind.ACCEPTED, NAMED, SLY, "", report),
        Happening(at, Kind.ASKED, NAMED, SLY, SLY, thread=thread),
    ]
    html = rendered("{% history_entries entries '2020-2024' '1.1' True %}", entries=entries)
    assert 'href="/2020-2024/actions/1.1/reports/7/"' in html
    assert "answers the remark on version 1" in html
    assert html.count("review within the submitting agency") == 1
    assert "little or nothing</span>" in html
    assert "/questions/#question-3" in html


def test_the_head_of_a_dashboard_is_escaped() -> None:
    tabs = [{"url": SLY, "label": SLY, "current": True}, {"url": "/", "label": "Trend", "current": False}]
    assert rendered("{% dashboard_tabs tabs %}", tabs=tabs).count('aria-current="page"') == 1
    field = {"name": "minister", "label": SLY, "choices": [(SLY, SLY)], "chosen": SLY}
    shown = SimpleNamespace(
        kept=[(SLY, SLY)],
        may_switch_basis=True,
        basis="reported",
        frozen=None,
        moment=SimpleNamespace(asked_day=date(2022, 12, 31)),
        rounds=["a round"],
        round_choices=[(SLY, SLY)],
        round_code="",
        scope=SimpleNamespace(fields=[field], also=True),
    )
    html = rendered("{% shown_fields shown %}", shown=shown)
    assert 'name="on" value="2022-12-31"' in html
    assert html.count("<select ") == 2
    assert html.count(" selected") == html.count(" checked") == 1


def test_the_reports_that_came_in_last_are_escaped() -> None:
    about = {"pk": 7, "code": "1.1", "title": SLY, "title_nl": "", "organisation": SLY, "organisation_nl": ""}
    at = datetime(2022, 1, 2, tzinfo=UTC)
    report = SimpleNamespace(**about, on_behalf=True, reviewed_within=True, submitted_at=at)
    entries = [(report, "submitted"), (report, "accepted")]
    html = rendered("{% last_reports entries '2020-2024' %}", entries=entries)
    assert html.count('href="/2020-2024/actions/1.1/reports/7/"') == 2
    assert html.count("not yet reviewed") == html.count("review within the submitting agency") == 1
