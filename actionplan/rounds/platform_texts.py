"""The Platform's texts in the report on a round: introduction, a paragraph per objective, conclusion.

They may still be written once the round is closed (decisions: "Texts of the Platform"): figures are frozen,
and each version of a text says when it was written.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.reporting.locking import locked_round
from actionplan.reporting.models import PlatformText, Round
from actionplan.reporting.models.platform_texts import text_name_of
from actionplan.reporting.states import PlatformPart
from objectives.models import Objective


@dataclass(frozen=True)
class Words:
    """A text in English and in Dutch."""

    text: str = ""
    text_nl: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.text_nl)


NO_WORDS = Words()


@dataclass(frozen=True)
class TextPlace:
    """A place in the report for a text, written or not."""

    name: str
    part: str
    objective: Objective | None
    newest: PlatformText | None
    """The newest version in this round; None if nobody has written it."""
    before: PlatformText | None
    """The text of the last earlier round that has any, proposed as long as this round has none."""

    @property
    def version(self) -> int:
        return self.newest.version if self.newest else 0

    @property
    def was_removed(self) -> bool:
        """Whether its newest version was removed by law."""
        return self.newest is not None and self.newest.redacted_at is not None

    @property
    def shown(self) -> int:
        """The version that a form is opened on: 0 for none, negative once that version was removed by law.

        A form that still shows the removed text is then out of date.
        """
        return -self.version if self.was_removed else self.version

    @property
    def is_proposed(self) -> bool:
        return self.newest is None and self.before is not None

    @property
    def words(self) -> Words:
        return words_of(self.newest or self.before)

    @property
    def label(self) -> str:
        return str(self.objective or PlatformPart(self.part).label)


def words_of(text: PlatformText | None) -> Words:
    return Words(text.text, text.text_nl) if text else NO_WORDS


def texts_of(round: Round) -> dict[str, PlatformText]:
    """The newest version of each text of the round, by name and in report order, in one query.

    A version may be empty: it was taken out or, with `redacted_at`, removed by law.
    """
    rows = PlatformText.objects.of_round(round).newest().in_reading_order()
    return {row.name: row for row in rows.select_related("objective", "written_by")}


def texts_before(round: Round) -> dict[str, PlatformText]:
    """The newest texts of the last earlier round that has any, by name, in one query."""
    rows = PlatformText.objects.of_plan(round.plan_id).filter(round__about__lt=round.about)
    rows = rows.newest().with_words().select_related("objective", "round").order_by("-round__about", "-round")
    texts: dict[str, PlatformText] = {}
    last = None
    for row in rows:
        last = last or row.round_id
        if row.round_id != last:
            break
        texts[row.name] = row
    return texts


def texts_to_write(round: Round) -> list[TextPlace]:
    """Every place in report order, with its text and that of the earlier round, in three queries."""
    newest, before = texts_of(round), texts_before(round)
    return [
        TextPlace(name, part, objective, newest.get(name), before.get(name))
        for name, part, objective in _text_places(round)
    ]


def _text_places(round: Round) -> Iterator[tuple[str, str, Objective | None]]:
    introduction, conclusion = PlatformPart.INTRODUCTION, PlatformPart.CONCLUSION
    yield str(introduction), introduction, None
    for objective in Objective.objects.of_plan(round.plan):
        yield text_name_of(objective), PlatformPart.OBJECTIVE, objective
    yield str(conclusion), conclusion, None


@operation()
def write_platform_texts(
    *,
    round: Round,
    texts: Mapping[str, Words],
    opened_on: Mapping[str, int] | None,
    by: User,
    at: datetime.datetime,
) -> list[PlatformText]:
    """Write texts of the round, by name; each changed text becomes a new version. Returns the new versions.

    `opened_on` is what the form showed, by name (`TextPlace.shown`), 0 for none; None if there was no form. A
    text that the writer left as shown never overwrites what somebody wrote since. Raises ChangedMeanwhile if
    both changed the same text, Refused for a round in preparation; nothing is written then.
    """
    if not by.has_perm("reporting.write_platform_texts", round):
        raise PermissionDenied
    row = locked_round(round)
    if row.is_draft:
        raise Refused(_("The round is in preparation: open it before you write about it."))
    written = [
        PlatformText.objects.create(
            round=row,
            part=place.part,
            objective=place.objective,
            version=place.version + 1,
            text=words.text,
            text_nl=words.text_nl,
            written_by=by,
            written_at=at,
        )
        for place, words in _changed(row, texts, opened_on)
    ]
    for text in written:
        _record(text, by, at)
    return written


def _changed(
    round: Round, texts: Mapping[str, Words], opened_on: Mapping[str, int] | None
) -> list[tuple[TextPlace, Words]]:
    """The texts to write; raises ChangedMeanwhile if somebody else changed one of them since."""
    places = {place.name: place for place in texts_to_write(round)}
    if unknown := set(texts) - set(places):
        raise ValueError(f"there is no text {sorted(unknown)}")
    changed = []
    for name, place in places.items():
        words = texts.get(name, words_of(place.newest))
        if words == words_of(place.newest):
            continue
        if opened_on is None or opened_on.get(name, 0) == place.shown:
            changed.append((place, words))
        elif words != words_shown(place, opened_on.get(name, 0)):
            raise ChangedMeanwhile(_written_by(place))
    return changed


def words_shown(place: TextPlace, shown: int) -> Words:
    """The text shown by a form that was opened on this version, if it still exists."""
    if shown == 0 or place.newest is None:
        return words_of(place.before)
    rows = PlatformText.objects.filter(
        round=place.newest.round_id, part=place.part, objective=place.objective
    )
    return words_of(rows.filter(version=abs(shown)).first())


def _written_by(place: TextPlace) -> str:
    if place.was_removed:
        return _("“%(text)s” was removed by law in the meantime.") % {"text": place.label}
    person = place.newest.written_by if place.newest else _("Somebody")
    return _("%(person)s wrote “%(text)s” in the meantime.") % {"person": person, "text": place.label}


def _record(text: PlatformText, by: User, at: datetime.datetime) -> None:
    """Record which version of which text of which round was written, never its contents."""
    record(
        Verb.PLATFORM_TEXT_WRITTEN,
        by=by,
        at=at,
        subject=text,
        plan=text.round.plan_id,
        round=text.round.code,
        part=text.part,
        objective=text.objective.number if text.objective else None,
        version=text.version,
    )
