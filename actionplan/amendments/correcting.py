"""Correcting an action: a misreading of the printed plan, a typing error or a language twin is mended in the rows themselves."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.row_writes import save
from actionplan.organisations.models import Organisation
from actionplan.reporting.locking import lock
from actions.models import Action, MilestoneTerms, Phase
from budgets.models import BudgetTerms
from objectives.models import Objective, Theme

from .faults import known_in, refuse_faulty
from .items import item_in_force, plainest_action, version_of
from .members import values_of
from .places import identity_of
from .rows import has_shares, write_references, write_shares
from .shape import LINE, MILESTONE, PHASE, Item
from .values import action_values, share_values, terms_values


@operation()
def correct_action(
    *, action: Action, after: Item, reason: str, opened_on: str, by: User, at: datetime.datetime
) -> Action:
    """Edit the rows in force today, on every day on which they are in force; before and after are in the trail.

    It adds and removes nothing, and changes nobody's part. Closed rounds keep what they said. `opened_on` is `version_of` the
    item that the form showed. Raises ChangedMeanwhile, and Refused without a reason, where nothing would change, and where
    the item says what a correction cannot.
    """
    action = lock(action.pk)
    if not by.has_perm("actions.amend", action):
        raise PermissionDenied
    plan, today = action.plan, day_of(at)
    before = item_in_force(action, plan, today)
    if before is None:
        raise Refused(_("This action is not in the plan today."))
    if version_of(before) != opened_on:
        raise ChangedMeanwhile(
            _("Somebody amended or corrected action %(code)s in the meantime.") % {"code": action.code}
        )
    if not reason.strip():
        raise Refused(_("Say what was wrong."))
    refuse_faulty(after, known_in(plan, today, before))
    after = plainest_action(after)
    if after == before:
        raise Refused(_("This is what stands there already: nothing would change."))
    _refuse_more_than_a_correction(before, after)
    _write(action, after, today)
    said = [dict(_leaves(item)) for item in (before, after)]
    changed = [name for name in {**said[0], **said[1]} if said[0].get(name) != said[1].get(name)]
    record(
        Verb.CORRECTED,
        by=by,
        at=at,
        subject=action,
        plan=plan.pk,
        action=action.pk,
        before={name: said[0].get(name) for name in changed},
        after={name: said[1].get(name) for name in changed},
        reason=reason.strip(),
    )
    return Action.objects.get(pk=action.pk)


def _leaves(part: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """All that an item says, each by its place, such as `timing/phases/1/end`."""
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _leaves(inner, f"{place}/{name}" if place else name)
    elif isinstance(part, list) and any(isinstance(one, dict) for one in part):
        for position, one in enumerate(part, 1):
            yield from _leaves(one, f"{place}/{identity_of(one, position)}")
    else:
        yield place, ", ".join(part) if isinstance(part, list) else part


def _refuse_more_than_a_correction(before: Item, after: Item) -> None:
    if _what_stays(before) != _what_stays(after):
        raise Refused(
            _(
                "A correction adds and removes nothing, and changes nobody’s part: that is amended. It leaves the code, the objective and what is limited as they are."
            )
        )


def _what_stays(item: Item) -> list[Any]:
    parts = [
        [(each[name], each["role"], each.get("inferred", False)) for each in item[member]]
        for member, name in [("ministers", "minister"), ("promoters", "organisation")]
    ]
    milestones = [each["key"] for each in item["milestones"]]
    counts = [len(item["timing"]["phases"]), len(item["budget"]["lines"])]
    named = [item.get(name) for name in ("code", "objective", "limited", "lead")]
    return [parts, milestones, counts, named]


def _write(action: Action, item: Item, on: datetime.date) -> None:
    """Edit the rows of the action that are in force on the day to say what the item says."""
    _write_action(action, item)
    save(action.terms.in_force(on).get(), terms_values(action, item))
    for rows, name, parts in [
        (action.minister_involvements, "minister", item["ministers"]),
        (action.promotions, "organisation", item["promoters"]),
    ]:
        known = {getattr(row, name).key: row for row in rows.in_force(on).select_related(name)}
        for part in parts:
            save(known[part[name]], {"printed_as": part["printed_as"]})
    for phase, part in zip(
        action.phases.in_force(on).order_by("place"), item["timing"]["phases"], strict=True
    ):
        save(phase, values_of(Phase, part, PHASE))
    terms = MilestoneTerms.objects.in_force(on).filter(milestone__action=action)
    milestones = {row.milestone.key: row for row in terms.select_related("milestone")}
    for part in item["milestones"]:
        save(milestones[part["key"]], values_of(MilestoneTerms, part, MILESTONE))
    organisations = {row.key: row for row in Organisation.objects.all()}
    lines = BudgetTerms.objects.of_actions([action], on).prefetch_related("funding__organisation")
    for line, part in zip(lines, item["budget"]["lines"], strict=True):
        save(line, values_of(BudgetTerms, part, LINE))
        shares = [share_values(share, organisations) for share in part["funding"]]
        if not has_shares(line, shares):
            write_shares(line, shares)


def _write_action(action: Action, item: Item) -> None:
    themes = Theme.objects.filter(objective=action.objective_id)
    known = {(row.objective_id, row.title): row for row in themes}
    save(action, action_values(item, action.objective, known))
    codes = item["cross_references"]
    if [row.code for row in action.cross_references.all()] != codes:
        actions = {row.code: row for row in Action.objects.filter(plan=action.plan_id, code__in=codes)}
        objectives = {row.number: row for row in Objective.objects.of_plan(action.plan_id)}
        write_references(action, codes, actions, objectives)
