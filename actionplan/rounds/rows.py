"""The indexed rows of a snapshot, as they follow from its documents and from nothing else.

Taking a snapshot writes them and verifying it writes them again to compare: what is computed stands in the documents, and
here it is only put into columns. Of a format that snapshots were taken in, this module never changes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actionplan.reporting.models import (
    SnapshotAction,
    SnapshotLine,
    SnapshotMilestone,
    SnapshotMoney,
    SnapshotParty,
    SnapshotRequest,
)
from actionplan.reporting.models.of_snapshot import OfSnapshot
from actionplan.reporting.snapshot_states import REPORTED_MEASURES, Measure, PartyKind
from actionplan.reporting.states import Basis, RequestRole, RequestState

from .computed import reports_on
from .names import Names

Read = Mapping[tuple[str, str], Any]
"""The documents as read from their bytes, by table and key."""

COMPUTED = {Basis.ACCEPTED: "computed", Basis.REPORTED: "computed_reported"}


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def instant(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None


def number(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


@dataclass(frozen=True)
class OfAction:
    """What is read of one action, with the columns that each of its rows begins with."""

    read: Read
    names: Names
    snapshot: int
    facts: Any

    @property
    def code(self) -> str:
        return self.facts["code"]

    @property
    def start(self) -> dict[str, Any]:
        facts = self.facts
        return {
            "snapshot_id": self.snapshot,
            "action": facts["action"],
            "code": facts["code"],
            "order": facts["order"],
        }

    def __getitem__(self, table: str) -> Any:
        return self.read.get((table, self.code), [])


def rows_of(read: Read, snapshot: int) -> Iterator[OfSnapshot]:
    """Every row, those of one action after another."""
    names = Names(read)
    for (table, _code), facts in read.items():
        if table == "action":
            for rows in MAKERS:
                yield from rows(OfAction(read, names, snapshot, facts))


def _actions(of: OfAction) -> Iterator[SnapshotAction]:
    for basis, table in COMPUTED.items():
        computed = of[table]
        word = reports_on(basis, of.code, of.read).get(computed["word_report"])
        yield SnapshotAction(
            **of.start,
            basis=basis,
            **_plan_columns(of),
            **of.names.counting(computed),
            **_computed_columns(computed),
            **_word_columns(word),
            **_answer_columns(of),
        )


def _plan_columns(of: OfAction) -> dict[str, Any]:
    copied = ["in_plan", "title", "title_nl", "folded", "kind", "limited"]
    return {name: of.facts[name] for name in copied} | of.names.place(of.facts)


def _computed_columns(computed: Any) -> dict[str, Any]:
    copied = ["word_report", "awaits_review", "status", "confidence", "verdict", "is_continuous", "schedule"]
    copied += ["freshness", "has_new_forecast", "assessed_otherwise", "computed_otherwise"]
    copied += ["milestones_due", "milestones_achieved"]
    days = ["on_hold_since", "actual_start", "actual_end", "forecast_end"]
    days += ["reckoned_on", "runs_from", "runs_until"]
    return (
        {name: computed[name] for name in copied}
        | {name: day(computed[name]) for name in days}
        | {name: number(computed[name]) for name in ["planned", "committed", "paid"]}
        | {name: instant(computed[name]) for name in ["reported_at", "reviewed_at", "fresh_since"]}
    )


def _word_columns(word: Any) -> dict[str, Any]:
    if word is None:
        return {}
    copied = ["outcome", "on_behalf", "reviewed_within"]
    return {name: word[name] for name in copied} | {"word_organisation": word["organisation"]}


def _answer_columns(of: OfAction) -> dict[str, Any]:
    """What the round asked of the lead; nothing where it asked nothing."""
    request = next((row for row in of["requests"] if row["role"] == RequestRole.LEAD), None)
    if request is None:
        return {}
    return {"answer": _states(of)[request["organisation"]], "excused": _is_excused(request)}


def _states(of: OfAction) -> dict[str | None, str]:
    """By the key of the organisation that was asked; None for nobody."""
    return {row["organisation"]: row["state"] for row in of["requests_followed"]}


def _is_excused(request: Any) -> bool:
    return bool(request["excuse"]) and request["answered"] != RequestState.ACCEPTED


def _requests(of: OfAction) -> Iterator[SnapshotRequest]:
    states = _states(of)
    for row in of["requests"]:
        yield SnapshotRequest(
            **of.start,
            **of.names.organisation(row["organisation"], "organisation_"),
            **of.names.area_of(row["organisation"]),
            role=row["role"],
            money_only=row["money_only"],
            state=states[row["organisation"]],
            due=datetime.date.fromisoformat(row["due"]),
            extended=row["extended_to"] is not None,
            handed_in_at=instant(row["handed_in"]),
            days_late=row["days_late"],
            excused=_is_excused(row),
        )


def _lines(of: OfAction) -> Iterator[SnapshotLine]:
    for row in of["budget_lines"]:
        planned = sum(map(Decimal, row["planned"].values()), Decimal("0.00"))
        yield SnapshotLine(
            **of.start,
            place=row["place"],
            label=row["label"],
            label_nl=row["label_nl"],
            kind=row["kind"],
            planned=planned if row["amount"] is not None else None,
        )


def _money(of: OfAction) -> Iterator[SnapshotMoney]:
    for basis in COMPUTED:
        for line in of["budget_lines"]:
            for year, amount in line["planned"].items():
                yield SnapshotMoney(
                    **of.start,
                    basis=basis,
                    place=line["place"],
                    year=int(year),
                    measure=Measure.PLANNED,
                    amount=Decimal(amount),
                )
        for report in reports_on(basis, of.code, of.read).values():
            for row in report["expenditures"]:
                yield from _amounts(of, basis, report, row)


def _amounts(of: OfAction, basis: str, report: Any, row: Any) -> Iterator[SnapshotMoney]:
    for measure in REPORTED_MEASURES:
        if row[measure] is not None:
            yield SnapshotMoney(
                **of.start,
                basis=basis,
                place=row["place"],
                year=row["year"],
                measure=measure,
                amount=Decimal(row[measure]),
                report=report["report"],
                **of.names.organisation(report["organisation"], "organisation_"),
            )


def _milestones(of: OfAction) -> Iterator[SnapshotMilestone]:
    terms = {row["key"]: row for row in of["milestones"]}
    copied = ["key", "place", "origin", "title", "title_nl", "due_precision", "recurrence", "unit"]
    for basis, table in COMPUTED.items():
        for line in of[table]["milestones"]:
            said = terms[line["key"]]
            yield SnapshotMilestone(
                **of.start,
                basis=basis,
                **{name: said[name] for name in copied},
                due=day(said["due"]),
                target_from=number(said["target_from"]),
                target_to=number(said["target_to"]),
                period_start=day(line["period_start"]),
                state=line["state"],
                achieved_on=day(line["achieved_on"]),
                number=number(line["number"]),
                late_by=line["late_by"],
            )


def _parties(of: OfAction) -> Iterator[SnapshotParty]:
    names = of.names
    for row in of["involvements"]:
        yield _party(of, row, PartyKind.MINISTER, names.minister(row["key"]))
    for row in of["promotions"]:
        yield _party(
            of, row, PartyKind.ORGANISATION, names.organisation(row["key"]) | names.area_of(row["key"])
        )


def _party(of: OfAction, row: Any, subject: str, named: dict[str, Any]) -> SnapshotParty:
    copied = {name: row[name] for name in ["role", "inferred", "place"]}
    return SnapshotParty(**of.start, subject=subject, **copied, **named)


MAKERS: list[Callable[[OfAction], Iterator[OfSnapshot]]] = [
    _actions,
    _requests,
    _lines,
    _money,
    _milestones,
    _parties,
]
