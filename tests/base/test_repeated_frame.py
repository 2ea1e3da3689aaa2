"""What the frame of every page is filled in with by Python, with values that mean to be markup."""

from types import SimpleNamespace
from typing import Any

from django.template import Context, Template
from django.templatetags.static import static

from actionplan.pages.context import Frame, NavigationItem

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
