"""Correcting an action: the rows themselves are edited, before and after are in the trail, closed rounds stay."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.amendments.correcting import correct_action
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.vague import Precision
from actionplan.pages.action.trail import Change, trail_in_words
from actionplan.picture import frozen
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.planned.document import FundingShare, PlannedAction, PlannedTiming
from actionplan.planned.from_rows import action_in_force, version_of
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis
from actions.models import Action, Promotion
from actions.states import PromotionRole
from budgets.models import Funding
from tests.factories import BudgetLineFactory
from tests.personas import SmallPlan
from tests.plan_document.changed_plan import ChangedPlan
from tests.reporting_factories import noon

from .amending import DAY, amended, line, part_of, prepared, put_in_force, withdrawn

AT = noon(2022, 9, 5)


def shown(action: Action) -> PlannedAction:
    planned = action_in_force(action, action.plan, AT.date())
    assert planned is not None
    return planned


def correct(action: Action, after: PlannedAction, by: User, **others: Any) -> Action:
    facts = {"reason": "Page 12 says so.", "opened_on": version_of(shown(action)), "by": by, "at": AT}
    return correct_action(action=action, after=after, **facts | others)


def test_the_rows_themselves_are_edited_and_the_trail_says_what(
    small_plan: SmallPlan, coordinator: User
) -> None:
    action = small_plan.with_money
    keys = [list(rows.values_list("pk", flat=True)) for rows in (action.terms, action.phases)]
    before = shown(action)
    phase = replace(before.phases[0], end=DAY(2023, 6, 30), end_precision=Precision.MONTH)
    share = FundingShare(source="EU", percent=Decimal(50))
    first = replace(before.lines[0], amount=Decimal(10500), funding=(share,))
    after = replace(
        before.with_lines((first, *before.lines[1:])),
        title_nl="Opleiding voor leraren",
        cross_references=("1.2", "2"),
        timing=PlannedTiming(printed_as="2021-2023", phases=(phase,)),
        milestones=(replace(before.milestones[0], due=DAY(2022, 7, 31)),),
        promoters=(replace(before.promoters[0], printed_as="OV"),),
    )
    correct(action, after, coordinator)
    assert shown(action) == after
    assert [list(rows.values_list("pk", flat=True)) for rows in (action.terms, action.phases)] == keys
    assert (Funding.objects.get().source, action.promotions.get().printed_as) == ("EU", "OV")
    [then] = [
        row for row in read(action.plan, Moment.end_of_day(DAY(2021, 6, 1))).actions if row.code == "1.1"
    ]
    assert then.phases[0].end == DAY(2023, 6, 30)
    [entry] = trail_in_words(Event.objects.filter(verb="corrected"), action)
    assert str(entry.event) == "Coordinator corrected 1.1 Training for teachers: Page 12 says so."
    assert entry.changes == [
        Change("cross-references", "", "1.2, 2"),
        Change("budget line 1, amount", "10000.00", "10500.00"),
        Change("budget line 1, funding", "", "EU 50%"),
        Change("milestone handbook, due", "30 June 2022", "31 July 2022"),
        Change("phase 1, end", "31 December 2022", "30 June 2023"),
        Change("phase 1, precision of the end", "day", "month"),
        Change("promoter ov, printed as", "", "OV"),
        Change("timing as printed", "", "2021-2023"),
        Change("title in Dutch", "", "Opleiding voor leraren"),
    ]


def test_only_the_row_in_force_is_corrected(small_plan: SmallPlan, coordinator: User) -> None:
    action = small_plan.with_money
    amendment = prepared(small_plan.plan, coordinator, DAY(2022, 9, 1))
    amended(amendment, "1.1", coordinator, title="Amendid")
    put_in_force(amendment, coordinator, AT)
    correct(action, replace(shown(action), title="Amended"), coordinator)
    assert list(action.terms.order_by("pk").values_list("title", flat=True)) == [
        "Training for teachers",
        "Amended",
    ]
    assert action.terms.get(title="Amended").begun_by == amendment


@pytest.mark.full
def test_closed_rounds_keep_what_they_said(two_rounds: ChangedPlan) -> None:
    action = two_rounds.small.with_money
    before = [frozen.read(snapshot, Basis.ACCEPTED) for snapshot in Snapshot.objects.order_by("pk")]
    correct(action, replace(shown(action), title="Training of teachers"), two_rounds.coordinator)
    assert [frozen.read(snapshot, Basis.ACCEPTED) for snapshot in Snapshot.objects.order_by("pk")] == before


def test_a_correction_adds_and_removes_nothing_and_hands_nothing_over(
    small_plan: SmallPlan, coordinator: User
) -> None:
    action = small_plan.with_money
    now = shown(action)
    others: list[dict[str, Any]] = [
        {"promoters": (*now.promoters, part_of("wvg_growing_up"))},
        {"timing": replace(now.timing, phases=now.phases * 2)},
        {"budget": replace(now.budget, lines=(*now.lines, line("More")))},
        {"milestones": ()},
        {"lead": "kbbj_abb"},
        {"limited": True},
    ]
    for changes in others:
        with pytest.raises(Refused, match="adds and removes nothing"):
            correct(action, replace(now, **changes), coordinator)


def test_a_correction_mends_who_promotes_and_who_is_responsible(
    small_plan: SmallPlan, coordinator: User
) -> None:
    action = small_plan.joint
    BudgetLineFactory(action=action)
    Promotion.objects.filter(action=action).update(inferred=True)
    now = shown(action)
    first, second = now.promoters
    confirmed, other = (
        replace(first, inferred=False),
        replace(second, role=PromotionRole.PROMOTER, inferred=False),
    )
    rows = dict(action.promotions.values_list("organisation__key", "pk"))
    correct(action, replace(now, promoters=(confirmed, other)), coordinator)
    assert shown(action).promoters == (confirmed, other)
    assert dict(action.promotions.values_list("organisation__key", "pk")) == rows, "the rows themselves"
    assert shown(action).led_by == now.led_by
    kept = Event.objects.get(verb="corrected")
    assert kept.before[f"promoters/{second.organisation}/role"] == "partner"


@pytest.mark.full
def test_a_correction_needs_a_right_a_reason_a_change_and_what_the_form_showed(
    small_plan: SmallPlan, coordinator: User, administrator: User, contributor: User
) -> None:
    action = small_plan.with_money
    other = replace(shown(action), title="Another")
    for person_without in (administrator, contributor):
        with pytest.raises(PermissionDenied):
            correct(action, other, person_without)
    with pytest.raises(Refused, match="Say what was wrong"):
        correct(action, other, coordinator, reason=" ")
    with pytest.raises(Refused, match="nothing would change"):
        correct(action, shown(action), coordinator)
    with pytest.raises(ChangedMeanwhile, match="Somebody amended or corrected action"):
        correct(action, other, coordinator, opened_on=version_of(other))
    with pytest.raises(Refused, match="title: this is empty"):
        correct(action, replace(other, title=""), coordinator)
    amendment = prepared(small_plan.plan, coordinator, DAY(2022, 9, 1))
    withdrawn(amendment, "1.1", coordinator)
    put_in_force(amendment, coordinator, AT)
    with pytest.raises(Refused, match="not in the plan today"):
        correct_action(action=action, after=other, reason="Sample.", opened_on="", by=coordinator, at=AT)
