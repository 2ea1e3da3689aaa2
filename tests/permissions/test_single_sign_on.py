"""The addresses of single sign-on while it is on, as every person; while it is off they are in the table of all.

The person of the walk has begun nothing at the provider; what follows of that stands in `tests/accounts/test_sso_*.py`.
"""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.accounts.oidc_provider import CLIENT_ID, CLIENT_SECRET, running_provider
from tests.addresses import each
from tests.permissions.table import ROLES, Line, lines, lines_of
from tests.permissions.walk import Walk
from tests.world import World

pytestmark = pytest.mark.full

WHILE_ON = """
sso-start                      GET  -               everybody 302
sso-callback                   GET  -               everybody 401
sso-{start,callback,leave}     POST -               everybody 405
sso-first                      GET  -               everybody 302
sso-first                      POST -               everybody 302-
sso-leave                      GET  -               visitors 200; roleless 302; readers 302
sso-unbind                     GET  invited-unknown everybody 405
sso-unbind                     POST invited-unknown visitors 302-; roleless 404; readers 404
sso-logout-token               GET  -               everybody 405
sso-logout-token               POST -               everybody 400
"""


def lines_while_on() -> list[Line]:
    texts = [text.split(maxsplit=2) for text in WHILE_ON.strip().splitlines()]
    return [
        line for names, method, text in texts for name in each(names) for line in lines_of(name, method, text)
    ]


@pytest.fixture(scope="module", autouse=True)
def _on() -> Iterator[None]:
    facts = {"OIDC_CLIENT_ID": CLIENT_ID, "OIDC_CLIENT_SECRET": CLIENT_SECRET}
    with running_provider() as provider, override_settings(OIDC_ISSUER=provider.issuer, **facts):
        yield


def test_every_line_is_there_while_it_is_on_too() -> None:
    off = {(line.name, line.method) for line in lines() if line.name.startswith("sso-")}
    assert {(line.name, line.method) for line in lines_while_on()} == off


@pytest.mark.parametrize("person", ROLES)
def test_everybody_gets_what_the_table_says(world: World, person: str) -> None:
    faults = Walk(world, person).faults(lines_while_on())
    assert faults == [], "\n".join(faults)
