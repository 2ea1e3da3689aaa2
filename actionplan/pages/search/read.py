"""What a search looks through and finds: actions, with the places where the words stand.

Every text is read and compared here, in Python, alike on both databases; docs/speed.md says up to which size.
Of an action that a person may see as reported, what was reported is looked through, with its questions; of
others what was accepted. The words of reports come by `picture.words`, which knows who reads them.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.base.folding import fold, words_of
from actionplan.base.formatting import in_dutch
from actionplan.picture import cache
from actionplan.picture.evidence_words import EvidenceOfReport, evidence_in
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture, Picture, ReportPicture
from actionplan.picture.words import PersonReading, ReportWords
from actionplan.picture.words import words_of as words_of_reports
from actionplan.reporting.models import Answer, Expenditure, Measurement, Question, ReportedMilestone
from actionplan.reporting.report_fields import MILESTONE_TEXTS
from actionplan.reporting.rules import sees_reported, sees_words
from actionplan.reporting.states import Basis
from actionplan.reports.field_words import COLUMNS, heading_of
from actions.models import Action
from actions.states import PromotionRole
from objectives.models import Plan

from .marking import Part, marked, sentence_with, shortened, words_in

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
    by: str = ""
    """Whose words they are, and since when."""
    is_heading: bool = False
    """Code and title, which every row of a list shows."""
    is_said: bool = False
    """Reported, asked or answered; else the plan says it."""


@dataclass(frozen=True)
class Found:
    """A passage with at least one of the words, in the language in which most of them stand."""

    passage: Passage
    language: str
    words: frozenset[str]

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
    words: Collection[str]
    found: list[Found]

    @property
    def title(self) -> list[Part]:
        return marked(self.action.local_title, self.words)

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Lists begin with the action whose code was asked for; then come those with the words in their title."""
        is_asked = list(self.words) == [fold(self.action.code)]
        in_heading = any(
            found.passage.is_heading and len(found.words) == len(self.words) for found in self.found
        )
        return not is_asked, not in_heading, self.action.order


def actions_with(asked: str, plan: Plan, user: User, now: datetime.datetime) -> list[FoundAction]:
    """The actions with all the words in what the person may read of them: in one text, if in any, else spread."""
    words = list(dict.fromkeys(words_of(asked)))
    kept = {"on": day_of(now).isoformat()} if plan.end < day_of(now) else {}
    found = []
    for texts in _readable(plan, user, now):
        query = urlencode({**kept, **({"basis": Basis.REPORTED} if texts.is_reported else {})})
        for action in texts.actions:
            if places := _found_in(texts.of(action), words):
                note_words(texts.rows[action.pk], any(one.passage.is_said for one in places))
                url = reverse("action", args=[plan.code, action.code]) + (f"?{query}" if query else "")
                found.append(FoundAction(action, url, words, places))
    return sorted(found, key=lambda row: row.rank)


def _found_in(passages: Iterator[Passage], words: Collection[str]) -> list[Found]:
    found = [one for passage in passages if passage.texts and (one := _found(passage, words)).words]
    if not words or len(frozenset().union(*(one.words for one in found))) < len(words):
        return []
    return [one for one in found if len(one.words) == len(words)] or found


def _found(passage: Passage, words: Collection[str]) -> Found:
    each = [Found(passage, language, words_in(text, words)) for language, text in passage.texts.items()]
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
        by = _who_and_when(self.picture, report.organisation, report.submitted_at)
        for path, text in self.words[report.pk].texts.items():
            yield Passage(_kind_of(path), {"": text.text}, by, is_said=True)
        for piece in self.evidence[report.pk].shown if report.pk in self.evidence else []:
            for text in piece.texts.values():
                yield Passage(_("Evidence"), {"": text.text}, by, is_said=True)


def _in_both(kind: str, subject: Any, name: str, **more: Any) -> Passage:
    """What the plan has in both languages, that of the page first."""
    texts = {"nl": getattr(subject, f"{name}_nl"), "en": getattr(subject, name)}
    languages = texts if in_dutch() else reversed(texts)
    return Passage(kind, {language: texts[language] for language in languages if texts[language]}, **more)


def _kind_of(path: str) -> str:
    name = path.partition("/")[0]
    if name in COLUMNS:
        return heading_of(name)
    model, column = ROW_TEXTS[name]
    return capfirst(str(model._meta.get_field(column).verbose_name))


def _who_and_when(picture: Picture, organisation: str | None, at: datetime.datetime) -> str:
    who = picture.organisations[organisation].local_name if organisation else _("the Platform")
    return f"{who}, {formatting.day(day_of(at))}"


def _readable(plan: Plan, user: User, now: datetime.datetime) -> Iterator[ReadableTexts]:
    """What was accepted on the actions of which the person sees no more, and what was reported on the others."""
    rows = Action.objects.filter(plan=plan).in_bulk()
    reported = {pk for pk, row in rows.items() if sees_reported(user, row)}
    in_words = {pk for pk, row in rows.items() if sees_words(user, row)}
    reader = PersonReading(user, shows=False)
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
                _exchanges(plan, picture, reported & keys, in_words & keys),
            )


def _exchanges(
    plan: Plan, picture: Picture, reported: Collection[int], in_words: Collection[int]
) -> dict[int, list[Passage]]:
    """Questions and answers, by action key: all about actions whose reported facts are seen, and those for everybody about
    actions whose words are read. Two queries.
    """
    said: dict[int, list[Passage]] = defaultdict(list)
    asked = Question.objects.of_plan(plan).order_by("asked_at", "pk")
    read = set()
    for pk, action, for_everybody, text, at in asked.values_list(
        "pk", "action", "for_everybody", "text", "asked_at"
    ):
        if action in reported or (for_everybody and action in in_words):
            read.add(pk)
            by = _who_and_when(picture, None, at)
            said[action].append(Passage(_("Question"), {"": text}, by, is_said=True))
    answers = Answer.objects.filter(question__in=read).select_related("organisation", "minister", "question")
    for answer in answers.order_by("at", "pk"):
        by = f"{answer.of_whom or _('the Platform')}, {formatting.day(day_of(answer.at))}"
        said[answer.question.action_id].append(Passage(_("Answer"), {"": answer.text}, by, is_said=True))
    return said
