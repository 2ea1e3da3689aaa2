"""What a closed round froze about single amounts: who said them, from what source; before is what the round before froze."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round, Snapshot, SnapshotItem, SnapshotMoney, SnapshotText
from actionplan.reporting.snapshot_states import WordOf
from actionplan.reporting.states import Basis, ReportState
from actionplan.rounds.reading import Documents, Reader, documents_of
from actionplan.rounds.rows import instant
from actions.models import Action

from .dashboards.budget_lines import FROZEN_TABLES, Lines, lines_frozen_in
from .dashboards.budget_sums import ONLY, OPEN
from .frozen import Frozen
from .money_receipt import Amount
from .receipt_said import Said

REPORTS = {Basis.ACCEPTED: ["reports"], Basis.REPORTED: ["reports", "reports_reported"]}
"""Documents with the reports that may stand on a basis."""
Identity = tuple[int, int, int, str]
"""Action, place of the line, year and the organisation's key: what is one and the same in every round."""


def identity_of(row: Amount) -> Identity:
    return (*row.key, row.year, row.organisation)


def frozen_details(
    frozen: Frozen, measure: str, amounts: list[Amount], user: User
) -> tuple[Lines, dict[Identity, Said]]:
    """What the lines of these amounts say, and who said each amount: three queries."""
    actions = {row.key.action for row in amounts}
    items = list(_items(frozen, actions))
    facts = _Facts(_documents(items, frozen.round, user))
    before = _before(frozen, actions)
    said = {
        identity: facts.said(row, before.get(identity), measure)
        for row, identity in ((row, identity_of(row)) for row in amounts)
    }
    return lines_frozen_in((item.table, item.action, item.content) for item in items), said


def _items(frozen: Frozen, actions: Iterable[int]) -> Any:
    of_actions = Q(table__in=[*REPORTS[Basis(frozen.basis)], "budget_lines"], action__in=actions)
    whole = Q(table__in=["people", *FROZEN_TABLES], action=None)
    limited = Action.objects.filter(pk=OuterRef("action")).values("limited")
    rows = SnapshotItem.objects.filter(of_actions | whole, snapshot=frozen.snapshot)
    return rows.annotate(limited_today=Subquery(limited)).order_by("pk")


def _documents(items: list[Any], round: Round, user: User) -> Documents:
    """With the sources of money and the names of people in place, as far as the person may read them.

    Whether an action is limited is always today's.
    """
    today = {
        item.action: Action(pk=item.action, plan_id=round.plan_id, limited=item.limited_today is not False)
        for item in items
        if item.action
    }
    texts = SnapshotText.objects.filter(item__in=items)
    texts = texts.filter(Q(of=WordOf.PERSON) | Q(name__contains="/expenditures/"))
    return documents_of(items, texts, Reader(user, round, today))


class _Facts:
    """The documents as a receipt asks for them."""

    def __init__(self, documents: Documents) -> None:
        self.reports: dict[int, Any] = {}
        self.people: dict[int, Any] = {}
        self.organisations: dict[str, Any] = {}
        for (table, _key), content in documents.items():
            if table in REPORTS[Basis.REPORTED]:
                self.reports.update((row["report"], row) for row in content)
            elif table == "people":
                self.people.update((row["person"], str(row["name"])) for row in content)
            elif table == "organisations":
                self.organisations.update((row["key"], row) for row in content)

    def said(self, row: Amount, earlier: dict[str, Decimal] | None, measure: str) -> Said:
        report = self.reports[row.report or 0]
        accepted = report["state"] == ReportState.ACCEPTED
        return Said(
            organisation=self._organisation(row.organisation),
            submitted_at=instant(report["submitted_at"]),
            submitted_by=self.people.get(report["submitted_by"], ""),
            on_behalf=report["on_behalf"],
            reviewed_at=instant(report["reviewed_at"]) if accepted else None,
            reviewed_by=self.people.get(report["reviewed_by"], "") if accepted else "",
            reviewed_within=report["reviewed_within"],
            source=_source(report, row),
            had_before=earlier is not None,
            before=_amount(earlier or {}, measure),
        )

    def _organisation(self, key: str) -> Organisation:
        named = self.organisations[key]
        return Organisation(key=key, name=named["name"], name_nl=named["name_nl"])


def _source(report: Any, row: Amount) -> str:
    """Nothing where it is not this person's to read, or was removed by law."""
    places = (
        one for one in report["expenditures"] if (one["place"], one["year"]) == (row.key.place, row.year)
    )
    return next((str(one["source"]) for one in places), "")


def _amount(said: dict[str, Decimal], measure: str) -> Decimal | None:
    if measure != OPEN:
        return said.get(ONLY.get(measure, measure))
    return said["committed"] - said["paid"] if {"committed", "paid"} <= said.keys() else None


def _before(frozen: Frozen, actions: Iterable[int]) -> dict[Identity, dict[str, Decimal]]:
    """What the round before this one had frozen of these actions by then, by measure: one query."""
    newest = Snapshot.objects.before(frozen.round, frozen.snapshot.taken_at).values("pk")[:1]
    rows = SnapshotMoney.objects.filter(snapshot__in=newest, action__in=actions, report__isnull=False)
    found: dict[Identity, dict[str, Decimal]] = defaultdict(dict)
    columns = ["action", "place", "year", "organisation_key", "measure", "amount"]
    for *one, measure, amount in rows.on_basis(frozen.basis).values_list(*columns):
        action, place, year, organisation = one
        found[action, place, year, organisation][measure] = amount
    return dict(found)
