"""Which reports said what changed: the word, the organisation whose money it is, nobody where it follows from the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from .comparing import DATES_OF_THE_WORD, OF_THE_WORD, TOTAL, Change
from .facts import SPENT, TEXTS, Facts, Said

SAID_BY_THE_WORD = {*OF_THE_WORD, *DATES_OF_THE_WORD, "milestone_state", *TEXTS}
"""Of a slip the portal keeps count, against ends of which the plan has its say: nobody reports it."""


def who_said(change: Change, before: Facts | None, after: Facts | None) -> list[Said]:
    """The reports behind one change. Nobody is named where it is not told by one that counts at the later side."""
    if after is None:
        return []
    if change.field in SPENT:
        return _of_the_money(change, before, after)
    if change.field not in SAID_BY_THE_WORD or after.word is None:
        return []
    said = after.reports[after.word]
    if change.field == "verdict":
        return [said] if said.reviewed_at else []
    return [said] if before is None or before.word != after.word else []


def _of_the_money(change: Change, before: Facts | None, after: Facts) -> list[Said]:
    """The new reports of the organisations whose own amount is another, the oldest first."""
    was, now = (_by_organisation(one, change) for one in (before, after))
    known = before.reports if before else {}
    new = [said for key, said in after.reports.items() if key not in known]
    found = [said for said in new if was.get(said.key) != now.get(said.key)]
    return sorted(found, key=lambda said: (str(said.submitted_at), said.report))


def _by_organisation(facts: Facts | None, change: Change) -> Mapping[str, Decimal]:
    """What each says of the measure, in the year or in total; nothing of who does not say it."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for report, amounts in (facts.spent if facts else {}).items():
        for measure, year, amount in amounts:
            if measure == change.field and change.about in (year, TOTAL):
                found[facts.reports[report].key] += amount  # type: ignore[union-attr]
    return found
