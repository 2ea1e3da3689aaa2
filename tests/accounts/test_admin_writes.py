"""What administrators write in Django admin goes through the operations, and leaves its event."""

import datetime
import io
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from actionplan.accounts.models import Membership, User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.organisations.workflow import save_body
from tests.factories import (
    MembershipFactory,
    MinisterFactory,
    OrganisationFactory,
    PlanFactory,
    UserFactory,
)

IN_A_YEAR = day_of(timezone.now()) + datetime.timedelta(days=365)


def send(client: Client, page: str, *args: object, **fields: Any) -> HttpResponse:
    return client.post(
        reverse(f"admin:{page}", args=args), {key: value or "" for key, value in fields.items()}
    )


def person(username: str, **fields: Any) -> dict[str, Any]:
    return {
        "username": username,
        "email": f"{username}@example.org",
        "language": "nl",
        "is_active": "on",
        **fields,
    }


def the_event(verb: Verb) -> Event:
    return Event.objects.get(verb=verb)


def test_bodies_are_kept_and_leave_their_events(
    keeper: Client, administrator: User, minister: Minister, policy_area: PolicyArea
) -> None:
    response = send(
        keeper, "organisations_policyarea_change", policy_area.pk, name=policy_area.name, order="0"
    )
    assert response.status_code == 302
    assert not Event.objects.exists(), "nothing changed"
    response = send(keeper, "organisations_organisation_add", key="agency", name="New Agency", order="0")
    assert response.status_code == 302
    event = the_event(Verb.ORGANISATION_CHANGED)
    assert event.actor_key == administrator.pk
    assert event.after["name"] == "New Agency"
    assert event.organisation == Organisation.objects.get(key="agency").pk
    facts = {"key": "other", "title": "Minister for Schools", "order": "0"}
    refused = send(keeper, "organisations_minister_change", minister.pk, **facts)
    assert "Another name would hold on past days too." in refused.content.decode()
    facts |= {"corrects_misprint": "on"}
    assert send(keeper, "organisations_minister_change", minister.pk, **facts).status_code == 302
    event = the_event(Verb.BODY_NAME_CORRECTED)
    assert ("title", "Minister for Education", "Minister for Schools") in event.changes
    assert "corrected the name “Minister for Education” to “Minister for Schools”." in event.sentence
    minister.refresh_from_db()
    assert minister.key == "education", "a key is set once"


def test_a_new_person_needs_an_address_and_has_no_password(keeper: Client) -> None:
    assert send(keeper, "accounts_user_add", **person("ann", email="")).status_code == 200
    assert not User.objects.filter(username="ann").exists()
    assert send(keeper, "accounts_user_add", **person("ann", email="Ann@Example.org")).status_code == 302
    ann: AbstractBaseUser = User.objects.get(username="ann")
    assert not ann.has_usable_password()
    assert ann.email == "ann@example.org", "in small letters"
    assert the_event(Verb.USER_CHANGED).after["username"] == "ann"
    # A user name that differs in case only is refused.
    response = send(keeper, "accounts_user_add", **person("Ann", email="other@example.org"))
    assert "Somebody has this user name already." in response.content.decode()
    assert User.objects.filter(username__iexact="ann").count() == 1


def test_a_person_is_deactivated_and_keeps_password_and_demo_mark(
    keeper: Client, administrator: User
) -> None:
    ann = UserFactory(username="ann", is_demo=True)
    fields = person("ann") | {"is_active": "", "is_demo": "", "password": "changed"}
    assert send(keeper, "accounts_user_change", ann.pk, **fields).status_code == 302
    password = ann.password
    ann.refresh_from_db()
    assert (ann.is_active, ann.is_demo, ann.password) == (False, True, password)
    # Nobody makes themselves a superuser.
    fields = person("administrator", is_superuser="on")
    response = send(keeper, "accounts_user_change", administrator.pk, **fields)
    assert "Nobody changes their own role." in response.content.decode()
    administrator.refresh_from_db()
    assert not administrator.is_superuser


def test_a_role_is_given(
    keeper: Client, lead_organisation: Organisation, reader: User, administrator: User
) -> None:
    def refusal(user: User, role: str, **facts: Any) -> str:
        return send(keeper, "accounts_membership_add", user=user.pk, role=role, **facts).content.decode()

    ann, plan = UserFactory(username="ann"), PlanFactory()
    assert "A contributor needs one organisation or one policy area" in refusal(ann, "contact_point")
    ended = {"in_force_from": "2019-01-01", "in_force_until": "2021-01-01"}
    assert "This person has that role in those days already." in refusal(reader, "reader", **ended)
    assert "Nobody changes their own role." in refusal(administrator, "coordinator")
    assert (reader.memberships.count(), administrator.memberships.count()) == (1, 1)
    assert not Event.objects.exists()
    facts = {"organisation": lead_organisation.pk, "in_force_from": "2026-01-01"}
    response = send(keeper, "accounts_membership_add", user=ann.pk, role="file_holder", **facts)
    assert response.status_code == 302
    assert ann.memberships.get().organisation == lead_organisation
    assert str(ann.memberships.get()) == f"file holder, {lead_organisation}"
    assert the_event(Verb.MEMBERSHIP_BEGUN).after["organisation"] == "ov"
    # A role may be limited to a plan.
    response = send(keeper, "accounts_membership_add", user=ann.pk, role="coordinator", plan=plan.pk)
    assert response.status_code == 302
    assert str(ann.memberships.get(role="coordinator")) == "coordinator, only 2020-2024"
    page = keeper.get(reverse("admin:accounts_membership_changelist"), {"plan__id__exact": plan.pk})
    assert "1 membership" in page.content.decode()


def test_a_role_is_ended_and_nothing_else_of_it_changes(
    keeper: Client, reader: User, administrator: User
) -> None:
    membership, own = reader.memberships.get(), administrator.memberships.get()
    response = send(keeper, "accounts_membership_change", own.pk, on=IN_A_YEAR)
    assert response.status_code == 403
    response = send(keeper, "accounts_membership_change", membership.pk, on="")
    assert response.status_code == 200
    assert "This field is required." in response.content.decode()
    facts = {"role": "administrator", "on": IN_A_YEAR}
    assert send(keeper, "accounts_membership_change", membership.pk, **facts).status_code == 302
    membership.refresh_from_db()
    assert (membership.role, membership.in_force_until) == ("reader", IN_A_YEAR)
    assert the_event(Verb.MEMBERSHIP_ENDED).names["person"] == "Reader"
    # One that began today can be ended today.
    today = day_of(timezone.now())
    begun = MembershipFactory(user=reader, role="auditor", in_force_from=today)
    assert send(keeper, "accounts_membership_change", begun.pk, on=today).status_code == 302
    assert begun not in Membership.objects.in_force(today)
    # A role that has ended cannot be ended later.
    ended = datetime.date(2021, 1, 1)
    Membership.objects.filter(pk=membership.pk).update(in_force_until=ended)
    response = send(keeper, "accounts_membership_change", membership.pk, on="2022-01-01")
    assert "This role has ended already." in response.content.decode()
    membership.refresh_from_db()
    assert membership.in_force_until == ended


def test_lists_are_taken_along_as_a_workbook(keeper: Client, minister: Minister) -> None:
    for key, name in [("agency", "=1+1"), ("agency2", "＠SUM(1)"), ("agency3", " =1")]:
        OrganisationFactory(key=key, name=name)
    for model in ["organisations_organisation", "organisations_minister", "accounts_user"]:
        response = keeper.get(reverse(f"admin:{model}_export"))
        rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
        assert rows[0][0] in {"key", "username"}
        assert "password" not in rows[0]
        if model == "organisations_organisation":
            assert [row[1] for row in rows[1:]] == ["=1+1", "＠SUM(1)", " =1"]


def test_the_trail_tells_fields_by_their_names_and_values_in_words(
    keeper: Client, administrator: User, minister: Minister
) -> None:
    successor = MinisterFactory(key="schools", title="Minister for Schools")
    minister.holder, minister.succeeded_by = "An Peeters", successor
    minister.in_force_until = datetime.date(2024, 9, 30)
    save_body(row=minister, by=administrator, at=timezone.now())
    event = the_event(Verb.ORGANISATION_CHANGED)
    page = keeper.get(reverse("admin:audit_event_change", args=[event.pk])).content.decode()
    for words in [
        "holder: – → An Peeters",
        "succeeded by: – → Minister for Schools",
        "in force until: – → 30 September 2024",
    ]:
        assert words in page
    assert "{&#x27;" not in page
