"""The pages of a change of government, as an administrator goes through them."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.amendments.government_effects import preview_of
from actionplan.amendments.models import GovernmentChange
from actionplan.organisations.models import Minister, Organisation
from actions.models import Action, MinisterInvolvement
from objectives.models import Plan
from tests.factories import MinisterInvolvementFactory
from tests.government.reshuffle import RESHUFFLE, ends, prepared_change
from tests.personas import SmallPlan, person, signed_in
from tests.sent_forms import form_to, new_token

PAST = "2022-12-10"


def text_of(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def send(client: Client, name: str, *args: object, **sent: object) -> Any:
    return client.post(reverse(name, args=args), {"token": new_token(), **sent})


def prefixed(word: str, **values: object) -> dict[str, object]:
    return {f"{word}-{name}": value for name, value in values.items()}


def test_it_is_prepared_looked_at_and_carried_out(printed_plan: Plan, administrator: User) -> None:
    client = signed_in(administrator)
    assert reverse("government-list") in client.get(reverse("plan-list")).content.decode()
    reader = person("reader", Role.READER, minister=Minister.objects.get(key="education"))
    contact = person("contact", Role.CONTRIBUTOR, organisation=Organisation.objects.get(key="kbbj_agii"))
    answer = send(client, "government-list", title="Government of 2022", effective_from=PAST)
    change = GovernmentChange.objects.get()
    assert answer.url == reverse("government", args=[change.pk])
    steps = [
        ("portfolio-begins", {"name_nl": "Onderwijs en Welzijn", "holder": "An Peeters"}),
        ("portfolio-ends", {"body": "education", "successors": ["onderwijs_en_welzijn", "welfare"]}),
        ("organisation-renamed", {"body": "kbbj_abb", "name": "Home Agency"}),
        ("organisation-ends", {"body": "kbbj_agii", "successor": "home_agency"}),
        ("organisation-moves", {"body": "wvg_houses_of_justice", "policy_area": ""}),
    ]
    for revision, (word, values) in enumerate(steps, start=1):
        sent = prefixed(word, **values)
        assert send(client, "government-add", change.pk, word, opened_on=revision, **sent).status_code == 302
    page = text_of(client.get(reverse("government", args=[change.pk])))
    assert "is divided among Onderwijs en Welzijn and" in page
    assert "Houses of Justice Division leaves its policy area." in page

    shown = client.get(reverse("government-preview", args=[change.pk]))
    text = text_of(shown)
    assert "Agency for Home Affairs leads until then, Home Agency from then on." in text
    agency = "Agency for Integration and Civic Integration"
    assert f"{agency}, partner: its part becomes one with that of Home Agency." in text
    assert f"{contact}: contact point, " in text
    assert "The role goes on for Home Agency." in text
    choices = [choice for plan in shown.context["plans"] for row in plan.actions for choice in row.choices]
    assert len(choices) == Action.objects.filter(minister_involvements__minister__key="education").count()
    mine = {
        choices[0].name: "welfare",
        f"office-{reader.memberships.get().pk}": "onderwijs_en_welzijn",
    }
    done = send(client, "government-carry-out", change.pk, mark=shown.context["mark"], **mine)
    assert done.url == reverse("government", args=[change.pk])
    change.refresh_from_db()
    assert change.is_carried_out
    renamed = Organisation.objects.get(key="home_agency")
    assert renamed.affiliations.get().policy_area.code == "KBBJ"
    chosen = MinisterInvolvement.objects.open().filter(minister__key="welfare", in_force_from=PAST)
    assert chosen.filter(action=choices[0].name.removeprefix("portfolio-").split(":")[0]).exists()
    assert reader.memberships.open().get().minister.key == "onderwijs_en_welzijn"
    assert "carried it out on" in text_of(client.get(reverse("government", args=[change.pk])))


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(small_plan: SmallPlan, administrator: User) -> None:
    client = signed_in(administrator)
    change = prepared_change(administrator, [])
    sent = prefixed("organisation-begins", name="New agency", key="ov", abbreviation="NA")
    answer = send(client, "government-add", change.pk, "organisation-begins", opened_on=1, **sent)
    assert answer.status_code == 409
    assert "There is a body with the key ov already." in text_of(answer)
    assert answer.context["act_forms"]["organisation-begins"]["abbreviation"].value() == "NA"
    nameless = send(client, "government-add", change.pk, "organisation-begins", opened_on=1)
    assert nameless.status_code == 400
    assert "Write the name, in one of the two languages." in text_of(nameless)


def test_what_somebody_added_in_between_is_not_overwritten(
    small_plan: SmallPlan, administrator: User
) -> None:
    client = signed_in(administrator)
    change = prepared_change(administrator, [])
    sent = prefixed("organisation-moves", body="ov", policy_area="")
    assert (
        send(client, "government-add", change.pk, "organisation-moves", opened_on=1, **sent).status_code
        == 302
    )
    late = send(client, "government-take-out", change.pk, 0, opened_on=1)
    assert late.status_code == 409
    wrong = send(client, "government", change.pk, opened_on=1, title="")
    assert wrong.status_code == 400
    assert wrong.context["opened_on"] == 1, "what was wrong still stands on what it was opened on"
    assert send(client, "government-take-out", change.pk, 0, opened_on=2).status_code == 302
    asked = text_of(client.get(reverse("government-drop", args=[change.pk])))
    assert "No plan and no role changes." in asked
    assert GovernmentChange.objects.exists(), "asking throws nothing away"
    assert send(client, "government-drop", change.pk).status_code == 302
    assert not GovernmentChange.objects.exists()


@pytest.mark.full
def test_what_was_chosen_stays_chosen_when_something_changed_in_between(
    printed_plan: Plan, administrator: User
) -> None:
    client = signed_in(administrator)
    change = prepared_change(administrator, RESHUFFLE)
    [chosen, *_others] = preview_of(change, timezone.now()).choices
    name = f"portfolio-{chosen.word}"
    late = send(client, "government-carry-out", change.pk, mark="else", **{name: "enforcement"})
    assert late.status_code == 409
    offered = [choice for plan in late.context["plans"] for row in plan.actions for choice in row.choices]
    assert {choice.name: choice.chosen for choice in offered}[name] == "enforcement"
    again = {"mark": late.context["mark"], name: "enforcement"}
    assert send(client, "government-carry-out", change.pk, **again).status_code == 302


@pytest.mark.full
def test_a_choice_that_stands_in_the_way_is_named_and_can_be_made_otherwise(
    printed_plan: Plan, administrator: User
) -> None:
    client = signed_in(administrator)
    change = prepared_change(administrator, [ends("justice", "home_affairs", "mobility")])
    choice = preview_of(change, timezone.now()).choices[0]
    mobility = Minister.objects.get(key="mobility")
    action = choice.action
    MinisterInvolvementFactory(action=action, minister=mobility, order=9, in_force_from="2023-01-01")
    name = f"portfolio-{choice.word}"
    saved = send(client, "government-preview", change.pk, opened_on=change.revision, **{name: "mobility"})
    shown = client.get(saved.url)
    assert f"action {action.code}: the part of" in text_of(shown)
    sent = form_to(shown, "preview/")
    assert sent[name] == "mobility"
    refused = send(client, "government-carry-out", change.pk, **sent)
    assert refused.status_code == 409
    sent = form_to(refused, "preview/") | {name: "home_affairs"}
    assert send(client, "government-carry-out", change.pk, **sent).status_code == 302
    change.refresh_from_db()
    assert change.is_carried_out


@pytest.mark.full
def test_a_change_of_tomorrow_waits(printed_plan: Plan, administrator: User) -> None:
    client = signed_in(administrator)
    change = prepared_change(administrator, RESHUFFLE)
    GovernmentChange.objects.update(effective_from="2099-01-01")
    shown = client.get(reverse("government-preview", args=[change.pk]))
    assert "It can be carried out on 1 January 2099 or later." in text_of(shown)
    refused = send(client, "government-carry-out", change.pk, mark=shown.context["mark"])
    assert refused.status_code == 409
    assert "It is carried out on its day of effect, or later." in text_of(refused)
