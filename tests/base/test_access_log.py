"""The log of who was shown words about limited actions, or took a file along."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.test import RequestFactory
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.base.access_log import AccessLogMiddleware, note_words
from actionplan.organisations.models import Organisation
from actions.models import Action
from tests.access_lines import access_lines
from tests.personas import SmallPlan, signed_in
from tests.reporting_factories import accepted_report, noon

FILE = {"Content-Disposition": 'attachment; filename="a.csv"'}


def answered(response: HttpResponseBase, *noted: Action, method: str = "get") -> HttpResponseBase:
    def view(request: HttpRequest) -> HttpResponseBase:
        for action in noted:
            note_words(action)
        return response

    request = getattr(RequestFactory(), method)("/veiled/?q=veiled")
    request.session, request.resolver_match = {SESSION_KEY: "7"}, None
    return AccessLogMiddleware(view)(request)


def action(code: str, *, limited: bool = True) -> Action:
    return Action(code=code, limited=limited)


def test_an_answer_with_words_of_several_limited_actions_leaves_one_line() -> None:
    with access_lines() as lines:
        answered(
            HttpResponse("words"), action("3.2"), action("3.1"), action("3.1"), action("4.1", limited=False)
        )
    assert lines == ["kind=words page=- plan=- action=3.1,3.2 user=7 size=5"]


@pytest.mark.parametrize("status", [302, 304, 500, 503])
def test_an_answer_that_shows_nothing_of_what_was_read_leaves_no_line(status: int) -> None:
    with access_lines() as lines:
        answered(HttpResponse("", status=status), action("3.1"))
        answered(HttpResponse("", status=status, headers=FILE), action("3.1"))
        answered(HttpResponse("words"), action("3.1"), method="head")
        answered(HttpResponse("words"), action("3.1", limited=False))
        answered(HttpResponse("words"))
    assert lines == []


@pytest.mark.parametrize("status", [400, 404, 409, 410])
def test_words_that_are_shown_beside_what_went_wrong_leave_a_line(status: int) -> None:
    with access_lines() as lines:
        answered(HttpResponse("words", status=status), action("3.1"), method="post")
    assert len(lines) == 1


def test_the_page_of_an_error_in_place_of_what_was_read_leaves_none() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        note_words(action("3.1"))
        middleware.process_exception(request, Http404())
        return HttpResponse("not found", status=404)

    middleware = AccessLogMiddleware(view)
    with access_lines() as lines:
        middleware(RequestFactory().get("/"))
    assert lines == []


def test_a_file_leaves_a_line_whether_or_not_it_has_limited_words() -> None:
    with access_lines() as lines:
        answered(HttpResponse("code,title", headers=FILE))
    assert lines == ["kind=file page=- plan=- action=- user=7 size=10"]


@pytest.mark.django_db  # who closes an answer closes old connections
def test_a_file_sent_in_pieces_is_told_with_the_bytes_that_were_sent(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    with access_lines() as lines:
        whole: Any = answered(FileResponse((tmp_path / "a").open("rb"), as_attachment=True))
        assert lines == []
        assert whole.getvalue() == b"0123456789"
        whole.close()
        broken_off: Any = answered(StreamingHttpResponse(iter([b"0123", b"45"]), headers=FILE), action("3.1"))
        next(iter(broken_off))
        broken_off.close()
        never_begun = answered(StreamingHttpResponse(iter([b"0123"]), headers=FILE))
        never_begun.close()
    assert lines == [
        "kind=file page=- plan=- action=- user=7 size=10",
        "kind=file page=- plan=- action=3.1 user=7 size=4",
    ]


@pytest.mark.full
def test_the_lines_go_to_a_file_of_their_own_whatever_else_is_logged(tmp_path: Path) -> None:
    script = (
        "import django, logging; django.setup(); logging.getLogger('portal.access').info('kind=%s', 'file')"
    )
    settings = {"ACCESS_LOG": str(tmp_path / "access.log"), "LOG_LEVEL": "WARNING", "SECRET_KEY": "x"}
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "actionplan.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == ""
    assert (tmp_path / "access.log").read_text().endswith(" portal.access kind=file\n")


@pytest.mark.full
def test_pages_tell_only_of_limited_words_that_they_show(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    limited, client = small_plan.limited, signed_in(coordinator)
    plan, code = small_plan.plan.code, limited.code
    silent = accepted_report(limited, lead_organisation, contributor, noon(2022, 9, 1), reviewer=coordinator)
    pages = {
        "action": reverse("action", args=[plan, code]),
        "report": reverse("report", args=[plan, code, silent.pk]),
        "list": reverse("action-list", args=[plan]),
        "search for its title": reverse("search", args=[plan], query={"q": limited.title}),
        "search for what was said": reverse("search", args=[plan], query={"q": "unheard"}),
    }

    def told() -> list[str]:
        found = []
        for name, address in pages.items():
            with access_lines() as lines:
                assert client.get(address).status_code == 200
            assert len(lines) in (0, 1)
            found += [name for line in lines if f"plan={plan} action={code} user={coordinator.pk} " in line]
        return found

    assert told() == []
    said = {"obstacles": "Sample unheard obstacle.", "reviewer": coordinator}
    accepted_report(limited, lead_organisation, contributor, noon(2022, 9, 8), **said)
    assert told() == ["action", "search for what was said"]
