"""Entries of the page list: the plans, and importing one, changes of government."""

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplan.plan_document.models import PlanFile
from tests.government.government_world import names_of_government_change
from tests.page_list.entries import Answer, Page, address
from tests.plans.plans_world import NEXT, RUNNING
from tests.sent_forms import new_token
from tests.world import World


def pages_of_plans(world: World) -> Iterator[Page]:
    yield Page("plans", "administrator", address("plan-list"))
    yield Page("import a plan", "administrator", address("plan-import"))
    yield Page("what a file would change", "administrator", address("plan-file", PlanFile.objects.get().pk))
    yield Page("put a plan in force", "administrator", address("plan-put-in-force", NEXT))
    yield Page("put one in force that is", "administrator", address("plan-put-in-force", RUNNING))
    yield Page("names of a plan", "administrator", address("plan-names", RUNNING))
    yield Page("end a plan", "administrator", address("plan-end", RUNNING))
    yield Page("end one that is not in force", "administrator", address("plan-end", NEXT))
    yield Page("discard a plan", "administrator", address("plan-discard", NEXT))
    yield Page("discard one in force", "administrator", address("plan-discard", RUNNING))
    file = PlanFile.objects.get().pk
    yield Page("discard a file", "administrator", address("plan-file-discard", file))
    yield Page("changes of government", "administrator", address("government-list"))
    for word in ["government-prepared", "government-done"]:
        pk = names_of_government_change(word)["pk"]
        yield Page(word, "administrator", address("government", pk))
        yield Page(f"{word}, previewed", "administrator", address("government-preview", pk))
        yield Page(f"throw away: {word}", "administrator", address("government-drop", pk))
    yield Page("overview of a plan in preparation", "coordinator", address("overview", NEXT))


def answers_of_plans(world: World) -> Iterator[Answer]:
    token = {"token": new_token()}
    wrong = SimpleUploadedFile("wrong.json", b"[]")
    yield Answer(
        "a file that is no plan", "administrator", address("plan-upload"), {**token, "file": wrong}, 400
    )
    commit = address("plan-file-commit", PlanFile.objects.get().pk)
    yield Answer("import what changed since", "administrator", commit, {**token, "mark": "old"}, 409)
    end = address("plan-end", NEXT)
    named = address("plan-names", RUNNING)
    changed_since = {**token, "addressee": "the town", "opened-addressee": "another"}
    yield Answer("names that changed since", "administrator", named, changed_since, 409)
    yield Answer("end one in preparation", "administrator", end, token, 409)
    discard = address("plan-discard", RUNNING)
    yield Answer("discard one in force", "administrator", discard, token, 409)
    pk = names_of_government_change("government-prepared")["pk"]
    add = address("government-add", pk, "organisation-begins")
    yield Answer("an organisation without a name", "administrator", add, {**token, "opened_on": 2}, 400)
    carry_out = address("government-carry-out", pk)
    yield Answer("carry out what changed since", "administrator", carry_out, {**token, "mark": "old"}, 409)
    save = address("government", pk)
    yield Answer(
        "a change without a day", "administrator", save, {**token, "title": "Sample without a day"}, 400
    )
