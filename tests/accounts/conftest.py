"""A provider of single sign-on, which the tests that ask for it are set up with."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from actionplan.accounts.models import Identity, User
from tests.accounts.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from tests.factories import UserFactory


@pytest.fixture(scope="package")
def running() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, settings: Any) -> Provider:
    """It behaves, until a test tells it otherwise."""
    running.behave()
    cache.clear()
    settings.OIDC_ISSUER = running.issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    return running


@pytest.fixture
def ann(provider: Provider) -> User:
    """Bound to the provider."""
    user = UserFactory(username="ann")
    facts = {"issuer": provider.issuer, "subject": provider.claims["sub"], "bound_at": timezone.now()}
    Identity.objects.create(user=user, **facts)
    return user
