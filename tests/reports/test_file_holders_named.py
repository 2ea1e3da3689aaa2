"""Contact points name a file holder and a deputy for each action of their organisation, among its contributors."""

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import FileHolder
from actionplan.reports.file_holders import Holders, holders_of, name_file_holders, version_of
from actions.models import Action
from tests.personas import SmallPlan, person
from tests.reporting_factories import By, noon

MARCH = noon(2022, 3, 1)


@pytest.fixture
def writers(lead_organisation: Organisation) -> list[User]:
    return [
        person(name, Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
        for name in ["ann", "bo"]
    ]


def name(
    organisation: Organisation, by: User, named: dict[Action, tuple[User | None, User | None]], **opened: str
) -> None:
    holders = {
        action.pk: Holders(*(user.pk if user else None for user in both)) for action, both in named.items()
    }
    plan = next(iter(named)).plan
    about = {"plan": plan, "organisation": organisation, "holders": holders}
    name_file_holders(**about, by=by, at=MARCH, **opened)


def test_file_holders_and_deputies_are_named_in_one_save_and_others_stay(
    small_plan: SmallPlan, lead_organisation: Organisation, by_lead: By, writers: list[User]
) -> None:
    (ann, bo), joint, limited = writers, small_plan.joint, small_plan.limited
    name(*by_lead, {joint: (None, None)})
    assert not Event.objects.exists(), "nothing changed"
    nobody = {small_plan.with_money: (None, None)}
    name(*by_lead, {joint: (ann, bo), limited: (bo, None), **nobody})
    both = {joint.pk: Holders(ann.pk, bo.pk), limited.pk: Holders(bo.pk, None)}
    assert holders_of(lead_organisation, small_plan.plan) == both
    name(*by_lead, {joint: (bo, ann), limited: (bo, None)})
    event = Event.objects.filter(verb=Verb.FILE_HOLDERS_NAMED).newest_first().first()
    assert event.sentence == "Contributor named who writes for Education and Training."
    assert event.changes == [("1.2", "Ann, Bo", "Bo, Ann")]
    assert event.organisation == lead_organisation.pk
    name(*by_lead, {joint: (None, None)})
    assert list(holders_of(lead_organisation, small_plan.plan)) == [limited.pk]


def test_partners_and_contact_points_of_an_area_name_their_own(
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    lead_organisation: Organisation,
    other_organisation: Organisation,
    partner: User,
    area_contributor: User,
) -> None:
    name(partner_organisation, partner, {small_plan.joint: (partner, None)})
    name(other_organisation, area_contributor, {small_plan.elsewhere: (area_contributor, None)})
    assert holders_of(lead_organisation, small_plan.plan) == {}
    holders = FileHolder.objects.order_by("pk").values_list("organisation", "user")
    of_both = [(partner_organisation.pk, partner.pk), (other_organisation.pk, area_contributor.pk)]
    assert list(holders) == of_both


def test_contact_points_alone_name_and_for_their_own_actions(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    writers: list[User],
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(PermissionDenied):
        name(lead_organisation, contributor, {small_plan.elsewhere: (contributor, None)})
    others = ["partner", "reader", "coordinator", "administrator", "auditor", "roleless"]
    for user in [writers[0], *(request.getfixturevalue(other) for other in others)]:
        with pytest.raises(PermissionDenied):
            name(lead_organisation, user, {small_plan.joint: (writers[0], None)})


def test_who_does_not_report_for_the_organisation_holds_no_file_and_a_deputy_is_another_person(
    small_plan: SmallPlan, by_lead: By, partner: User, writers: list[User]
) -> None:
    ann, bo = writers
    User.objects.filter(pk=bo.pk).update(is_active=False)
    for both, sentence in [
        ((partner, None), "Partner does not report for this organisation"),
        ((bo, None), "does not report"),
        ((ann, ann), "A deputy stands in"),
        ((None, ann), "A deputy stands in"),
    ]:
        with pytest.raises(Refused, match=sentence):
            name(*by_lead, {small_plan.joint: both})
    assert not FileHolder.objects.exists()


def test_what_somebody_else_named_in_between_is_not_overwritten(
    small_plan: SmallPlan, lead_organisation: Organisation, by_lead: By, writers: list[User]
) -> None:
    ann, bo = writers
    opened = version_of(holders_of(lead_organisation, small_plan.plan))
    name(*by_lead, {small_plan.joint: (ann, None)}, opened_on=opened)
    with pytest.raises(ChangedMeanwhile):
        name(*by_lead, {small_plan.limited: (bo, None)}, opened_on=opened)
    assert list(holders_of(lead_organisation, small_plan.plan)) == [small_plan.joint.pk]
    # Who holds a file that is left alone may have left.
    User.objects.filter(pk=ann.pk).update(is_active=False)
    name(*by_lead, {small_plan.joint: (ann, None), small_plan.limited: (bo, None)})
    assert len(holders_of(lead_organisation, small_plan.plan)) == 2
