"""The marks beside words, and what charts are made of: every value escaped, each code as it looks."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.template import Context, Template
from django.utils.translation import override

from actionplan.base.charts import stacked_bars
from actionplan.base.schedule_chart import MilestonePoint, Span, schedule_line
from actionplan.base.timeline_chart import timeline_axis

SLY = '"><script>alert(1)</script>'
SAFE = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


def rendered(template: str, **context: Any) -> str:
    """With white space as a browser shows it."""
    html = Template("{% load charts timeline ui %}" + template).render(Context(context))
    assert "<script>" not in html
    return " ".join(html.split())


def test_every_value_is_escaped() -> None:
    parts = [{"code": "stopped", "label": SLY, "count": 1}]
    for template in [
        "{% small_bar SLY SLY parts %}",
        "{% swatch SLY %}",
        "{% point SLY %}",
    ]:
        html = rendered(template, SLY=SLY, parts=parts)
        assert SAFE.replace("&quot;", "") in html.replace("&quot;", "")


def test_the_bars_of_a_chart_are_escaped() -> None:
    chart = stacked_bars([(SLY, [{"code": "stopped", "label": "stopped", "count": 3}])])
    html = rendered("{% stacked_bars id SLY chart %}", chart=chart, id="t", SLY=SLY)
    assert "<script>" not in html
    assert html.count("<rect") == 3  # the piece, its stripes and its swatch
    assert 'fill="url(#t-hatch)"' in html


def test_a_number_over_a_pattern_is_written_after_it_on_a_ground_of_its_own() -> None:
    stopped = [{"code": "stopped", "label": "stopped", "count": 3}]
    missed = [SimpleNamespace(year=2021, total=3, parts=[{"code": "missed", "label": "missed", "count": 3}])]
    late = [SimpleNamespace(year=2021, total=3, parts=[{"code": "late", "label": "", "count": 3}])]
    drawn = {
        "hatch": [
            rendered('{% status_bar "t" "" parts %}', parts=stopped),
            rendered('{% stacked_bars "t" "" chart %}', chart=stacked_bars([("", stopped)])),
            rendered('{% milestone_years "t" "" years %}', years=missed),
        ],
        "dots": [rendered('{% milestone_years "t" "" years %}', years=late)],
    }
    for pattern, charts in drawn.items():
        for html in charts:
            assert html.index(f'fill="url(#t-{pattern})"') < html.index(f"over-{pattern}")


def test_a_number_without_a_pattern_needs_no_ground() -> None:
    completed = [{"code": "completed", "label": "completed", "count": 3}]
    assert "over-" not in rendered('{% status_bar "t" "" parts %}', parts=completed)


def test_a_swatch_looks_as_its_segment() -> None:
    for code, looks in {
        "on_track": "mark-green",
        "none": "mark-none",
        "": "seg-never",
        "stopped": "hatch",
        "missed": "hatch",
        "done": "seg-completed",
    }.items():
        assert looks in rendered("{% swatch code %}", code=code)


def test_a_status_says_its_word_and_what_follows_it() -> None:
    html = rendered('{% status "ongoing" since %}{% status %}', since=date(2022, 6, 1))
    assert '</svg> ongoing <span class="aside">on hold since 1 June 2022</span></span>' in html
    assert "</svg> never reported</span>" in html


def test_a_continuous_action_has_words_of_its_own() -> None:
    assert "</svg> little or nothing</span>" in rendered('{% confidence "off_track" continuous=True %}')


def test_a_missed_milestone_is_crossed() -> None:
    html = rendered('{% point "missed" %}{% point "open" %}')
    assert html.count("point-cross") == 1
    assert "point-open" in html


def test_the_years_of_a_timeline_name_the_day() -> None:
    axis = timeline_axis(plan=Span(date(2020, 1, 1), date(2024, 12, 31)), on=date(2022, 6, 1))
    with override("nl"):
        html = rendered("{% timeline_years axis day %}", axis=axis, day=date(2022, 6, 1))
    assert ">1 jun 2022</text>" in html
    assert html.count("plan-period") == 1


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
