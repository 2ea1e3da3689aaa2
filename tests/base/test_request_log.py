"""The log: one line a request that names the route, and nothing that anybody asked for or typed."""

import io
import logging
import sys
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from actionplan.base.middleware import RedactingFormatter, RouteInsteadOfPath
from actionplan.urls import urlpatterns as portal_urlpatterns


def failing(request: HttpRequest) -> HttpResponse:
    raise ValueError(f"typed: {request.POST['words']}")


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"hello {request.user.pk}")


urlpatterns = [
    path("fail/secret-path/", failing, name="failing"),
    path("hello/", hello, name="hello"),
    *portal_urlpatterns,
]


@pytest.fixture
def log() -> Callable[[], str]:
    """What the handler of standard output wrote since."""
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, RedactingFormatter)]
    written, stream = io.StringIO(), handler.stream
    handler.setStream(written)
    yield written.getvalue
    handler.setStream(stream)


@pytest.fixture
def somebody(db):
    return get_user_model().objects.create_user(username="somebody", password="not-told")


@pytest.mark.django_db
def test_a_request_is_one_line_that_quotes_nothing(client: Client, log) -> None:
    client.post("/healthz?secret=query", {"secret": "form"})
    client.get("/Secret-Path")
    client.get("/healthz", headers={"host": "secret.example.org"})
    known, unknown, *_forged = log().splitlines()
    assert " INFO portal.request route=healthz method=POST status=405 ms=" in known
    assert known.endswith(" user=-")
    assert "route=- method=GET status=404" in unknown
    assert "secret" not in log()


@pytest.mark.urls(__name__)
def test_the_line_names_who_is_signed_in_by_number_and_a_failure_neither_path_nor_words(
    client: Client, somebody, log
) -> None:
    client.force_login(somebody)
    client.get("/hello/")
    (line,) = log().splitlines()
    assert "route=hello" in line
    assert line.endswith(f" user={somebody.pk}")
    client.raise_request_exception = False
    client.post("/fail/secret-path/", {"words": "secret words"})
    text = log()
    assert "ERROR django.request failed: route=failing" in text
    assert "in failing" in text
    assert "ValueError" in text
    assert "secret" not in text


def test_every_exception_of_a_chain_is_named_without_its_message() -> None:
    try:
        try:
            raise KeyError("secret")
        except KeyError as error:
            raise ValueError("secret") from error
    except ValueError:
        text = RedactingFormatter().formatException(sys.exc_info())
    assert text.index("KeyError") < text.index("ValueError")
    assert "secret\n" not in text


def test_a_refusal_of_django_is_left_to_the_line_of_the_request_and_a_failure_is_not() -> None:
    warning = logging.makeLogRecord({"levelno": logging.WARNING, "msg": "Not Found: /secret"})
    assert not RouteInsteadOfPath().filter(warning)
    error = logging.makeLogRecord({"levelno": logging.ERROR, "request": RequestFactory().get("/secret")})
    assert RouteInsteadOfPath().filter(error)
    assert error.getMessage() == "failed: route=-"
