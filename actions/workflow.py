"""Correcting the roles in an action: rows end from a day on and others begin, and the kind is mended where it stands.

And saying which action of an earlier plan an action continues, which has no days.
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

from .models import Action, Lead, MinisterInvolvement, Promotion
from .roles import GivenRole, RoleChange, RoleRow, Roles, changes_of, roles_of, subject_of
from .states import Kind, MinisterRole, PromotionRole


@dataclass(frozen=True)
class Correction:
    """What a coordinator asks, and what of it would change."""

    before: Roles
    kind: str
    organisations: list[RoleChange]
    ministers: list[RoleChange]

    @property
    def changes_roles(self) -> bool:
        return bool(self.organisations or self.ministers)


def what_would_change(
    *,
    action: Action,
    kind: str,
    organisations: Iterable[GivenRole],
    ministers: Iterable[GivenRole],
    from_day: datetime.date,
    opened_on: str,
) -> Correction:
    """What `correct_roles` would do, for a person to confirm; raises what it would raise, and writes nothing."""
    before = roles_of(action)
    if before.version != opened_on:
        raise ChangedMeanwhile(_corrected_by(action))
    found = Correction(
        before,
        Kind(kind),
        changes_of(before.organisations, _known(organisations, PromotionRole.values)),
        changes_of(before.ministers, _known(ministers, MinisterRole.values)),
    )
    if found.kind == before.kind and not found.changes_roles:
        raise Refused(_("This is what stands there already: nothing would change."))
    if found.changes_roles:
        _refuse_before_the_plan(action, from_day)
        _refuse_to_drop_the_lead(action, found.organisations, from_day)
        _refuse_overlap(Promotion.objects.of(action), found.organisations, from_day)
        _refuse_overlap(MinisterInvolvement.objects.of(action), found.ministers, from_day)
    return found


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

    `organisations` and `ministers` are all that are to have a role; whoever is left out has none from that day.
    Rows that say the same already stay. The kind is corrected in the terms themselves: it changes at once, before
    and after in the trail. `opened_on` is the version of the roles that the caller saw. Raises ChangedMeanwhile when
    they changed since, Refused when nothing would change, when the lead would lose its part, when the day is before
    the plan or before an amendment that is recorded already.
    """
    if by is not None and not by.has_perm("actions.amend", action):
        raise PermissionDenied
    action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    asked = what_would_change(
        action=action,
        kind=kind,
        organisations=organisations,
        ministers=ministers,
        from_day=from_day,
        opened_on=opened_on,
    )
    before = _facts(asked.before)
    _move(Promotion, "organisation", action, asked.organisations, from_day)
    _move(MinisterInvolvement, "minister", action, asked.ministers, from_day)
    terms = action.wording
    terms.kind = action.kind = asked.kind
    terms.save(update_fields=["kind"])
    _record(action, before, from_day if asked.changes_roles else None, by, at)
    return action


def _known(given: Iterable[GivenRole], roles: list[str]) -> list[GivenRole]:
    """Raises ValueError on a role that there is not, Refused on somebody named twice."""
    rows = list(given)
    if any(one.role not in roles for one in rows):
        raise ValueError("there is no such role")
    if len({one.subject for one in rows}) < len(rows):
        raise Refused(_("Name each organisation and each minister once."))
    return rows


def _corrected_by(action: Action) -> str:
    """Who was first, by the trail."""
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
    """The printed words go along."""
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
    """Refuse a day before an amendment that is recorded already."""
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
    """`from_day` is None where the kind alone changed: it has no days."""
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
    )


def _facts(roles: Roles) -> dict[str, Any]:
    """The roles as text copies, since the trail outlives what it describes."""
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
    """Say that the action continues one of a plan that began earlier, so that none ever continues itself; None: no other.

    `opened_on` is the key of the one that the form showed, 0 where it showed none. Raises ChangedMeanwhile when it
    continues another by now, Refused when nothing would change or the other plan did not begin earlier.
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
        before={"continues": _in_its_plan(before)},
        after={"continues": _in_its_plan(continued)},
    )
    return action


def _in_its_plan(action: Action | None) -> str:
    """`2020-2024 3.12`; empty for none."""
    return f"{action.plan.code} {action.code}" if action else ""
