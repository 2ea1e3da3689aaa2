"""Correcting the roles in an action from a day on, correcting its kind in place, and linking it to the action
of an earlier plan that it continues.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base import formatting
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.replacing import replace
from actionplan.organisations.models import Organisation
from actionplan.planned.action_hashes import contents_of_actions
from actions.models import Action, Lead, MinisterInvolvement, Promotion
from actions.roles import GivenRole, RoleChange, RoleRow, Roles, changes_of, roles_of, subject_of
from actions.states import Kind, MinisterRole, PromotionRole


@dataclass(frozen=True)
class Correction:
    """A correction requested by a coordinator, with the changes it would make."""

    before: Roles
    kind: str
    organisations: list[RoleChange]
    ministers: list[RoleChange]

    @property
    def changes_roles(self) -> bool:
        return bool(self.organisations or self.ministers)


def preview_correction(
    *,
    action: Action,
    kind: str,
    organisations: Iterable[GivenRole],
    ministers: Iterable[GivenRole],
    from_day: datetime.date,
    opened_on: str,
) -> Correction:
    """What `correct_roles` would do, to confirm first; raises what it would, and writes nothing."""
    before = roles_of(action)
    if before.version != opened_on:
        raise ChangedMeanwhile(_corrected_by(action))
    correction = Correction(
        before,
        Kind(kind),
        changes_of(before.organisations, _known(organisations, PromotionRole.values)),
        changes_of(before.ministers, _known(ministers, MinisterRole.values)),
    )
    if correction.kind == before.kind and not correction.changes_roles:
        raise Refused(_("This is what stands there already: nothing would change."))
    if correction.changes_roles:
        _refuse_before_the_plan(action, from_day)
        _refuse_to_drop_the_lead(action, correction.organisations, from_day)
        _refuse_overlap(Promotion.objects.of(action), correction.organisations, from_day)
        _refuse_overlap(MinisterInvolvement.objects.of(action), correction.ministers, from_day)
    return correction


@operation()
def correct_roles(
    *,
    action: Action,
    kind: str,
    organisations: Iterable[GivenRole],
    ministers: Iterable[GivenRole],
    from_day: datetime.date,
    opened_on: str,
    by: User | None,
    at: datetime.datetime,
) -> Action:
    """Give the action these roles from a day on (inclusive), and this kind.

    `organisations` and `ministers` are all those with a role; those left out have none from that day.
    Unchanged rows stay. The kind is corrected in the terms in place: it changes at once, with before and
    after in the trail. `opened_on` is the version of the roles that the caller saw. Raises ChangedMeanwhile
    if they have changed since; Refused if nothing would change, if the lead would lose its role, or if the
    day is before the plan or before a recorded amendment.
    """
    if by is not None and not by.has_perm("actions.amend", action):
        raise PermissionDenied
    action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    correction = preview_correction(
        action=action,
        kind=kind,
        organisations=organisations,
        ministers=ministers,
        from_day=from_day,
        opened_on=opened_on,
    )
    before = _facts(correction.before)
    _move(Promotion, "organisation", action, correction.organisations, from_day)
    _move(MinisterInvolvement, "minister", action, correction.ministers, from_day)
    terms = action.wording
    terms.kind = action.kind = correction.kind
    terms.save(update_fields=["kind"])
    _record(action, before, from_day if correction.changes_roles else None, by, at)
    return action


def _known(given: Iterable[GivenRole], roles: list[str]) -> list[GivenRole]:
    """The roles as a list. Raises ValueError for an unknown role, Refused if somebody is named twice."""
    rows = list(given)
    if any(row.role not in roles for row in rows):
        raise ValueError("there is no such role")
    if len({row.subject for row in rows}) < len(rows):
        raise Refused(_("Name each organisation and each minister once."))
    return rows


def _corrected_by(action: Action) -> str:
    """Says who corrected the roles in the meantime, by the trail."""
    amended = Event.objects.about_action(action.pk).filter(verb=Verb.AMENDED).newest_first().first()
    person = amended.actor if amended and amended.actor else _("Somebody")
    return _("%(person)s corrected the roles of this action in the meantime.") % {"person": person}


def _refuse_before_the_plan(action: Action, from_day: datetime.date) -> None:
    first = max(filter(None, [action.plan.start, action.in_force_from]))
    if from_day < first:
        raise Refused(
            _("The action is in the plan from %(day)s. Choose that day or a later one.")
            % {"day": formatting.day(first)}
        )


def _refuse_to_drop_the_lead(action: Action, changes: list[RoleChange], from_day: datetime.date) -> None:
    dropped = [change.subject for change in changes if change.is_removed]
    leads = Lead.objects.of(action).not_ended_by(from_day)
    lead = leads.filter(organisation__in=dropped).select_related("organisation").first()
    if lead is not None:
        raise Refused(
            _("%(organisation)s leads this action, so it keeps a part in it. Hand over the lead first.")
            % {"organisation": lead.organisation}
        )


def _move(
    model: type[Promotion] | type[MinisterInvolvement],
    subject: str,
    action: Action,
    changes: list[RoleChange],
    from_day: datetime.date,
) -> None:
    """End and begin the rows; the printed text is copied to the new ones."""
    printed = dict(model.objects.of(action).order_by("pk").values_list(subject, "printed_as"))

    def values(change: RoleChange) -> dict[str, Any] | None:
        if change.is_removed:
            return None
        return {
            "action": action,
            f"{subject}_id": change.subject,
            "role": change.role,
            "inferred": change.inferred,
            "order": change.order,
            "printed_as": printed.get(change.subject, ""),
        }

    replace(model, [(change.before, values(change)) for change in changes], from_day)


def _refuse_overlap(rows: Any, changes: list[RoleChange], from_day: datetime.date) -> None:
    """Refuse a day before an amendment that is already recorded."""
    if not changes:
        return
    begun = [change.before.in_force_from for change in changes if change.before is not None]
    later = rows.filter(Q(in_force_from__gt=from_day) | Q(in_force_until__gt=from_day))
    days = [day for day in begun if day is not None and day > from_day]
    for since, until in later.values_list("in_force_from", "in_force_until"):
        days += [day for day in (since, until) if day is not None and day > from_day]
    if days:
        raise Refused(
            _("These roles were amended from %(day)s on already. Choose that day or a later one.")
            % {"day": formatting.day(max(days))}
        )


def _record(
    action: Action,
    before: dict[str, Any],
    from_day: datetime.date | None,
    by: User | None,
    at: datetime.datetime,
) -> None:
    """`from_day` is None if only the kind changed, which has no days."""
    after = _facts(roles_of(action))
    changed = {name for name in before if before[name] != after[name]}
    record(
        Verb.AMENDED,
        by=by,
        at=at,
        subject=action,
        plan=action.plan_id,
        action=action.pk,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed} | ({"from": from_day} if from_day else {}),
        contents=contents_of_actions([action.pk]),
    )


def _facts(roles: Roles) -> dict[str, Any]:
    """The roles as text copies, since the trail outlives the rows."""
    return {
        "kind": roles.kind,
        "organisations": [_fact(row) for row in roles.organisations],
        "ministers": [_fact(row) for row in roles.ministers],
    }


def _fact(row: RoleRow) -> dict[str, Any]:
    subject = subject_of(row)
    name = "name" if isinstance(subject, Organisation) else "title"
    names = {"name": getattr(subject, name), "name_nl": getattr(subject, f"{name}_nl")}
    return {"key": subject.key, **names, "role": row.role, "inferred": row.inferred}


@operation()
def continue_action(
    *, action: Action, continued: Action | None, opened_on: int, by: User | None, at: datetime.datetime
) -> Action:
    """Record which action of an earlier plan this action continues, or that it continues none.

    The other plan must have begun earlier, so that no action can continue itself. `opened_on` is the key of
    the action that the form showed, 0 for none. Raises ChangedMeanwhile if that is out of date, Refused if
    nothing would change or the other plan did not begin earlier.
    """
    if by is not None and not by.has_perm("actions.amend", action):
        raise PermissionDenied
    if by is not None and continued is not None and not by.has_perm("objectives.see", continued.plan):
        raise PermissionDenied
    action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if opened_on != (action.continues_id or 0):
        raise ChangedMeanwhile(_("Somebody changed in the meantime what this action continues."))
    if action.continues == continued:
        raise Refused(_("This is what stands there already: nothing would change."))
    if continued is not None and continued.plan.start >= action.plan.start:
        raise Refused(_("An action continues one of a plan that began earlier."))
    before, action.continues = action.continues, continued
    action.save(update_fields=["continues"])
    record(
        Verb.AMENDED,
        by=by,
        at=at,
        subject=action,
        plan=action.plan_id,
        action=action.pk,
        before={"continues": _full_code(before)},
        after={"continues": _full_code(continued)},
        contents=contents_of_actions([action.pk]),
    )
    return action


def _full_code(action: Action | None) -> str:
    """`2020-2024 3.12`; empty for None."""
    return f"{action.plan.code} {action.code}" if action else ""
