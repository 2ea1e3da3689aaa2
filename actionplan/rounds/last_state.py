"""The state that a plan is in once it has ended: what its last closed round froze, and how much of what was asked it has."""

from __future__ import annotations

import datetime
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.picture.frozen import WITHDRAWN
from actionplan.reporting.models import Round, Snapshot, SnapshotItem
from actionplan.reporting.states import Basis, RequestRole, RequestState
from objectives.models import Plan


def last_closed_round(plan: Plan, rounds: Sequence[Round], today: datetime.date) -> Round | None:
    """The last closed round of a plan whose last day has passed, while no round is under way."""
    if plan.end >= today or any(round.is_under_way for round in rounds):
        return None
    return next((round for round in reversed(rounds) if round.is_closed), None)


@dataclass(frozen=True)
class AcceptedOfAsked:
    """Of the leads' reports that a round asked for, those that were accepted when it closed."""

    accepted: int = 0
    asked: int = 0

    @property
    def in_words(self) -> str:
        """Empty where everything was accepted."""
        if self.accepted == self.asked:
            return ""
        sentence = ngettext(
            "%(accepted)s of %(asked)s report asked for was accepted",
            "%(accepted)s of %(asked)s reports asked for were accepted",
            self.asked,
        )
        counts = {"accepted": self.accepted, "asked": self.asked}
        return sentence % {name: formatting.number(count) for name, count in counts.items()}


def accepted_at(snapshots: Iterable[Snapshot]) -> dict[int, AcceptedOfAsked]:
    """By the key of the snapshot. What was no longer asked, since its action had left the plan, is not counted. One query."""
    keys = [snapshot.pk for snapshot in snapshots]
    found: dict[str, dict[tuple[int, str], bytes]] = {"requests": {}, WITHDRAWN[Basis.ACCEPTED]: {}}
    items = SnapshotItem.objects.filter(snapshot__in=keys, table__in=found)
    for table, snapshot, code, content in items.values_list("table", "snapshot", "key", "content"):
        found[table][snapshot, code] = bytes(content)
    requests, left = found.values()
    answers: dict[int, Counter[str]] = defaultdict(Counter)
    for (snapshot, code), content in requests.items():
        for row in json.loads(content):
            if row["role"] == RequestRole.LEAD and (row["answered"] or (snapshot, code) not in left):
                answers[snapshot][row["answered"]] += 1
    return {key: AcceptedOfAsked(answers[key][RequestState.ACCEPTED], answers[key].total()) for key in keys}


def state_in_words(round: Round, accepted: AcceptedOfAsked) -> str:
    """The state of a plan whose last day has passed, of the last round that was closed: final where that is about the plan's
    last day or a later one.
    """
    if is_final(round):
        return _with(accepted, _("Final state, round of %(round)s") % {"round": round.local_name})
    state = _with(accepted, _("Last closed state: %(day)s") % {"day": formatting.day(round.about)})
    return _("%(state)s; no round was closed since") % {"state": state}


def is_final(round: Round) -> bool:
    return round.about >= round.plan.end


def _with(accepted: AcceptedOfAsked, state: str) -> str:
    return f"{state} ({accepted.in_words})" if accepted.in_words else state
