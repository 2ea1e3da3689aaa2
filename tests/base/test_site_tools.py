"""What stands at the head of every page: the switch of language, who is signed in."""

import re
from typing import Any

from django.template.loader import render_to_string

from actionplan.pages.context import Frame
from objectives.models import Plan


def tools(portal: Frame | None = None, **context: Any) -> str:
    return render_to_string("ui/site_tools.html", {"portal": portal, **context})


def frame(**more: Any) -> Frame:
    return Frame(**{"user_label": "Ann", "role_labels": ["reader"], "plan": Plan(code="2020-2024"), **more})


def test_who_is_signed_in_has_what_concerns_that_person() -> None:
    html = tools(frame(), csrf_token="a-token")
    assert html.count('name="csrfmiddlewaretoken"') == 2
    assert len(re.findall(r"<li>\s*<a href=", html)) == 4


def test_without_a_role_there_is_no_calendar() -> None:
    html = tools(frame(role_labels=[], plan=None))
    assert "<li>No role yet</li>" in html
    assert len(re.findall(r"<li>\s*<a href=", html)) == 3
    assert "csrfmiddlewaretoken" not in html


def test_who_is_not_signed_in_switches_the_language_alone() -> None:
    html = tools(Frame())
    assert html.count("<form") == 1
    assert 'lang="nl">Nederlands</button>' in html


def test_a_page_without_the_frame_has_no_tools() -> None:
    assert tools().strip() == ""
