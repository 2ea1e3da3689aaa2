"""Rows of dashboards that Python fills in: whatever a plan or a report says in them is escaped."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from actionplan.base.schedule_chart import Milestone, Span, schedule_line
from actionplan.base.timeline_chart import Diamond, TimelineRow
from actionplan.portal.dashboards.budget_tables import Figure, MoneyRow, MoneyTable, Named
from actionplan.portal.dashboards.counting import Group
from actionplan.portal.dashboards.matrix import Cell
from actionplan.portal.dashboards.parts import Part
from actionplan.portal.happenings import Happening, Kind
from actionplan.portal.tallies import Measure
from objectives.models import Objective
from tests.test_repeated_markup import SLY


def rendered(template: str, **context: Any) -> str:
    """With the tag libraries of the portal; nothing sly may come through as it is."""
    html = Template(
        "{% load budget_rows charts figures history milestone_rows overview_rows quality_rows schedule shown spending timeline_rows %}"
        + template
    ).render(Context(context))
    assert "<script>" not in html
    return html


TITLED = SimpleNamespace(title=SLY, title_nl="", code=SLY)
NAMED = SimpleNamespace(name=SLY, name_nl="")


def timeline_row(**more: Any) -> SimpleNamespace:
    milestone = SimpleNamespace(milestone=TITLED, words=SLY)
    return SimpleNamespace(
        **{
            "fact": SimpleNamespace(code=SLY, has_slipped=True),
            "action": SimpleNamespace(title=SLY, title_nl="", status="ongoing"),
            "url": SLY,
            "were_amended": True,
            "adopted_words": SLY,
            "in_force_words": SLY,
            "in_force": SLY,
            "message": SLY,
            "status": SLY,
            "status_note": SLY,
            "reported": [SLY],
            "slipped": [SLY, SLY],
            "has_no_forecast": True,
            "milestones_due": 1,
            "milestones_words": SLY,
            "missed": [milestone],
            **more,
        }
    )


def test_a_row_of_the_timeline_is_escaped() -> None:
    drawn = TimelineRow(diamonds=[Diamond("missed", "1%", 0, SLY)])
    group = SimpleNamespace(drawn=[(timeline_row(), drawn), (timeline_row(were_amended=False), drawn)])
    html = rendered("{% timeline_rows group grid %}", group=group, grid=SafeString("<line/>"))
    assert html.count("<tr>") == 2
    assert html.count('<span class="block slipped">') == 4  # the slip and that nothing is foreseen, of each


def test_the_heading_of_a_group_of_the_timeline_is_escaped() -> None:
    part = SimpleNamespace(prefix=SLY, subject=TITLED)
    group = SimpleNamespace(part=part, url=SLY, count=2)
    assert ">2 actions</a>" in rendered("{% timeline_group group 'objective' %}", group=group)
    by_year = SimpleNamespace(part=None, url="/", count=1, has_no_end=False, value=SLY)
    assert ">1 action</a>" in rendered("{% timeline_group group 'year' %}", group=by_year)


PARTS = [
    {"code": SLY, "label": SLY, "count": 2, "url": SLY},
    {"code": "none", "label": SLY, "count": 0, "url": SLY},
]
PART = Part("1", Objective(number=1, title=SLY), SLY, SLY)


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
    html = rendered(
        "{% matrix_heads matrix %}{% matrix_rows matrix %}{% matrix_sums matrix %}", matrix=matrix
    )
    assert html.count('data-label="Objective 1"') == 2
    assert html.count('data-label="All objectives" class="nothing"') == 2
    assert html.count("off track</span>") == 2


def test_a_table_of_a_trend_is_escaped() -> None:
    frozen = SimpleNamespace(url=SLY, round=SimpleNamespace(code=SLY))
    one = SimpleNamespace(frozen=frozen, segments=PARTS, total=2, url=SLY)
    trend = SimpleNamespace(labels=[SLY, "stopped"], rounds=[one, one])
    html = rendered("{% trend_table trend %}", trend=trend)
    assert html.count("<th ") == 6
    assert html.count('data-label="Stopped">–') == 2


def test_a_point_of_attention_is_escaped() -> None:
    action = SimpleNamespace(**vars(TITLED), is_continuous=True)
    point = SimpleNamespace(action=action, url=SLY, sentences=[SLY, SLY], mark="off_track")
    html = rendered("{% points points %}", points=[point])
    assert html.count('<p class="aside">') == 2
    assert "little or nothing" in html


def test_charts_are_escaped() -> None:
    assert rendered("{% status_bar SLY SLY parts 'actions' %}", SLY=SLY, parts=PARTS).count("<li>") == 2
    year = {"year": 2021, "planned": Decimal(3), "committed": None, "paid": Decimal(1)}
    assert "€3" in rendered("{% money_years SLY SLY years %}", SLY=SLY, years=[year])
    missed = SimpleNamespace(year=2021, total=3, parts=[{"code": "missed", "label": SLY, "count": 3}])
    assert "-hatch)" in rendered("{% milestone_years SLY SLY years %}", SLY=SLY, years=[missed])


def count_of(asked: int) -> SimpleNamespace:
    bar = [{"code": "completed", "label": SLY, "count": asked}]
    told = {"point": SLY, "label": SLY, "what": SLY, "parts": bar, "asked": asked, "met": 0, "unmet": asked}
    return SimpleNamespace(**told, asked_url=SLY, met_url=SLY, unmet_url=SLY)


def test_points_of_the_quality_of_reporting_are_escaped() -> None:
    counts = [count_of(2), count_of(0)]
    html = rendered("{% point_totals totals %}", totals=counts)
    assert html.count("small-bar") == 1
    assert html.count("applies to nothing here") == 1
    rows = [SimpleNamespace(part=PART, counts=counts)]
    html = rendered("{% points_by_objective objectives %}", objectives=rows)
    assert "of 2</span>" in html
    assert html.count("–</td>") == 1


FIGURES = [Figure("paid", SLY, Decimal(1), SLY), Figure("planned", SLY, None, "")]
SHOWN = SimpleNamespace(action_url=lambda code: code)


def test_the_money_of_a_part_is_escaped() -> None:
    rows = [MoneyRow(PART, FIGURES, 2, SLY), MoneyRow(Part("none"), FIGURES)]
    table = MoneyTable("objective", SLY, SLY, rows, rows[0])
    measures = [("paid", SLY), ("planned", SLY)]
    html = rendered("{% money_table table measures %}", table=table, measures=measures)
    assert html.count(">2</a></td>") == 2
    assert html.count(">0</td>") == 1
    kinds = MoneyTable("kind", SLY, SLY, [MoneyRow(Named(SLY), FIGURES)], rows[0])
    assert "&gt;alert(1)" in rendered("{% money_table table measures %}", table=kinds, measures=measures)


def test_the_lines_of_a_budget_are_escaped() -> None:
    key = SimpleNamespace(place=3)
    said = {"label": SLY, "label_nl": "", "printed": SLY, "has_amount": True, "kind_label": SLY}
    told = SimpleNamespace(
        action=TITLED, key=key, line=SimpleNamespace(**said), how=SLY, shares=SLY, figures=FIGURES
    )
    ended = SimpleNamespace(action=TITLED, key=key, line=None, how="", shares="", figures=FIGURES)
    html = rendered("{% line_rows rows shown %}", rows=[told, ended], shown=SHOWN)
    assert html.count("3.") == 1
    assert "no longer in the plan" in html
    assert "–</td>" in rendered("{% open_rows rows shown %}", rows=[told], shown=SHOWN)


def milestone_row(**more: Any) -> SimpleNamespace:
    said = {"title": SLY, "title_nl": "", "is_proposed": True, "schedule": "missed", "days_late": 3}
    periods = SimpleNamespace(due=4, told=3, achieved=2)
    told = {
        "action": TITLED,
        "milestone": SimpleNamespace(**said, periods=periods),
        **dict.fromkeys(["url", "due", "target", "target_words", "reached", "reached_words", "shape"], SLY),
        **dict.fromkeys(["state", "origin", "days_late", "achieved_on", "shown_source"], SLY),
        "years_in_words": [SLY, SLY],
        "numbers": [],
    }
    return SimpleNamespace(**(told | more))


def test_a_row_of_the_milestones_is_escaped() -> None:
    bare = milestone_row(due="", target="", reached="", shape="", shown_source="")
    group = SimpleNamespace(words=SLY, subject=TITLED, rows=[milestone_row(), bare])
    by_year = SimpleNamespace(words=SLY, subject=None, rows=[])
    html = rendered("{% milestone_groups groups %}", groups=[group, by_year])
    assert 'aria-labelledby="group-2"' in html
    assert html.count('<span class="warn">') == 2
    assert html.count("<svg") == 1
    assert html.count("–</td>") == 2  # when it is due, and its target


def test_the_periods_and_the_years_of_milestones_are_escaped() -> None:
    html = rendered("{% period_rows rows %}", rows=[milestone_row(), milestone_row(numbers=[SLY])])
    assert html.count("no number reported") == 1
    year = SimpleNamespace(year=2021, total=3, url=SLY, due=2, due_url=SLY, parts=PARTS)
    html = rendered("{% milestone_years_rows years %}", years=[year])
    assert 'aria-label="2, 2021, due"' in html


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


def test_planned_committed_and_paid_open_their_receipts() -> None:
    asked = SimpleNamespace(query={"on": "2022-12-31"})
    sums = SimpleNamespace(planned=Decimal(3), committed=None, paid=Decimal(1))
    cells = "{% money_cells sums year=2021 of=SLY %}"
    html = rendered(cells, sums=sums, asked=asked, receipt_url="/receipt/", SLY=SLY)
    assert 'href="/receipt/?on=2022-12-31&amp;measure=planned&amp;year=2021&amp;action=' in html
    assert html.count("–") == 1


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


def test_the_rows_that_money_adds_up_are_escaped() -> None:
    report = SimpleNamespace(
        pk=7, organisation=NAMED, on_behalf=True, submitted_at=datetime(2022, 1, 2, tzinfo=UTC)
    )
    amounts = {
        "committed": Decimal(2),
        "paid": None,
        "forecast": None,
        "full_time_equivalents": Decimal("1.50"),
    }
    row = SimpleNamespace(year=2021, report=report, **amounts)
    money = SimpleNamespace(rows=[row], has_full_time_equivalents=True)
    html = rendered("{% spending_rows money '2020-2024' '1.1' %}", money=money)
    assert 'data-label="FTE">1.50</td>' in html
    assert html.count("–</td>") == 2


def test_the_chart_of_a_schedule_is_escaped() -> None:
    plan = Span(date(2020, 1, 1), date(2024, 12, 31))
    milestones = [Milestone(date(2022, 1, 1), SLY, "missed")]
    chart = schedule_line(plan=plan, adopted=[plan], on=date(2023, 1, 1), milestones=milestones)
    html = rendered("{% schedule_line SLY SLY chart %}", SLY=SLY, chart=chart)
    assert html.count("point-cross") == 2  # in the chart and in its legend
