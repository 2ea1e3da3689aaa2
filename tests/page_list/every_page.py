"""Every page of the portal in the world of `tests.world`: the lines `page` of `tests.addresses`, written by hand.

A line says who opens the page, what its address names by the words of the permission table, and, where it matters, another
value for one name (`key=nobody`), what the address asks (`?by=year`, where `{pk}` is what the address names) and an answer
that is not 200. First comes who sees most of it. A kind of page is an address and what it asks.
"""

from collections.abc import Iterator
from itertools import product

from django.contrib import admin
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from tests.accounts.factors import asked_for_code, confirmed
from tests.addresses import each, of_the_portal, rows
from tests.page_list.entries import Answer, Page, address
from tests.page_list.of_amendments import answers_of_amendments
from tests.page_list.of_documents import answers_of_documents
from tests.page_list.of_evidence import answers_of_evidence
from tests.page_list.of_government import answers_of_government
from tests.page_list.of_people import answers_of_people
from tests.page_list.of_plans import answers_of_plans
from tests.page_list.of_questions import answers_of_questions
from tests.page_list.of_recommendations import answers_of_recommendations
from tests.page_list.of_reminders import answers_of_reminders
from tests.page_list.of_rounds import answers_of_rounds
from tests.page_list.of_sheets import answers_of_sheets
from tests.page_list.of_systems import answers_of_systems
from tests.permissions.requests import subjects
from tests.personas import ClientOf
from tests.sent_forms import new_token
from tests.world import OPEN, STATES, World


def pages(world: World) -> Iterator[Page]:
    """Every page that is opened by its address."""
    for row in rows("page"):
        yield from _pages_of(world, row.names[0], row.text)
    yield Page("no such address", "anonymous", address("account_login") + "nothing/", 404)


def _pages_of(world: World, name: str, text: str) -> Iterator[Page]:
    people, words, *more = text.split()
    queries = next((each(one) for one in more if one.startswith("?")), [""])
    status = next((int(one) for one in more if one.isdigit()), 200)
    instead = next((each(one) for one in more if one[0].isalpha()), [""])
    for person, word, changed, query in product(people.split(","), each(words), instead, queries):
        for subject in subjects(world, word):
            names = subject.names | dict([changed.split("=")] if changed else [])
            known = {key: names[key] for key in of_the_portal()[name]}
            url = reverse(name, kwargs=known) + query.format(**names)
            yield Page(
                f"{name}{query}, {subject.label} {changed}".rstrip() + f", {person}", person, url, status
            )


def answers(world: World) -> Iterator[Answer]:
    """Pages that say what is wrong with a form, or what happened in between."""
    plan, lead = world.plan.code, world.lead.key
    draft, submitted = world.reports["draft", OPEN], world.reports["submitted", OPEN]
    making = {state: [plan, world.actions[state, OPEN].code, lead] for state in STATES}
    review = [plan, submitted.action.code, submitted.pk]
    opened = {"token": new_token(), "report": draft.pk, "opened_on": draft.revision}
    late = {
        **opened,
        "opened_on": 99,
        "status": "completed",
        "actual_end": "2022-11-30",
        "done": "Sample mine.",
    }
    line = draft.expenditures.first().line_id
    bad = {**opened, "actual_start": "soon", f"money-{line}-2022-paid": "plenty", "agreed_on": "0001-01-01"}
    save = address("report-form", *making["draft"])
    yield Answer("form with errors", "contributor", save, bad, 400)
    yield Answer("conflict", "contributor", save, late, 409)
    gone = address("report-form", *making["submitted"])
    yield Answer("conflict, submitted", "contributor", gone, late, 409)
    yield Answer("submit, changed", "contributor", address("report-submit", *making["draft"]), late, 409)
    token = {"token": new_token()}
    to, back = address("report-review", *review), {**token, "decision": "return"}
    yield Answer("accept without verdict", "coordinator", to, {**token, "decision": "accept"}, 400)
    yield Answer("return without remark", "coordinator", to, back, 400)
    reviewed = world.reports["accepted", OPEN]
    late_return = address("report-review", plan, reviewed.action.code, reviewed.pk)
    yield Answer("reviewed already", "coordinator", late_return, {**back, "return_remark": "Sample."}, 409)
    yield from answers_of_questions(world)
    yield from answers_of_recommendations(world)
    yield from answers_of_reminders(world)
    yield from answers_of_amendments(world)
    yield from answers_of_documents(world)
    yield from answers_of_evidence(world)
    yield from answers_of_government(world)
    yield from answers_of_people(world)
    yield from answers_of_plans(world)
    yield from answers_of_systems(world)
    yield from answers_of_rounds(world)
    yield from answers_of_sheets(world)
    wrong = {"login": "reader", "password": "wrong"}
    yield Answer("sign in, wrong", "anonymous", address("account_login"), wrong, 200)
    short = {"oldpassword": "wrong", "password1": "qx", "password2": "qy"}
    yield Answer("change the password, wrong", "reader", address("account_change_password"), short, 200)


def pages_of_administration(world: World) -> Iterator[Page]:
    """Django admin, as an administrator sees it: the lists, the forms, the history."""
    yield Page("administration", "administrator", address("admin:index"))
    for model in admin.site._registry:
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield Page(f"{prefix} list", "administrator", address(f"{prefix}_changelist"))
        row = model._default_manager.first()
        if row is not None:
            yield Page(f"{prefix} row", "administrator", address(f"{prefix}_change", row.pk))
    for name in ["accounts_user", "accounts_membership", "organisations_organisation"]:
        yield Page(f"admin:{name} add", "administrator", address(f"admin:{name}_add"))
    for name in ["organisations_organisation", "accounts_invitation"]:
        yield Page(f"admin:{name} import", "administrator", address(f"admin:{name}_import"))
    assert Event.objects.exists()


def browsers(world: World, client_of: ClientOf) -> dict[str, Client]:
    """A browser for each person, signed in once."""
    people = world.people | {"both": world.both}
    keyed = User.objects.get(username="keyed")
    return {name: client_of(user) if user else Client() for name, user in people.items()} | {
        "confirmed": confirmed(client_of(people["reader"])),
        "keyed": confirmed(client_of(keyed)),
        "asked-for-code": asked_for_code(keyed),
    }
