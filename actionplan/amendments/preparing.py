"""Preparing an amendment: its day, its reason, and what it makes of each action. `carrying_out` puts it in force.

Each operation locks the plan's row first. Until an amendment is in force, it changes no row of the plan.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base import formatting
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.planned.document import PlannedAction
from actionplan.planned.from_rows import action_in_force, hash_of, version_of
from actionplan.planned.json_form import as_json, read_kept
from actions.amending import hashes_of_amendments
from actions.codes import order_of
from actions.models import Action, AmendedAction, Amendment
from objectives.models import Plan

from .amended import amended_to, plan_on_day, rebased
from .merging import CarriedOver, carried_lines, with_carried_over
from .planned_years import as_somebody_stated

MAY_PREPARE = "actions.prepare_amendment"
REBASED = ["before", "after", "line_places", "first_year", "stated_places"]
"""The columns of an amended action that follow from what is in force."""


@operation()
def prepare_amendment(
    *, plan: Plan, effective_from: datetime.date, reason: str, by: User | None, at: datetime.datetime
) -> Amendment:
    """Begin an amendment that changes nothing yet, from a day (inclusive) that may have passed or lie ahead.

    Raises Refused where the plan is in preparation, for a day before the plan, and without a reason.
    """
    row = _begin(plan, effective_from, reason, by, at)
    record_amendment(Verb.AMENDMENT_PREPARED, row, by, at)
    return row


@dataclass(frozen=True)
class ActionsInFile:
    """The actions of a plan as a file has them."""

    actions: Collection[PlannedAction]
    lines_from: Mapping[str, Sequence[int | None]]
    """By the action's code, as in `amend_action`."""
    gone: Collection[str] = ()
    """The codes of actions that leave the plan."""


@operation()
def prepare_whole_amendment(
    *,
    plan: Plan,
    effective_from: datetime.date,
    reason: str,
    actions: ActionsInFile,
    by: User | None,
    at: datetime.datetime,
    **source: Any,
) -> Amendment:
    """Prepare an amendment of many actions at once; actions that do not differ from what is in force are left out.

    `source` is the file that it comes from, for the trail. Raises what `prepare_amendment` raises, and Refused with
    everything that an amendment cannot do.
    """
    row = _begin(plan, effective_from, reason, by, at)
    state = plan_on_day(row, [*(action.code for action in actions.actions), *actions.gone])
    amended_actions: list[AmendedAction] = []
    refusals: list[str] = []
    for action in actions.actions:
        try:
            amended_actions.append(amended_to(action, state, row, None, actions.lines_from.get(action.code)))
        except Refused as refusal:
            refusals.append(f"{action.code}: {refusal}")
    if refusals:
        raise Refused("\n".join(refusals))
    changed = [amended for amended in amended_actions if amended.after != amended.before]
    changed += [
        AmendedAction(amendment=row, code=code, order=order_of(code), before=as_json(state.actions[code]))
        for code in actions.gone
    ]
    AmendedAction.objects.bulk_create(changed)
    codes = ", ".join(amended.code for amended in changed)
    record_amendment(Verb.AMENDMENT_PREPARED, row, by, at, actions=codes, **source)
    return row


def _begin(
    plan: Plan, effective_from: datetime.date, reason: str, by: User | None, at: datetime.datetime
) -> Amendment:
    plan = _locked_plan(plan.pk, by, MAY_PREPARE)
    if plan.is_in_preparation:
        raise Refused(_("The plan is in preparation: it is imported again, not amended."))
    _refuse_day_or_reason(plan, effective_from, reason)
    last = plan.amendments.aggregate(number=Max("number"))["number"] or 0
    return Amendment.objects.create(
        plan=plan,
        number=last + 1,
        effective_from=effective_from,
        reason=reason.strip(),
        prepared_by=by,
        prepared_by_name=str(by or ""),
        prepared_at=at,
    )


@operation()
def change_amendment(
    *,
    amendment: Amendment,
    effective_from: datetime.date,
    reason: str,
    by: User | None,
    at: datetime.datetime,
    opened_on: str = "",
) -> Amendment:
    """Give it another day or reason while it is prepared; its actions then amend what is in force by now.

    `opened_on` is `version_of_amendment` as the form showed it; empty without a form. Raises ChangedMeanwhile if it has
    another day or reason by now, and what `rebased` raises.
    """
    row = locked_amendment(amendment, by)
    if opened_on not in ("", version_of_amendment(row)):
        words = {"day": formatting.day(row.effective_from), "reason": row.reason}
        raise ChangedMeanwhile(
            _("Somebody saved another day or reason in the meantime: %(day)s; “%(reason)s”.") % words
        )
    _refuse_day_or_reason(row.plan, effective_from, reason)
    row.effective_from, row.reason = effective_from, reason.strip()
    row.save(update_fields=["effective_from", "reason"])
    changes = list(row.actions.all())
    state = plan_on_day(row, [change.code for change in changes])
    for change in changes:
        rebased(change, state, row).save(update_fields=REBASED)
    record_amendment(Verb.AMENDMENT_CHANGED, row, by, at)
    return row


@operation()
def amend_action(
    *,
    amendment: Amendment,
    after: PlannedAction,
    opened_on: str,
    by: User | None,
    at: datetime.datetime,
    lines_from: Sequence[int | None] | None = None,
    first_year: int | None = None,
) -> AmendedAction:
    """Let the amendment make this of the action with its code, or add a new action if the plan has none.

    It replaces what the amendment made of the action so far. `opened_on` is `version_of` what the form showed: what the
    amendment made of the action so far, else what is in force on its day. `lines_from` has, for each budget line of `after`,
    the position (from 1) of the line shown that it continues, None for a new one; without it, each line continues the one in
    its position. Calendar years before `first_year`, the year of effect (the default) or a later one, keep what was planned
    for them; what is left of an amount is spread by day over the rest of its period, and a line that has `years` states them
    itself. A lead that is not named stays. Raises ChangedMeanwhile, and Refused with a sentence for each fault.
    """
    row, code = locked_amendment(amendment, by), after.code
    so_far = row.actions.filter(code=code).first()
    state = plan_on_day(row, [code])
    new = amended_to(after, state, row, so_far, lines_from, first_year=first_year)
    if version_of(read_kept((so_far and so_far.after) or new.before)) != opened_on:
        raise ChangedMeanwhile(_("Somebody amended action %(code)s in the meantime.") % {"code": code})
    if new.after == new.before:
        raise Refused(_("This is what stands there already: nothing would change."))
    return _keep(row, new, by, at)


@operation()
def withdraw_action(
    *, amendment: Amendment, code: str, by: User | None, at: datetime.datetime, opened_on: str = ""
) -> AmendedAction:
    """Let the amendment take the action out of the plan. Raises Refused if it is not in the plan on the day.

    `opened_on` is `version_of_amended` as the page showed it, here and in the next two operations; empty without a page.
    Raises ChangedMeanwhile if the amendment makes something else of the action by now.
    """
    row = locked_amendment(amendment, by)
    _refuse_overwriting(row, code, opened_on)
    return _keep(row, _ended(code, _in_force(code, row)), by, at)


@operation()
def merge_action(
    *,
    amendment: Amendment,
    code: str,
    into: str,
    by: User | None,
    at: datetime.datetime,
    opened_on: str = "",
    carried_over: CarriedOver | None = None,
) -> AmendedAction:
    """Let the amendment take the action out of the plan, as merged into another that is in the plan on the day, or new.

    The amendment also gives the other action what is carried over. Raises Refused if something is to be carried over from an
    action that the amendment merges already, and what `amended_to` raises.
    """
    row = locked_amendment(amendment, by)
    _refuse_overwriting(row, code, opened_on)
    before = _in_force(code, row)
    if into == code or into not in codes_after(row):
        raise Refused(
            _("%(code)s cannot be merged into %(into)s: choose another action that is in the plan then.")
            % {"code": code, "into": into}
        )
    if carried_over and not carried_over.is_empty:
        _carry_over(row, into, before, carried_over, by, at)
    return _keep(row, _ended(code, before, into), by, at)


def _carry_over(
    row: Amendment,
    into: str,
    merged: PlannedAction,
    carried_over: CarriedOver,
    by: User | None,
    at: datetime.datetime,
) -> None:
    """Amend the other action so that it has what is carried over from the merged one."""
    if row.actions.filter(code=merged.code).exclude(merged_into="").exists():
        words = {"code": merged.code, "into": into}
        raise Refused(
            _("This amendment merges %(code)s already: change on the form of %(into)s what it gets.") % words
        )
    so_far, state = row.actions.filter(code=into).first(), plan_on_day(row, [into, merged.code])
    shown = (read_kept(so_far.after) if so_far else None) or state.actions[into]
    own = range(1, len(shown.lines) + 1)
    taken = {"milestones": state.milestones.get(into, {}), "indicators": state.indicators.get(into, {})}
    carried = carried_lines(merged, state.before[merged.code].values(), carried_over)
    lines = [line for line, _was in carried]
    after = with_carried_over(shown, merged, carried_over, lines, taken)
    new = amended_to(
        as_somebody_stated(so_far, after, state.on.year),
        state,
        row,
        so_far,
        [*own, *[None] * len(lines)],
        first_year=so_far.first_year if so_far else None,
        carried_over=[was for _line, was in carried],
    )
    new.pk = so_far.pk if so_far else None
    new.save()
    record_amendment(Verb.AMENDMENT_CHANGED, row, by, at, action=into)


@operation()
def leave_action_unchanged(
    *, amendment: Amendment, code: str, by: User | None, at: datetime.datetime, opened_on: str = ""
) -> Amendment:
    """Remove the action from the amendment. Raises Refused if it is not in it."""
    row = locked_amendment(amendment, by)
    _refuse_overwriting(row, code, opened_on)
    deleted, _rows = row.actions.filter(code=code).delete()
    if not deleted:
        raise Refused(_("This amendment leaves action %(code)s as it is already.") % {"code": code})
    record_amendment(Verb.AMENDMENT_CHANGED, row, by, at, action=code)
    return row


@operation()
def drop_amendment(*, amendment: Amendment, by: User, at: datetime.datetime) -> Amendment:
    """Drop the amendment: it cannot be put in force any more, but stays readable."""
    row = locked_amendment(amendment, by)
    row.dropped_by, row.dropped_by_name, row.dropped_at = by, str(by), at
    row.save(update_fields=["dropped_by", "dropped_by_name", "dropped_at"])
    record_amendment(Verb.AMENDMENT_DROPPED, row, by, at)
    return row


# What the operations share


def locked_amendment(amendment: Amendment, by: User | None, permission: str = MAY_PREPARE) -> Amendment:
    """The amendment as it is now, with its plan locked. Raises ChangedMeanwhile if it is no longer prepared."""
    _locked_plan(amendment.plan_id, by, permission)
    row = Amendment.objects.select_related("plan").get(pk=amendment.pk)
    if row.is_put_in_force:
        words = {"person": row.put_in_force_by_name}
        raise ChangedMeanwhile(_("%(person)s put this amendment in force in the meantime.") % words)
    if row.is_dropped:
        raise ChangedMeanwhile(
            _("%(person)s dropped this amendment in the meantime.") % {"person": row.dropped_by_name}
        )
    return row


def record_amendment(
    verb: Verb,
    row: Amendment,
    by: User | None,
    at: datetime.datetime,
    *,
    contents: dict[str, Any] | None = None,
    **facts: Any,
) -> None:
    """Record an event with `facts`, names and counts; actions are named by code, since an event may be about many.
    `contents` has the hashes of what putting it in force changed.
    """
    names: dict[str, Any] = {"number": row.number, "effective_from": row.effective_from, "reason": row.reason}
    if code := facts.pop("action", ""):
        names["code"] = code
    if not row.is_prepared:
        known = hashes_of_amendments(Amendment.objects.filter(pk=row.pk))
        names["contents"] = {"amendment": known[row.pk]} | (contents or {})
    record(verb, by=by, at=at, subject=row, plan=row.plan_id, **names, **facts)


def version_of_amendment(row: Amendment) -> str:
    """A hash that a form carries to say which day and reason it showed."""
    return hash_of({"day": str(row.effective_from), "reason": row.reason})


def version_of_amended(amended: AmendedAction | None) -> str:
    """A hash that a form carries to say what it showed of an action in the amendment, if anything."""
    return hash_of({"said": [amended.after, amended.merged_into] if amended else None})


def codes_after(row: Amendment) -> set[str]:
    """The codes of the actions that the plan has on the day once the amendment is in force."""
    codes = set(Action.objects.of_plan(row.plan, row.effective_from).values_list("code", flat=True))
    for code, after in row.actions.values_list("code", "after"):
        codes = codes - {code} if after is None else codes | {code}
    return codes


def _locked_plan(plan: int, by: User | None, permission: str) -> Plan:
    row = Plan.objects.select_for_update(no_key=True).get(pk=plan)
    if by is not None and not by.has_perm(permission, row):
        raise PermissionDenied
    return row


def _refuse_day_or_reason(plan: Plan, effective_from: datetime.date, reason: str) -> None:
    if effective_from < plan.start:
        raise Refused(
            _("The plan begins on %(day)s. Choose that day or a later one.")
            % {"day": formatting.day(plan.start)}
        )
    if not reason.strip():
        raise Refused(_("Say why the plan is amended."))


def _refuse_overwriting(row: Amendment, code: str, opened_on: str) -> None:
    if opened_on not in ("", version_of_amended(row.actions.filter(code=code).first())):
        raise ChangedMeanwhile(_("Somebody amended action %(code)s in the meantime.") % {"code": code})


def _in_force(code: str, row: Amendment) -> PlannedAction:
    action = action_in_force(code, row.plan, row.effective_from)
    if action is None:
        words = {"code": code, "day": formatting.day(row.effective_from)}
        raise Refused(_("Action %(code)s is not in the plan on %(day)s.") % words)
    return action


def _ended(code: str, before: PlannedAction, merged_into: str = "") -> AmendedAction:
    """The action as it leaves the plan, not saved."""
    return AmendedAction(code=code, order=order_of(code), before=as_json(before), merged_into=merged_into)


def _keep(row: Amendment, amended: AmendedAction, by: User | None, at: datetime.datetime) -> AmendedAction:
    """Save it in place of what the amendment made of the action so far."""
    so_far = row.actions.filter(code=amended.code).first()
    amended.amendment, amended.pk = row, so_far.pk if so_far else None
    amended.save()
    record_amendment(Verb.AMENDMENT_CHANGED, row, by, at, action=amended.code)
    return amended
