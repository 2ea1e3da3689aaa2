"""Drawings are filled in by Python: whatever a plan or a report says in them is escaped."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from actionplan.base.schedule_chart import MilestonePoint, Span, schedule_line
from tests.base.test_marks import SLY, rendered

PARTS = [
    {"code": SLY, "label": SLY, "count": 2, "url": SLY},
    {"code": "none", "label": SLY, "count": 0, "url": SLY},
]


def test_charts_are_escaped() -> None:
    assert rendered("{% status_bar SLY SLY parts 'actions' %}", SLY=SLY, parts=PARTS).count("<li>") == 2
    year = {"year": 2021, "planned": Decimal(3), "committed": None, "paid": Decimal(1)}
    assert "€3" in rendered("{% money_years SLY SLY years %}", SLY=SLY, years=[year])
    missed = SimpleNamespace(year=2021, total=3, parts=[{"code": "missed", "label": SLY, "count": 3}])
    assert "-hatch)" in rendered("{% milestone_years SLY SLY years %}", SLY=SLY, years=[missed])


def test_the_chart_of_a_schedule_is_escaped() -> None:
    plan = Span(date(2020, 1, 1), date(2024, 12, 31))
    milestones = [MilestonePoint(date(2022, 1, 1), SLY, "missed")]
    chart = schedule_line(plan=plan, adopted=[plan], on=date(2023, 1, 1), milestones=milestones)
    html = rendered("{% schedule_line SLY SLY chart %}", SLY=SLY, chart=chart)
    assert html.count("point-cross") == 2  # in the chart and in its legend
