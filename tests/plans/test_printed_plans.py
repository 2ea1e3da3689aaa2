"""A plan that is pasted as a table is confirmed in the browser, cell by cell, and imported; nothing that somebody typed is lost."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.plan_document.models import PlanFile, PrintedPlan
from actions.models import Action, MinisterInvolvement, Phase
from budgets.models import BudgetTerms
from objectives.models import Plan
from tests.factories import OrganisationFactory, PlanFactory
from tests.plan_document.printed.climate_plan import PLAN
from tests.plans.printed_world import workbook_of
from tests.sent_forms import new_token

Browser = Callable[[User], Client]

HEADINGS = ["Nr.", "Actie", "Bevoegd", "Trekkers", "Timing", "Budget"]
FACTS = {
    "code": "klimaat-2030",
    "title": "Klimaatplan 2030",
    "start": "2024-01-01",
    "end": "2030-12-31",
    "language": "nl",
    "objective_1": "Warme huizen",
    "objective_2": "Zachte straten",
    "objective_3": "Koele pleinen",
}
FACTS_OF_ONE = {name: value for name, value in FACTS.items() if name not in ("objective_2", "objective_3")}


def climate_plan() -> bytes:
    titles = {"1": "1. Warme huizen", "2": "Doelstelling 2: Zachte straten", "3": "3. Koele pleinen"}
    rows: list[list[Any]] = [HEADINGS]
    for row in PLAN:
        if row.code.endswith(".1"):
            rows.append([titles[row.code[0]]])
        rows.append([row.code, f"Actie {row.code}", row.ministers, row.promoters, row.timing, row.budget])
    return workbook_of(*rows)


@pytest.fixture
def admin(client_of: Browser, administrator: User) -> Client:
    PlanFactory()
    return client_of(administrator)


def upload(client: Client, content: bytes) -> Any:
    token = client.get(reverse("printed-plans")).context["form"]["token"].value()
    file = SimpleUploadedFile("klimaat.xlsx", content)
    return client.post(reverse("printed-plan-upload"), {"token": token, "file": file})


def send(client: Client, name: str, args: list[Any], **changed: Any) -> Any:
    """The form of the page `name` as it opens, but for what is changed."""
    form = client.get(reverse(name, args=args)).context["form"]
    sent = {field.html_name: field.value() or "" for field in form} | changed
    return client.post(reverse(f"{name}-save", args=args), sent)


def finish(client: Client, printed: PrintedPlan) -> Any:
    return client.post(reverse("printed-plan-finish", args=[printed.pk]), {"token": new_token()})


def test_a_pasted_plan_is_confirmed_and_imported(admin: Client) -> None:
    answer = upload(admin, climate_plan())
    printed = PrintedPlan.objects.get()
    assert answer["Location"] == reverse("printed-plan", args=[printed.pk])
    page = admin.get(answer["Location"]).content.decode()
    assert "0 of 10 actions are confirmed" in page

    assert send(admin, "printed-plan-facts", [printed.pk], **FACTS).status_code == 302
    assert send(admin, "printed-plan-bodies", [printed.pk]).status_code == 302
    admin.post(reverse("printed-plan-confirm", args=[printed.pk]), {"token": new_token()})
    printed.refresh_from_db()
    assert 0 < len(printed.answers["cells"]) < 10
    while "code" in (following := admin.get(next_to_confirm(admin, printed)).context["action"].row):
        code = following["code"]
        answer = send(admin, "printed-action", [printed.pk, code])
        assert answer.status_code == 302
        if answer["Location"] == reverse("printed-plan", args=[printed.pk]):
            break

    preview = finish(admin, printed)
    file = PlanFile.objects.get()
    assert preview["Location"] == reverse("plan-file", args=[file.pk])
    context = admin.get(preview["Location"]).context
    sent = {
        "token": new_token(),
        "mark": context["preview"].mark,
        "accept": [one.word for one in context["preview"].warnings],
    }
    page = admin.post(reverse("plan-file-commit", args=[file.pk]), sent)
    assert "changes are made" in page.getvalue().decode()  # it is written as it is read

    plan = Plan.objects.get(code="klimaat-2030")
    assert [each.title_nl for each in plan.objectives.all()] == [
        "Warme huizen",
        "Zachte straten",
        "Koele pleinen",
    ]
    assert Action.objects.filter(plan=plan).count() == 10
    first, second = Phase.objects.filter(action__plan=plan, action__code="2.1").order_by("place")
    assert (first.label, str(first.start), first.start_precision) == ("Studie", "2025-03-22", "season")
    assert (second.printed_as, str(second.end)) == ("Uitvoering: eind 2025 tot en met 2028", "2028-12-31")
    terms = BudgetTerms.objects.filter(line__action__plan=plan, line__action__code="3.1")
    assert [(str(line.start), line.amount) for line in terms.order_by("line__place")] == [
        ("2024-01-01", 20000),
        ("2025-01-01", 35000),
    ]
    roles = MinisterInvolvement.objects.filter(action__plan=plan, action__code="2.2").order_by("order")
    assert [(row.role, row.inferred) for row in roles] == [("coordinating", True), ("involved", True)]


def next_to_confirm(client: Client, printed: PrintedPlan) -> str:
    rows = client.get(reverse("printed-plan", args=[printed.pk])).context["rows"]
    return reverse("printed-action", args=[printed.pk, rows[0].code])


ONE = [
    HEADINGS,
    ["1.1", "Daken", "Schepen van Wonen", "ABB, Fluvius", "zodra het decreet er is", "€ 5 per maand"],
]


@pytest.fixture
def printed(admin: Client) -> PrintedPlan:
    names = {"name": "Agency for Home Affairs", "name_nl": "Agentschap Binnenlands Bestuur"}
    OrganisationFactory(key="abb", **names, abbreviation="ABB")
    upload(admin, workbook_of(*ONE))
    return PrintedPlan.objects.get()


def test_what_was_not_read_stands_first_and_says_why(admin: Client, printed: PrintedPlan) -> None:
    page = admin.get(reverse("printed-action", args=[printed.pk, "1.1"]))
    cells = page.context["cells"]
    assert [cell.field.name for cell in cells][:2] == ["timing", "budget"]
    assert [cell.field.value() for cell in cells][:2] == ["", ""]
    text = page.content.decode()
    for words in ["zodra het decreet er is", "There is no date", "An amount per month", "Timing (not read)"]:
        assert words in text
    assert "Milestones (empty)" in text
    promoters = next(cell for cell in cells if cell.field.name == "promoters")
    assert promoters.field.value() == "Agency for Home Affairs · ABB\nFluvius"


def test_a_body_is_named_in_the_language_of_the_reader_and_read_back_in_either(
    admin: Client, printed: PrintedPlan
) -> None:
    address = reverse("printed-action", args=[printed.pk, "1.1"])
    dutch = admin.get(address, headers={"accept-language": "nl"}).context["form"]["promoters"].value()
    assert dutch == "Agentschap Binnenlands Bestuur · ABB\nFluvius"
    sent = {"promoters": dutch, "timing": "2021", "budget": "€ 60 per jaar"}
    assert send(admin, "printed-action", [printed.pk, "1.1"], **sent).status_code == 302
    printed.refresh_from_db()
    assert printed.answers["cells"]["1.1"]["promoters"][0]["key"] == "abb"


def test_a_line_that_cannot_be_read_is_said_at_its_field_and_nothing_typed_is_lost(
    admin: Client, printed: PrintedPlan
) -> None:
    typed = {"timing": "2021 · first\nsoon", "budget": "€ 60 per jaar"}
    answer = send(admin, "printed-action", [printed.pk, "1.1"], **typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Line 2 cannot be read. There is no date" in page
    assert "2021 · first\nsoon" in page
    printed.refresh_from_db()
    assert printed.answers["cells"] == {}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("promoters", "abb\n·", "Line 2 cannot be read. The cell is empty."),
        ("ministers", "x" * 201, "Line 1 cannot be read. A name or label is longer than 200 characters."),
        ("budget", "€ 5 · Label · fase 3", "Line 1 cannot be read. The action has no such phase."),
        ("timing", "", "Line 1 cannot be read. The cell is empty."),
    ],
)
def test_why_a_line_cannot_be_read(
    admin: Client, printed: PrintedPlan, field: str, typed: str, words: str
) -> None:
    sent = {"timing": "2021", "budget": "€ 5", field: typed}
    answer = send(admin, "printed-action", [printed.pk, "1.1"], **sent)
    assert words in answer.context["form"].errors[field]


def test_a_correction_is_saved_with_what_is_printed(admin: Client, printed: PrintedPlan) -> None:
    typed = {
        "title": "Isolatie van huizen",
        "timing": "vanaf 2025 · Isolatie",
        "budget": "€ 60 per jaar",
        "promoters": "abb\nFluvius · Fluvius · trekker",
    }
    assert send(admin, "printed-action", [printed.pk, "1.1"], **typed).status_code == 302
    printed.refresh_from_db()
    cells = printed.answers["cells"]["1.1"]
    (phase,) = cells["timing"]
    assert (phase["start"], phase["end"], phase["label"]) == ("2025-01-01", None, "Isolatie")
    assert phase["printed_as"] == "zodra het decreet er is"
    assert [(one["key"], one["role"], one["inferred"]) for one in cells["promoters"]] == [
        ("abb", "promoter", True),
        ("fluvius", "promoter", False),
    ]
    html = admin.get(reverse("printed-action", args=[printed.pk, "1.1"])).content.decode()
    assert "from 2025 · Isolatie" in html
    assert "<h1>1.1 Isolatie van huizen</h1>" in html
    overview = admin.get(reverse("printed-plan", args=[printed.pk])).content.decode()
    assert "Isolatie van huizen" in overview
    assert "Actie 1.1" not in overview


def test_a_new_body_is_the_same_as_a_known_one_where_somebody_says_so(
    admin: Client, printed: PrintedPlan
) -> None:
    OrganisationFactory(key="grid", name="Grid company")
    send(admin, "printed-action", [printed.pk, "1.1"], timing="2021", budget="€ 60")
    send(admin, "printed-plan-facts", [printed.pk], **FACTS_OF_ONE)
    send(admin, "printed-plan-bodies", [printed.pk], **{"organisations:fluvius:same_as": "grid"})
    assert finish(admin, printed).status_code == 302
    context = admin.get(reverse("plan-file", args=[PlanFile.objects.get().pk])).context
    (action,) = context["preview"].document["actions"]
    assert [one["organisation"] for one in action["promoters"]] == ["abb", "grid"]
    assert not Organisation.objects.filter(key="fluvius").exists()


@pytest.mark.parametrize("name", ["printed-plan-facts", "printed-plan-bodies"])
def test_the_table_prints_nothing_about_what_it_is_asked_beside(
    admin: Client, printed: PrintedPlan, name: str
) -> None:
    assert "The plan says" not in admin.get(reverse(name, args=[printed.pk])).content.decode()


def test_it_becomes_no_file_before_all_is_confirmed(admin: Client, printed: PrintedPlan) -> None:
    answer = admin.post(
        reverse("printed-plan-finish", args=[printed.pk]),
        {"token": new_token()},
    )
    assert answer.status_code == 409
    assert "Not all of it is confirmed yet." in answer.content.decode()
    assert not PlanFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "more", "changed"),
    [
        ("printed-action", ["1.1"], {"timing": "2021", "budget": "€ 60"}),
        ("printed-plan-facts", [], FACTS_OF_ONE),
        ("printed-plan-bodies", [], {"organisations:fluvius:name": "Fluvius cv"}),
    ],
)
def test_who_saves_second_sees_that_somebody_was_first(
    admin: Client, printed: PrintedPlan, name: str, more: list[str], changed: dict[str, str]
) -> None:
    args = [printed.pk, *more]
    opened = admin.get(reverse(name, args=args)).context["form"]
    mine = {field.html_name: field.value() or "" for field in opened} | changed
    last = list(changed)[-1]
    assert send(admin, name, args, **{**changed, last: "€ 70" if more else "Another"}).status_code == 302
    answer = admin.post(reverse(f"{name}-save", args=args), mine)
    assert answer.status_code == 409
    assert "Somebody else saved an answer here" in answer.content.decode()
    (difference,) = answer.context["differences"]
    assert (difference.mine, difference.theirs) == (changed[last], "€70.00" if more else "Another")
    form = answer.context["form"]
    again = {field.html_name: field.value() or "" for field in form}
    assert {field: again[field] for field in changed} == changed
    assert admin.post(reverse(f"{name}-save", args=args), again).status_code == 302


def test_who_signs_in_again_finds_what_was_typed(
    admin: Client, administrator: User, printed: PrintedPlan
) -> None:
    address = reverse("printed-action", args=[printed.pk, "1.1"])
    page = admin.get(address)
    sent = {"whose": page.context["whose"], "token": page.context["form"]["token"].value(), "timing": "soon"}
    browser = Client()
    assert browser.post(f"{address}save/", sent)["Location"].endswith(f"?next={address}")
    browser.force_login(administrator)
    again = browser.get(address)
    assert again.context["form"]["timing"].value() == "soon"
    assert "What you typed stands here again" in again.content.decode()


def test_what_is_wrong_with_a_table_is_said_and_nothing_is_kept(admin: Client) -> None:
    answer = upload(
        admin, workbook_of(HEADINGS, ["A", "Title", "", "", "2021", ""], ["1.1", "", "", "", "2021", "x"])
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "2 things are wrong in the file" in page
    assert upload(admin, b"no workbook").status_code == 400
    assert not PrintedPlan.objects.exists()


def test_the_template_is_a_workbook_in_the_language_of_the_reader(admin: Client) -> None:
    answer = admin.get(reverse("printed-plan-template"), headers={"accept-language": "nl"})
    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["Code", "Titel", "Samenvatting"]


def test_the_table_is_handed_over_as_it_came(admin: Client) -> None:
    content = climate_plan()
    upload(admin, content)
    answer = admin.get(reverse("printed-plan-download", args=[PrintedPlan.objects.get().pk]))
    assert answer.content == content
