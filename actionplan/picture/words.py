"""The texts in current reports: all access to them goes through here, for now, a past day or a closed round.

Hidden, absent and removed by law are three different things. Rights, and whether an action is limited, are
always today's.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import User
from actionplan.accounts.rules import rights_today
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.reporting import report_fields
from actionplan.reporting.models import (
    Expenditure,
    Measurement,
    ProgressReport,
    Question,
    ReportedMilestone,
    SnapshotText,
)
from actionplan.reporting.rules import reads_evidence, sees_words
from actionplan.reporting.states import TextOwner
from actions.models import Action

from .asks import AskPicture
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
    unchanged_since: datetime.date | None = None
    """If its report says that nothing changed: the day on which it was said first."""

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
        if self.is_hidden:
            return str(NOT_SHOWN)
        return f"{unchanged_words(self.unchanged_since)} {self.text}" if self.unchanged_since else self.text


def unchanged_words(day: datetime.date) -> str:
    """Before words that were said earlier, and not of what was done since."""
    return _("Unchanged since %(day)s:") % {"day": formatting.day(day)}


ABSENT, HIDDEN, REMOVED = WrittenText(), WrittenText(is_hidden=True), WrittenText(is_removed=True)


@dataclass(frozen=True)
class ReportWords:
    """The texts of one report, including the sources of its figures.

    Who puts one into an answer takes it with a method named `show…`, which notes it for the log of access.
    """

    may_read: bool
    texts: Mapping[str, WrittenText] = field(default_factory=dict)
    """By field name; empty texts are left out."""
    of_question: WrittenText = ABSENT
    keeps_remark: bool = False
    """Whether the Platform made a remark that the reader does not read."""
    about: Action | None = None
    """The action as it is today, in the log of access; None where its reader shows nothing."""

    def show(self, name: str) -> WrittenText:
        """One of `TEXT_NAMES`. Raises KeyError for any other name."""
        if name not in TEXT_NAMES:
            raise KeyError(name)
        return self._noted(self.texts.get(name, ABSENT))

    def show_question(self) -> WrittenText:
        """What the Platform asks, of the words of a question."""
        return self._noted(self.of_question)

    def show_source_of_spending(self, place: int, year: int) -> WrittenText:
        return self._noted(self.texts.get(f"spending/{place}-{year}", ABSENT))

    def show_of_milestone(self, name: str, key: str, period_start: Any = None) -> WrittenText:
        """One of `MILESTONE_TEXTS`."""
        path = f"{report_fields.MILESTONE_TEXTS[name]}/{name_of_period(key, period_start)}"
        return self._noted(self.texts.get(path, ABSENT))

    def show_source_of_measurement(self, key: str, day: datetime.date) -> WrittenText:
        return self._noted(self.texts.get(f"measurements/{key}-{day}", ABSENT))

    def _noted(self, text: WrittenText) -> WrittenText:
        if self.about is not None:
            note_words(self.about, text.text)
        return text


def name_of_period(key: str, period_start: datetime.date | None) -> str:
    """The name of a milestone, or of a period of a recurring one, in the paths of texts."""
    return f"{key}-{period_start}" if period_start else key


class WordsReader:
    """A reader of texts: a person on a page or in an export, or an edition of a document.

    The base class reads all texts, but no remarks and no notes.
    """

    shows = False
    """Whether what is taken from its words stands in the answer; else who shows any of it notes that."""

    def reads(self, action: Action) -> bool:
        """Whether they may read texts about the action."""
        return True

    def reads_remark(self, action: Action) -> bool:
        """Whether they may read the remark made when a report was accepted."""
        return False

    def reads_note(self, action: Action, organisation: int) -> bool:
        """Whether they may read the note to the Platform of the organisation with this key."""
        return False

    def reads_evidence(self, action: Action, is_open: bool) -> bool:
        """Whether they may read evidence about the action; `is_open` if it was opened to all."""
        return is_open and not action.limited


@dataclass(frozen=True)
class PersonReading(WordsReader):
    """A person, on a page or, with `exports`, in a file, which never has the note to the Platform."""

    user: User
    exports: bool = False
    shows: bool = True

    def reads(self, action: Action) -> bool:
        return bool(sees_words(self.user, action))

    def reads_remark(self, action: Action) -> bool:
        return self.reads(action)

    def reads_note(self, action: Action, organisation: int) -> bool:
        rights = rights_today(self.user, action.plan_id)
        follows = rights.is_coordinator or rights.is_auditor or organisation in rights.organisations
        return follows and not self.exports

    def reads_evidence(self, action: Action, is_open: bool) -> bool:
        return reads_evidence(self.user, action, is_open)


def words_of(
    picture: Picture,
    actions: Iterable[ActionPicture],
    reader: WordsReader,
    rows: Mapping[int, Action] | None = None,
    *,
    sources: bool = True,
) -> dict[int | str, ReportWords]:
    """The texts that the reader may read, by report key, for all current reports on these actions, and of an earlier report
    with the last verdict the remark alone; and what the Platform asks about them and everybody reads, by `AskPicture.name`.

    `rows` are the actions as they are today, by key, if already read; without `sources` those of single
    figures are left out.
    """
    chosen = list(actions)
    of_report = {report.pk: (action, report) for action in chosen for report in action.reports}
    if rows is None:
        rows = Action.objects.in_bulk([action.pk for action in chosen])
    judged = {} if picture.moment.round else _judged_earlier(chosen, of_report)
    reports = [*of_report, *(judged.keys() - of_report.keys())]
    texts = _frozen_texts(picture, reports) if picture.moment.round else _texts(reports, sources=sources)
    read: dict[int | str, ReportWords] = {
        pk: _as_read(picture, report, rows[action.pk], texts[pk], reader)
        for pk, (action, report) in of_report.items()
        if action.pk in rows
    }
    for pk, action in judged.items():
        if action.pk in rows:
            read[pk] = _remark_alone(texts[pk], rows[action.pk], reader)
    asks = [(action, ask) for action in chosen for ask in action.asks]
    asked = _texts_of_asks(picture, [ask for _action, ask in asks]) if asks else {}
    for action, ask in asks:
        if action.pk in rows:
            may_read = reader.reads(rows[action.pk])
            text = asked.get(ask.name, ABSENT) if may_read else HIDDEN
            about = rows[action.pk] if reader.shows else None
            read[ask.name] = ReportWords(may_read, of_question=text, about=about)
    return read


def _judged_earlier(actions: Iterable[ActionPicture], current: Collection[int]) -> dict[int, ActionPicture]:
    """By report key: the actions whose last verdict is on an earlier report. A closing froze no remark on those."""
    judged = {action.last_verdict.report: action for action in actions if action.last_verdict}
    return {pk: action for pk, action in judged.items() if pk not in current}


def _remark_alone(texts: Mapping[str, WrittenText], action: Action, reader: WordsReader) -> ReportWords:
    remark = {"remark": texts["remark"]} if "remark" in texts else {}
    shown = remark if reader.reads_remark(action) else {}
    about = action if reader.shows else None
    return ReportWords(reader.reads(action), shown, keeps_remark=shown != remark, about=about)


def _as_read(
    picture: Picture,
    report: ReportPicture,
    action: Action,
    texts: Mapping[str, WrittenText],
    reader: WordsReader,
) -> ReportWords:
    may_read = reader.reads(action)
    texts = {**dict.fromkeys(report.redacted_fields, REMOVED), **texts}
    if report.unchanged_since:
        of_then = {name: texts[name] for name in report_fields.COMPARED_TEXTS if name in texts}
        texts |= {
            name: replace(text, unchanged_since=report.unchanged_since) for name, text in of_then.items()
        }
    shown = {name: text if may_read else HIDDEN for name, text in texts.items()}
    keeps_remark = "remark" in shown and not reader.reads_remark(action)
    if keeps_remark or report.reviewed_at is None:
        shown.pop("remark", None)
    shown.pop("note_to_platform", None)
    organisation = picture.organisations[report.organisation].pk
    if "note_to_platform" in texts and reader.reads_note(action, organisation):
        shown["note_to_platform"] = texts["note_to_platform"]
    return ReportWords(may_read, shown, keeps_remark=keeps_remark, about=action if reader.shows else None)


OF_PERIOD = ["report", "milestone__key", "period_start"]
"""The columns by which a text about a milestone is known."""
TextsByReport = Mapping[int, Mapping[str, WrittenText]]
"""By report key, then by the name of the text."""


def _texts(reports: list[int], *, sources: bool) -> TextsByReport:
    """From the tables, in four queries, or one without the sources of figures."""
    texts_of: dict[int, dict[str, WrittenText]] = defaultdict(dict)
    rows = ProgressReport.objects.filter(pk__in=reports)
    for pk, *texts, redacted in rows.values_list("pk", *TEXT_NAMES, "redacted_fields"):
        texts_of[pk] = {name: WrittenText(text) for name, text in zip(TEXT_NAMES, texts, strict=True) if text}
        texts_of[pk] |= dict.fromkeys(redacted, REMOVED)
    if not sources:
        return texts_of
    money = Expenditure.objects.filter(report__in=reports).exclude(source="")
    for pk, place, year, source in money.values_list("report", "line__place", "year", "source"):
        texts_of[pk][f"spending/{place}-{year}"] = WrittenText(source)
    milestones, kept = ReportedMilestone.objects.filter(report__in=reports), report_fields.MILESTONE_TEXTS
    for pk, key, period_start, *texts in milestones.values_list(*OF_PERIOD, *kept):
        period = name_of_period(key, period_start)
        written = zip(kept.values(), texts, strict=True)
        texts_of[pk] |= {f"{name}/{period}": WrittenText(text) for name, text in written if text}
    measurements = Measurement.objects.filter(report__in=reports).exclude(source="")
    for pk, key, day, source in measurements.values_list("report", "indicator__key", "day", "source"):
        texts_of[pk][f"measurements/{key}-{day}"] = WrittenText(source)
    return texts_of


def _frozen_texts(picture: Picture, reports: list[int]) -> TextsByReport:
    """As the closing froze them, or as removed since, in one query."""
    texts_of: dict[int, dict[str, WrittenText]] = defaultdict(dict)
    of_reports = [TextOwner.REPORT, TextOwner.REMARK, TextOwner.NOTE]
    for pk, name, text in frozen_texts_of(picture, of_reports, reports):
        texts_of[pk][name.split("/", 2)[2]] = text
    return texts_of


def _texts_of_asks(picture: Picture, asks: list[AskPicture]) -> dict[str, WrittenText]:
    """By the names of what is asked, in one query."""
    if not picture.moment.round:
        names = {ask.question: ask.name for ask in asks if ask.question}
        rows = Question.objects.filter(pk__in=names).values_list("pk", "text", "redacted_at")
        return {names[pk]: REMOVED if removed_at else WrittenText(text) for pk, text, removed_at in rows}
    owners, keys = {ask.text_of for ask in asks}, {ask.text_key for ask in asks}
    texts = _of_closing(picture).filter(of__in=owners, of_key__in=keys)
    rows = texts.values_list("of", "of_key", "text", "redacted_at")
    return {f"{of}/{key}": REMOVED if removed_at else WrittenText(text) for of, key, text, removed_at in rows}


def frozen_texts_of(
    picture: Picture, owners: Iterable[TextOwner], keys: Iterable[int]
) -> Iterator[tuple[int, str, WrittenText]]:
    """Texts of these owners in the closing: the owner's key, the place, and the text, unless it was removed since."""
    rows = _of_closing(picture).filter(of__in=owners, of_key__in=keys)
    for key, name, text, removed_at in rows.values_list("of_key", "name", "text", "redacted_at"):
        yield key, name, REMOVED if removed_at else WrittenText(text)


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
