"""The gate on the console: what a page complains about reaches the test, and a quiet page passes."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from playwright.sync_api import Page

pytestmark = pytest.mark.urls(__name__)

FAULTS = {
    "inline-style": ('<p style="color: red">', "Content Security Policy"),
    "inline-script": ("<script>1</script>", "Content Security Policy"),
    "missing-file": ('<img src="/absent" alt="">', "404"),
    "exception": ('<script src="/throw"></script>', "planted"),
    "warning": ('<script src="/warn"></script>', "planted warning"),
}


@login_not_required
def page_with(request: HttpRequest, body: str = "") -> HttpResponse:
    return HttpResponse(f'<!doctype html><title>Page</title><link rel="icon" href="/icon">{body}')


@login_not_required
def script(request: HttpRequest, source: str) -> HttpResponse:
    return HttpResponse(source, content_type="text/javascript")


@login_not_required
def nothing(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(status=status)


urlpatterns = [
    path("quiet", page_with),
    path("icon", nothing, {"status": 204}),
    path("absent", nothing, {"status": 404}),
    path("throw", script, {"source": "throw new Error('planted')"}),
    path("warn", script, {"source": "console.warn('planted warning')"}),
    *[path(fault, page_with, {"body": body}) for fault, (body, _) in FAULTS.items()],
]


def test_a_quiet_page_has_no_complaint_and_each_fault_is_one(page: Page, complaints: list[str]) -> None:
    page.goto("/quiet")
    assert complaints == []
    for fault, (_body, said) in FAULTS.items():
        page.goto(f"/{fault}")
        assert said in "\n".join(complaints), fault
        complaints.clear()
