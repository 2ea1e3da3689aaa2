"""What the read interface answers: the picture as `manage.py picture` prints it, whole or in part.

Facts alone, on the accepted basis: the picture as JSON has no word that anybody wrote in a report.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from actionplan.audit.revisions import revision_of
from actionplan.pages.getters import RoundCode
from actionplan.picture import cache
from actionplan.picture.as_json import as_json
from actionplan.picture.moment import InvalidDay, Moment
from actionplan.reporting.models import Round, Snapshot
from actionplan.reporting.states import Basis
from objectives.models import Plan

Document = dict[str, Any]
MONEY_FIELDS = ["money", "figures", "unknown"]


class NotAnswered(Exception):
    """There is no answer; the sentence says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


@dataclass(frozen=True)
class Asked:
    """The moment that an address asks about: now, the end of a past day, or a closed round."""

    plan: Plan
    moment: Moment
    snapshot: Snapshot | None = None

    @property
    def version(self) -> Hashable:
        """Answers of one version say the same, `known_at` of now apart."""
        if self.snapshot:
            return self.snapshot.sha256
        return revision_of(self.plan.pk), self.moment.reckoned_on, self.moment.is_now

    def document(self) -> Document:
        if self.snapshot:
            return as_json(cache.picture_of_closing(self.snapshot, Basis.ACCEPTED))
        return as_json(cache.picture_at(self.plan, self.moment))


def asked_of(query: QueryDict, plan: Plan, now: datetime.datetime) -> Asked:
    """Raises NotAnswered for a day that has not come, a round that was never closed, or another parameter."""
    if unknown := set(query) - {"on", "round"}:
        names = ", ".join(sorted(unknown))[:80]
        raise NotAnswered(400, _("Not known here: %(names)s. Ask with on or with round.") % {"names": names})
    if "on" in query and "round" in query:
        raise NotAnswered(400, _("Ask about a day or about a round, not both."))
    moment = Moment.now(now)
    if "round" in query:
        return Asked(plan, moment, _last_closing(plan, query.get("round", "")))
    day = query.get("on", moment.reckoned_on.isoformat())
    if day == moment.reckoned_on.isoformat():
        return Asked(plan, moment)
    try:
        return Asked(plan, Moment.parse(day, now))
    except InvalidDay as error:
        sentence = _("“%(text)s” is not a day that has come, written as 2022-12-31.")
        raise NotAnswered(400, sentence % {"text": day[:40]}) from error


def _last_closing(plan: Plan, code: str) -> Snapshot:
    snapshot = None
    if re.fullmatch(RoundCode.regex, code):
        rows = Snapshot.objects.of_plan(plan).filter(closing__round__code=code)
        snapshot = rows.select_related("closing__round").order_by("-closing__number").first()
    if snapshot is None:
        raise NotAnswered(400, _("“%(text)s” is not a closed round.") % {"text": code[:40]})
    return snapshot


# The parts of a picture


def one_action(document: Document, code: str) -> Document:
    """Raises NotAnswered if the action is not in the plan at that moment."""
    for action in document["actions"]:
        if action["code"] == code:
            return _head_of(document) | {"action": action}
    raise NotAnswered(404, _("At that moment the plan has no such action."))


def rows_of(document: Document, name: str) -> Document:
    """The milestones or indicators of all actions, each with the code of its action."""
    rows = [{"action": action["code"], **row} for action in document["actions"] for row in action[name]]
    return _head_of(document) | {name: rows}


def money_of(document: Document) -> Document:
    """The amounts of each action by year, how certain they are, and what the sums lack."""
    actions = [
        {"code": action["code"], **{name: action[name] for name in MONEY_FIELDS}}
        for action in document["actions"]
    ]
    return _head_of(document) | {"actions": actions}


def _head_of(document: Document) -> Document:
    return {name: value for name, value in document.items() if name != "actions"}


# Plans and rounds


def plan_document(plan: Plan) -> Document:
    return {
        "code": plan.code,
        "title": plan.title,
        "title_nl": plan.title_nl,
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "state": plan.state,
    }


def rounds_document(plan: Plan) -> Document:
    """The rounds that were opened, by the day that they are about; `snapshot` is the hash of the last closing."""
    closings = Snapshot.objects.of_plan(plan).order_by("closing__number")
    hashes = dict(closings.values_list("closing__round", "sha256"))
    rows = Round.objects.of_plan(plan).shown_to_everybody()
    return {"plan": plan.code, "rounds": [_round(round, hashes.get(round.pk)) for round in rows]}


def _round(round: Round, sha256: str | None) -> Document:
    return {
        "code": round.code,
        "state": round.state,
        "about": round.about.isoformat(),
        "opens": round.opens.isoformat(),
        "due": round.due.isoformat(),
        "closes": round.closes.isoformat(),
        "opened_at": round.opened_at and round.opened_at.isoformat(),
        "closed_at": round.closed_at and round.closed_at.isoformat(),
        "snapshot": sha256,
    }
