"""What a search looks through and finds: actions, with the places where the words stand.

Every text is read and compared here, in Python, alike on both databases. That takes a second at some 2,000 actions with a report
each. From there PostgreSQL's text search pays: a `tsvector` column with a GIN index and `unaccent`. SQLite would need its own, and a
part of a word would no longer be found everywhere.

Of an action that a person may see as reported, what was reported is looked through, with its questions; of
others what was accepted. The words of reports come by `picture.words`, which knows who reads them.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.rules import rights_today
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.base.folding import fold, words_of
from actionplan.base.formatting import in_dutch
from actionplan.picture import cache
from actionplan.picture.evidence_words import EvidenceOfReport, evidence_in
from actionplan.picture.field_words import heading_of
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture, Picture, ReportPicture
from actionplan.picture.words import TEXT_NAMES, PersonReading, ReportWords
from actionplan.picture.words import words_of as words_of_reports
from actionplan.reporting.models import Answer, Expenditure, Measurement, Question, ReportedMilestone
from actionplan.reporting.report_fields import MILESTONE_TEXTS
from actionplan.reporting.rules import sees_reported
from actionplan.reporting.states import Basis
from actionplan.reporting.who_is_asked import read_who_is_asked
from actions.models import Action
from actions.states import PromotionRole
from objectives.models import Plan

from .marking import Part, marked, sentence_with, shortened
from .matching import AskedWord, asked_word, suggested

ROW_TEXTS: dict[str, tuple[Any, str]] = {
    "spending": (Expenditure, "source"),
    "measurements": (Measurement, "source"),
    **{path: (ReportedMilestone, name) for name, path in MILESTONE_TEXTS.items()},
}
"""By the first part of the path of a text about a figure or a milestone: its model and column."""


@dataclass(frozen=True)
class Passage:
    """A text to look through."""

    kind: str
    """What it is, in words."""
    texts: Mapping[str, str]
    """By language, that of the page first; people write in whichever, which is ""."""
    whose: str = ""
    said_at: datetime.datetime | None = None
    """Who reported, asked or answered it, and when; else the plan says it."""
    is_heading: bool = False
    """Code and title, which every row of a list shows."""

    @property
    def by(self) -> str:
        """Whose words they are, and since when."""
        return f"{self.whose}, {formatting.day(day_of(self.said_at))}" if self.said_at else _("from the plan")

    @cached_property
    def folded(self) -> Mapping[str, str]:
        return {language: fold(text) for language, text in self.texts.items()}


@dataclass(frozen=True)
class Found:
    """A passage with at least one of the words, in the language in which most of them stand."""

    passage: Passage
    language: str
    words: Collection[AskedWord]

    @property
    def is_shown_under(self) -> bool:
        """Whether it is not in the heading of the row as that is shown."""
        return not self.passage.is_heading or self.language != next(iter(self.passage.texts))

    @property
    def parts(self) -> list[Part]:
        """The sentence, with the words marked."""
        return shortened(marked(sentence_with(self.passage.texts[self.language], self.words), self.words))


@dataclass(frozen=True)
class FoundAction:
    action: ActionPicture
    url: str
    words: Collection[AskedWord]
    found: list[Found]

    @property
    def title(self) -> list[Part]:
        return marked(self.action.local_title, self.words)

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Lists begin with the action whose code was asked for; then come those with the words in their title."""
        is_asked = [word.text for word in self.words] == [fold(self.action.code)]
        in_heading = any(
            found.passage.is_heading and len(found.words) == len(self.words) for found in self.found
        )
        return not is_asked, not in_heading, self.action.order


@dataclass(frozen=True)
class SearchResult:
    found: list[FoundAction]
    instead: str
    """The folded words that it was found with, where what was typed finds nothing and they are more or less that; or empty."""


@dataclass(frozen=True)
class Readable:
    """An action, with the passages about it that one person may read."""

    action: ActionPicture
    row: Action
    passages: list[Passage]
    is_reported: bool

    @cached_property
    def folded(self) -> str:
        """All the passages, a line each."""
        return "\n".join(text for passage in self.passages for text in passage.folded.values())


def searched(asked: str, plan: Plan, user: User, now: datetime.datetime) -> SearchResult:
    """The actions with all the words in what the person may read of them: in one text, if in any, else spread. Where there are
    none, those with the words that were perhaps meant.
    """
    readable = [
        Readable(action, texts.rows[action.pk], list(texts.of(action)), texts.is_reported)
        for texts in _readable(plan, user, now)
        for action in texts.actions
    ]
    text = "\n".join(each.folded for each in readable)
    words, instead = [asked_word(word, text) for word in dict.fromkeys(words_of(asked))], ""
    found = _found_with(words, readable)
    if words and not found and (meant := suggested(words, text)):
        words = [asked_word(word, text) for word in meant]
        found = _found_with(words, readable)
        instead = " ".join(meant) if found else ""
    kept = {"on": day_of(now).isoformat()} if plan.end < day_of(now) else {}
    rows = []
    for each, places in found:
        note_words(each.row, any(one.passage.said_at for one in places))
        query = urlencode({**kept, **({"basis": Basis.REPORTED} if each.is_reported else {})})
        url = reverse("action", args=[plan.code, each.action.code]) + (f"?{query}" if query else "")
        rows.append(FoundAction(each.action, url, words, places))
    return SearchResult(sorted(rows, key=lambda row: row.rank), instead)


def _found_with(words: Collection[AskedWord], readable: list[Readable]) -> list[tuple[Readable, list[Found]]]:
    return [(each, places) for each in readable if (places := _found_in(each, words))]


def _found_in(readable: Readable, words: Collection[AskedWord]) -> list[Found]:
    if not words or not all(word.is_in(readable.folded) for word in words):
        return []
    found = [_found(passage, words) for passage in readable.passages if passage.texts]
    with_all = [one for one in found if len(one.words) == len(words)]
    return with_all or [one for one in found if one.words]


def _found(passage: Passage, words: Collection[AskedWord]) -> Found:
    each = [
        Found(passage, language, [word for word in words if word.is_in(text)])
        for language, text in passage.folded.items()
    ]
    return max(each, key=lambda one: len(one.words))


@dataclass(frozen=True)
class ReadableTexts:
    """Actions in a picture, with the texts about them that one person may read."""

    picture: Picture
    actions: list[ActionPicture]
    rows: Mapping[int, Action]
    """As they are today, by key."""
    words: Mapping[int | str, ReportWords]
    evidence: Mapping[int, EvidenceOfReport]
    """Both by report key."""
    exchanges: Mapping[int, list[Passage]]
    """Questions and answers, by action key."""

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """What the texts of a report are called, by the first part of their path."""
        of_rows = {name: model._meta.get_field(column) for name, (model, column) in ROW_TEXTS.items()}
        return {name: heading_of(name) for name in TEXT_NAMES} | {
            name: capfirst(str(column.verbose_name)) for name, column in of_rows.items()
        }

    @property
    def is_reported(self) -> bool:
        return self.picture.moment.basis == Basis.REPORTED

    def of(self, action: ActionPicture) -> Iterator[Passage]:
        """In the order in which they are shown."""
        yield Passage(_("Code"), {"": action.code}, is_heading=True)
        yield _in_both(_("Title"), action, "title", is_heading=True)
        yield _in_both(_("Summary"), action, "summary")
        yield from self._bodies(action)
        for report in action.reports:
            yield from self._report(report)
        yield from self.exchanges.get(action.pk, [])

    def _bodies(self, action: ActionPicture) -> Iterator[Passage]:
        roles = {row.organisation: str(PromotionRole(row.role).label) for row in action.promotions}
        if action.lead:
            roles[action.lead] = _("Lead")
        for key, role in roles.items():
            body = self.picture.organisations[key]
            named = _in_both(capfirst(role), body, "name")
            short = f" ({body.abbreviation})" if body.abbreviation else ""
            yield replace(named, texts={language: name + short for language, name in named.texts.items()})

    def _report(self, report: ReportPicture) -> Iterator[Passage]:
        by = self.picture.organisations[report.organisation].local_name, report.submitted_at
        for path, text in self.words[report.pk].texts.items():
            name = path.partition("/")[0]
            whose = (_("the Platform"), report.reviewed_at) if name == "remark" else by
            yield Passage(self.kinds[name], {"": text.text}, *whose)
        for piece in self.evidence[report.pk].shown if report.pk in self.evidence else []:
            for text in piece.texts.values():
                yield Passage(_("Evidence"), {"": text.text}, *by)


def _in_both(kind: str, subject: Any, name: str, **more: Any) -> Passage:
    """What the plan has in both languages, that of the page first."""
    texts = {"nl": getattr(subject, f"{name}_nl"), "en": getattr(subject, name)}
    languages = texts if in_dutch() else reversed(texts)
    return Passage(kind, {language: texts[language] for language in languages if texts[language]}, **more)


def _readable(plan: Plan, user: User, now: datetime.datetime) -> Iterator[ReadableTexts]:
    """What was accepted on the actions of which the person sees no more, and what was reported on the others."""
    rows = Action.objects.filter(plan=plan).in_bulk()
    reported = {pk for pk, row in rows.items() if sees_reported(user, row)}
    reader = PersonReading(user, shows=False)
    exchanges = _exchanges(plan, user, rows, now)
    for basis, keys in [(Basis.ACCEPTED, rows.keys() - reported), (Basis.REPORTED, reported)]:
        if keys:
            picture = cache.picture_at(plan, Moment.now(now, basis))
            actions = [action for action in [*picture.actions, *picture.left] if action.pk in keys]
            yield ReadableTexts(
                picture,
                actions,
                rows,
                words_of_reports(picture, actions, reader, rows),
                evidence_in(picture, actions, reader, rows),
                exchanges,
            )


def _exchanges(
    plan: Plan, user: User, rows: Mapping[int, Action], now: datetime.datetime
) -> dict[int, list[Passage]]:
    """Questions that the person may read, and their answers, by action key. Two queries; for an office at most five more."""
    questions = list(Question.objects.of_plan(plan).order_by("asked_at", "pk"))
    if rights_today(user, plan.pk).ministers:
        read_who_is_asked([question for question in questions if question.minister_id], day_of(now))
    said: dict[int, list[Passage]] = defaultdict(list)
    read = set()
    for question in questions:
        question.action = rows[question.action_id]
        if user.has_perm("reporting.read_question", question):
            read.add(question.pk)
            passage = Passage(_("Question"), {"": question.text}, _("the Platform"), question.asked_at)
            said[question.action_id].append(passage)
    answers = Answer.objects.filter(question__in=read).select_related("organisation", "minister", "question")
    for answer in answers.order_by("at", "pk"):
        by = str(answer.of_whom or _("the Platform"))
        said[answer.question.action_id].append(Passage(_("Answer"), {"": answer.text}, by, answer.at))
    return said
