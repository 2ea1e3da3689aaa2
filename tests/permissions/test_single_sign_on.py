"""The addresses of single sign-on while it is on, as every person; while it is off they are in the table of all."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.accounts.oidc_provider import CLIENT_ID, CLIENT_SECRET, running_provider
from tests.permissions.table import LIKE, ROLES, lines
from tests.permissions.table_of_sso import SSO_OFF, SSO_ON
from tests.permissions.walk import Walk
from tests.world import World


@pytest.fixture(scope="module", autouse=True)
def _on() -> Iterator[None]:
    facts = {"OIDC_CLIENT_ID": CLIENT_ID, "OIDC_CLIENT_SECRET": CLIENT_SECRET}
    with running_provider() as provider, override_settings(OIDC_ISSUER=provider.issuer, **facts):
        yield


def test_every_line_is_there_while_it_is_on_too() -> None:
    on, off = [{(line.name, line.method) for line in lines(table)} for table in (SSO_ON, SSO_OFF)]
    assert on == off


@pytest.mark.parametrize(
    "person", [pytest.param(one, marks=[pytest.mark.again] if one in LIKE else []) for one in ROLES]
)
def test_everybody_gets_what_the_table_says(world: World, person: str) -> None:
    faults = Walk(world, person).faults(list(lines(SSO_ON)))
    assert faults == [], "\n".join(faults)
