"""File holders write the reports they hold; contact points write them all and hand them in."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation, PolicyArea
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.rules import organisations_to_report_for, seen_by, sees_note
from actionplan.reporting.states import ReportState
from actionplan.reports.workflow import discard_draft, submit, take_back
from actions.models import Action
from tests.personas import ClientOf, SmallPlan, person
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import By, drafted, hand_in, noon

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)


@pytest.fixture
def writer(lead_organisation: Organisation, small_plan: SmallPlan) -> User:
    """Holds the file of 1.1 for its lead, deputises for 1.2, and has nothing to do with 2.1."""
    user = person("writer", Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    FileHolderFactory(action=small_plan.with_money, organisation=lead_organisation, user=user)
    FileHolderFactory(action=small_plan.joint, organisation=lead_organisation, user=user, deputy=True)
    return user


@pytest.fixture
def draft(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    """Of the contact point, on an action whose file the writer holds."""
    return drafted(small_plan.with_money, *by_lead, MARCH)


def test_a_file_holder_and_a_deputy_write_drafts_and_nothing_on_other_actions(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    writer: User,
    contributor: User,
) -> None:
    for action in [small_plan.with_money, small_plan.joint]:
        assert drafted(action, lead_organisation, writer, MARCH).saved_by == writer
    with pytest.raises(PermissionDenied):
        drafted(small_plan.limited, lead_organisation, writer, MARCH)
    other = drafted(small_plan.limited, lead_organisation, contributor, MARCH)
    with pytest.raises(PermissionDenied):
        drafted(small_plan.limited, lead_organisation, writer, APRIL)
    with pytest.raises(PermissionDenied):
        discard_draft(report=other, opened_on=other.revision, by=writer, at=APRIL)
    assert organisations_to_report_for(writer, small_plan.joint) == [lead_organisation]
    assert organisations_to_report_for(writer, small_plan.limited) == []
    # The file of another organisation, and a file without a role, let nobody write.
    FileHolderFactory(action=small_plan.joint, organisation=partner_organisation, user=writer)
    with pytest.raises(PermissionDenied):
        drafted(small_plan.joint, partner_organisation, writer, MARCH)
    writer.memberships.update(in_force_until=datetime.date(2021, 1, 1))
    with pytest.raises(PermissionDenied):
        drafted(small_plan.with_money, lead_organisation, User.objects.get(pk=writer.pk), MARCH)


def test_a_file_holder_goes_on_with_and_discards_what_a_colleague_began(
    draft: ProgressReport, lead_organisation: Organisation, writer: User
) -> None:
    saved = drafted(draft.action, lead_organisation, writer, APRIL, done="Sample.")
    assert saved.pk == draft.pk
    discard_draft(report=saved, opened_on=saved.revision, by=writer, at=APRIL)
    assert not ProgressReport.objects.exists()


def test_a_file_holder_neither_submits_nor_takes_back(
    draft: ProgressReport, writer: User, contributor: User
) -> None:
    with pytest.raises(PermissionDenied):
        submit(report=draft, opened_on=draft.revision, by=writer, at=APRIL)
    report = submit(report=draft, opened_on=draft.revision, by=contributor, at=APRIL)
    assert report.submitted_by == contributor
    with pytest.raises(PermissionDenied):
        take_back(report=report, by=writer, at=APRIL)
    assert take_back(report=report, by=contributor, at=APRIL).state == ReportState.DRAFT


def test_a_draft_on_behalf_does_not_become_the_organisations_own_word_by_a_file_holder(
    small_plan: SmallPlan, lead_organisation: Organisation, writer: User, coordinator: User
) -> None:
    both = person("both", Role.COORDINATOR)
    writer.memberships.update(user=both)
    draft = drafted(small_plan.with_money, lead_organisation, coordinator, MARCH, on_behalf=True)
    assert submit(report=draft, opened_on=1, by=both, at=APRIL).on_behalf


def test_a_file_holder_reads_what_a_contact_point_reads(
    small_plan: SmallPlan, by_lead: By, writer: User
) -> None:
    drafted(small_plan.limited, *by_lead, MARCH)
    waiting = hand_in(small_plan.joint, *by_lead, MARCH)
    reports = ProgressReport.objects.all()
    assert set(seen_by(reports, writer, small_plan.plan.pk)) == set(reports)
    assert sees_note(writer, waiting)


def test_a_file_holder_of_a_whole_area_writes_for_its_organisations(
    small_plan: SmallPlan, policy_area: PolicyArea, other_organisation: Organisation
) -> None:
    writer = person("writer", Role.CONTRIBUTOR, policy_area=policy_area, writes_only=True)
    with pytest.raises(PermissionDenied):
        drafted(small_plan.elsewhere, other_organisation, writer, MARCH)
    FileHolderFactory(action=small_plan.elsewhere, organisation=other_organisation, user=writer)
    again = User.objects.get(pk=writer.pk)
    assert drafted(small_plan.elsewhere, other_organisation, again, MARCH).saved_by == writer


def address(name: str, action: Action, *rest: object) -> str:
    return reverse(name, args=[action.plan.code, action.code, *rest])


def test_the_checks_of_a_file_holder_end_without_a_button_to_submit(
    client_of: ClientOf, draft: ProgressReport, writer: User, contributor: User
) -> None:
    checks = address("report-checks", draft.action, draft.organisation.key)
    sentence = "a contact point of your organisation submits everything that is ready together."
    page = client_of(writer).get(checks).content.decode()
    assert sentence in page
    assert "Submit this report alone" not in page
    page = client_of(contributor).get(checks).content.decode()
    assert sentence not in page
    assert "Submit this report alone" in page


def test_a_draft_on_another_action_is_read_and_not_written(
    client_of: ClientOf,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    writer: User,
    contributor: User,
) -> None:
    draft = drafted(small_plan.limited, lead_organisation, contributor, MARCH, done="Sample words.")
    client, key = client_of(writer), lead_organisation.key
    held, other = (
        client.get(address("action", action)).content.decode()
        for action in [small_plan.joint, small_plan.limited]
    )
    assert "Report on this action" in held
    assert "Report on this action" not in other
    assert client.get(address("report-form", draft.action, key)).status_code == 403
    response = client.get(address("report", draft.action, draft.pk), follow=True)
    assert response.redirect_chain[-1][0] == address("report-checks", draft.action, key)
    page = response.content.decode()
    assert "Sample words." in page
    assert "You read this draft." in page
    assert "Discard this draft" not in page
