"""What a correction of roles changes, in words, for the coordinator to confirm."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actions.models import Action, Lead
from actions.roles import RoleChange, RoleRow, standing_after, subject_of
from actions.states import Kind, MinisterRole, PromotionRole
from actions.workflow import Correction

Names = dict[int, Any]
"""Organisations or ministers by their primary key."""


def changes_in_words(asked: Correction, organisations: Names, ministers: Names) -> list[str]:
    """A sentence for each thing that changes, in the order of the form."""
    found = []
    if asked.kind != asked.before.kind:
        words = {"after": Kind(asked.kind).label, "before": Kind(asked.before.kind).label}
        found.append(_("The kind becomes “%(after)s”; it was “%(before)s”.") % words)
    found += _of_group(asked.before.organisations, asked.organisations, organisations)
    return [*found, *_of_group(asked.before.ministers, asked.ministers, ministers)]


def _of_group(rows: Sequence[RoleRow], changes: list[RoleChange], names: Names) -> list[str]:
    found = [
        _sentence(change, str(names[change.subject])) for change in changes if not change.is_shifted_only
    ]
    before = [subject_of(row).pk for row in rows]
    after = [one.subject for one in standing_after(rows, changes)]
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        order = ", ".join(str(names[key]) for key in after)
        found.append(_("They stand in this order: %(order)s.") % {"order": order})
    return found


def _sentence(change: RoleChange, name: str) -> str:
    roles = {**dict(PromotionRole.choices), **dict(MinisterRole.choices)}
    row = change.before
    words = {"name": name, "after": roles.get(change.role, ""), "before": roles[row.role] if row else ""}
    if row is None:
        return _("%(name)s is added as %(after)s.") % words
    if change.is_removed:
        return _("%(name)s, %(before)s until now, has no part in the action any more.") % words
    if row.role != change.role:
        return _("%(name)s becomes %(after)s, and was %(before)s.") % words
    if row.inferred:
        return _("%(name)s is confirmed as %(after)s; it was inferred from the printed order.") % words
    return _("%(name)s stays %(after)s, at another place.") % words


def consequences_in_words(
    action: Action, asked: Correction, from_day: datetime.date, organisations: Names, ministers: Names
) -> list[str]:
    """What follows elsewhere: from when, under whom the action counts, what the lead is called."""
    found = []
    if asked.changes_roles:
        words = {"day": formatting.day(from_day)}
        if from_day <= action.plan.start:
            found.append(
                _("The roles hold for the whole plan, from %(day)s on: past days show them too.") % words
            )
        else:
            found.append(
                _("The roles hold from %(day)s on; earlier days show what was there before.") % words
            )
    if asked.kind != asked.before.kind:
        found.append(_("The kind changes at once: it has no days."))
    found += _counting(asked, ministers)
    found += _lead_words(action, asked, organisations)
    found.append(_("What was reported stays. Before and after stand in the trail."))
    return found


def _counting(asked: Correction, ministers: Names) -> list[str]:
    """The first coordinating minister, under whom the action counts, before and after."""
    rows = asked.before.ministers
    before = next((subject_of(row).pk for row in rows if row.role == MinisterRole.COORDINATING), None)
    standing = standing_after(rows, asked.ministers)
    after = next((one.subject for one in standing if one.role == MinisterRole.COORDINATING), None)
    if before == after:
        return []
    if after is None:
        return [_("No minister coordinates the action: it counts under none.")]
    return [_("The action counts under %(minister)s.") % {"minister": ministers[after]}]


def _lead_words(action: Action, asked: Correction, organisations: Names) -> list[str]:
    lead = Lead.objects.open().of(action).values_list("organisation", flat=True).first()
    change = next((one for one in asked.organisations if one.subject == lead), None)
    if change is None or change.before is None or change.role != PromotionRole.PARTNER:
        return []
    name = {"organisation": organisations[change.subject]}
    return [_("%(organisation)s leads the action, whatever it is called; it goes on reporting.") % name]
