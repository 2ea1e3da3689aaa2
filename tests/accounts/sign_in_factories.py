"""People who sign in as they do: with a session that is kept, and a record of it."""

from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from tests.factories import PASSWORD


def sign_in_from(browser: str, user: User) -> Client:
    client = Client(headers={"user-agent": browser})
    response = client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert response.status_code == 302
    return client
