"""What the frame of every page is filled in with by Python, with values that mean to be markup."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.template import Context, Template
from django.templatetags.static import static

from actionplan.portal.context import Frame, NavigationItem

SLY = "<script>'&\""


def rendered(template: str, **context: Any) -> str:
    html = Template("{% load frame %}" + template).render(Context(context))
    assert "<script>" not in html
    return html


def frame(**more: Any) -> Frame:
    said = {"user_label": SLY, "role_labels": [SLY], "actions_url": SLY, "next_path": SLY}
    return Frame(**{**said, "other_language": SLY, "other_language_name": SLY, **more})


def test_a_file_has_the_address_that_django_gives_it() -> None:
    assert rendered("{% file_address 'portal.css' %}") == static("portal.css")


def test_the_tools_of_the_frame_are_escaped() -> None:
    html = rendered("{% site_tools %}", portal=frame(is_administrator=True), csrf_token=SLY)
    assert html.count('name="csrfmiddlewaretoken"') == 2
    assert 'placeholder="Search the actions"' in html
    assert html.count("<li><a href=") == 4


def test_without_a_role_there_is_no_calendar() -> None:
    html = rendered("{% site_tools %}", portal=frame(role_labels=[], actions_url=""))
    assert "<li>No role yet</li>" in html
    assert html.count("<li><a href=") == 1
    assert "csrfmiddlewaretoken" not in html
    assert "site-search" not in html


def test_who_is_not_signed_in_switches_the_language_alone() -> None:
    html = rendered("{% site_tools %}", portal=Frame(), csrf_token="NOTPROVIDED")
    assert html.count("<form") == 1
    assert 'lang="nl">Nederlands</button>' in html
    assert "csrfmiddlewaretoken" not in html


def test_a_page_without_the_frame_has_no_tools() -> None:
    assert rendered("{% site_tools %}") == ""


def test_the_navigation_is_escaped() -> None:
    items = [NavigationItem(SLY, SLY, current=True), SimpleNamespace(url="/", label="Trend", current=False)]
    assert rendered("{% site_navigation items %}", items=items).count(' aria-current="page"') == 1


def test_the_sentence_of_what_is_shown_is_escaped() -> None:
    request = SimpleNamespace(GET=QueryDict(urlencode({"page": "2", "q": SLY, "round": "2022-12"})))
    said = {"basis": "reported", "other_basis": "accepted", "may_switch_basis": True, "is_now": False}
    scope = SimpleNamespace(in_words=[(SLY, SLY)], also=True, is_wider=True, is_everything=False)
    closed = datetime(2022, 12, 31, 12, tzinfo=UTC)
    frozen = SimpleNamespace(
        round=SimpleNamespace(local_name=SLY),
        closing=SimpleNamespace(closed_at=closed, reopened_at=None),
        snapshot=SimpleNamespace(reckoned_on=closed.date()),
    )
    shown = SimpleNamespace(**said, scope=scope, frozen=frozen)
    html = rendered("{% shown_moment shown %}", shown=shown, request=request)
    assert "31 December 2022, 13:00" in html
    assert html.count("<a href=") == 3
    assert "page=2" not in html
    assert html.count("round=2022-12") == 2  # not in the link back to today


def test_a_past_day_and_the_last_day_of_a_plan_are_said() -> None:
    ended = date(2024, 12, 31)
    whole = SimpleNamespace(in_words=[], also=False, is_everything=True)
    said = {"basis": "accepted", "may_switch_basis": False, "scope": whole, "frozen": None}
    today = {"is_now": True, "asked": SimpleNamespace(reckoned_on_the_last_day=True)}
    moment = SimpleNamespace(reckoned_on=ended, asked_day=ended)
    request = SimpleNamespace(GET=QueryDict("on=2024-12-31"))
    now = SimpleNamespace(**said, **today, moment=moment)
    html = rendered("{% shown_moment shown %}", shown=now, request=request)
    assert "the plan’s last day, 31 December 2024" in html
    assert "<a" not in html
    then = SimpleNamespace(**said, is_now=False, moment=moment)
    html = rendered("{% shown_moment shown %}", shown=then, request=request)
    assert html.startswith("As known on 31 December 2024")
    assert "back to today" in html
