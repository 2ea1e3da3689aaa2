"""The rows of a receipt of money as a page shows them: who said each amount, when, from what source, and what it was before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.reporting.models import Expenditure
from actionplan.reporting.rules import sees_words
from actionplan.reporting.states import ReportState

from .dashboards.budget_actions import BudgetAction, titled
from .dashboards.budget_lines import Line, Lines, live_lines
from .dashboards.budget_sums import ONLY, OPEN
from .frozen_receipt import frozen_details, identity_of
from .money_receipt import Amount, Receipt
from .receipt_said import Said


@dataclass(frozen=True)
class ReceiptRow:
    """One amount in euro with where it comes from: what is printed for a planned one, who said it for a reported one."""

    action: BudgetAction
    line: Line | None
    """None is one that is no longer in the plan."""
    place: int
    year: int
    amount: Decimal
    said: Said | None = None


def receipt_rows(receipt: Receipt, amounts: Iterable[Amount], user: User) -> list[ReceiptRow]:
    """The rows of one page: at most three queries live, four of a closed round."""
    amounts = list(amounts)
    titles = titled(receipt.shown, (receipt.actions[row.key.action] for row in amounts))
    lines, said = _details(receipt, amounts, user)
    return [
        ReceiptRow(
            titles[row.key.action],
            lines.get(row.key),
            row.key.place,
            row.year,
            row.amount,
            said.get(row.row or identity_of(row)),
        )
        for row in amounts
    ]


def _details(receipt: Receipt, amounts: list[Amount], user: User) -> tuple[Lines, dict[Any, Said]]:
    """What the lines say, and who said each amount."""
    shown, measure = receipt.shown, receipt.sum.measure
    if measure == "planned" or not amounts:
        return receipt.lines, {}
    if shown.frozen is not None:
        return frozen_details(shown.frozen, measure, amounts, user)
    keys = {row.key.action for row in amounts}
    lines = receipt.lines or live_lines(shown.plan, shown.moment, keys, with_planned=False)
    return lines, _live_said(receipt, amounts, user)


def _live_said(receipt: Receipt, amounts: list[Amount], user: User) -> dict[int, Said]:
    """By the row of the amount: one query, with what stood before each report stood."""
    moment, measure, plan = receipt.shown.moment, receipt.sum.measure, receipt.shown.plan
    people = ["report__submitted_by", "report__reviewed_by"]
    rows = Expenditure.objects.filter(pk__in=[row.row for row in amounts])
    rows = rows.select_related("report__action", "report__organisation", *people).with_before(moment.basis)
    return {row.pk: _of_row(row, measure, plan.code, moment.known_at, user) for row in rows}


def _of_row(row: Any, measure: str, plan_code: str, known_at: datetime.datetime, user: User) -> Said:
    report = row.report
    accepted = report.state_at(known_at) == ReportState.ACCEPTED
    return Said(
        organisation=report.organisation,
        submitted_at=report.submitted_at,
        submitted_by=str(report.submitted_by),
        on_behalf=report.on_behalf,
        reviewed_at=report.reviewed_at if accepted else None,
        reviewed_by=str(report.reviewed_by) if accepted else "",
        reviewed_within=report.reviewed_within,
        source=row.source if sees_words(user, report.action) else "",
        url=reverse("report", args=[plan_code, report.action.code, report.pk]),
        had_before=row.report_before is not None,
        before=amount_before(row, measure),
    )


def amount_before(row: Any, measure: str) -> Decimal | None:
    """What the row said of the measure before; of open commitments, where both were said."""
    if measure != OPEN:
        return getattr(row, f"{ONLY.get(measure, measure)}_before")  # type: ignore[no-any-return]
    committed, paid = row.committed_before, row.paid_before
    return None if committed is None or paid is None else committed - paid
