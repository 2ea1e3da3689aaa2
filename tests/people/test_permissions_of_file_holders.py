"""What a file holder gets: the same addresses as a contact point, but for what hands in, on the files they hold alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from tests.permissions.requests import subjects
from tests.permissions.table import Line
from tests.permissions.walk import Walk
from tests.personas import person
from tests.reporting.round_factories import FileHolderFactory
from tests.world import World

pytestmark = pytest.mark.walk
HELD, OTHER = "held", "other"

EXPECTED = """
my-actions             GET   plan                       200
sheet                  GET   sheet-between              200
sheet                  GET   sheet-open                 200
sheet                  GET   sheet-open@partner         403
sheet-checks           GET   sheet-between              200
sheet-checks           GET   sheet-open                 200
sheet-preparation      GET   sheet-open                 200
sheet-preparation      GET   sheet-open@partner         403
sheet-save             POST  sheet-open/not_started     302
sheet-save             POST  sheet-open/draft           302
sheet-save             POST  sheet-open/returned        302
sheet-save             POST  sheet-open/extended        403
sheet-save             POST  sheet-between/draft        302
sheet-save             POST  sheet-between/none         403
sheet-save             POST  sheet-open/invited@partner 403
sheet-save-row         POST  sheet-open/not_started     302
sheet-save-and-open    POST  sheet-open/not_started     302
sheet-save-and-check   POST  sheet-open/not_started     302
sheet-submit           POST  sheet-open/draft           403
sheet-submit           POST  sheet-between/draft        403
report-form            GET   draft/open                 200
report-form            GET   none/open                  403
report-checks          GET   draft/open                 200
report-save            POST  draft/open                 302
report-save            POST  none/open                  403
report-submit          POST  draft/open                 403
"""
"""The holder holds the files of the drafts, and in the open round those not started and returned, for the lead."""


@pytest.fixture
def holder(world: World) -> User:
    user = person("holder", Role.CONTRIBUTOR, organisation=world.lead, writes_only=True)
    requests = world.rounds["open"].requests
    held = [world.actions["draft", "open"], world.actions["draft", "limited"]]
    held += [requests[name].action for name in ["not_started", "draft", "returned"]]
    for action in held:
        FileHolderFactory(action=action, organisation=world.lead, user=user)
    world.people["holder"] = user
    return user


def test_a_file_holder_gets_what_the_table_says(
    world: World, holder: User, client_of: Callable[[User], Client]
) -> None:
    walk = Walk(world, "holder", client_of(holder))
    faults = []
    for text in EXPECTED.strip().splitlines():
        name, method, word, expected = text.split()
        line = Line(name, method, word, {"holder": expected})
        for subject in subjects(world, word):
            faults += [
                f"{name} {word}: {fault}"
                for fault in walk._faults(line, subject)
                if not fault.startswith("says a word")  # who reads what is asked of the contact points
            ]
    assert faults == []
