"""Roles that are limited, on the addresses of the permission table: to files that one holds, or to a plan."""

from collections.abc import Iterator

import pytest
from django.test import Client

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Minister, Organisation
from objectives.models import Plan
from tests.addresses import of_the_portal
from tests.database_state import undone
from tests.factories import MembershipFactory, PlanFactory
from tests.page_list.every_page import browsers
from tests.permissions.requests import subjects
from tests.permissions.table import Line, lines
from tests.permissions.walk import Walk
from tests.personas import ClientOf, person
from tests.reporting.round_factories import FileHolderFactory
from tests.world import World

EXPECTED = """
my-actions             GET   plan                       200
sheet                  GET   sheet-between              200
sheet                  GET   sheet-open                 200
sheet                  GET   sheet-open@partner         403
sheet-checks           GET   sheet-between              200
sheet-checks           GET   sheet-open                 200
sheet-preparation      GET   sheet-open                 200
sheet-preparation      GET   sheet-open@partner         403
sheet-row              POST  sheet-open/not_started     302
sheet-row              POST  sheet-open/draft           302
sheet-row              POST  sheet-open/returned        302
sheet-row              POST  sheet-open/extended        403
sheet-row              POST  sheet-between/draft        302
sheet-row              POST  sheet-between/none         403
sheet-row              POST  sheet-open/invited@partner 403
sheet-submit           POST  sheet-open/draft           403
sheet-submit           POST  sheet-between/draft        403
report-form            GET   draft/open                 200
report-form            GET   none/open                  403
report-checks          GET   draft/open                 200
report-form            POST  draft/open                 302
report-form            POST  none/open                  403
report-autosave        POST  draft/open                 200
report-autosave        POST  none/open                  403
report-submit          POST  draft/open                 403
"""
"""What a file holder gets: what a contact point gets, but for submitting, on the files they hold alone.

The holder holds the files of the drafts, and in the open round those not started and returned, for the lead."""


def with_every_role_in(plan: Plan, lead: Organisation, minister: Minister) -> User:
    """Somebody with every role there is, in that plan alone."""
    user = person("of_the_other")
    scopes = [{"role": Role.CONTRIBUTOR, "organisation": lead}, {"role": Role.READER, "minister": minister}]
    scopes += [{"role": role} for role in (Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR)]
    for scope in scopes:
        MembershipFactory(user=user, plan=plan, **scope)
    return user


def holder(world: World) -> User:
    user = person("holder", Role.CONTRIBUTOR, organisation=world.lead, writes_only=True)
    requests = world.rounds["open"].requests
    held = [world.actions["draft", "open"], world.actions["draft", "limited"]]
    held += [requests[name].action for name in ["not_started", "draft", "returned"]]
    for action in held:
        FileHolderFactory(action=action, organisation=world.lead, user=user)
    return user


def faults_of_the_holder(world: World, client: Client) -> Iterator[str]:
    walk = Walk(world, "holder", client)
    for text in EXPECTED.strip().splitlines():
        name, method, word, expected = text.split()
        line = Line(name, method, word, {"holder": expected})
        for subject in subjects(world, word):
            for fault in walk._faults(line, subject):
                if not fault.startswith("says a word"):  # who reads what is asked of the contact points
                    yield f"holder: {name} {word}: {fault}"


def under_a_plan(world: World) -> Iterator[tuple[Line, str]]:
    """Each line of the permission table about a page under a plan, with the code of the plan that it names.

    The read interface has no people with roles: without the key of a system it answers 401.
    """
    parameters = of_the_portal()
    for line in lines():
        if "plan_code" in parameters[line.name] and not line.name.startswith("api-"):
            yield line, subjects(world, line.subject)[0].names["plan_code"]


ABOUT_TWO_PLANS = {"continues"}
"""Its form names an action of a plan in which the person has no role."""


def of_each_kind(world: World, name: str, plans: set[str], seen: set[object]) -> Iterator[Line]:
    """The first page and the first act of each kind that somebody may open and do in these plans, and one elsewhere.

    Rights are asked of the plan at hand; for the rest the walk of permissions stands.
    """
    for line, plan in under_a_plan(world):
        here = plan in plans
        may = line.expected[name][:1] in "23"
        kind = (line.name.partition("-")[0], line.method, here)
        if may and kind not in seen and line.name not in ABOUT_TWO_PLANS:
            seen.add(kind)
            yield line if here else line._replace(expected={name: "404"})


def faults_of(walk: Walk, asked: Iterator[Line]) -> Iterator[str]:
    """Each line with the first thing that it names."""
    for line in asked:
        for fault in walk._faults(line, subjects(walk.world, line.subject)[0]):
            yield f"{walk.person}: {line.method} {line.name}: {fault}"


@pytest.fixture
def world_of_its_own(world: World) -> Iterator[World]:
    """What the world gets here is undone."""
    with undone():
        yield world


@pytest.mark.full
def test_a_role_that_is_limited_counts_where_it_is_and_nowhere_else(
    world_of_its_own: World, client_of: ClientOf
) -> None:
    world, minister = world_of_its_own, Minister.objects.get(key="education")
    faults = [*faults_of_the_holder(world, client_of(holder(world)))]
    # With every role in another plan there is nothing here, at no address.
    other = with_every_role_in(PlanFactory(code="2010-2014"), world.lead, minister)
    every_address = {(line.name, line.method): line for line, _plan in under_a_plan(world)}
    nothing = (line._replace(expected={"of_the_other": "404"}) for line in every_address.values())
    faults += faults_of(Walk(world, "of_the_other", client_of(other)), nothing)
    # With a role in two plans there is here what the table says, and elsewhere nothing.
    plans, seen = [world.plan, world.rounds["open"].plan], set[object]()
    for name in ["coordinator", "contributor"]:
        role = Membership.objects.get(user=world.people[name])
        for plan in plans:
            role.plan = plan
            role.save()
            role.pk = None
        walk = Walk(world, name, browsers(world, client_of)[name])
        faults += faults_of(walk, of_each_kind(world, name, {plan.code for plan in plans}, seen))
    assert faults == [], "\n".join(faults)
