"""Contact points name a file holder and a deputy for each action of their organisation, among its contributors."""

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation, PolicyArea
from actionplan.reporting.models import FileHolder
from actionplan.reports.file_holders import Holders, holders_of, name_file_holders, version_of
from actions.models import Action
from tests.personas import SmallPlan, person
from tests.reporting_factories import noon

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


def test_file_holders_and_deputies_are_named_in_one_save(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, writers: list[User]
) -> None:
    ann, bo = writers
    name(
        lead_organisation,
        contributor,
        {small_plan.joint: (ann, bo), small_plan.limited: (bo, None), small_plan.with_money: (None, None)},
    )
    assert holders_of(lead_organisation, small_plan.plan) == {
        small_plan.joint.pk: Holders(ann.pk, bo.pk),
        small_plan.limited.pk: Holders(bo.pk, None),
    }


def test_naming_is_in_the_trail_with_who_was_named_before(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, writers: list[User]
) -> None:
    ann, bo = writers
    name(lead_organisation, contributor, {small_plan.joint: (ann, bo), small_plan.limited: (bo, None)})
    name(lead_organisation, contributor, {small_plan.joint: (bo, ann), small_plan.limited: (bo, None)})
    event = Event.objects.filter(verb=Verb.FILE_HOLDERS_NAMED).newest_first().first()
    assert event.sentence == "Contributor named who writes for Education and Training."
    assert event.changes == [("1.2", "Ann, Bo", "Bo, Ann")]
    assert event.organisation == lead_organisation.pk


def test_nothing_changed_leaves_no_event(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    name(lead_organisation, contributor, {small_plan.joint: (None, None)})
    assert not Event.objects.exists()


def test_others_stay_as_they_are(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, writers: list[User]
) -> None:
    ann, bo = writers
    name(lead_organisation, contributor, {small_plan.joint: (ann, None)})
    name(lead_organisation, contributor, {small_plan.limited: (bo, None)})
    assert len(holders_of(lead_organisation, small_plan.plan)) == 2
    name(lead_organisation, contributor, {small_plan.joint: (None, None)})
    assert list(holders_of(lead_organisation, small_plan.plan)) == [small_plan.limited.pk]


def test_partners_name_their_own(
    small_plan: SmallPlan, partner_organisation: Organisation, lead_organisation: Organisation, partner: User
) -> None:
    name(partner_organisation, partner, {small_plan.joint: (partner, None)})
    assert holders_of(lead_organisation, small_plan.plan) == {}
    assert FileHolder.objects.get().organisation == partner_organisation


def test_a_contact_point_of_the_area_names_for_its_organisations(
    small_plan: SmallPlan, other_organisation: Organisation, area_contributor: User, policy_area: PolicyArea
) -> None:
    name(other_organisation, area_contributor, {small_plan.elsewhere: (area_contributor, None)})
    assert FileHolder.objects.get().user == area_contributor


def test_an_action_of_others_has_no_file_to_hold(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    with pytest.raises(PermissionDenied):
        name(lead_organisation, contributor, {small_plan.elsewhere: (contributor, None)})


@pytest.mark.parametrize(
    "by", ["ann", "partner", "reader", "coordinator", "administrator", "auditor", "roleless"]
)
def test_contact_points_alone_name(
    request: pytest.FixtureRequest,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    writers: list[User],
    by: str,
) -> None:
    user = writers[0] if by == "ann" else request.getfixturevalue(by)
    with pytest.raises(PermissionDenied):
        name(lead_organisation, user, {small_plan.joint: (writers[0], None)})


def test_who_does_not_report_for_the_organisation_holds_no_file(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, partner: User
) -> None:
    with pytest.raises(Refused, match="Partner does not report for this organisation"):
        name(lead_organisation, contributor, {small_plan.joint: (partner, None)})
    assert not FileHolder.objects.exists()


def test_somebody_inactive_holds_no_file(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, writers: list[User]
) -> None:
    User.objects.filter(pk=writers[0].pk).update(is_active=False)
    with pytest.raises(Refused):
        name(lead_organisation, contributor, {small_plan.joint: (writers[0], None)})


@pytest.mark.parametrize("has_holder", [True, False])
def test_a_deputy_stands_in_for_another_person(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    writers: list[User],
    has_holder: bool,
) -> None:
    ann = writers[0]
    with pytest.raises(Refused, match="A deputy stands in"):
        name(lead_organisation, contributor, {small_plan.joint: (ann if has_holder else None, ann)})


def test_what_somebody_else_named_in_between_is_not_overwritten(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, writers: list[User]
) -> None:
    ann, bo = writers
    opened = version_of(holders_of(lead_organisation, small_plan.plan))
    name(lead_organisation, contributor, {small_plan.joint: (ann, None)}, opened=opened)
    with pytest.raises(ChangedMeanwhile):
        name(lead_organisation, contributor, {small_plan.limited: (bo, None)}, opened=opened)
    assert list(holders_of(lead_organisation, small_plan.plan)) == [small_plan.joint.pk]


def test_who_holds_a_file_that_is_left_alone_may_have_left(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, writers: list[User]
) -> None:
    ann, bo = writers
    name(lead_organisation, contributor, {small_plan.joint: (ann, None)})
    User.objects.filter(pk=ann.pk).update(is_active=False)
    name(lead_organisation, contributor, {small_plan.joint: (ann, None), small_plan.limited: (bo, None)})
    assert len(holders_of(lead_organisation, small_plan.plan)) == 2
