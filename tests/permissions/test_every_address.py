"""Every address, as every person, with every state of a report, against the table written by hand."""

import logging

import pytest
from django.urls import reverse

from actionplan.accounts.second_factor import REACHED_WITHOUT
from tests.addresses import of_the_portal
from tests.database_state import has_written, undone
from tests.permissions.conftest import veils_in
from tests.permissions.requests import subjects
from tests.permissions.table import ROLES, Line, lines, names, one_of_each
from tests.permissions.walk import Walk, outcome
from tests.personas import signed_in_without_factor
from tests.world import READERS, VEILS, World

ONE_OF_EACH = one_of_each()
IN_SHORT = ["reader", "contributor"]
"""Whom the walk takes that does not wait for --full."""


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    assert set(of_the_portal()) == {line.name for line in lines()}


def test_a_word_in_a_log_is_found(caplog: pytest.LogCaptureFixture) -> None:
    for name in ["portal.request", "portal.access"]:
        logging.getLogger(name).info("Sample %s.", VEILS[0])
        assert veils_in(caplog.records) == [VEILS[0]], name
        caplog.clear()


def test_no_line_stands_twice() -> None:
    keys = [(line.name, line.method, line.subject) for line in lines()]
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize(
    "person", [pytest.param(one, marks=[] if one in IN_SHORT else [pytest.mark.full]) for one in ROLES]
)
def test_everybody_gets_what_the_table_says_of_every_page_and_form(world: World, person: str) -> None:
    faults = Walk(world, person).faults(ONE_OF_EACH)
    assert faults == [], "\n".join(faults)


@pytest.mark.full
@pytest.mark.parametrize("person", ROLES)
def test_everybody_gets_what_the_table_says_in_every_other_state(world: World, person: str) -> None:
    walk = Walk(world, person)
    faults = walk.faults([line for line in lines() if line not in ONE_OF_EACH])
    assert faults == [], "\n".join(faults)
    assert walk.read == {veil for veil, readers in READERS.items() if person in readers}, "words not shown"


@pytest.mark.full
def test_a_coordinator_without_a_second_factor_reaches_enrolment_language_and_signing_out_alone(
    world: World,
) -> None:
    client = signed_in_without_factor(world.people["coordinator"])
    walk, enrolment, faults = Walk(world, "coordinator", client), reverse("mfa_index"), []
    for line in ONE_OF_EACH:
        with undone() as watch:
            response = walk.ask(line.method, line.name, subjects(world, line.subject)[0])
            written = has_written(watch, walk.before)
        is_sent_away = (response.status_code, response.get("Location")) == (302, enrolment)
        if is_sent_away == (line.name in REACHED_WITHOUT) or (is_sent_away and written):
            faults.append(f"{line.method} {line.name}: {response.status_code}")
    assert faults == []


@pytest.mark.full
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_method_without_a_line_is_not_allowed(world: World, method: str) -> None:
    walk = Walk(world, "contributor")
    words = {line.name: line.subject for line in lines()}
    faults = []
    for name in sorted(set(of_the_portal()) - names(method)):
        line = Line(name, method, words[name], dict.fromkeys(ROLES, "405"))
        subject = subjects(world, line.subject)[0]
        if (status := outcome(walk.ask(method, name, subject))) != "405":
            faults.append(f"{method} {name}: {status}")
    assert faults == []
