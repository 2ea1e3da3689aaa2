"""The texts in current reports: all access to them goes through here, for now, a past day or a closed round.

Hidden, absent and removed by law are three different things. Rights, and whether an action is limited, are
always today's.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import User
from actionplan.accounts.rules import rights_today
from actionplan.reporting import report_fields
from actionplan.reporting.models import (
    Expenditure,
    Measurement,
    ProgressReport,
    ReportedMilestone,
    SnapshotText,
)
from actionplan.reporting.rules import sees_words
from actionplan.reporting.states import TextOwner
from actions.models import Action

from .picture import ActionPicture, Picture, ReportPicture

TEXT_NAMES = [*report_fields.TEXT_FIELDS, "remark"]
NOT_SHOWN = gettext_lazy("Not shown to you: the action is limited.")
LIMITED_LEFT_OUT = gettext_lazy("This action is limited: what was reported in words is left out here.")
"""Shown instead of texts about a limited action: to a person, and in documents for everybody."""


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text for one reader: its contents, or that they may not read it, or that it was removed by law."""

    text: str = ""
    is_hidden: bool = False
    is_removed: bool = False

    def __bool__(self) -> bool:
        """Whether there is, or was, any text."""
        return bool(self.text) or self.is_hidden or self.is_removed

    def __str__(self) -> str:
        return self.text

    @property
    def in_words(self) -> str:
        """The text, or why the reader does not see it."""
        if self.is_removed:
            return _("Removed by law.")
        return str(NOT_SHOWN) if self.is_hidden else self.text


ABSENT, HIDDEN, REMOVED = WrittenText(), WrittenText(is_hidden=True), WrittenText(is_removed=True)


@dataclass(frozen=True)
class ReportWords:
    """The texts of one report, including the sources of its figures."""

    may_read: bool
    texts: Mapping[str, WrittenText] = field(default_factory=dict)
    """By field name; empty texts are left out."""

    not_shown = NOT_SHOWN

    def __getitem__(self, name: str) -> WrittenText:
        """One of `TEXT_NAMES`. Raises KeyError for any other name."""
        if name not in TEXT_NAMES:
            raise KeyError(name)
        return self.texts.get(name, ABSENT)

    def source_of_spending(self, place: int, year: int) -> WrittenText:
        return self.texts.get(f"spending/{place}-{year}", ABSENT)

    def source_of_milestone(self, key: str, period_start: Any = None) -> WrittenText:
        return self.texts.get(f"milestones/{name_of_period(key, period_start)}", ABSENT)

    def source_of_measurement(self, key: str, day: datetime.date) -> WrittenText:
        return self.texts.get(f"measurements/{key}-{day}", ABSENT)


def name_of_period(key: str, period_start: datetime.date | None) -> str:
    """The name of a milestone, or of a period of a recurring one, in the paths of texts."""
    return f"{key}-{period_start}" if period_start else key


class WordsReader:
    """A reader of texts: a person on a page or in an export, or an edition of a document.

    The base class reads all texts, but no remarks and no notes.
    """

    def reads(self, action: Action) -> bool:
        """Whether they may read texts about the action."""
        return True

    def reads_remark(self, action: Action) -> bool:
        """Whether they may read the remark made when a report was accepted."""
        return False

    def reads_note(self, action: Action, organisation: int) -> bool:
        """Whether they may read the note to the Platform of the organisation with this key."""
        return False


@dataclass(frozen=True)
class PersonReading(WordsReader):
    """A person, on a page or, with `exports`, in a file, which never has the note to the Platform."""

    user: User
    exports: bool = False

    def reads(self, action: Action) -> bool:
        return bool(sees_words(self.user, action))

    def reads_remark(self, action: Action) -> bool:
        return self.reads(action)

    def reads_note(self, action: Action, organisation: int) -> bool:
        rights = rights_today(self.user, action.plan_id)
        follows = rights.is_coordinator or rights.is_auditor or organisation in rights.organisations
        return follows and not self.exports


def words_of(
    picture: Picture,
    actions: Iterable[ActionPicture],
    reader: WordsReader,
    rows: Mapping[int, Action] | None = None,
    *,
    sources: bool = True,
) -> dict[int, ReportWords]:
    """The texts that the reader may read, by report key, for all current reports on these actions.

    `rows` are the actions as they are today, by key, if already read; without `sources` those of single
    figures are left out.
    """
    chosen = list(actions)
    of_report = {report.pk: (action, report) for action in chosen for report in action.reports}
    if rows is None:
        rows = Action.objects.in_bulk([action.pk for action in chosen])
    reports = list(of_report)
    texts = _frozen_texts(picture, reports) if picture.moment.round else _texts(reports, sources=sources)
    return {
        pk: _as_read(picture, report, rows[action.pk], texts[pk], reader)
        for pk, (action, report) in of_report.items()
        if action.pk in rows
    }


def _as_read(
    picture: Picture,
    report: ReportPicture,
    action: Action,
    texts: Mapping[str, WrittenText],
    reader: WordsReader,
) -> ReportWords:
    may_read = reader.reads(action)
    texts = {**dict.fromkeys(report.redacted_fields, REMOVED), **texts}
    shown = {name: text if may_read else HIDDEN for name, text in texts.items()}
    if "remark" in shown and (report.reviewed_at is None or not reader.reads_remark(action)):
        del shown["remark"]
    shown.pop("note_to_platform", None)
    organisation = picture.organisations[report.organisation].pk
    if "note_to_platform" in texts and reader.reads_note(action, organisation):
        shown["note_to_platform"] = texts["note_to_platform"]
    return ReportWords(may_read, shown)


TextsByReport = Mapping[int, Mapping[str, WrittenText]]
"""By report key, then by the name of the text."""


def _texts(reports: list[int], *, sources: bool) -> TextsByReport:
    """From the tables, in four queries, or one without the sources of figures."""
    texts_of: dict[int, dict[str, WrittenText]] = defaultdict(dict)
    rows = ProgressReport.objects.filter(pk__in=reports).values_list("pk", *TEXT_NAMES)
    for pk, *texts in rows:
        texts_of[pk] = {name: WrittenText(text) for name, text in zip(TEXT_NAMES, texts, strict=True) if text}
    if not sources:
        return texts_of
    money = Expenditure.objects.filter(report__in=reports).exclude(source="")
    for pk, place, year, source in money.values_list("report", "line__place", "year", "source"):
        texts_of[pk][f"spending/{place}-{year}"] = WrittenText(source)
    milestones = ReportedMilestone.objects.filter(report__in=reports).exclude(source="")
    names = ["report", "milestone__key", "period_start", "source"]
    for pk, key, period_start, source in milestones.values_list(*names):
        texts_of[pk][f"milestones/{name_of_period(key, period_start)}"] = WrittenText(source)
    measurements = Measurement.objects.filter(report__in=reports).exclude(source="")
    for pk, key, day, source in measurements.values_list("report", "indicator__key", "day", "source"):
        texts_of[pk][f"measurements/{key}-{day}"] = WrittenText(source)
    return texts_of


def _frozen_texts(picture: Picture, reports: list[int]) -> TextsByReport:
    """As the closing froze them, or as removed since, in one query."""
    texts_of: dict[int, dict[str, WrittenText]] = defaultdict(dict)
    of_reports = [TextOwner.REPORT, TextOwner.REMARK, TextOwner.NOTE]
    rows = _of_closing(picture).filter(of__in=of_reports, of_key__in=reports)
    for pk, name, text, removed_at in rows.values_list("of_key", "name", "text", "redacted_at"):
        texts_of[pk][name.split("/", 2)[2]] = REMOVED if removed_at else WrittenText(text)
    return texts_of


def _of_closing(picture: Picture) -> Any:
    moment = picture.moment
    closing = {"plan": picture.plan.pk, "code": moment.round}
    return SnapshotText.objects.filter(
        snapshot__closing__number=moment.closing,
        **{f"snapshot__closing__round__{name}": value for name, value in closing.items()},
    )


def names_of(picture: Picture, people: Iterable[int | None]) -> dict[int, WrittenText]:
    """The names of people by key; for a closed round the names as frozen, unless removed by law."""
    keys = {key for key in people if key is not None}
    if not keys:
        return {}
    if picture.moment.round:
        rows = _of_closing(picture).filter(of=TextOwner.PERSON, of_key__in=keys)
        return {
            pk: REMOVED if removed_at else WrittenText(text)
            for pk, text, removed_at in rows.values_list("of_key", "text", "redacted_at")
        }
    return {user.pk: WrittenText(str(user)) for user in User.objects.filter(pk__in=keys)}
