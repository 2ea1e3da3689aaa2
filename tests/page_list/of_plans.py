"""Answers to forms: the plans, and importing one, changes of government."""

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplan.plan_document.models import PlanFile
from tests.government.government_world import names_of_government_change
from tests.page_list.entries import Answer, address
from tests.plans.plans_world import NEXT, RUNNING
from tests.sent_forms import new_token
from tests.world import World


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
    pk = names_of_government_change(world, "government-prepared")["pk"]
    add = address("government-add", pk, "organisation-begins")
    yield Answer("an organisation without a name", "administrator", add, {**token, "opened_on": 2}, 400)
    carry_out = address("government-carry-out", pk)
    yield Answer("carry out what changed since", "administrator", carry_out, {**token, "mark": "old"}, 409)
    save = address("government", pk)
    yield Answer(
        "a change without a day", "administrator", save, {**token, "title": "Sample without a day"}, 400
    )
