"""Tables and charts that Python fills in: whatever a plan or a report says in them is escaped."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from actionplan.base.schedule_chart import Milestone, Span, schedule_line
from tests.test_repeated_markup import SLY
from tests.test_repeated_rows import PART, PARTS, TITLED, rendered


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


def test_planned_committed_and_paid_open_their_receipts() -> None:
    asked = SimpleNamespace(query={"on": "2022-12-31"})
    sums = SimpleNamespace(planned=Decimal(3), committed=None, paid=Decimal(1))
    cells = "{% money_cells sums year=2021 of=SLY %}"
    html = rendered(cells, sums=sums, asked=asked, receipt_url="/receipt/", SLY=SLY)
    assert 'href="/receipt/?on=2022-12-31&amp;measure=planned&amp;year=2021&amp;action=' in html
    assert html.count("–") == 1


def test_the_chart_of_a_schedule_is_escaped() -> None:
    plan = Span(date(2020, 1, 1), date(2024, 12, 31))
    milestones = [Milestone(date(2022, 1, 1), SLY, "missed")]
    chart = schedule_line(plan=plan, adopted=[plan], on=date(2023, 1, 1), milestones=milestones)
    html = rendered("{% schedule_line SLY SLY chart %}", SLY=SLY, chart=chart)
    assert html.count("point-cross") == 2  # in the chart and in its legend
