"""After a merger the successor's contact point corrects figures of the body that ended, on its behalf; nobody else does."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Standing
from actionplan.reports.contents import ExpenditureRow
from actions.models import Action
from tests.government.reshuffle import carried_out, ends, prepared_change
from tests.personas import SmallPlan, person, signed_in
from tests.reporting_factories import accepted_report, draft_and_submit, noon

pytestmark = pytest.mark.full

LATER = noon(2023, 3, 1)


@pytest.fixture
def ended(small_plan: SmallPlan, contributor: User, coordinator: User, administrator: User) -> Organisation:
    """The lead of 1.1, which paid 4,000 euro of its line in 2022 and merged into the partner of 1.2."""
    row = ExpenditureRow(small_plan.line.pk, 2022, paid=Decimal(4000))
    lead = Organisation.objects.get(key="ov")
    accepted_report(
        small_plan.with_money,
        lead,
        contributor,
        noon(2022, 11, 1),
        reviewer=coordinator,
        expenditures=[row],
        done="Sample.",
    )
    carried_out(prepared_change(administrator, [ends("ov", "kbbj_abb")]), administrator)
    lead.refresh_from_db()
    return lead


def corrected(action: Action, ended: Organisation, line: int, by: User) -> None:
    money = [ExpenditureRow(line, 2022, paid=Decimal(4400))]
    report = draft_and_submit(action, ended, by, LATER, expenditures=money, on_behalf=True)
    assert (report.on_behalf, report.kind, report.organisation) == (True, "contribution", ended)


def test_the_successor_corrects_them_others_do_not_and_the_word_of_the_former_lead_stays(
    small_plan: SmallPlan, ended: Organisation, partner: User, stranger: User, reader: User
) -> None:
    # others do not
    with pytest.raises(PermissionDenied):
        corrected(small_plan.with_money, ended, small_plan.line.pk, stranger)
    late = person("late", Role.CONTRIBUTOR, organisation=ended)
    with pytest.raises(PermissionDenied):
        corrected(small_plan.joint, ended, small_plan.line.pk, late)
    # the page offers it to the successor
    names = [small_plan.plan.code, "1.1"]
    chosen = signed_in(partner).get(reverse("report-choose", args=names))
    assert [organisation.key for organisation in chosen.context["organisations"]] == ["kbbj_abb", "ov"]
    form = reverse("report-form", args=[*names, "ov"])
    assert "You report on behalf of" in signed_in(partner).get(form).content.decode()
    assert signed_in(reader).get(form).status_code == 403
    # who corrects them leaves the word of the former lead
    corrected(small_plan.with_money, ended, small_plan.line.pk, partner)
    standing = Standing.objects.open().get(action=small_plan.with_money, organisation=ended, basis="accepted")
    assert standing.as_lead
