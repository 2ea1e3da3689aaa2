"""What the portal cannot read is answered with 400 and a plain page, whoever sends it and wherever to."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


def visitor() -> Client:
    """Somebody whose forms must carry their token, as in a browser."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def test_a_form_in_another_charset(administrator: User) -> None:
    unknown, known = visitor(), visitor()
    known.force_login(administrator)
    for client in [unknown, known]:
        client.get("/accounts/login/")
        client.get("/accounts/password/change/")
        for address in ["/accounts/login/", "/language/", "/administration/accounts/user/add/"]:
            for charset in ["utf-16", "utf-7", "latin-1"]:
                body = "login=somebody".encode(charset)
                kind = f"{FORM}; charset={charset}"
                response = client.generic("POST", address, body, content_type=kind)
                assert response.status_code == 400
                assert "The request makes no sense" in response.content.decode()


def test_an_export_of_what_is_not_known(administrator: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(administrator)
    client.raise_request_exception = False
    for name in ["accounts/user", "organisations/minister", "organisations/organisation"]:
        response = client.get(f"/administration/{name}/export/?x=1")
        assert response.status_code == 400
        assert "The request makes no sense" in response.content.decode()
        assert client.get(f"/administration/{name}/export/").status_code == 200
