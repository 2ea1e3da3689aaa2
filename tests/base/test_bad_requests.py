"""What the portal cannot read is answered with 400 and a plain page, whoever sends it and wherever to."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(params=["unknown", "administrator"])
def visitor(request: pytest.FixtureRequest, administrator: User) -> Client:
    """Somebody whose forms must carry their token, as in a browser."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if request.param == "administrator":
        client.force_login(administrator)
    client.get("/accounts/login/")
    client.get("/accounts/password/change/")
    return client


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "latin-1"])
@pytest.mark.parametrize("address", ["/accounts/login/", "/language/", "/administration/accounts/user/add/"])
def test_a_form_in_another_charset(visitor: Client, address: str, charset: str) -> None:
    body = "login=somebody".encode(charset)
    response = visitor.generic("POST", address, body, content_type=f"{FORM}; charset={charset}")
    assert response.status_code == 400
    assert "The request makes no sense" in response.content.decode()


@pytest.mark.parametrize("name", ["accounts/user", "organisations/minister", "organisations/organisation"])
def test_an_export_of_what_is_not_known(
    administrator: User, client_of: Callable[[User], Client], name: str
) -> None:
    client = client_of(administrator)
    client.raise_request_exception = False
    response = client.get(f"/administration/{name}/export/?x=1")
    assert response.status_code == 400
    assert "The request makes no sense" in response.content.decode()
    assert client.get(f"/administration/{name}/export/").status_code == 200
