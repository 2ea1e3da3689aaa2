"""Rows of dashboards that Python fills in: whatever a plan or a report says in them is escaped."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.template import Context, Template

from actionplan.pages.action.happenings import Happening, Kind
from tests.base.test_repeated_markup import SLY


def rendered(template: str, **context: Any) -> str:
    """With the tag libraries of the portal; nothing sly may come through as it is."""
    html = Template("{% load charts history schedule %}" + template).render(Context(context))
    assert "<script>" not in html
    return html


NAMED = SimpleNamespace(name=SLY, name_nl="")


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
