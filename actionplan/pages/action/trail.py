"""The trail of an action in words: each event with its sentence, and what changed in the language of the page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Q, TextChoices
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.amendments.places import item_place
from actionplan.audit.models import Event
from actionplan.audit.verbs import ABOUT_RIGHTS, Verb
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.formatting import in_dutch
from actionplan.base.vague import Precision
from actionplan.organisations.models import Affiliation
from actionplan.reporting.states import SpreadBy
from actions.models import Action, AmendedAction, Amendment
from actions.states import Kind, MinisterRole, PromotionRole, Recurrence

CHOICES: dict[str, type[TextChoices]] = {
    "due_precision": Precision,
    "end_precision": Precision,
    "kind": Kind,
    "recurrence": Recurrence,
    "role": Role,
    "spread": SpreadBy,
    "start_precision": Precision,
}
FIELDS = {
    "abbreviation": _("abbreviation"),
    "amount": _("amount"),
    "article": _("budget article"),
    "budget/printed_as": _("budget as printed"),
    "code": _("code"),
    "continues": _("continues"),
    "continuous": _("continuous"),
    "cross_references": _("cross-references"),
    "due": _("due"),
    "due_precision": _("precision of the due date"),
    "email": _("e-mail address"),
    "end": _("end"),
    "end_precision": _("precision of the end"),
    "file_holder": _("file holder"),
    "from": _("in force from"),
    "holder": _("holder"),
    "in_force_from": _("in force from"),
    "in_force_until": _("in force until"),
    "is_active": _("active"),
    "is_demo": _("demo account"),
    "is_superuser": _("superuser"),
    "key": _("key"),
    "kind": _("kind"),
    "label": _("label"),
    "label_nl": _("label in Dutch"),
    "language": _("language"),
    "lead": _("lead"),
    "minister": _("minister"),
    "ministers": _("ministers"),
    "name": _("name"),
    "name_nl": _("name in Dutch"),
    "order": _("order"),
    "organisation": _("organisation"),
    "organisations": _("promoters and partners"),
    "per_year": _("per year"),
    "percent": _("per cent"),
    "phase": _("phase"),
    "plan": _("limited to the plan"),
    "policy_area": _("policy area"),
    "printed_as": _("printed as"),
    "recurrence": _("recurrence"),
    "role": _("role"),
    "source": _("source"),
    "spread": _("planned per year"),
    "start": _("start"),
    "start_precision": _("precision of the start"),
    "succeeded_by_id": _("succeeded by"),
    "summary": _("summary"),
    "summary_nl": _("summary in Dutch"),
    "target_from": _("target from"),
    "target_to": _("target to"),
    "theme": _("theme"),
    "timing/printed_as": _("timing as printed"),
    "title": _("title"),
    "title_nl": _("title in Dutch"),
    "unit": _("unit"),
    "until": _("in force until"),
    "user": _("user"),
    "username": _("user name"),
}
PARTS = {"ministers", "promoters", "phases", "lines", "funding", "milestones"}
"""Lists of an action, of which each part has a key or a position."""
YEAR = re.compile("[0-9]{4}")
"""The amount of a calendar year."""


TRAIL_SHOWN = 200
"""Events, the newest first."""


def trail_of(action: Action, organisations: list[int], user: User, until: datetime.datetime) -> list[Event]:
    """Events up to the instant about the action, the amendments that were put in force for it, the changes of government
    that touched it, the import of its plan, and rights there in its organisations and areas.
    """
    if not user.has_perm("audit.read_trail_of_action", action):
        return []
    about = Q(action=action.pk)
    about |= Q(plan=action.plan_id, action__isnull=True, verb=Verb.IMPORTED)
    amendments = AmendedAction.objects.filter(amendment__plan=action.plan_id, code=action.code)
    about |= Q(
        subject_label=Amendment._meta.label_lower,
        subject_key__in=amendments.values(key=Cast("amendment", CharField())),
        verb=Verb.AMENDMENT_PUT_IN_FORCE,
    )
    areas = Affiliation.objects.in_force(day_of(until)).filter(organisation__in=organisations)
    bodies = Q(organisation__in=organisations) | Q(policy_area__in=areas.values("policy_area"))
    about |= Q(verb=Verb.GOVERNMENT_CHANGED, before_json__contains=f'"{action.full_code} ')
    here = Q(plan__isnull=True) | Q(plan=action.plan_id)
    about |= bodies & here & Q(action__isnull=True, verb__in=ABOUT_RIGHTS)
    return list(Event.objects.filter(about).by_day(until).newest_first()[:TRAIL_SHOWN])


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


def trail_in_words(events: Iterable[Event], action: Action) -> list[TrailEntry]:
    """What changed is told of the action alone, also of an event about many."""
    place = f"{action.full_code} "
    return [TrailEntry(event, [_change(*change) for change in _changes(event, place)]) for event in events]


def _changes(event: Event, place: str) -> list[tuple[str, Any, Any]]:
    if event.verb != Verb.GOVERNMENT_CHANGED:
        return event.changes
    return [
        (field.removeprefix(place), before, after)
        for field, before, after in event.changes
        if field.startswith(place)
    ]


def _change(field: str, before: Any, after: Any) -> Change:
    name = field.rpartition("/")[2]
    return Change(_label(field), value_in_words(name, before), value_in_words(name, after))


def _label(field: str) -> str:
    """Of a part of an action with its place in it: `timing/phases/1/end` is *phase 1, end*."""
    places, (*parts, name) = [], field.split("/")
    while len(parts) > 1 and field not in FIELDS:
        member, *parts = parts
        if member in PARTS:
            key, *parts = parts
            places.append(item_place("", member, None, key))
    return ", ".join([*places, str(FIELDS.get(field) or FIELDS.get(name) or name)])


def value_in_words(field: str, value: Any) -> str:
    """A kept value as a person reads it: roles by their names, days written out, yes and no."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return "; ".join(_role_in_words(one) for one in value)
    if field in CHOICES and value in CHOICES[field].values:
        return str(CHOICES[field](value).label)
    if YEAR.fullmatch(field):
        return formatting.euro(Decimal(value))
    try:
        return formatting.day(datetime.date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _role_in_words(fact: dict[str, Any]) -> str:
    """An organisation or a minister with its role in an action, by the names it had then."""
    roles = {**dict(PromotionRole.choices), **dict(MinisterRole.choices)}
    words = [str(roles.get(fact["role"], fact["role"]))]
    if fact["inferred"]:
        words.append(str(_("inferred")))
    name = (in_dutch() and fact.get("name_nl")) or fact["name"]
    return f"{name} ({', '.join(words)})"
