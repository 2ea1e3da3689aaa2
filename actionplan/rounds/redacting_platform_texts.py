"""Removing a text of the Platform by law: its versions, what later rounds took over of it, and what snapshots hold.

In the shape of `redacting`: hashes, versions and the trail of acts stay; who wrote the text, and when, stays too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.rules import is_administrator
from actionplan.audit.models import Event
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.reporting.locking import locked_round
from actionplan.reporting.models import PlatformText, Round, SnapshotText
from actionplan.reporting.snapshot_states import WordOf

from .redacting import empty_copies, events_that_quote, refuse_without


@dataclass
class TextPlaces:
    """Where a text that must go is kept: what a removal would empty."""

    versions: list[PlatformText] = field(default_factory=list)
    """Of the round itself, those with words."""
    copies: list[PlatformText] = field(default_factory=list)
    """Of the same text in the plan's other rounds, those that say the same in either language."""
    events: list[Event] = field(default_factory=list)
    snapshot_texts: list[SnapshotText] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.versions or self.copies or self.snapshot_texts)

    @property
    def rows(self) -> list[PlatformText]:
        return [*self.versions, *self.copies]


def versions_of(round: Round, name: str) -> list[PlatformText]:
    """Every version of a text of the round, the oldest first; `name` is `introduction`, `objective_3`, `conclusion`."""
    rows = PlatformText.objects.of_round(round).select_related("objective", "round")
    return [row for row in rows.order_by("version") if row.name == name]


def text_places_of(round: Round, name: str, versions: Iterable[int] | None = None) -> TextPlaces:
    """Every place of the text, or of these versions of it: reads only."""
    asked = None if versions is None else set(versions)
    known = [row for row in versions_of(round, name) if asked is None or row.version in asked]
    places = TextPlaces(versions=[row for row in known if row.has_words])
    kept = SnapshotText.objects.not_redacted().about(WordOf.PLATFORM_TEXT, *(row.pk for row in known))
    words = _words_in([*known, *kept])
    if known:
        places.copies = [row for row in _elsewhere(known[0]) if {row.text, row.text_nl} & words]
    copied = SnapshotText.objects.not_redacted().about(
        WordOf.PLATFORM_TEXT, *(row.pk for row in places.copies)
    )
    places.snapshot_texts = [*kept.order_by("pk"), *copied.order_by("pk")]
    quoted = words | _words_in(places.rows)
    places.events = list(events_that_quote(Event.objects.filter(plan=round.plan_id), quoted))
    return places


def _words_in(rows: Iterable[PlatformText | SnapshotText]) -> set[str]:
    return {text for row in rows for text in (row.text, getattr(row, "text_nl", "")) if text}


def _elsewhere(text: PlatformText) -> QuerySet[PlatformText]:
    """Versions with words of the same text in other rounds of the plan, which a round proposes to the next."""
    rows = PlatformText.objects.of_plan(text.round.plan_id).with_words().exclude(round=text.round_id)
    same = rows.filter(part=text.part, objective=text.objective_id)
    return same.select_related("round", "objective").order_by("round__about", "pk")


@operation()
def redact_platform_text(
    *,
    round: Round,
    name: str,
    reason: str,
    by: User,
    at: datetime.datetime,
    versions: Iterable[int] | None = None,
) -> TextPlaces:
    """Remove a text of the Platform by law in both languages, every version or these; answers with what was emptied.

    An administrator alone may. The reason stands in the trail: it names the law or the decision, never what is removed.
    Raises Refused without a reason, for a text or a version that was never written, or when nothing is left to remove.
    """
    if not is_administrator(by, round):
        raise PermissionDenied
    row = locked_round(round)
    refuse_without(reason)
    asked = None if versions is None else list(versions)
    newest = _refuse_unknown(row, name, asked)
    places = text_places_of(row, name, asked)
    if places.is_empty:
        raise Refused(_("There is no text left to remove."))
    _empty(places, at)
    record(
        Verb.PLATFORM_TEXT_REDACTED,
        by=by,
        at=at,
        subject=newest,
        plan=row.plan_id,
        round=row.code,
        part=newest.part,
        objective=newest.objective.number if newest.objective else None,
        versions=[text.version for text in places.versions],
        copied_in=sorted({text.round.code for text in places.copies}),
        reason=reason.strip(),
    )
    return places


def _empty(places: TextPlaces, at: datetime.datetime) -> None:
    keys = [text.pk for text in places.rows]
    PlatformText.objects.filter(pk__in=keys).update(text="", text_nl="", redacted_at=at)
    empty_copies(places.events, places.snapshot_texts, at)


def _refuse_unknown(round: Round, name: str, versions: list[int] | None) -> PlatformText:
    """The newest version of the text."""
    known = versions_of(round, name)
    if not known:
        raise Refused(_("No text called %(name)s was written for this round.") % {"name": name})
    if unknown := sorted(set(versions or []) - {row.version for row in known}):
        words = {"versions": ", ".join(map(str, unknown))}
        raise Refused(_("There is no version %(versions)s of this text.") % words)
    return known[-1]
