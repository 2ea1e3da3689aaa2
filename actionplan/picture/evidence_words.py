"""Evidence as one reader sees it, now, on a past day or in a closed round: its facts, its words, what it is about.

What the reader may not see is left out and counted. Rights, and whether an action is limited, are always today's.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch, prefetch_related_objects
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from actionplan.base.access_log import note_words
from actionplan.base.file_types import label_of
from actionplan.reporting.models import Evidence, ProgressReport
from actionplan.reporting.models.evidence import EVIDENCE_TEXTS
from actionplan.reporting.states import TextOwner
from actions.models import Action
from budgets.states import BudgetKind

from .evidence import EvidencePicture
from .picture import ActionPicture, Picture
from .sentences import period_words
from .words import ABSENT, REMOVED, WordsReader, WrittenText, frozen_texts_of

PLACES = ["name", "link", "archive_reference"]
"""The texts that say where it is; one of them is filled."""
Texts = Mapping[str, WrittenText]
"""By the name of the column."""


@dataclass(frozen=True)
class ShownEvidence:
    """One piece of evidence with its words."""

    facts: EvidencePicture
    report: int
    about: str
    """The milestone, or the line and the year; empty for the report as a whole."""
    texts: Texts

    @property
    def pk(self) -> int:
        return self.facts.pk

    @property
    def is_removed(self) -> bool:
        return any(text.is_removed for text in self.texts.values())

    @property
    def description(self) -> WrittenText:
        return self.texts.get("description", ABSENT)

    @property
    def link(self) -> str:
        return str(self.texts.get("link", ABSENT))

    @property
    def where(self) -> str:
        """The name of the file, the link or the reference; or that it was removed by law."""
        if self.is_removed:
            return REMOVED.in_words
        return next(str(self.texts[name]) for name in PLACES if name in self.texts)

    @property
    def kind(self) -> str:
        """The kind of file and its size, such as "PDF, 1.2 MB"; empty for a link or a reference."""
        facts = self.facts
        if not facts.sha256:
            return ""
        return f"{label_of(facts.content_type)}, {filesizeformat(facts.size or 0)}"


@dataclass
class EvidenceOfReport:
    """What one reader sees of the evidence of a report, and how many pieces they do not."""

    shown: list[ShownEvidence] = field(default_factory=list)
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown or self.hidden)


def evidence_in(
    picture: Picture,
    actions: Iterable[ActionPicture],
    reader: WordsReader,
    rows: Mapping[int, Action] | None = None,
) -> dict[int, EvidenceOfReport]:
    """By the key of each current report of these actions: one query, two without the `rows` of the actions as they are
    today; none if there is no evidence.
    """
    chosen = [action for action in actions if any(report.evidence for report in action.reports)]
    pieces = [
        (action, report, one) for action in chosen for report in action.reports for one in report.evidence
    ]
    keys = [one.pk for _action, _report, one in pieces]
    if rows is None:
        rows = Action.objects.in_bulk([action.pk for action in chosen])
    texts = _frozen(picture, keys) if picture.moment.round else _written(keys)
    found: dict[int, EvidenceOfReport] = defaultdict(EvidenceOfReport)
    for action, report, one in pieces:
        of_report = found[report.pk]
        if action.pk in rows and reader.reads_evidence(rows[action.pk], one.is_open):
            of_report.shown.append(_shown(action, report.pk, one, texts[one.pk]))
            note_words(rows[action.pk], reader.shows)
        else:
            of_report.hidden += 1
    return dict(found)


def rows_of_evidence() -> Prefetch:
    """What to prefetch before `evidence_of` is asked about several reports."""
    return Prefetch("evidence", Evidence.objects.select_related("milestone", "line"))


def evidence_of(report: ProgressReport, action: ActionPicture, sees: Mapping[bool, bool]) -> EvidenceOfReport:
    """Of any report, a draft too, from its rows, in one query where they are not read yet. `sees` says whether the reader sees what is opened to
    all (True) and what is not (False).
    """
    found = EvidenceOfReport()
    prefetch_related_objects([report], rows_of_evidence())
    for row in report.evidence.all():
        if sees[row.is_open]:
            found.shown.append(_shown(action, report.pk, _pictured(row), _texts(row)))
            note_words(report.action, not row.redacted_at)
        else:
            found.hidden += 1
    return found


def _pictured(row: Evidence) -> EvidencePicture:
    return EvidencePicture(
        pk=row.pk,
        milestone=row.milestone.key if row.milestone else None,
        period_start=row.period_start,
        place=row.line.place if row.line else None,
        year=row.year,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        is_open=row.is_open,
        added_at=row.added_at,
    )


def _shown(action: ActionPicture, report: int, facts: EvidencePicture, texts: Texts) -> ShownEvidence:
    about = about_words(action, facts.milestone, facts.period_start, facts.place, facts.year)
    return ShownEvidence(facts, report, about, texts)


def about_words(
    action: ActionPicture,
    milestone: str | None,
    period_start: datetime.date | None,
    place: int | None,
    year: int | None,
) -> str:
    """The milestone by its key, with its period; or the line by its place, with the year; or nothing."""
    promised = next((one for one in action.milestones if one.key == milestone), None)
    if promised and period_start:
        return f"{promised.local_title}, {period_words(promised.recurrence, period_start)}"
    if promised or place is None:
        return promised.local_title if promised else ""
    line = action.line(place)
    label = line and (line.local_label or str(BudgetKind(line.kind).label))
    return f"{label or _('budget line')} {year}"


def _texts(row: Evidence) -> Texts:
    if row.redacted_at:
        return {"description": REMOVED}
    return {name: WrittenText(text) for name in EVIDENCE_TEXTS if (text := getattr(row, name))}


def _written(keys: list[int]) -> Mapping[int, Texts]:
    return {row.pk: _texts(row) for row in Evidence.objects.filter(pk__in=keys)}


def _frozen(picture: Picture, keys: list[int]) -> Mapping[int, Texts]:
    """As the closing froze them, or as removed since. It froze none of what was removed before it."""
    texts: dict[int, dict[str, WrittenText]] = defaultdict(dict)
    for key, name, text in frozen_texts_of(picture, [TextOwner.EVIDENCE, TextOwner.OPEN_EVIDENCE], keys):
        texts[key][name.rpartition("/")[2]] = text
    return {key: texts.get(key, {"description": REMOVED}) for key in keys}
