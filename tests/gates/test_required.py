"""Every form says "required" of what it refuses to leave empty, and of nothing else; of a draft, of what stops its
submission."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from actionplan.pages.report.forms import ContributionForm
from budgets.models import BudgetLine, BudgetTerms
from tests.page_list.every_page import browsers, pages
from tests.personas import signed_in
from tests.stages import stage_of
from tests.world import OPEN, World, new_world

world = stage_of(new_world, "module")

FIELDS = ".field, .small-field, td[class^=field-]"
ONE_OF_SEVERAL = {
    *["text_nl", "title", "name_nl"],  # or the same in the other language
    "due",  # or how often
    "file",  # or its hash
    *["which", "reason"],  # or ticks, or a common reason
    "year_2022",  # or the amount of another year: the sum must be right
}
"""Each of these may be left empty where something else is given: no form says of them that they are required."""
GOING_ON, DONE = {"not_started", "ongoing", "on_hold"}, {"completed", "stopped"}
SHOWN_WITH = {
    "when-going-on": GOING_ON,
    "when-on-hold": {"on_hold"},
    "when-stopped": {"stopped"},
    "when-completed": {"completed"},
    "when-done": DONE,
    "when-begun": (GOING_ON | DONE) - {"not_started"},
    "when-trouble": GOING_ON,
    "when-off-track": GOING_ON,
    "when-return": {"return"},
}
"""With which status the form of a report shows a field, and with which decision the form of a review (`static/portal.css`)."""


@pytest.fixture
def clients(db: None, world: World) -> dict[str, Client]:
    return browsers(world, signed_in)


def controls_in(part: Tag) -> list[Tag]:
    return [
        one
        for one in part.select("input, select, textarea")
        if one.get("name") and one.get("type") != "hidden"
    ]


def emptied(soup: BeautifulSoup, form: Tag) -> dict[str, list[str]]:
    """What the form sends if one fills in nothing: a list of choices that has no empty one sends the one it shows."""
    outside = soup.select(f"[form='{form['id']}']") if form.get("id") else []
    sent: dict[str, list[str]] = {}
    for one in [*form.select("input, select, textarea"), *outside]:
        name = one.get("name")
        if not name or one.get("type") in ("radio", "checkbox", "submit", "file"):
            continue
        value = one.get("value", "") if one.get("type") == "hidden" else ""
        if one.name == "select":
            values = [str(option.get("value", "")) for option in one.select("option")]
            chosen = [str(option.get("value", "")) for option in one.select("option[selected]")]
            value = "" if "" in values else (chosen or values or [""])[0]
        sent.setdefault(name, []).append(str(value))
    return sent


def marked_in(form: Tag, status: str = "") -> set[str]:
    """The names of what it says "required" of, but for what hides itself where the report has this status."""
    marked = set[str]()
    for part in form.select(FIELDS):
        when = part.find_parent(class_=re.compile("^when"))
        shown = [SHOWN_WITH[one] for one in when["class"] if one in SHOWN_WITH] if when else []
        hides = shown and not any(status in one for one in shown)
        if part.select_one(".must") and not hides:
            marked.update(str(one["name"]) for one in controls_in(part))
    return marked


def refused_in(response: HttpResponse) -> set[str]:
    if response.status_code not in (200, 400):  # allauth answers 200
        return set()
    parts = BeautifulSoup(response.content.decode(), "html.parser").select(FIELDS)
    return {str(one["name"]) for part in parts if "wrong" in part["class"] for one in controls_in(part)}


def forms_with_fields(soup: BeautifulSoup) -> Iterator[Tag]:
    for form in soup.select("form[method=post]"):
        if "data-autosave" not in form.attrs and any(form.select(FIELDS)):
            yield form


def sent_and_undone(client: Client, url: str, sent: Any) -> HttpResponse:
    with transaction.atomic():
        response = client.post(url, sent)
        transaction.set_rollback(True)
    return response


@pytest.mark.full
def test_a_form_says_required_of_what_it_refuses_empty(world: World, clients: dict[str, Client]) -> None:
    found, seen = [], 0
    for page in pages(world):
        client = clients[page.person]
        response = client.get(page.url)
        if page.status != 200 or not response["content-type"].startswith("text/html"):
            continue
        soup = BeautifulSoup(response.content.decode(), "html.parser")
        for form in forms_with_fields(soup):
            acts = [form["action"], *(str(one["formaction"]) for one in form.select("[formaction]"))]
            sent = emptied(soup, form)
            refused = set[str]().union(*(refused_in(sent_and_undone(client, act, sent)) for act in acts))
            seen, marked = seen + 1, marked_in(form)
            silently = {name for name in refused - marked if name.split("-")[-1] not in ONE_OF_SEVERAL}
            if not marked <= refused or silently:
                found.append(
                    f"{page.name} ({form['action']}): says {sorted(marked)}, refuses {sorted(refused)}"
                )
    assert found == [], "\n".join(found)
    assert seen > 20


def form_at(client: Client, url: str) -> Tag:
    form = BeautifulSoup(client.get(url).content.decode(), "html.parser").select_one("form[data-autosave]")
    assert form is not None
    return form


def blocked_in(response: HttpResponse) -> set[str]:
    """The fields at which the form of a draft or the checks stop it."""
    found = [one["finding"] for one in response.context["found"]] if response.status_code == 200 else []
    return refused_in(response) | {finding.field for finding in found if finding.is_blocking}


@pytest.mark.full
@pytest.mark.parametrize("status", sorted(GOING_ON | DONE))
@pytest.mark.parametrize("act", ["report-save-and-check", "sheet-row-ready"])
def test_a_report_says_required_of_what_stops_its_submission(
    world: World, clients: dict[str, Client], status: str, act: str
) -> None:
    action, client, key = world.actions["none", OPEN], clients["contributor"], world.lead.key
    names = (
        [action.plan.code, action.code, key]
        if act == "report-save-and-check"
        else [action.plan.code, key, action.code]
    )
    url = reverse("report-form" if act == "report-save-and-check" else "sheet-row", args=names)
    form, sent = form_at(client, url), {"status": [status]}
    blocked = set[str]()
    for answers in [sent, sent | {"on_hold_since": ["1/12/2021"]}]:  # a form that refuses is not checked
        with transaction.atomic():
            response = client.post(reverse(act, args=names), emptied(form, form) | answers, follow=True)
            transaction.set_rollback(True)
        blocked |= blocked_in(response)
    assert marked_in(form, status) - {"status"} == blocked
    assert "status" in marked_in(form)


@pytest.mark.full
def test_a_contribution_requires_words_where_it_can_say_nothing_else(
    world: World, clients: dict[str, Client]
) -> None:
    action, key = world.actions["none", OPEN], world.partner_organisation.key
    url = reverse("report-form", args=[action.plan.code, action.code, key])
    with_money = form_at(clients["partner"], url)
    BudgetTerms.objects.filter(line__action=action).delete()
    BudgetLine.objects.filter(action=action).delete()
    assert marked_in(with_money) == set()
    assert marked_in(form_at(clients["partner"], url)) == {"done"}


def test_what_the_platform_asks_with_its_verdict_marks_no_field(
    world: World, clients: dict[str, Client]
) -> None:
    """A page's own words are not those of a field."""
    rendered = render_to_string(
        "ui/field.html", {"field": ContributionForm()["note_to_platform"], "asked": ["Train"]}
    )
    assert "must" not in rendered
