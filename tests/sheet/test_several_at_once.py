"""Several drafts submitted at once: each on its own, and none for who may not."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reports.workflow import Agreement, discard_draft, submit_several
from tests.factories import ActionFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, drafted, noon
from tests.sheet.asked_sheet import ready

pytestmark = pytest.mark.full

MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)
AGREED = Agreement("Sample function", datetime.date(2022, 3, 31))


@pytest.fixture
def drafts(small_plan: SmallPlan, by_lead: By) -> list[ProgressReport]:
    actions = [small_plan.with_money, small_plan.joint, small_plan.limited]
    return ready(*(drafted(action, *by_lead, MARCH) for action in actions), by=by_lead[1])


def with_revisions(drafts: list[ProgressReport]) -> list[tuple[ProgressReport, int]]:
    return [(draft, draft.revision) for draft in drafts]


def test_those_that_fail_are_named_and_the_others_handed_in_with_event_and_standing(
    small_plan: SmallPlan, drafts: list[ProgressReport], lead_organisation: Organisation, contributor: User
) -> None:
    first, second, third = drafts
    more = ActionFactory(code="1.3", plan=small_plan.plan, lead=lead_organisation)
    gone = drafted(more, lead_organisation, contributor, MARCH)
    also = ActionFactory(code="1.4", plan=small_plan.plan, lead=lead_organisation)
    unmarked = drafted(also, lead_organisation, contributor, MARCH)
    named = [(first, 1), (second, 2), (third, third.revision), (gone, gone.revision), (unmarked, 1)]
    drafted(first.action, lead_organisation, contributor, MARCH, done="Sample: saved again.")
    drafted(second.action, lead_organisation, contributor, MARCH, confidence="")
    ProgressReport.objects.filter(pk=second.pk).update(ready_by=contributor, ready_at=MARCH)
    discard_draft(report=ProgressReport.objects.get(pk=gone.pk), opened_on=1, by=contributor, at=MARCH)
    outcome = submit_several(drafts=named, agreed=AGREED, by=contributor, at=APRIL)
    assert outcome.submitted == [third]
    assert [sentence for _draft, sentence in outcome.left] == [
        "Contributor saved this draft in the meantime.",
        "Say how it is going.",
        "This draft was discarded in the meantime.",
        "This draft is not marked as ready for agreement.",
    ]
    assert outcome.left[0][0] == first
    assert list(ProgressReport.objects.drafts().values_list("agreed_by", flat=True)) == ["", "", ""]
    assert Event.objects.filter(verb=Verb.SUBMITTED, at=APRIL).count() == 1
    assert Standing.objects.open().count() == 1


def test_contact_points_hand_in_and_who_agreed_stands_in_those_that_name_nobody(
    drafts: list[ProgressReport], by_lead: By, contributor: User, request: pytest.FixtureRequest
) -> None:
    for name in ["partner", "stranger", "coordinator", "reader", "writer"]:  # no contact points
        with pytest.raises(PermissionDenied):
            submit_several(drafts=with_revisions(drafts), by=request.getfixturevalue(name), at=APRIL)
    assert ProgressReport.objects.drafts().count() == 3
    own = {"agreed_by": "Own function", "agreed_on": datetime.date(2022, 3, 2)}
    named = drafted(drafts[0].action, *by_lead, MARCH, **own)
    several = with_revisions([*ready(named, by=contributor), *drafts[1:]])
    outcome = submit_several(drafts=several, agreed=AGREED, by=contributor, at=APRIL)
    assert (outcome.submitted, outcome.left) == (drafts, [])
    assert Event.objects.filter(verb=Verb.SUBMITTED, at=APRIL).count() == 3
    assert Standing.objects.open().count() == 3
    rows = ProgressReport.objects.order_by("pk").values_list("agreed_by", "agreed_on")
    assert list(rows) == [tuple(own.values()), (AGREED.function, AGREED.day), (AGREED.function, AGREED.day)]
