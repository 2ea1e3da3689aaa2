"""What administrators write in Django admin goes through the operations, and leaves its event."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from actionplan.accounts.models import Membership, User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from tests.factories import OrganisationFactory, PlanFactory, PolicyAreaFactory, UserFactory

NEXT_YEAR = datetime.date(2027, 1, 1)


@pytest.fixture
def keeper(client_of: Callable[[User], Client], administrator: User) -> Client:
    return client_of(administrator)


def send(client: Client, page: str, *args: object, **fields: Any) -> HttpResponse:
    return client.post(
        reverse(f"admin:{page}", args=args), {key: value or "" for key, value in fields.items()}
    )


def body(key: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "name": name, "order": "0", **fields}


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


def test_adding_an_organisation_leaves_an_event_by_the_administrator(
    keeper: Client, administrator: User
) -> None:
    response = send(keeper, "organisations_organisation_add", **body("agency", "New Agency"))
    assert response.status_code == 302
    event = the_event(Verb.ORGANISATION_CHANGED)
    assert event.actor_key == administrator.pk
    assert event.after["name"] == "New Agency"
    assert event.organisation == Organisation.objects.get(key="agency").pk


def test_changing_a_minister_records_before_and_after(keeper: Client, minister: Minister) -> None:
    response = send(
        keeper, "organisations_minister_change", minister.pk, title="Minister for Schools", order="0"
    )
    assert response.status_code == 302
    event = the_event(Verb.ORGANISATION_CHANGED)
    assert ("title", "Minister for Education", "Minister for Schools") in event.changes


def test_a_key_is_set_once(keeper: Client, minister: Minister) -> None:
    send(keeper, "organisations_minister_change", minister.pk, key="other", title="Minister", order="0")
    minister.refresh_from_db()
    assert minister.key == "education"


def test_saving_a_policy_area_unchanged_leaves_no_event(keeper: Client, policy_area: PolicyArea) -> None:
    response = send(
        keeper, "organisations_policyarea_change", policy_area.pk, name=policy_area.name, order="0"
    )
    assert response.status_code == 302
    assert not Event.objects.exists()


def test_an_organisation_is_moved_to_another_policy_area(
    keeper: Client, other_organisation: Organisation
) -> None:
    area = PolicyAreaFactory(code="OV")
    response = send(
        keeper,
        "organisations_affiliation_add",
        moved=other_organisation.pk,
        policy_area=area.pk,
        in_force_from="2023-01-01",
    )
    assert response.status_code == 302
    old, new = Affiliation.objects.filter(organisation=other_organisation).order_by("pk")
    assert old.in_force_until == new.in_force_from == datetime.date(2023, 1, 1)
    assert the_event(Verb.ORGANISATION_CHANGED).before == {"policy_area": "WVG"}


def test_a_move_that_is_refused_says_why_and_writes_nothing(
    keeper: Client, other_organisation: Organisation
) -> None:
    area = PolicyAreaFactory(code="OV")
    response = send(keeper, "organisations_affiliation_add", moved=other_organisation.pk, policy_area=area.pk)
    assert response.status_code == 200
    assert "present affiliation began on that day or later" in response.content.decode()
    assert Affiliation.objects.get(organisation=other_organisation).in_force_until is None
    assert not Event.objects.exists()


def test_a_new_person_has_no_password_and_keeps_the_address_in_small_letters(keeper: Client) -> None:
    response = send(keeper, "accounts_user_add", **person("ann", email="Ann@Example.org"))
    assert response.status_code == 302
    ann: AbstractBaseUser = User.objects.get(username="ann")
    assert not ann.has_usable_password()
    assert ann.email == "ann@example.org"
    assert the_event(Verb.USER_CHANGED).after["username"] == "ann"


def test_a_new_person_needs_an_address(keeper: Client) -> None:
    response = send(keeper, "accounts_user_add", **person("ann", email=""))
    assert response.status_code == 200
    assert not User.objects.filter(username="ann").exists()


def test_a_user_name_that_differs_in_case_only_is_refused(keeper: Client) -> None:
    UserFactory(username="ann", email="")
    response = send(keeper, "accounts_user_add", **person("Ann"))
    assert "Somebody has this user name already." in response.content.decode()
    assert User.objects.filter(username__iexact="ann").count() == 1


def test_a_person_is_deactivated_and_keeps_password_and_demo_mark(keeper: Client) -> None:
    ann = UserFactory(username="ann", is_demo=True)
    fields = person("ann") | {"is_active": "", "is_demo": "", "password": "changed"}
    response = send(keeper, "accounts_user_change", ann.pk, **fields)
    assert response.status_code == 302
    password = ann.password
    ann.refresh_from_db()
    assert (ann.is_active, ann.is_demo, ann.password) == (False, True, password)


def test_nobody_makes_themselves_a_superuser(keeper: Client, administrator: User) -> None:
    response = send(
        keeper, "accounts_user_change", administrator.pk, **person("administrator", is_superuser="on")
    )
    assert "Nobody changes their own role." in response.content.decode()
    administrator.refresh_from_db()
    assert not administrator.is_superuser


def test_a_role_is_given(keeper: Client, lead_organisation: Organisation) -> None:
    ann = UserFactory(username="ann")
    response = send(
        keeper,
        "accounts_membership_add",
        user=ann.pk,
        role="contributor",
        organisation=lead_organisation.pk,
        in_force_from="2026-01-01",
    )
    assert response.status_code == 302
    assert ann.memberships.get().organisation == lead_organisation
    assert the_event(Verb.MEMBERSHIP_BEGUN).after["organisation"] == "ov"


def test_a_role_may_be_limited_to_a_plan(keeper: Client) -> None:
    ann, plan = UserFactory(username="ann"), PlanFactory()
    response = send(keeper, "accounts_membership_add", user=ann.pk, role="coordinator", plan=plan.pk)
    assert response.status_code == 302
    assert str(ann.memberships.get()) == "coordinator, only 2020-2024"
    page = keeper.get(reverse("admin:accounts_membership_changelist"), {"plan__id__exact": plan.pk})
    assert "1 membership" in page.content.decode()


def test_a_role_that_does_not_fit_what_it_names_is_refused(keeper: Client) -> None:
    response = send(keeper, "accounts_membership_add", user=UserFactory().pk, role="contributor")
    assert "A contributor needs one organisation or one policy area" in response.content.decode()


def test_a_role_that_overlaps_is_refused(keeper: Client, reader: User) -> None:
    ended = {"in_force_from": "2019-01-01", "in_force_until": "2021-01-01"}
    response = send(keeper, "accounts_membership_add", user=reader.pk, role="reader", **ended)
    assert "This person has that role in those days already." in response.content.decode()
    assert reader.memberships.count() == 1
    assert not Event.objects.exists()


def test_nobody_gives_themselves_a_role(keeper: Client, administrator: User) -> None:
    response = send(keeper, "accounts_membership_add", user=administrator.pk, role="coordinator")
    assert "Nobody changes their own role." in response.content.decode()
    assert administrator.memberships.count() == 1


def test_a_role_is_ended_and_nothing_else_of_it_changes(keeper: Client, reader: User) -> None:
    membership = reader.memberships.get()
    response = send(
        keeper, "accounts_membership_change", membership.pk, role="administrator", in_force_until=NEXT_YEAR
    )
    assert response.status_code == 302
    membership.refresh_from_db()
    assert (membership.role, membership.in_force_until) == ("reader", NEXT_YEAR)
    assert the_event(Verb.MEMBERSHIP_ENDED).names["person"] == "Reader"


def test_ending_a_role_needs_a_day(keeper: Client, reader: User) -> None:
    response = send(keeper, "accounts_membership_change", reader.memberships.get().pk, in_force_until="")
    assert response.status_code == 200
    assert "This field is required." in response.content.decode()


def test_a_role_that_has_ended_cannot_be_ended_later(keeper: Client, reader: User) -> None:
    membership = reader.memberships.get()
    Membership.objects.update(in_force_until=datetime.date(2021, 1, 1))
    Membership.objects.exclude(user=reader).update(in_force_until=None)
    response = send(keeper, "accounts_membership_change", membership.pk, in_force_until="2022-01-01")
    assert "This role has ended already." in response.content.decode()
    membership.refresh_from_db()
    assert membership.in_force_until == datetime.date(2021, 1, 1)


def test_administrators_cannot_end_their_own_role(keeper: Client, administrator: User) -> None:
    membership = administrator.memberships.get()
    response = send(keeper, "accounts_membership_change", membership.pk, in_force_until=NEXT_YEAR)
    assert response.status_code == 403


@pytest.mark.parametrize("model", ["organisations_organisation", "organisations_minister", "accounts_user"])
def test_lists_are_taken_along_as_a_workbook(keeper: Client, minister: Minister, model: str) -> None:
    OrganisationFactory(key="agency", name="=1+1")
    response = keeper.get(reverse(f"admin:{model}_export"))
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[0][0] in {"key", "username"}
    assert "password" not in rows[0]
    if model == "organisations_organisation":
        assert rows[1][:2] == ("agency", "'=1+1")


def test_a_reader_cannot_take_the_users_along(client_of: Callable[[User], Client], reader: User) -> None:
    assert client_of(reader).get(reverse("admin:accounts_user_export")).status_code == 403
