"""The marks beside words, and what charts are made of: every value escaped, each code as it looks."""

import re
from datetime import date
from typing import Any

from django.template import Context, Template

from actionplan.base.charts import SIGNS
from actionplan.base.timeline_chart import Axis, MilestonePoint, course_of
from actionplan.reporting.states import Confidence, Status
from tests.undefined_variables import ROOT

SLY = '"><script>alert(1)</script>'
SAFE = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


def rendered(template: str, **context: Any) -> str:
    """With white space as a browser shows it."""
    html = Template("{% load ui %}" + template).render(Context(context))
    assert "<script>" not in html
    return " ".join(html.split())


def test_every_value_is_escaped() -> None:
    parts = [{"code": "stopped", "label": SLY, "count": 1}]
    for template in [
        "{% shares parts %}",
        "{% swatch SLY %}",
        "{% sign SLY %}",
    ]:
        html = rendered(template, SLY=SLY, parts=parts)
        assert SAFE.replace("&quot;", "") in html.replace("&quot;", "")


def test_the_shares_of_a_bar_follow_each_other_and_each_links_to_what_it_counts() -> None:
    parts = [
        {"code": "completed", "label": "completed", "count": 9, "url": "/done/"},
        {"code": "stopped", "label": "stopped", "count": 0, "url": "/stopped/"},
        {"code": "overdue", "label": "overdue", "count": 41, "url": "/late/"},
    ]
    html = rendered("{% shares parts %}", parts=parts)
    assert re.findall(r'seg-(\w+)" x="(\d+)" width="(\d+)"', html) == [
        ("completed", "0", "9"),
        ("overdue", "9", "41"),
    ]
    assert '<b>9</b> <span> <a href="/done/">completed</a>' in html
    assert '<b>0</b> <span> <span class="soft">stopped</span>' in html
    assert re.findall(r"signs.svg#(\w+)", html) == ["completed", "stopped", "late"]


def test_a_swatch_looks_as_its_segment() -> None:
    for code, looks in {
        "on_track": "#on_track",
        "none": "#none",
        "": "seg-never",
        "stopped": "hatch",
        "missed": "seg-missed",
        "done": "seg-completed",
    }.items():
        assert looks in rendered("{% swatch code %}", code=code)


def test_a_status_says_its_word_and_what_follows_it() -> None:
    html = rendered('{% status "ongoing" since %}{% status %}', since=date(2022, 6, 1))
    assert '</svg> ongoing <span class="aside">on hold since 1 June 2022</span></span>' in html
    assert "</svg> never reported</span>" in html


def test_every_sign_that_a_page_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (ROOT / "static/signs.svg").read_text()))
    codes = {*Status.values, *Confidence.values, *SIGNS.values(), "on_hold", "none", "missed", "dropped"}
    assert codes <= drawn


def test_the_course_of_an_action_is_escaped() -> None:
    axis = Axis(date(2020, 1, 1), date(2024, 12, 31), date(2023, 1, 1))
    course = course_of(
        axis, adopted=[], in_force=[], milestones=[MilestonePoint(date(2022, 1, 1), SLY, "missed")]
    )
    html = rendered("{% course course %}", course=course)
    assert html.count('href="#look-point-missed"') == 1
    assert SAFE in html
    shapes = rendered('{% include "timeline/shapes.html" %}', axis=axis, legend=[("point-missed", "missed")])
    assert shapes.count('id="look-point-missed"') == shapes.count("point-cross") == 1


def test_a_bar_of_money_shows_what_was_paid_over_the_plan_apart() -> None:
    html = rendered(
        "{% money_bar planned committed paid longest %}", planned=50, committed=60, paid=75, longest=100
    )
    assert 'class="paid" y="4" width="50%"' in html
    assert 'class="over" x="50%" y="4" width="25%"' in html
    assert 'x1="60%"' in html
    assert "<rect" not in rendered("{% money_bar None None None 100 %}")
    assert 'class="paid" y="4" width="10%"' in rendered("{% money_bar None None 10 100 %}")  # nothing planned
