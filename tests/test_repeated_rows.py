"""Rows of dashboards that Python fills in: whatever a plan or a report says in them is escaped."""

from types import SimpleNamespace
from typing import Any

from django.template import Context, Template
from django.utils.safestring import SafeString

from actionplan.base.timeline_chart import Diamond, TimelineRow
from tests.test_repeated_markup import SLY


def rendered(template: str, **context: Any) -> str:
    """With the tag libraries of the portal; nothing sly may come through as it is."""
    html = Template("{% load figures timeline_rows %}" + template).render(Context(context))
    assert "<script>" not in html
    return html


TITLED = SimpleNamespace(title=SLY, title_nl="", code=SLY)


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
