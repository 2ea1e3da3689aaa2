"""What the Platform writes for the report on a round: introduction, a paragraph per objective, conclusion.

It may still be written once the round is closed (decisions: "Texts of the Platform"): figures are frozen, and each version
of a text says when it was written.
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


NOTHING = Words()


@dataclass(frozen=True)
class ToWrite:
    """A place in the report for which there is or may be a text."""

    name: str
    part: str
    objective: Objective | None
    newest: PlatformText | None
    """In this round; None while nobody has written it."""
    before: PlatformText | None
    """Of the last round before that had texts: what is proposed while this round has none."""

    @property
    def version(self) -> int:
        return self.newest.version if self.newest else 0

    @property
    def was_removed(self) -> bool:
        """By law, in its newest version."""
        return self.newest is not None and self.newest.redacted_at is not None

    @property
    def shown(self) -> int:
        """What a form is opened on: the version, 0 for none, negative once that version was removed by law.

        So a form that still has the removed words comes too late.
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
    return Words(text.text, text.text_nl) if text else NOTHING


def texts_of(round: Round) -> dict[str, PlatformText]:
    """The newest version of each text of the round, by name and in the order of the report: one query.

    A version may have no words: it was taken out, or, with `redacted_at`, removed by law.
    """
    rows = PlatformText.objects.of_round(round).newest().in_reading_order()
    return {row.name: row for row in rows.select_related("objective", "written_by")}


def texts_before(round: Round) -> dict[str, PlatformText]:
    """The newest texts with words of the last round before this one that has any, by name: one query."""
    rows = PlatformText.objects.of_plan(round.plan_id).filter(round__about__lt=round.about)
    rows = rows.newest().with_words().select_related("objective", "round").order_by("-round__about", "-round")
    found: dict[str, PlatformText] = {}
    last = None
    for row in rows:
        last = last or row.round_id
        if row.round_id != last:
            break
        found[row.name] = row
    return found


def texts_to_write(round: Round) -> list[ToWrite]:
    """Every place of the report in its order, with what stands there and else what the round before said: three queries."""
    newest, before = texts_of(round), texts_before(round)
    return [
        ToWrite(name, part, objective, newest.get(name), before.get(name))
        for name, part, objective in _places(round)
    ]


def _places(round: Round) -> Iterator[tuple[str, str, Objective | None]]:
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
    """Write texts of the round, by name; each that changed makes a version. Answers with the new versions.

    `opened_on` says by name what the form showed (`ToWrite.shown`), 0 for none; None: there was no form. What the writer left as it
    was shown never undoes what somebody wrote since. Raises ChangedMeanwhile when both wrote the same text, Refused for
    a round in preparation; then nothing is written.
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
) -> list[tuple[ToWrite, Words]]:
    """What is to be written; raises ChangedMeanwhile for what somebody else wrote since."""
    places = {place.name: place for place in texts_to_write(round)}
    if unknown := set(texts) - set(places):
        raise ValueError(f"there is no text {sorted(unknown)}")
    found = []
    for name, place in places.items():
        words = texts.get(name, words_of(place.newest))
        if words == words_of(place.newest):
            continue
        if opened_on is None or opened_on.get(name, 0) == place.shown:
            found.append((place, words))
        elif words != words_shown(place, opened_on.get(name, 0)):
            raise ChangedMeanwhile(_written_by(place))
    return found


def words_shown(place: ToWrite, shown: int) -> Words:
    """What a form that was opened on this showed, as far as it is still kept."""
    if shown == 0 or place.newest is None:
        return words_of(place.before)
    rows = PlatformText.objects.filter(
        round=place.newest.round_id, part=place.part, objective=place.objective
    )
    return words_of(rows.filter(version=abs(shown)).first())


def _written_by(place: ToWrite) -> str:
    if place.was_removed:
        return _("“%(text)s” was removed by law in the meantime.") % {"text": place.label}
    person = place.newest.written_by if place.newest else _("Somebody")
    return _("%(person)s wrote “%(text)s” in the meantime.") % {"person": person, "text": place.label}


def _record(text: PlatformText, by: User, at: datetime.datetime) -> None:
    """Which text of which round and which version of it, never what it says."""
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
