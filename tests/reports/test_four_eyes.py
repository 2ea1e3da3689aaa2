"""Nobody reviews what they submitted, whatever their rights: not in a form, not by a crafted request, not by SQL."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.states import Basis
from tests.factories import MembershipFactory
from tests.personas import ClientOf, SmallPlan
from tests.reporting_factories import By, hand_in, noon
from tests.sent_forms import new_token, to_report


@pytest.fixture
def everything(contributor: User) -> User:
    """The contributor, with every other role besides, and a superuser."""
    for role in [Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR]:
        MembershipFactory(user=contributor, role=role)
    contributor.is_superuser = True
    contributor.save()
    return User.objects.get(pk=contributor.pk)


@pytest.fixture
def own(small_plan: SmallPlan, lead_organisation: Organisation, everything: User) -> ProgressReport:
    return hand_in(small_plan.joint, lead_organisation, everything, noon(2022, 3, 1))


def of_plan(report: ProgressReport, name: str) -> str:
    return reverse(name, args=[report.action.plan.code])


def nothing_happened(report: ProgressReport) -> bool:
    report.refresh_from_db()
    untouched = (report.state, report.reviewed_by, report.verdict, report.remark) == (
        "submitted",
        None,
        "",
        "",
    )
    reviews = Event.objects.filter(verb__in=[Verb.ACCEPTED, Verb.RETURNED])
    return untouched and not reviews.exists() and not Standing.objects.on_basis(Basis.ACCEPTED).exists()


@pytest.mark.full
def test_no_form_offers_it_and_a_crafted_request_is_refused(
    own: ProgressReport, everything: User, client_of: ClientOf
) -> None:
    client = client_of(everything)
    assert client.get(to_report(own, "report-review")).status_code == 403
    assert to_report(own, "report-review") not in client.get(to_report(own, "report")).content.decode()
    queue = client.get(of_plan(own, "review-queue") + "?tick=all").content.decode()
    assert to_report(own, "report-review") not in queue
    assert f'value="{own.pk}"' not in queue
    assert "You submitted this: somebody else reviews it." in queue
    confirmation = client.get(of_plan(own, "reviews-accept-confirm"), {"report": own.pk}).content.decode()
    assert f'name="report" value="{own.pk}"' not in confirmation
    fields = {"verdict": "on_track", "remark": "Sample.", f"verdict-{own.pk}": "on_track"}
    sent = {"token": new_token(), "report": own.pk, **fields}
    for url in [to_report(own), of_plan(own, "reviews-accept")]:
        for decision in ["accept", "return"]:
            assert client.post(url, sent | {"decision": decision}).status_code == 403, url
    assert nothing_happened(own)


def test_one_of_ones_own_among_others_stops_them_all(
    own: ProgressReport, small_plan: SmallPlan, by_partner: By, everything: User, client_of: ClientOf
) -> None:
    theirs = hand_in(small_plan.joint, *by_partner, noon(2022, 3, 2))
    sent = {"token": new_token(), "report": [theirs.pk, own.pk], f"verdict-{own.pk}": "on_track"}
    assert client_of(everything).post(of_plan(own, "reviews-accept"), sent).status_code == 403
    assert nothing_happened(own)
    assert nothing_happened(theirs)


@pytest.mark.parametrize("state", ["accepted", "returned"])
def test_sql_is_refused(own: ProgressReport, everything: User, coordinator: User, state: str) -> None:
    verdict, remark = ("on_track", "") if state == "accepted" else ("", "Sample.")

    def review_by(person: User) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE reporting_progressreport SET state = %s, verdict = %s, remark = %s, "
                "reviewed_by_id = %s, reviewed_at = %s WHERE id = %s",
                [state, verdict, remark, person.pk, noon(2022, 4, 1), own.pk],
            )

    with pytest.raises(IntegrityError, match="report_four_eyes"):
        review_by(everything)
    assert nothing_happened(own)
    review_by(coordinator)  # the same statement by somebody else goes through
    own.refresh_from_db()
    assert own.state == state
