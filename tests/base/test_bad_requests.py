"""What the portal cannot read is answered with 400 and a plain page, whoever sends it and wherever to."""

from unittest.mock import Mock
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import LazySettings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.errors import with_unreadable_answered
from tests.personas import signed_in

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


def visitor() -> Client:
    """Somebody whose forms must carry their token, as in a browser."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def test_a_form_in_another_charset(administrator: User) -> None:
    unknown, known = visitor(), visitor()
    signed_in(administrator, known)
    for client in [unknown, known]:
        client.get("/accounts/login/")
        client.get("/accounts/password/change/")
        for address in ["/accounts/login/", "/language/", "/administration/accounts/user/add/"]:
            for charset in ["utf-16", "utf-7", "latin-1"]:
                body = "login=somebody".encode(charset)
                kind = f"{FORM}; charset={charset}"
                response = client.generic("POST", address, body, content_type=kind)
                assert response.status_code == 400
                assert "The portal could not read the request" in response.content.decode()


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", "UTF8", "UTF_8"])
def test_a_form_in_utf_8_by_any_of_its_names(charset: str) -> None:
    client = Client()
    kind = f"{FORM}; charset={charset}"
    assert client.generic("POST", "/language/", b"language=nl", content_type=kind).status_code == 302
    assert client.cookies["django_language"].value == "nl"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "portal.request"]


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("charset", ["utf-16", "idna", "unknown", "latin-1"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=X", "text/html"])
def test_a_form_in_another_charset_leaves_its_line_on_a_developers_machine_too(
    administrator: User,
    settings: LazySettings,
    caplog: pytest.LogCaptureFixture,
    debug: bool,
    charset: str,
    kind: str,
) -> None:
    settings.DEBUG = debug
    client = signed_in(administrator, visitor())
    body = b'--X\r\nContent-Disposition: form-data; name="login"\r\n\r\nann\r\n--X--\r\n'
    caplog.clear()
    response = client.generic("POST", "/accounts/login/", body, content_type=f"{kind}; charset={charset}")
    assert response.status_code == 400
    assert "The portal could not read the request" in response.content.decode()
    (line,) = lines(caplog)
    assert "status=400" in line


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "anything"])
def test_a_cookie_with_an_escaped_nul(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """PostgreSQL would refuse the key of such a session, in the view and where the line is written."""
    response = visitor().get("/2020-2024/", HTTP_COOKIE=f'{name}="a\\000bcdefghijklmnop"')
    assert response.status_code == 400
    assert "The portal could not read the request" in response.content.decode()
    (line,) = lines(caplog)
    assert "status=400" in line
    assert visitor().get("/2020-2024/", HTTP_COOKIE=f'{name}="abcdefghijklmnop"').status_code == 302


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary="])
def test_a_form_in_parts_that_does_not_say_where_they_end(administrator: User, kind: str) -> None:
    unknown, known = visitor(), visitor()
    signed_in(administrator, known)
    for client in [unknown, known]:
        client.get("/accounts/login/")
        client.get("/accounts/password/change/")
        assert "csrftoken" in client.cookies  # with which the token of the form is looked for
        for address, status in [("/nowhere/at/all/", 404), ("/static/nothing.css", 404), ("/language/", 400)]:
            response = client.generic("POST", address, b"x", content_type=kind)
            assert response.status_code == status
            words = {404: "Page not found", 400: "The portal could not read the request"}[status]
            assert words in response.content.decode()


@pytest.mark.parametrize(("charset", "query"), [("hex", "x=1"), ("utf-8", "&".join(["x=1"] * 2000))])
def test_an_address_in_a_charset_that_is_no_text_or_that_asks_too_much(
    charset: str, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Seen by the server, before Django has a request."""
    environ = {"QUERY_STRING": query, "CONTENT_TYPE": f"text/html; charset={charset}"}
    setup_testing_defaults(environ)
    start_response = Mock()
    page = b"".join(with_unreadable_answered(WSGIHandler())(environ, start_response)).decode()
    assert start_response.call_args.args[0] == "400 Bad Request"
    (line,) = lines(caplog)
    assert line == "route=- method=GET status=400 ms=0 user=-"
    assert "The portal could not read the request" in page


def test_an_export_of_what_is_not_known(keeper: Client) -> None:
    keeper.raise_request_exception = False
    for name in ["accounts/user", "organisations/minister", "organisations/organisation"]:
        response = keeper.get(f"/administration/{name}/export/?x=1")
        assert response.status_code == 400
        assert "The portal could not read the request" in response.content.decode()
        assert keeper.get(f"/administration/{name}/export/").status_code == 200


def test_an_address_that_only_takes_a_form_says_so_when_it_is_opened(administrator: User) -> None:
    client = signed_in(administrator)
    answer = client.get("/plans/import/upload/", headers={"accept-language": "nl"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer["Content-Length"] == str(len(answer.content))  # else a browser shows nothing of it
    assert "Dit adres neemt alleen aan wat een formulier verstuurt." in answer.content.decode()
