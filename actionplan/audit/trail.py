"""Writing the trail. Operations call `record`; outside of one, it is an operation itself."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.db import models
from django.utils.translation import override

from .models import Event
from .revisions import note, operation
from .verbs import Verb


@operation(savepoint=False)
def record(
    verb: Verb,
    *,
    by: Any,
    at: datetime.datetime,
    subject: models.Model,
    plan: int | None = None,
    action: int | None = None,
    organisation: int | None = None,
    policy_area: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    **names: Any,
) -> Event:
    """Record one event. `by` is a person, or None for the portal itself (a command, the first import).

    Give an `action` only if nothing else in the picture of the plan changed: of pictures that are kept, that action alone
    is then read again. A name in `names` may have its Dutch twin beside it (`organisation` and `organisation_nl`).
    `before` and `after` are for facts of the plan and for rights only, never for what people report.
    """
    event = Event.objects.create(
        at=at,
        actor_key=getattr(by, "pk", None),
        actor=str(by) if by is not None else "",
        verb=verb,
        subject_label=subject._meta.label_lower,
        subject_key=str(subject.pk),
        subject=_words(subject, "en"),
        plan=plan,
        action=action,
        organisation=organisation,
        policy_area=policy_area,
        names_json=_canonical({**names, "subject_nl": _words(subject, "nl")}),
        before_json=_canonical(before) if before else "",
        after_json=_canonical(after) if after else "",
    )
    note(event)
    return event


def _words(subject: models.Model, language: str) -> str:
    """The current name of the subject in a language; the trail keeps both."""
    with override(language):
        return str(subject)[:300]


def _canonical(facts: dict[str, Any]) -> str:
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
