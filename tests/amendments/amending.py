"""Amendments through the real operations, in few words."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from actionplan.accounts.models import User
from actionplan.amendments.carrying_out import Decision, carry_out
from actionplan.amendments.preparing import amend_action, merge_action, prepare_amendment, withdraw_action
from actionplan.base.vague import Precision
from actionplan.pages.amendments.item_forms import ItemForm
from actionplan.planned.document import (
    OrganisationPart,
    PlannedAction,
    PlannedBudget,
    PlannedBudgetLine,
    PlannedMilestone,
    PlannedPhase,
    PlannedTiming,
    YearAmount,
)
from actionplan.planned.from_rows import action_in_force, version_of
from actions.models import Amendment
from actions.states import Kind, PromotionRole
from budgets.states import BudgetKind
from objectives.models import Plan
from tests.reporting_factories import noon
from tests.sent_forms import new_token

DAY = datetime.date
DECISION = Decision("Flemish Government", DAY(2022, 7, 15), "VR 2022 1507 DOC.0945")


def prepared(plan: Plan, by: User, day: datetime.date) -> Amendment:
    return prepare_amendment(
        plan=plan, effective_from=day, reason="Sample reason.", by=by, at=noon(2022, 7, 16)
    )


def in_force(amendment: Amendment, code: str) -> PlannedAction:
    """The action as in force on the day of the amendment."""
    action = action_in_force(code, amendment.plan, amendment.effective_from)
    assert action is not None
    return action


def amended(
    amendment: Amendment,
    code: str,
    by: User,
    lines_from: list[int | None] | None = None,
    end: datetime.date | None = None,
    amount: int | None = None,
    years: dict[int, int] | None = None,
    first_year: int | None = None,
    **changes: Any,
) -> None:
    """The action with other members; `end` is that of its first phase, `amount` and `years` those of its first line.

    A line is added where the action has none, which the document does not allow.
    """
    before = in_force(amendment, code)
    after = replace(before, **changes)
    if end:
        phase = replace(after.phases[0], end=end, end_precision=Precision.DAY)
        after = replace(after, timing=replace(after.timing, phases=(phase, *after.phases[1:])))
    first, *others = after.lines or (line("Resources"),)
    if amount:
        first = replace(first, amount=Decimal(amount))
    if years:
        stated = (YearAmount(year=year, amount=Decimal(euro)) for year, euro in years.items())
        first = replace(first, years=tuple(stated))
    amend_action(
        amendment=amendment,
        after=after.with_lines((first, *others)),
        opened_on=version_of(before),
        lines_from=lines_from,
        first_year=first_year,
        by=by,
        at=noon(2022, 7, 17),
    )


def new_action(code: str, organisation: str, **changes: Any) -> PlannedAction:
    """An action of one phase, 2023, and one line of 5,000 euro, promoted by the organisation with this key."""
    phase = PlannedPhase(
        label="",
        start=DAY(2023, 1, 1),
        start_precision=Precision.YEAR,
        end=DAY(2023, 12, 31),
        end_precision=Precision.YEAR,
        continuous=False,
    )
    action = PlannedAction(
        code=code,
        objective=int(code.split(".")[0]),
        theme=None,
        title=f"New action {code}",
        summary="",
        kind=Kind.NEW,
        ministers=(),
        promoters=(part_of(organisation, PromotionRole.PROMOTER),),
        timing=PlannedTiming(printed_as="2023", phases=(phase,)),
        budget=PlannedBudget(printed_as="€ 5,000", lines=(line("Setting up", 5000),)),
        milestones=(),
        cross_references=(),
    )
    return replace(action, **changes)


def part_of(organisation: str, role: PromotionRole = PromotionRole.PARTNER) -> OrganisationPart:
    return OrganisationPart(organisation=organisation, role=role, printed_as="")


def line(label: str, amount: int | None = None, **changes: Any) -> PlannedBudgetLine:
    facts = {
        "kind": BudgetKind.AMOUNT if amount else BudgetKind.REGULAR_RESOURCES,
        "amount": Decimal(amount) if amount else None,
        "per_year": False,
        "start": None,
        "end": None,
        "funding": (),
    }
    return PlannedBudgetLine(label=label, **facts | changes)


def milestone(key: str, due: datetime.date) -> PlannedMilestone:
    return PlannedMilestone(key=key, title=key, due=due, due_precision=Precision.DAY, printed_as="")


def added(amendment: Amendment, action: PlannedAction, by: User) -> None:
    amend_action(amendment=amendment, after=action, opened_on="", by=by, at=noon(2022, 7, 17))


def withdrawn(amendment: Amendment, code: str, by: User, into: str = "") -> None:
    common: dict[str, Any] = {"amendment": amendment, "code": code, "by": by, "at": noon(2022, 7, 17)}
    if into:
        merge_action(into=into, **common)
    else:
        withdraw_action(**common)


def put_in_force(
    amendment: Amendment, by: User, at: datetime.datetime, decision: Decision = DECISION, mark: str = ""
) -> Amendment:
    return carry_out(amendment=amendment, decision=decision, mark=mark, by=by, at=at)


def as_shown(form: ItemForm) -> dict[str, str]:
    """What a browser sends of the form when nothing is typed."""
    sent = {"token": str(new_token())}
    managers: list[forms.Form] = [row_set.rows.management_form for row_set in form.sets]
    for part in [*managers, *form.all_forms()]:
        for field in part:
            value = field.field.widget.format_value(field.value())
            if isinstance(field.field.widget, forms.CheckboxInput):
                value = "on" if field.value() else None
            if isinstance(field.field.widget, forms.Select) and not field.value():
                value = str(field.field.widget.choices[0][0])  # a browser sends the first
            if value := value[0] if isinstance(value, list) else value:
                sent[field.html_name] = str(value)
    return sent
