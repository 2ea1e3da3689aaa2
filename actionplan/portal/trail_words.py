"""The trail in words: each event with its sentence, and what changed in the language of the page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.base import formatting

FIELDS = {
    "abbreviation": _("abbreviation"),
    "code": _("code"),
    "email": _("e-mail address"),
    "file_holder": _("file holder"),
    "from": _("in force from"),
    "holder": _("holder"),
    "in_force_from": _("in force from"),
    "in_force_until": _("in force until"),
    "is_active": _("active"),
    "is_demo": _("demo account"),
    "is_superuser": _("superuser"),
    "key": _("key"),
    "language": _("language"),
    "lead": _("lead"),
    "minister": _("minister"),
    "name": _("name"),
    "name_nl": _("name in Dutch"),
    "order": _("order"),
    "organisation": _("organisation"),
    "policy_area": _("policy area"),
    "role": _("role"),
    "succeeded_by_id": _("succeeded by"),
    "title": _("title"),
    "title_nl": _("title in Dutch"),
    "until": _("in force until"),
    "user": _("user"),
    "username": _("user name"),
}


@dataclass(frozen=True)
class Change:
    """One field before and after, in words; empty where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class TrailEntry:
    event: Event
    changes: list[Change]


def trail_in_words(events: Iterable[Event]) -> list[TrailEntry]:
    return [
        TrailEntry(event, [_change(field, before, after) for field, before, after in event.changes])
        for event in events
    ]


def _change(field: str, before: Any, after: Any) -> Change:
    return Change(str(FIELDS.get(field, field)), value_in_words(field, before), value_in_words(field, after))


def value_in_words(field: str, value: Any) -> str:
    """A kept value as a person reads it: roles by their names, days written out, yes and no."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if field == "role" and value in Role.values:
        return str(Role(value).label)
    try:
        return formatting.day(datetime.date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
