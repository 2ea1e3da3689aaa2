"""Preparing an amendment: its day, its reason, and what it makes of each action. `carrying_out` puts it in force.

Each act takes the plan's row as its lock first. What an amendment says before it is in force changes no row of the plan.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Sequence
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
from actions.codes import order_of
from actions.models import Action, AmendedAction, Amendment
from objectives.models import Plan

from .faults import refuse_faulty
from .items import Item, item_in_force, items_in_force, lead_of, plainest_action, version_of
from .known import known_in
from .rows import next_place, places_in_force

MAY_PREPARE = "actions.prepare_amendment"


@operation()
def prepare_amendment(
    *, plan: Plan, effective_from: datetime.date, reason: str, by: User | None, at: datetime.datetime
) -> Amendment:
    """Begin an amendment that changes nothing yet, from a day (inclusive) that may have passed or lie ahead.

    Raises Refused where the plan is in preparation, for a day before the plan, and without a reason.
    """
    plan = _locked_plan(plan.pk, by, MAY_PREPARE)
    if plan.is_in_preparation:
        raise Refused(_("The plan is in preparation: it is imported again, not amended."))
    _refuse_day_or_reason(plan, effective_from, reason)
    last = plan.amendments.aggregate(number=Max("number"))["number"] or 0
    row = Amendment.objects.create(
        plan=plan,
        number=last + 1,
        effective_from=effective_from,
        reason=reason.strip(),
        prepared_by=by,
        prepared_at=at,
    )
    record_amendment(Verb.AMENDMENT_PREPARED, row, by, at)
    return row


@operation()
def change_amendment(
    *,
    amendment: Amendment,
    effective_from: datetime.date,
    reason: str,
    by: User | None,
    at: datetime.datetime,
) -> Amendment:
    """Give it another day or reason while it is prepared, and read again what its actions say before it.

    Raises Refused where an action that it amends or ends is not in the plan on the day, or one that it adds is.
    """
    row = locked_amendment(amendment, by)
    _refuse_day_or_reason(row.plan, effective_from, reason)
    row.effective_from, row.reason = effective_from, reason.strip()
    row.save(update_fields=["effective_from", "reason"])
    changes = list(row.actions.all())
    now = items_in_force(row.plan, effective_from, [one.code for one in changes])
    for one in changes:
        if one.is_new != (one.code not in now):
            raise Refused(_in_or_out(one.code, effective_from, is_in=one.is_new))
        one.before = now.get(one.code)
        one.save(update_fields=["before"])
    record_amendment(Verb.AMENDMENT_CHANGED, row, by, at)
    return row


@operation()
def amend_action(
    *,
    amendment: Amendment,
    after: Item,
    opened_on: str,
    by: User | None,
    at: datetime.datetime,
    lines_from: Sequence[int | None] | None = None,
) -> AmendedAction:
    """Let the amendment make this of the action that the item's code names: a new one where the plan has none.

    It replaces what the amendment said of it. `opened_on` is `version_of` the item that the form showed: what the amendment
    made of the action so far, else what is in force on its day. `lines_from` says of each budget line of `after` which line
    of that item it goes on from, by its position from 1, None a new one; without it, lines are matched by what they say.
    A lead that is not named stays. Raises ChangedMeanwhile, and Refused with a sentence for each fault of the item.
    """
    row = locked_amendment(amendment, by)
    known = row.actions.filter(code=after.get("code")).first()
    before = item_in_force(str(after.get("code")), row.plan, row.effective_from)
    known_then = known_in(row.plan, row.effective_from, before)
    known_then.codes.update(row.actions.values_list("code", flat=True))
    refuse_faulty(after, known_then)
    code = after["code"]
    shown = known.after if known and known.after else before
    if version_of(shown) != opened_on:
        raise ChangedMeanwhile(_("Somebody amended action %(code)s in the meantime.") % {"code": code})
    action = Action.objects.filter(plan=row.plan, code=code).first()
    if before is None and action is not None:
        raise Refused(_in_or_out(code, row.effective_from, is_in=False))
    after = plainest_action(after)
    if before is not None:
        after = _with_lead(after, before)
        _refuse_what_stays(after, before)
    after, places = _with_places(after, shown, known, action, row, lines_from)
    if after == before:
        raise Refused(_("This is what stands there already: nothing would change."))
    return _keep(row, code, by, at, before=before, after=after, line_places=places)


@operation()
def withdraw_action(
    *, amendment: Amendment, code: str, by: User | None, at: datetime.datetime
) -> AmendedAction:
    """Let the amendment take the action out of the plan. Raises Refused where it is not in the plan on the day."""
    row = locked_amendment(amendment, by)
    return _keep(row, code, by, at, before=_in_force(code, row))


@operation()
def merge_action(
    *, amendment: Amendment, code: str, into: str, by: User | None, at: datetime.datetime
) -> AmendedAction:
    """Let the amendment take the action out of the plan, as merged into another that is in the plan on the day, or new."""
    row = locked_amendment(amendment, by)
    before = _in_force(code, row)
    if into == code or into not in codes_after(row):
        raise Refused(
            _("%(code)s cannot be merged into %(into)s: choose another action that is in the plan then.")
            % {"code": code, "into": into}
        )
    return _keep(row, code, by, at, before=before, merged_into=into)


@operation()
def leave_action_as_it_is(
    *, amendment: Amendment, code: str, by: User | None, at: datetime.datetime
) -> Amendment:
    """Take out of the amendment what it says of the action. Raises Refused where it says nothing of it."""
    row = locked_amendment(amendment, by)
    deleted, _rows = row.actions.filter(code=code).delete()
    if not deleted:
        raise Refused(_("This amendment leaves action %(code)s as it is already.") % {"code": code})
    record_amendment(Verb.AMENDMENT_CHANGED, row, by, at, action=code)
    return row


@operation()
def drop_amendment(*, amendment: Amendment, by: User, at: datetime.datetime) -> Amendment:
    """It will not be put in force; what it said can still be read."""
    row = locked_amendment(amendment, by)
    row.dropped_by, row.dropped_at = by, at
    row.save(update_fields=["dropped_by", "dropped_at"])
    record_amendment(Verb.AMENDMENT_DROPPED, row, by, at)
    return row


# What the acts share


def locked_amendment(amendment: Amendment, by: User | None, permission: str = MAY_PREPARE) -> Amendment:
    """The amendment as it is now, with its plan held. Raises ChangedMeanwhile where it is prepared no more."""
    _locked_plan(amendment.plan_id, by, permission)
    row = Amendment.objects.select_related("plan", "put_in_force_by", "dropped_by").get(pk=amendment.pk)
    if row.is_put_in_force:
        words = {"person": row.put_in_force_by}
        raise ChangedMeanwhile(_("%(person)s put this amendment in force in the meantime.") % words)
    if row.is_dropped:
        raise ChangedMeanwhile(
            _("%(person)s dropped this amendment in the meantime.") % {"person": row.dropped_by}
        )
    return row


def record_amendment(
    verb: Verb, row: Amendment, by: User | None, at: datetime.datetime, **facts: Any
) -> None:
    """`facts` are names and counts; an action is named by its code, since one act is about many."""
    names: dict[str, Any] = {"number": row.number, "effective_from": row.effective_from, "reason": row.reason}
    if code := facts.pop("action", ""):
        names["code"] = code
    record(verb, by=by, at=at, subject=row, plan=row.plan_id, **names, **facts)


def codes_after(row: Amendment) -> set[str]:
    """Of the actions that the plan has on the day once the amendment is in force."""
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


def _in_or_out(code: str, on: datetime.date, *, is_in: bool) -> str:
    words = {"code": code, "day": formatting.day(on)}
    if is_in:
        return _("Action %(code)s is in the plan on %(day)s already.") % words
    return _("Action %(code)s is not in the plan on %(day)s, and its code is not given again.") % words


def _in_force(code: str, row: Amendment) -> Item:
    item = item_in_force(code, row.plan, row.effective_from)
    if item is None:
        words = {"code": code, "day": formatting.day(row.effective_from)}
        raise Refused(_("Action %(code)s is not in the plan on %(day)s.") % words)
    return item


def _with_lead(after: Item, before: Item) -> Item:
    """Raises Refused where another lead is named, and where the lead would take part no more."""
    lead = lead_of(before)
    if after.get("lead", lead) != lead:
        raise Refused(_("An amendment does not change the lead of an action: the lead is handed over."))
    takes_part = [each["organisation"] for each in after["promoters"]]
    if lead in [each["organisation"] for each in before["promoters"]] and lead not in takes_part:
        raise Refused(_("The lead of the action keeps a part in it. Hand over the lead first."))
    return plainest_action({**after, "lead": lead})


def _refuse_what_stays(after: Item, before: Item) -> None:
    printed = [(item["timing"]["printed_as"], item["budget"]["printed_as"]) for item in (before, after)]
    names = ["objective", "theme", "limited", "cross_references"]
    if printed[0] != printed[1] or any(before.get(name) != after.get(name) for name in names):
        raise Refused(
            _(
                "An amendment leaves the objective, the theme, the cross-references, the printed cells and what is limited as they are."
            )
        )


def _with_places(
    after: Item,
    shown: Item | None,
    known: AmendedAction | None,
    action: Action | None,
    row: Amendment,
    lines_from: Sequence[int | None] | None,
) -> tuple[Item, list[int]]:
    """The item in the order in which it will stand, and the places of its lines: what people reported stays at its line."""
    shown_lines = shown["budget"]["lines"] if shown else []
    in_force = places_in_force(row.plan, [after["code"]], row.effective_from)
    known_places = known.line_places if known and known.after else in_force.get(after["code"], [])
    lines = after["budget"]["lines"]
    if lines_from is None:
        lines_from = matching_lines(shown_lines, lines)
    new_places = itertools.count(max([next_place(action), *(place + 1 for place in known_places)]))
    places = [known_places[position - 1] if position else next(new_places) for position in lines_from]
    if len(set(places)) < len(places):
        raise ValueError("two budget lines go on from one")
    in_order = sorted(zip(places, lines, strict=True), key=lambda pair: pair[0])
    order = dict(action.milestones.values_list("key", "order")) if action else {}
    last = max(order.values(), default=0) + 1
    milestones = sorted(after["milestones"], key=lambda one: order.get(one["key"], last))
    budget = {**after["budget"], "lines": [line for _place, line in in_order]}
    return {**after, "budget": budget, "milestones": milestones}, sorted(places)


def matching_lines(before: Sequence[Item], after: Sequence[Item]) -> list[int | None]:
    """Of each budget line after, the position, from 1, of the one before that it goes on from; None where it is new.

    The line that says the same, else the one with the same label, else the one that stood in its position, if that is left.
    """
    found: dict[int, int] = {}

    def match(alike: Callable[[int, int], bool]) -> None:
        for new in range(len(after)):
            for old in range(len(before)):
                if new not in found and old not in found.values() and alike(old, new):
                    found[new] = old

    match(lambda old, new: before[old] == after[new])
    match(lambda old, new: bool(after[new]["label"]) and before[old]["label"] == after[new]["label"])
    match(lambda old, new: old == new)
    return [found[new] + 1 if new in found else None for new in range(len(after))]


def _keep(
    row: Amendment,
    code: str,
    by: User | None,
    at: datetime.datetime,
    *,
    before: Item | None,
    after: Item | None = None,
    line_places: Sequence[int] = (),
    merged_into: str = "",
) -> AmendedAction:
    values = {"before": before, "after": after, "merged_into": merged_into, "order": order_of(code)}
    found, _is_new = AmendedAction.objects.update_or_create(
        amendment=row, code=code, defaults={**values, "line_places": list(line_places)}
    )
    record_amendment(Verb.AMENDMENT_CHANGED, row, by, at, action=code)
    return found
