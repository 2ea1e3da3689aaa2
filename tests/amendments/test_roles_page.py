"""The pages on which a coordinator corrects kind and roles: the form, the changes in words, the correction."""

from typing import Any

import pytest
from django.test import Client

from actionplan.audit.models import Event
from actions.models import Action, MinisterInvolvement, Promotion
from tests.factories import MinisterFactory, OrganisationFactory
from tests.personas import SmallPlan
from tests.reading import Element, part, read
from tests.sent_forms import form_to, send

PAGE = "/2020-2024/actions/1.2/roles/"


@pytest.fixture
def action(small_plan: SmallPlan) -> Action:
    """1.2, whose roles were all read from the printed order."""
    Promotion.objects.of(small_plan.joint).update(inferred=True, printed_as="Printed (words).")
    MinisterInvolvement.objects.of(small_plan.joint).update(inferred=True)
    return small_plan.joint


def field(group: str, key: str, name: str) -> str:
    subject = {"organisation": OrganisationFactory, "minister": MinisterFactory}[group](key=key)
    return f"{group}-{subject.pk}-{name}"


def checked(client: Client, **answers: Any) -> Any:
    given = {"from_day": "01/04/2022"} | answers
    return send(client, client.get(PAGE), PAGE, **given)


def corrected(client: Client, **answers: Any) -> Any:
    return send(client, checked(client, **answers), f"{PAGE}correct/")


def sentences(page: Element) -> list[str]:
    (changes,) = page.all("ul", class_="changes")
    return [change.text for change in changes.all("li")]


def open_roles(action: Action) -> list[tuple[str, str, bool]]:
    rows = Promotion.objects.open().of(action).order_by("order", "pk").select_related("organisation")
    return [(row.organisation.key, row.role, row.inferred) for row in rows]


def test_the_form_shows_the_printed_words_and_what_was_inferred(platform: Client, action: Action) -> None:
    page = read(platform.get(PAGE))
    rows = page.all("section", **{"aria-labelledby": "organisations"})[0].rows
    assert "Education and Training Printed (words)." in rows[0][0]
    assert "inferred" in rows[0][3]
    fields = form_to(platform.get(PAGE), "roles/")
    assert fields[field("organisation", "ov", "role")] == "promoter"
    assert fields[field("organisation", "kbbj_abb", "place")] == "2"


def test_what_changes_is_said_in_words_before_anything_is_written(platform: Client, action: Action) -> None:
    agency = OrganisationFactory(key="agency", name="New Agency")
    justice = MinisterFactory(key="justice", title="Minister for Justice")
    page = read(
        checked(
            platform,
            kind="extended",
            **{
                field("organisation", "ov", "confirmed"): "on",
                field("organisation", "kbbj_abb", "role"): "",
                "organisation-new-1-subject": agency.pk,
                "organisation-new-1-role": "partner",
                field("minister", "education", "role"): "involved",
                "minister-new-1-subject": justice.pk,
                "minister-new-1-role": "coordinating",
                "minister-new-1-place": "1",
            },
        )
    )
    assert sentences(page) == [
        "The kind becomes “extended or adapted”; it was “unknown”.",
        "Education and Training is confirmed as promoter; it was inferred from the printed order.",
        "New Agency is added as partner.",
        "Agency for Home Affairs, partner until now, has no part in the action any more.",
        "Minister for Justice is added as coordinating minister.",
        "Minister for Education becomes minister involved, and was coordinating minister.",
    ]
    follows = part(page, "happens")
    assert "The roles hold from 1 April 2022 on" in follows
    assert "The action counts under Minister for Justice." in follows
    assert not Event.objects.exists()


def test_the_correction_follows_the_confirmation(platform: Client, action: Action) -> None:
    answer = corrected(platform, kind="new", **{field("organisation", "kbbj_abb", "role"): "promoter"})
    assert answer.url == "/2020-2024/actions/1.2/"
    assert open_roles(action) == [("ov", "promoter", True), ("kbbj_abb", "promoter", False)]
    action.refresh_from_db()
    assert action.kind == "new"
    # the trail says the roles in words
    trail = part(read(platform.get("/2020-2024/actions/1.2/")), "trail")
    assert "Coordinator amended 1.2 Joint prevention network." in trail
    assert "kind: unknown → new" in trail
    assert (
        "promoters and partners: Education and Training (promoter, inferred); Agency for Home Affairs "
        "(partner, inferred) → Education and Training (promoter, inferred); Agency for Home Affairs (promoter)"
    ) in trail
    assert "in force from: – → 1 April 2022" in trail


def test_every_inferred_role_is_confirmed_with_one_tick(platform: Client, action: Action) -> None:
    corrected(platform, confirm_all="on")
    assert open_roles(action) == [("ov", "promoter", False), ("kbbj_abb", "partner", False)]
    assert not MinisterInvolvement.objects.open().of(action).get().inferred
    assert "confirm_all" not in form_to(platform.get(PAGE), "roles/")


def test_the_way_back_keeps_what_was_typed(platform: Client, action: Action) -> None:
    role, place = (field("organisation", "kbbj_abb", name) for name in ["role", "place"])
    page = checked(platform, **{role: "promoter", place: "1"})
    ordered = "They stand in this order: Agency for Home Affairs, Education and Training."
    assert ordered in sentences(read(page)), "places are said as an order"
    back = send(platform, page, f"{PAGE}change/")
    assert back.status_code == 200
    assert form_to(back, "roles/")[role] == "promoter"
    assert not Event.objects.exists()


def test_a_refusal_comes_back_with_its_sentence_and_what_was_typed(platform: Client, action: Action) -> None:
    role = field("organisation", "ov", "role")
    page = platform.get(PAGE)
    sent = form_to(page, "roles/") | {role: "", "from_day": "2022-04-01"}
    for address in [PAGE, f"{PAGE}correct/"]:
        answer = platform.post(address, sent)
        assert answer.status_code == 409
        assert "Education and Training leads this action" in answer.content.decode()
        assert form_to(answer, "roles/")[role] == ""
    unchanged = checked(platform)
    assert unchanged.status_code == 409
    assert "nothing would change" in unchanged.content.decode()
    # nor is the same organisation added twice
    agency = OrganisationFactory(key="agency")
    twice = {
        f"organisation-new-{n}-{name}": value
        for n in (1, 2)
        for name, value in [("subject", agency.pk), ("role", "partner")]
    }
    answer = checked(platform, **twice)
    assert answer.status_code == 409
    assert "Name each organisation and each minister once." in answer.content.decode()
    assert not Event.objects.exists()


def test_what_cannot_be_read_leads_to_its_field(platform: Client, action: Action) -> None:
    place = field("organisation", "ov", "place")
    agency = OrganisationFactory(key="agency")
    typed = {place: "first", "organisation-new-1-subject": agency.pk, "from_day": "soon"}
    answer = checked(platform, **typed)
    text = answer.content.decode()
    assert answer.status_code == 400
    for name in [place, "organisation-new-1-role", "from_day"]:
        assert f'href="#id_{name}"' in text


def test_a_stale_form_is_refused_with_what_stands_there_now(platform: Client, action: Action) -> None:
    role = field("organisation", "kbbj_abb", "role")
    opened = platform.get(PAGE)
    corrected(platform, kind="new", **{role: "promoter"})
    typed = {role: "", "from_day": "02/05/2022", "kind": "continued"}
    answer = send(platform, opened, PAGE, **typed)
    text = read(answer, 409).text
    assert "Coordinator corrected the roles of this action in the meantime." in text
    assert "now: promoter, place 2" in text
    kept = form_to(answer, "roles/")
    assert (kept[role], kept["kind"]) == ("", "continued")
    assert platform.post(PAGE, kept).status_code == 200, "sending it again is a decision"


def test_who_was_removed_meanwhile_keeps_the_row_that_was_typed_in(platform: Client, action: Action) -> None:
    role = field("organisation", "kbbj_abb", "role")
    opened = platform.get(PAGE)
    corrected(platform, **{role: ""})
    answer = send(platform, opened, PAGE, **{role: "promoter", "from_day": "02/05/2022"})
    assert "now: no part in the action" in read(answer, 409).text
    assert form_to(answer, "roles/")[role] == "promoter"


def test_a_correction_sent_twice_counts_once(platform: Client, action: Action) -> None:
    agency = OrganisationFactory(key="agency")
    added = {"organisation-new-1-subject": agency.pk, "organisation-new-1-role": "partner"}
    sent = form_to(checked(platform, **added), "correct/")
    answers = [platform.post(f"{PAGE}correct/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Event.objects.count() == 1
    assert Promotion.objects.of(action).filter(organisation=agency).count() == 1
