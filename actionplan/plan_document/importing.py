"""Importing a plan: the one operation by which a document becomes, or changes, a plan; and what it would do, shown first.

What a document says of the plan itself is done. What it does not name of the plan stays, and goes only where it is ticked.
Ministers, policy areas and organisations are shared by all plans: new ones are added, and what is said differently of one
that exists is taken over only where it is ticked.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.amendments.places import item_place
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from objectives.models import Plan
from objectives.states import PlanState

from .amended import is_amended
from .bodies import (
    AlikeBody,
    BodyChange,
    alike_bodies,
    changes_of_known,
    new_bodies,
    with_known,
    write_bodies,
)
from .comparing import ItemChange, changes_of_plan
from .reading import plainest
from .rows import PlanRows
from .writing import plan_document

Item = dict[str, Any]


@dataclass(frozen=True)
class Decisions:
    """What a person decided on what only a person can: each by the word that the preview gave it."""

    taken_over: frozenset[str] = frozenset()
    """Changes of shared bodies that are made."""
    taken_away: frozenset[str] = frozenset()
    """What the document leaves out and is to go."""
    others: frozenset[str] = frozenset()
    """New bodies that are not the known ones whose names are nearly theirs."""
    same: frozenset[str] = frozenset()
    """New bodies that are."""


NONE_TAKEN = Decisions()


@dataclass(frozen=True)
class MissingItem:
    """An objective or action of the plan that the document does not name."""

    word: str
    place: str


@dataclass(frozen=True)
class ImportPreview:
    """What a document would change, and whether the plan's state allows it."""

    plan: Plan | None
    document: Item
    """As it is written: with all of the plan that the document leaves out and nobody takes away."""
    changes: list[ItemChange]
    """In the plan itself, and the bodies that are new."""
    missing: list[MissingItem]
    """All that the document leaves out, whether or not it goes."""
    bodies: list[BodyChange]
    """What it says differently of bodies that exist, whether or not it is taken over."""
    alike: list[AlikeBody]
    """New bodies with nearly the name of one that exists: perhaps the same."""
    decisions: Decisions

    @property
    def taken_over(self) -> list[BodyChange]:
        return [one for one in self.bodies if one.word in self.decisions.taken_over]

    @property
    def questions(self) -> list[AlikeBody]:
        """Those that nobody has answered."""
        return [one for one in self.alike if one.word not in self.decisions.others | self.decisions.same]

    @property
    def all_changes(self) -> list[ItemChange]:
        return [*self.changes, *(one.change for one in self.taken_over)]

    @property
    def refusal(self) -> str:
        """Why the changes may not be made; empty where they may."""
        if self.questions:
            return _("Say first of each new body whether it is the one that is known already.")
        if self.plan is None or not self.changes:
            return ""
        if not PlanState(self.plan.state).may_be_edited_in_place:
            return _(
                "The plan %(code)s is %(state)s: it is amended, not imported again. Nothing was changed."
            ) % {"code": self.plan.code, "state": self.plan.get_state_display()}
        if is_amended(self.plan):
            return _("The plan %(code)s was amended since it was adopted. Nothing was changed.") % {
                "code": self.plan.code
            }
        return ""


def preview_import(*, document: Item, on: datetime.date, decisions: Decisions = NONE_TAKEN) -> ImportPreview:
    """What the document would change in what is in force on the day. `document` comes from `read_plan_document`."""
    plan = Plan.objects.filter(code=document["plan"]["code"]).first()
    before = plan_document(plan, on) if plan else None
    missing: list[MissingItem] = []
    alike = alike_bodies(document)
    document = with_known(document, {one.word: one.known_key for one in alike if one.word in decisions.same})
    if before:
        if "state" not in document["plan"]:
            before["plan"].pop("state")
        missing = _missing(before, document)
        document = _completed(document, before, decisions.taken_away)
    return ImportPreview(
        plan=plan,
        document=document,
        changes=changes_of_plan(before, document) + new_bodies(document),
        missing=missing,
        bodies=changes_of_known(document, on),
        alike=alike,
        decisions=decisions,
    )


def _missing(before: Item, document: Item) -> list[MissingItem]:
    return [
        MissingItem(f"{member}:{key}", item_place("", member, item, 1))
        for member, name in [("objectives", "number"), ("actions", "code")]
        for item in before[member]
        for key in [item[name]]
        if key not in {each[name] for each in document[member]}
    ]


def _completed(document: Item, before: Item, taken_away: Collection[str]) -> Item:
    """The document with what it leaves out of the plan, but for what is taken away."""
    whole = dict(document)
    for member, name in [("objectives", "number"), ("actions", "code")]:
        known = {item[name] for item in document[member]}
        kept = [item for item in before[member] if item[name] not in known]
        whole[member] = document[member] + [
            item for item in kept if f"{member}:{item[name]}" not in taken_away
        ]
    return plainest(whole)


def locked_plan(document: Item) -> Plan | None:
    """The plan that the document is about, which no other import changes until this transaction ends."""
    return Plan.objects.select_for_update().filter(code=document["plan"]["code"]).first()


@operation()
def import_plan_document(
    *,
    document: Item,
    by: Any,
    at: datetime.datetime,
    decisions: Decisions = NONE_TAKEN,
    file: str = "",
    sha256: str = "",
) -> list[ItemChange]:
    """Make the plan what the document says, all or nothing, and say what changed.

    A new plan is created, one in preparation is edited in place. `document` comes from `read_plan_document`;
    `by` is a person, or None for the portal itself; `file` and `sha256` are for the trail. Nothing that was reported is touched. Raises Refused where
    the plan is in force, ended or amended and the document differs from it, where a row that should go is
    referred to, and where a question of the preview has no answer.
    """
    locked_plan(document)
    found = preview_import(document=document, on=day_of(at), decisions=decisions)
    if found.refusal:
        raise Refused(found.refusal)
    if not found.all_changes:
        return []
    write_bodies(found.document, found.taken_over, by=by, at=at)
    plan = found.plan or Plan(code=document["plan"]["code"])
    if found.changes:
        PlanRows(plan).write(found.document)
        _record(plan, found, by, at, file=file, sha256=sha256)
    return found.all_changes


def _record(plan: Plan, found: ImportPreview, by: Any, at: datetime.datetime, **source: Any) -> None:
    kinds = Counter(change.kind for change in found.all_changes)
    counts: dict[str, Any] = {kind: kinds[kind] for kind in ["added", "changed", "removed"]}
    record(
        Verb.IMPORTED,
        by=by,
        at=at,
        subject=plan,
        plan=plan.pk,
        objectives=len(found.document["objectives"]),
        actions=len(found.document["actions"]),
        **counts,
        **source,
    )
