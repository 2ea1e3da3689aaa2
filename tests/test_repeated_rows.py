"""Rows of dashboards that Python fills in: whatever a plan or a report says in them is escaped."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.template import Context, Template
from django.utils.safestring import SafeString

from actionplan.base.timeline_chart import Diamond, TimelineRow
from actionplan.portal.dashboards.parts import Part
from actionplan.portal.happenings import Happening, Kind
from objectives.models import Objective
from tests.test_repeated_markup import SLY


def rendered(template: str, **context: Any) -> str:
    """With the tag libraries of the portal; nothing sly may come through as it is."""
    html = Template("{% load charts figures history schedule shown timeline_rows %}" + template).render(
        Context(context)
    )
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
PART = Part("1", Objective(number=1, title=SLY), SLY, ("objective", "2020-2024", 1))


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
