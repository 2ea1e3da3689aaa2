"""Importing a plan: the one operation by which a document becomes, or changes, a plan."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from objectives.models import Plan
from objectives.states import PlanState

from .amended import is_amended
from .bodies import write_bodies
from .comparing import ItemChange, changes_of_bodies, changes_of_plan
from .rows import PlanRows
from .writing import bodies, plan_document

Item = dict[str, Any]


@dataclass(frozen=True)
class ImportPreview:
    """What a document would change, and whether the plan's state allows it."""

    plan: Plan | None
    changes: list[ItemChange]

    @property
    def refusal(self) -> str:
        """Why the changes may not be made; empty where they may."""
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


def preview_import(*, document: Item, on: datetime.date) -> ImportPreview:
    """What the document would change in what is in force on the day. `document` comes from `read_plan_document`."""
    plan = Plan.objects.filter(code=document["plan"]["code"]).first()
    before = plan_document(plan, on) if plan else None
    known = bodies(
        {item["key"] for item in document["ministers"]},
        {item["key"] for item in document["organisations"]},
        on,
        {item["code"] for item in document["policy_areas"]},
    )
    if before and "state" not in document["plan"]:
        before["plan"].pop("state")
    changes = changes_of_plan(before, document) + changes_of_bodies(known, document)
    return ImportPreview(plan, changes)


@operation()
def import_plan_document(*, document: Item, by: Any, at: datetime.datetime) -> list[ItemChange]:
    """Make the plan what the document says, all or nothing, and say what changed.

    A new plan is created, one in preparation is edited in place. `document` comes from `read_plan_document`;
    `by` is a person, or None for the portal itself. Nothing that was reported is touched. Raises Refused where
    the plan is in force, ended or amended and the document differs from it, and where a row that should go is
    referred to.
    """
    code = document["plan"]["code"]
    Plan.objects.select_for_update().filter(code=code).first()
    found = preview_import(document=document, on=day_of(at))
    if found.refusal:
        raise Refused(found.refusal)
    if not found.changes:
        return []
    write_bodies(document, by=by, at=at)
    plan = found.plan or Plan(code=code)
    PlanRows(plan).write(document)
    kinds = Counter(change.kind for change in found.changes)
    counts: dict[str, Any] = {kind: kinds[kind] for kind in ["added", "changed", "removed"]}
    record(
        Verb.IMPORTED,
        by=by,
        at=at,
        subject=plan,
        plan=plan.pk,
        objectives=len(document["objectives"]),
        actions=len(document["actions"]),
        **counts,
    )
    return found.changes
