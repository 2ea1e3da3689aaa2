"""Once a year somebody says that the list of people of a body is right."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from actionplan.accounts.bodies import WHOLE_PORTAL, Body, list_key_of
from actionplan.accounts.confirmations import confirm_list, is_overdue, version_of
from actionplan.accounts.contact_points import with_contact_point
from actionplan.accounts.models import ListConfirmation, Membership, User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from tests.factories import MembershipFactory
from tests.people.people_factories import SENT, ListConfirmationFactory

DAY = datetime.timedelta(days=1)
TODAY = SENT.date()


def rows(body: Body) -> list[Membership]:
    memberships = Membership.objects.on_the_lists_of([body]).not_ended(TODAY)
    return list(memberships.select_related("user").order_by("pk"))


def confirm(body: Body, by: User, at: datetime.datetime = SENT) -> ListConfirmation:
    return confirm_list(body=body, opened_on=version_of(rows(body)), by=by, at=at)


@pytest.fixture
def body(lead_organisation: Organisation, contributor: User) -> Body:
    return Body(organisation=lead_organisation)


def test_a_list_is_confirmed_once_a_day_and_that_is_in_the_trail(
    body: Body, coordinator: User, administrator: User, lead_organisation: Organisation
) -> None:
    confirmation = confirm(body, coordinator)
    assert (confirmation.organisation, confirmation.confirmed_by) == (lead_organisation, coordinator)
    event = Event.objects.get(verb=Verb.LIST_CONFIRMED)
    assert event.sentence == "Coordinator confirmed the list of people of Education and Training."
    assert event.organisation == lead_organisation.pk
    with pytest.raises(Refused, match="Coordinator confirmed this list today"):
        confirm(body, administrator)
    assert confirm(body, administrator, SENT + DAY).pk


def test_coordinators_confirm_the_list_of_every_body_but_who_is_a_coordinator(
    body: Body, people: dict[str, User], policy_area: PolicyArea, minister: Minister
) -> None:
    for one in [Body(policy_area=policy_area), Body(minister=minister)]:
        assert confirm(one, people["coordinator"]).pk
    with pytest.raises(PermissionDenied):
        confirm(WHOLE_PORTAL, people["coordinator"])
    assert str(confirm(WHOLE_PORTAL, people["administrator"])) == "The whole portal"
    for name in ["reader", "contributor", "auditor", "roleless"]:
        with pytest.raises(PermissionDenied):
            confirm(body, people[name])


def test_another_person_and_an_inactive_one_change_a_list(body: Body, partner: User) -> None:
    versions = {version_of(rows(body))}
    MembershipFactory(user=partner, role="contributor", organisation=body.organisation)
    versions.add(version_of(rows(body)))
    User.objects.filter(pk=partner.pk).update(is_active=False)
    versions.add(version_of(rows(body)))
    assert len(versions) == 3


def test_the_database_holds_one_confirmation_a_day_about_one_list(
    lead_organisation: Organisation, policy_area: PolicyArea, minister: Minister
) -> None:
    known = {"organisation": lead_organisation, "policy_area": policy_area, "minister": minister}
    for facts in [*({kind: body} for kind, body in known.items()), {}]:
        ListConfirmationFactory(**facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            ListConfirmationFactory(**facts)
    with pytest.raises(IntegrityError):
        ListConfirmationFactory(organisation=lead_organisation, minister=minister)


def test_a_list_is_overdue_after_a_year_or_when_it_never_was_confirmed() -> None:
    assert is_overdue(None, TODAY)
    assert not is_overdue(TODAY, TODAY + 365 * DAY)
    assert is_overdue(TODAY, TODAY + 366 * DAY)


def test_how_long_a_confirmation_holds_is_a_setting(settings: Any) -> None:
    settings.CONFIRMATION_DAYS = 10
    assert not is_overdue(TODAY, TODAY + 10 * DAY)
    assert is_overdue(TODAY, TODAY + 11 * DAY)


def test_coordinators_stand_on_the_list_of_the_portal_whoever_employs_them(
    other_coordinator: User, partner: User, reader: User, auditor: User, partner_organisation: Organisation
) -> None:
    employer = Body(organisation=partner_organisation)
    assert [row.user for row in rows(employer)] == [partner]
    assert {row.user for row in rows(WHOLE_PORTAL)} == {other_coordinator, reader, auditor}
    assert list_key_of(other_coordinator.memberships.get()) == WHOLE_PORTAL.list_key
    assert list_key_of(partner.memberships.get()) == employer.list_key


def test_an_organisation_has_a_contact_point_of_its_own_or_of_its_area(
    contributor: User,
    area_contributor: User,
    lead_organisation: Organisation,
    other_organisation: Organisation,
    partner_organisation: Organisation,
) -> None:
    assert set(with_contact_point(None, TODAY)) == {lead_organisation, other_organisation}


def test_a_contact_point_is_active_and_submits(contributor: User, lead_organisation: Organisation) -> None:
    role, ours = contributor.memberships, with_contact_point(None, TODAY)
    assert ours.exists()
    role.update(writes_only=True)
    assert not ours.all().exists()
    role.update(writes_only=False, in_force_until=TODAY)
    assert not ours.all().exists()
    role.update(in_force_until=None)
    User.objects.filter(pk=contributor.pk).update(is_active=False)
    assert not ours.all().exists()
