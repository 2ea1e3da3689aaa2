"""Django admin: nothing deleted, nothing in bulk, no secret found out; who enters stands in tests/permissions."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import Membership, User
from actionplan.audit.administration import SECRETS
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.days import start_of
from actionplan.organisations.models import BodyCode, Minister, Organisation, PolicyArea
from tests.factories import MembershipFactory, OrganisationFactory
from tests.personas import ClientOf, SmallPlan

NAMED: dict[type[Model], str] = {
    Minister: "title",
    PolicyArea: "name",
    Organisation: "name",
}
"""By model, the column that has a twin in the other language."""
ADDED = {User, Membership, Minister, PolicyArea, Organisation, BodyCode}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_admin_has_bodies_people_and_the_trail_alone() -> None:
    """What a plan says has pages of its own."""
    assert Group not in admin.site._registry
    assert {model._meta.app_label for model in MODELS} == {"accounts", "audit", "organisations"}
    assert Event in MODELS
    assert len(MODELS) == 11


@pytest.mark.full
def test_a_list_says_yes_and_no_in_words(keeper: Client, reader: User) -> None:
    page = keeper.get(address(User, "changelist"), headers={"accept-language": "nl"}).content.decode()
    assert 'class="field-column">ja</td>' in page
    assert 'class="field-column">nee</td>' in page
    assert re.search(r'<table id="result_list" class="rows">', page)
    assert re.search(r'<th data-label="[^"]+" class="field-username">', page), "labelled on a narrow page"
    assert "icon-no" not in page
    page = keeper.get(address(Membership, "change", Membership.objects.get(user=reader).pk)).content.decode()
    assert "icon-no" not in page
    assert "Save and" not in page


def test_the_administration_stands_in_the_portals_own_frame(small_plan: SmallPlan, keeper: Client) -> None:
    """Head, search, menu and style of every other page, and none of Django's own."""
    for page in ["admin:index", "admin:accounts_user_changelist", "admin:accounts_user_add"]:
        soup = BeautifulSoup(keeper.get(reverse(page)).content.decode(), "html.parser")
        assert soup.select_one(".site-nav .here").get_text() == "Manage"
        sheets = [link["href"] for link in soup.select("link[rel=stylesheet]")]
        assert [sheet.rpartition("/")[2].split(".")[0] for sheet in sheets] == ["portal", "administration"]
        assert [script for script in soup.select("script") if "/admin/" in script["src"]] == []


def test_lists_and_forms_are_headed_by_what_they_hold(keeper: Client, minister: Minister) -> None:
    for page, args, heading in [
        ("accounts_membership_changelist", [], "Rollen"),
        ("accounts_membership_add", [], "Rol toevoegen"),
        ("organisations_minister_change", [minister.pk], str(minister)),
    ]:
        answer = keeper.get(reverse(f"admin:{page}", args=args), headers={"accept-language": "nl"})
        assert BeautifulSoup(answer.content.decode(), "html.parser").h1.get_text() == heading


def test_every_list_says_what_it_is_for_beside_the_way_to_people(keeper: Client) -> None:
    soup = BeautifulSoup(keeper.get(reverse("admin:index")).content.decode(), "html.parser")
    assert soup.select_one(f'main a[href="{reverse("people")}"]')
    said = [about.get_text() for about in soup.select(".what .aside")]
    assert len(said) == len(MODELS)
    assert all(said)
    assert not any("function" in words or "method" in words for words in said)
    headings = [heading.get_text() for heading in soup.select("main h2")]
    assert headings == ["People", "Organisations", "Trail"], "most used first"
    assert [link.get_text() for link in soup.select("main .what > a")][:2] == ["Users", "Memberships"]


def test_a_name_says_in_which_language_it_is(keeper: Client, minister: Minister) -> None:
    page = keeper.get(address(Minister, "change", minister.pk)).content.decode()
    assert "Portfolio in English" in page
    assert "Portfolio in Dutch" in page
    assert "Name in English" in keeper.get(address(PolicyArea, "add")).content.decode()
    headings = keeper.get(address(Organisation, "import")).context["headings"]
    assert headings[1:3] == ["name in English", "name in Dutch"]


@pytest.mark.django_db
def test_roles_are_named_and_filtered_as_on_other_pages(keeper: Client, contributor: User) -> None:
    holder = MembershipFactory(role="contributor", writes_only=True, organisation=OrganisationFactory())
    there = {"contact_point": contributor, "file_holder": holder.user}
    for part, user in there.items():
        page = keeper.get(address(Membership, "changelist"), {"part": part}).content.decode()
        assert "1 membership" in page
        assert f">{user}<" in page
    page = keeper.get(address(Membership, "changelist"), headers={"accept-language": "nl"}).content.decode()
    assert "contactpunt" in page
    assert "apporteur<" not in page
    unknown = keeper.get(address(Membership, "changelist"), {"part": "nonsense"})
    assert f"{Membership.objects.count()} memberships" in unknown.content.decode()


@pytest.mark.django_db
def test_somebody_unknown_is_sent_to_sign_in_and_back(client: Client) -> None:
    for name in ["admin:index", "admin:login", "admin:accounts_user_changelist"]:
        final, _ = client.get(reverse(name), follow=True).redirect_chain[-1]
        wanted = reverse("admin:index" if name == "admin:login" else name)
        assert final == f"{reverse('account_login')}?next={wanted}"


def test_nothing_can_be_deleted_or_done_in_bulk_or_changed_that_is_read_only_not_even_by_a_superuser(
    small_plan: SmallPlan, client_of: ClientOf, superuser: User
) -> None:
    client = client_of(superuser)
    for model in MODELS:
        row = model._default_manager.first()
        if row is not None:
            assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        bulk = {"action": "delete_selected", "_selected_action": [row.pk if row else 1], "post": "yes"}
        client.post(address(model, "changelist"), bulk)
        assert row is None or model._default_manager.filter(pk=row.pk).exists()
        if row is not None and model not in ADDED:
            assert client.post(address(model, "change", row.pk), {}).status_code == 403
        if model not in ADDED:
            assert client.post(address(model, "add"), {}).status_code == 403


def test_the_history_of_a_row_is_the_trail(keeper: Client, minister: Minister) -> None:
    assert 'rel="icon"' in keeper.get(reverse("admin:index")).content.decode()
    response = keeper.get(address(Minister, "history", minister.pk))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:audit_event_changelist"))
    assert keeper.get(response["Location"]).status_code == 200


def test_changing_the_password_and_signing_out_happen_on_the_portals_own_pages(keeper: Client) -> None:
    response = keeper.get(reverse("admin:password_change"))
    assert response["Location"] == reverse("account_change_password")
    assert keeper.post(reverse("admin:logout"))["Location"] == reverse("account_login")
    assert keeper.get(reverse("admin:index")).status_code == 302


def test_nobody_finds_a_secret_out_by_filtering(keeper: Client) -> None:
    for page, lookup in [
        ("accounts_user_changelist", "password__startswith"),
        ("accounts_user_changelist", "password"),
        ("accounts_user_changelist", "memberships__user__password__startswith"),
        ("accounts_user_export", "password__startswith"),
        ("accounts_membership_changelist", "user__password__startswith"),
        ("accounts_invitation_changelist", "key_hash__startswith"),
        ("accounts_invitation_changelist", "invited_by__password__startswith"),
        ("accounts_identity_changelist", "user__password__regex"),
    ]:
        assert keeper.get(reverse(f"admin:{page}"), {lookup: "md5"}).status_code == 400, lookup


def test_every_column_with_a_secret_is_known_to_the_lists() -> None:
    names = {field.name for model in apps.get_models() for field in model._meta.concrete_fields}
    secret = {name for name in names if re.search("password|hash|salt|secret|seed|^key$|token", name)}
    public = {"key", "token"}
    assert secret - public - SECRETS == set()


def test_lists_name_everything_in_the_language_of_the_page(small_plan: SmallPlan, keeper: Client) -> None:
    english, dutch = "Words in English", "Woorden in het Nederlands"
    for model, name in NAMED.items():
        model.objects.update(**{name: english, f"{name}_nl": dutch})
    for model in NAMED:
        page = keeper.get(address(model, "changelist"), headers={"accept-language": "nl"}).content.decode()
        assert dutch in page, model
        assert english not in page, model


@pytest.mark.django_db
def test_a_membership_can_be_found_by_person(keeper: Client, reader: User) -> None:
    MembershipFactory(user=reader, role="auditor")
    page = keeper.get(address(Membership, "changelist"), {"q": "reader"}).content.decode()
    assert "2 memberships" in page


def test_the_trail_says_which_action_an_event_is_about_and_leads_there(
    small_plan: SmallPlan, keeper: Client, lead_organisation: Organisation
) -> None:
    small_plan.joint.terms.update(title=f"Joint prevention network {'of everyone ' * 10}at last")
    about = Event(action=small_plan.joint.pk, subject_label="reporting.question", subject_key="14")
    about.at, about.verb = timezone.now(), Verb.QUESTION_ASKED
    about.save()
    listed = keeper.get(address(Event, "changelist")).content.decode()
    assert ">1.2 Joint prevention network" in listed
    assert "of everyone at last</td>" in listed, "the whole title"
    assert "Every act in the portal: who did what, and when; only to read." in listed
    page = keeper.get(address(Event, "change", about.pk)).content.decode()
    leads = reverse("action", args=[small_plan.plan.code, small_plan.joint.code])
    assert f'Question: <a href="{leads}">1.2 Joint prevention network' in page
    assert "reporting.question" not in page
    assert "before and after" not in page.lower(), "only what the event has"


def test_the_trail_is_filtered_by_what_an_event_is_about_and_then_by_what_was_done(keeper: Client) -> None:
    for verb, label in [(Verb.ASKED_ENDED, "reporting.question"), (Verb.ROUND_OPENED, "reporting.round")]:
        Event.objects.create(
            at=timezone.now(), verb=verb, subject_label=label, subject_key="14", subject="It"
        )
    trail = address(Event, "changelist")
    page = keeper.get(trail).content.decode()
    assert '?subject_label=reporting.round">Reporting round</a>' in page
    assert "verb=" not in page
    page = keeper.get(trail, {"subject_label": "reporting.round"}).content.decode()
    assert f"verb={Verb.ROUND_OPENED}" in page
    assert "opened the round It." in page
    assert f"verb={Verb.ASKED_ENDED}" not in page
    assert "ended what was asked" not in page
    page = keeper.get(trail, {"verb": Verb.ROUND_OPENED}).content.decode()
    assert "ended what was asked" not in page, "an act is filtered by without a kind too"


def test_the_trail_is_filtered_by_who_did_it_to_what_and_by_days_with_the_last_of_them(
    keeper: Client,
) -> None:
    days = [1, 2, 3]
    for name, day in [("Ann", day) for day in days] + [("Bob", 2)]:
        at = start_of(datetime.date(2023, 6, day)) + datetime.timedelta(hours=23)
        about = {
            "subject_label": "reporting.round",
            "subject_key": "14",
            "subject": f"of {name} on day {day}",
        }
        Event.objects.create(at=at, verb=Verb.ROUND_OPENED, actor=name, **about)
    trail = address(Event, "changelist")
    chosen = {"by": "ann", "since": "2/6/2023", "until": "3/6/2023", "subject_label": "reporting.round"}
    page = keeper.get(trail, chosen).content.decode()
    assert "<b>2 events</b>" in page
    assert [day for day in days if f"of Ann on day {day}" in page] == [2, 3]
    assert "of Bob" not in page
    assert '<input type="hidden" name="subject_label" value="reporting.round">' in page, "other filters stay"
    page = keeper.get(trail, {"about": "Bob on day"}).content.decode()
    assert "<b>1 event</b>" in page
    assert "of Ann" not in page
    assert 'role="search"' not in page.partition("<main")[2], "one form, not a search beside it"
    page = keeper.get(trail, {"since": "31/2/2023"}).content.decode()
    assert "<b>0 events</b>" in page, "an unreadable day does not look like no day"
    assert '<details class="filters phone-fold" open>' in page
