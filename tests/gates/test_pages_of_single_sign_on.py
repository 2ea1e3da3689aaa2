"""The pages of single sign-on, which answer while it is on alone: marked for translation and well made."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from tests.accounts.factors import confirmed
from tests.accounts.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider, sign_in
from tests.gates import pseudo
from tests.gates.test_every_page import IN_PSEUDO, faults_of
from tests.personas import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.full]


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running_provider() as running:
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
        yield running


def test_every_page_is_marked_and_well_made(
    provider: Provider, in_pseudo: None, reader: User, settings: Any
) -> None:
    nobody, somebody = Client(headers=IN_PSEUDO), signed_in(reader)
    pages = {
        "stranger": sign_in(nobody, provider),
        "refused": nobody.get(reverse("sso-callback")),
        "leave": nobody.get(reverse("sso-leave")),
        "sign in": nobody.get(reverse("account_login")),
    }
    sign_in(confirmed(somebody), provider)
    pages["bind"] = somebody.get(reverse("sso-first"), headers=IN_PSEUDO)
    somebody.post(reverse("sso-first"), headers=IN_PSEUDO)
    pages["sessions"] = somebody.get(reverse("usersessions_list"), headers=IN_PSEUDO)
    settings.OIDC_ISSUER = "http://127.0.0.1:1"
    pages["unreachable"] = nobody.get(reverse("sso-start"))
    settings.LOCAL_ACCOUNTS = False
    pages["the emergency account"] = nobody.get(reverse("account_login"))
    known = pseudo.data_strings()
    found = [f"{name}: {fault}" for name, page in pages.items() for fault in faults_of(page, known)]
    assert found == []
