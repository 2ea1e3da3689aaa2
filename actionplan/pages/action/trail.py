"""The trail in words: each event with its sentence, and the fields that it changed by their names, before and after."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import CharField, Field, ForeignKey, Q, TextChoices
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import RIGHTS_VERBS, Verb
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.formatting import in_dutch
from actionplan.base.vague import Precision
from actionplan.organisations.models import Affiliation
from actionplan.planned.faults import ItemOf
from actionplan.reporting.states import SpreadBy
from actions.models import Action, AmendedAction, Amendment
from actions.states import Kind, MinisterRole, PromotionRole, Recurrence
from budgets.states import BudgetKind

FIELD_CHOICES: dict[str, list[type[TextChoices]]] = {
    "due_precision": [Precision],
    "end_precision": [Precision],
    "kind": [Kind, BudgetKind],
    "recurrence": [Recurrence],
    "role": [Role],
    "spread": [SpreadBy],
    "start_precision": [Precision],
}
FIELD_LABELS = {
    "abbreviation": gettext_lazy("abbreviation"),
    "about": gettext_lazy("day reported about"),
    "amount": gettext_lazy("amount"),
    "article": gettext_lazy("budget article"),
    "budget_printed": gettext_lazy("budget as printed"),
    "closes": gettext_lazy("closes"),
    "code": gettext_lazy("code"),
    "continues": gettext_lazy("continues"),
    "continuous": gettext_lazy("continuous"),
    "cross_references": gettext_lazy("cross-references"),
    "due": gettext_lazy("due"),
    "due_precision": gettext_lazy("precision of the due date"),
    "email": gettext_lazy("e-mail address"),
    "end": gettext_lazy("end"),
    "end_precision": gettext_lazy("precision of the end"),
    "ended_at": gettext_lazy("ended at"),
    "file_holder": gettext_lazy("file holder"),
    "from": gettext_lazy("in force from"),
    "from_claims": gettext_lazy("from single sign-on"),
    "funding": gettext_lazy("funding"),
    "holder": gettext_lazy("holder"),
    "in_force_from": gettext_lazy("in force from"),
    "in_force_until": gettext_lazy("in force until"),
    "instruction": gettext_lazy("instruction"),
    "instruction_nl": gettext_lazy("instruction in Dutch"),
    "is_active": gettext_lazy("active"),
    "is_demo": gettext_lazy("demo account"),
    "is_superuser": gettext_lazy("superuser"),
    "issuer": gettext_lazy("provider of single sign-on"),
    "key": gettext_lazy("key"),
    "kind": gettext_lazy("kind"),
    "label": gettext_lazy("label"),
    "label_nl": gettext_lazy("label in Dutch"),
    "language": gettext_lazy("language"),
    "lead": gettext_lazy("lead"),
    "minister": gettext_lazy("minister"),
    "ministers": gettext_lazy("ministers"),
    "name": gettext_lazy("name"),
    "name_nl": gettext_lazy("name in Dutch"),
    "opens": gettext_lazy("opens"),
    "order": gettext_lazy("order"),
    "organisation": gettext_lazy("organisation"),
    "organisations": gettext_lazy("promoters and partners"),
    "per_year": gettext_lazy("per year"),
    "phase_place": gettext_lazy("phase"),
    "plan": gettext_lazy("limited to the plan"),
    "policy_area": gettext_lazy("policy area"),
    "printed_as": gettext_lazy("printed as"),
    "proof": gettext_lazy("how it is proved"),
    "proof_nl": gettext_lazy("how it is proved, in Dutch"),
    "recurrence": gettext_lazy("recurrence"),
    "requests that follow the plan": gettext_lazy("requests that follow the plan"),
    "role": gettext_lazy("role"),
    "source": gettext_lazy("source"),
    "spread": gettext_lazy("planned per year"),
    "start": gettext_lazy("start"),
    "start_precision": gettext_lazy("precision of the start"),
    "succeeded_by_id": gettext_lazy("succeeded by"),
    "summary": gettext_lazy("summary"),
    "summary_nl": gettext_lazy("summary in Dutch"),
    "target_from": gettext_lazy("target from"),
    "target_to": gettext_lazy("target to"),
    "targets": gettext_lazy("targets"),
    "theme": gettext_lazy("theme"),
    "timing_printed": gettext_lazy("timing as printed"),
    "title": gettext_lazy("title"),
    "title_nl": gettext_lazy("title in Dutch"),
    "unit": gettext_lazy("unit"),
    "until": gettext_lazy("in force until"),
    "user": gettext_lazy("user"),
    "username": gettext_lazy("user name"),
    "years": gettext_lazy("planned per year"),
}
LISTS_OF_ACTION = {"ministers", "promoters", "phases", "lines", "milestones"}
"""Lists of an action whose parts have a key or a position."""
YEAR_FIELD = re.compile("[0-9]{4}")
"""Names a fact: the amount of a calendar year."""
ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


TRAIL_SHOWN = 200
"""Events, the newest first."""


def trail_of(action: Action, organisations: list[int], user: User, until: datetime.datetime) -> list[Event]:
    """Events up to the instant about the action, the amendments put in force for it, the changes of
    government that touched it, the import of its plan, and rights in its organisations and policy areas.
    """
    if not user.has_perm("audit.read_trail_of_action", action):
        return []
    about = Q(action=action.pk)
    about |= Q(plan=action.plan_id, action__isnull=True, verb=Verb.IMPORTED)
    amendments = AmendedAction.objects.filter(
        Q(code=action.code) | Q(merged_into=action.code), amendment__plan=action.plan_id
    )
    about |= Q(
        subject_label=Amendment._meta.label_lower,
        subject_key__in=amendments.values(key=Cast("amendment", CharField())),
        verb=Verb.AMENDMENT_PUT_IN_FORCE,
    )
    areas = Affiliation.objects.in_force(day_of(until)).filter(organisation__in=organisations)
    bodies = Q(organisation__in=organisations) | Q(policy_area__in=areas.values("policy_area"))
    about |= Q(verb=Verb.GOVERNMENT_CHANGED, before_json__contains=f'"{action.full_code} ')
    here = Q(plan__isnull=True) | Q(plan=action.plan_id)
    about |= bodies & here & Q(action__isnull=True, verb__in=RIGHTS_VERBS)
    return list(Event.objects.filter(about).by_day(until).newest_first()[:TRAIL_SHOWN])


@dataclass(frozen=True)
class Change:
    """One field before and after, in words; empty if it had no value."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class TrailEntry:
    event: Event
    changes: list[Change]


def trail_in_words(events: Iterable[Event], action: Action) -> list[TrailEntry]:
    """Only what changed on this action, even if the event is about many."""
    place = f"{action.full_code} "
    return [
        TrailEntry(event, [_change(event, *change) for change in _changes(event, place)]) for event in events
    ]


def _changes(event: Event, place: str) -> list[tuple[str, Any, Any]]:
    if event.verb != Verb.GOVERNMENT_CHANGED:
        return event.changes
    return [
        (field.removeprefix(place), before, after)
        for field, before, after in event.changes
        if field.startswith(place)
    ]


def changes_in_words(event: Event) -> list[Change]:
    """All that the event says before and after, whatever it is about."""
    return [_change(event, *change) for change in event.changes]


def _change(event: Event, field: str, before: Any, after: Any) -> Change:
    name, column = field.rpartition("/")[2], _column_of(event, field)
    if isinstance(column, ForeignKey):
        before, after = (_named_by_key(column, key) for key in (before, after))
    elif column is not None and column.choices:
        before, after = (dict(column.flatchoices).get(value, value) for value in (before, after))
    return Change(_label(field, column), kept_in_words(name, before), kept_in_words(name, after))


def _column_of(event: Event, field: str) -> Field | None:
    """The column of the event’s subject with this name, if it has one."""
    try:
        columns = apps.get_model(event.subject_label)._meta.concrete_fields
    except LookupError:
        return None
    return next((column for column in columns if field in (column.name, column.attname)), None)


def _named_by_key(column: ForeignKey, key: Any) -> str:
    """The row with this key, as it is called now; the key itself where there is none."""
    row = column.related_model._default_manager.filter(pk=key).first() if str(key).isdecimal() else None
    return str(row or key)


def _label(field: str, column: Field | None = None) -> str:
    """A field with its part of the action: `phases/1/end` is *phase 1, end*."""
    places, (*parts, name) = [], field.split("/")
    while len(parts) > 1 and field not in FIELD_LABELS:
        member, *parts = parts
        if member in LISTS_OF_ACTION:
            key, *parts = parts
            places.append(str(ItemOf(member, key)))
    known = FIELD_LABELS.get(field) or FIELD_LABELS.get(name) or (column and column.verbose_name)
    return ", ".join([*places, str(known or name)])


def kept_in_words(field: str, value: Any) -> str:
    """A stored value as a person reads it: roles by their names, days written out, yes and no."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return formatting.yes_or_no(value)
    if isinstance(value, list):
        return "; ".join(_fact_in_words(fact) for fact in value)
    for choices in FIELD_CHOICES.get(field, []):
        if value in choices.values:
            return str(choices(value).label)
    if YEAR_FIELD.fullmatch(field):
        return formatting.euro(Decimal(value))
    if ISO_DAY.fullmatch(str(value)):
        with suppress(ValueError):
            return formatting.day(datetime.date.fromisoformat(value))
    return str(value)


def _fact_in_words(fact: Any) -> str:
    return _role_in_words(fact) if isinstance(fact, dict) and "role" in fact else str(fact)


def _role_in_words(fact: dict[str, Any]) -> str:
    """An organisation or a minister with its role in an action, by the names it had then."""
    roles = {**dict(PromotionRole.choices), **dict(MinisterRole.choices)}
    words = [str(roles.get(fact["role"], fact["role"]))]
    if fact["inferred"]:
        words.append(_("inferred"))
    names = fact["name"], fact.get("name_nl", "")
    name = next(filter(None, reversed(names) if in_dutch() else names), "")
    return f"{name} ({', '.join(words)})"
