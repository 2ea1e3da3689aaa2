"""What is coming in a plan, a line a thing, at its newest day, for one reader: what there is to do, the Platform's questions,
the days of rounds, amendments to put in force, recommendations to carry out, milestones, ends of actions.

A page shows it, a file has it, and so has the calendar of the plan, a minister or an organisation, which whoever knows its
address reads: so nothing here is what somebody typed, but the titles of milestones that a lead proposed.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplan.accounts.models import User
from actionplan.accounts.rules import Rights, rights_today
from actionplan.base import formatting
from actionplan.organisations.models import Minister
from actionplan.picture.actions import Actions
from actionplan.picture.asks import asked_and_to_do
from actionplan.picture.deliveries import coming_items
from actionplan.picture.milestone_pictures import MilestonePicture
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.planned.words import due_in_words
from actionplan.reporting.models import Question, Recommendation, Round
from actionplan.reporting.states import UNDER_WAY, RecommendationState
from actionplan.reports.pending import requests_to_hand_in
from actions.models import Amendment
from objectives.models import Plan

from .duties import unanswered_by_ministers

TO_CARRY_OUT = [RecommendationState.OPEN, RecommendationState.UNDER_WAY]


class ComingKind(models.TextChoices):
    """In the order in which a day has them."""

    QUESTION = "question", gettext_lazy("question to answer")
    REPORTS = "reports", gettext_lazy("reports to submit")
    ANSWERS = "answers", gettext_lazy("minister’s answer")
    CLOSING = "closing", gettext_lazy("closing of a round")
    AMENDMENT = "amendment", gettext_lazy("prepared amendment")
    RECOMMENDATION = "recommendation", gettext_lazy("recommendation")
    MILESTONE = "milestone", gettext_lazy("milestone")
    END = "end", gettext_lazy("end of the action")


KINDS = list(ComingKind)


@dataclass(frozen=True)
class Coming:
    """A thing that is coming; of an action (and perhaps a milestone), or with its own `sentence`."""

    kind: ComingKind
    key: str
    """Stays the same while it is about the same thing."""
    day: datetime.date
    page: tuple[Any, ...]
    """The name of its page, and the arguments of that."""
    who: Any
    """Who moves: an organisation, a minister, or others in words; empty if nobody is named."""
    action: ActionPicture | None = None
    milestone: MilestonePicture | None = None
    in_force: str = ""
    """The day in force in words, where the lead expects it on another."""
    sentence: str = ""
    codes: tuple[str, ...] = ()
    """Of the actions that the sentence is about."""
    is_own: bool = False
    """Whether the reader has to do it."""

    @property
    def url(self) -> str:
        name, *args = self.page
        return reverse(name, args=args) + (f"#{self.key}" if name == "questions" else "")

    @property
    def follows_moment(self) -> bool:
        """Whether its page is that of the action, of any moment."""
        return self.page[0] == "action"

    @property
    def who_in_short(self) -> str:
        return getattr(self.who, "abbreviation", "") or getattr(self.who, "short_title", "") or str(self.who)

    @property
    def title(self) -> str:
        """What it is: the milestone, the action, or the sentence."""
        if self.action is None:
            return self.sentence
        return self.milestone.local_title if self.milestone else self.action.local_title

    @property
    def plain_title(self) -> str:
        """For who knows the address of a calendar: of a limited action the code alone, and nothing that a lead typed."""
        if self.action is None:
            return self.sentence
        label, code = capfirst(str(self.kind.label)), self.action.code
        if self.action.limited:
            return f"{label}: {code}"
        is_printed = self.milestone and not self.milestone.is_proposed
        return f"{label}: {code} {self.title if is_printed else self.action.local_title}"

    @property
    def place(self) -> tuple[Any, ...]:
        """By day; within a day what the reader must do, then by kind, in the plan's order."""
        order = self.action.order if self.action else 0
        return (self.day, not self.is_own, KINDS.index(self.kind), order, self.key)


@dataclass(frozen=True)
class WhatIsComing:
    """What is coming in these actions of a picture, for one reader, up to a last day, inclusive.

    `is_whole`: these are all actions of the plan, so that what is about none of them is there too. `rounds` are the plan's.
    """

    plan: Plan
    picture: Picture
    actions: Actions
    rounds: Iterable[Round]
    user: User
    until: datetime.date
    is_whole: bool

    def rows(self) -> list[Coming]:
        """From the day reckoned on; of the past, what somebody was to do by then and has not done.

        Of a day gone by or a closed round only what the picture knows: milestones and ends. Else six queries more, and
        some for ministers' offices in validation.
        """
        rows = list(self._milestones_and_ends())
        if self.picture.moment.is_now:
            rows += [*self._questions(), *self._of_rounds(), *self._amendments(), *self._recommendations()]
        return sorted(rows, key=lambda row: row.place)

    @property
    def _on(self) -> datetime.date:
        return self.picture.moment.reckoned_on

    @cached_property
    def _rights(self) -> Rights:
        return rights_today(self.user, self.plan)

    @cached_property
    def _in_scope(self) -> dict[int, ActionPicture]:
        return {action.pk: action for action in self.actions}

    def _milestones_and_ends(self) -> Iterator[Coming]:
        for action in self.actions:
            lead = self.picture.organisations.get(action.lead or "")
            milestones = {milestone.key: milestone for milestone in action.milestones}
            for item in coming_items(action, self.until):
                milestone = milestones.get(item.key)
                in_force = due_in_words(milestone) if milestone else formatting.day(item.in_force)
                yield Coming(
                    ComingKind.MILESTONE if milestone else ComingKind.END,
                    f"milestone-{action.pk}-{milestone.order}" if milestone else f"end-{action.pk}",
                    item.day,
                    ("action", self.plan.code, action.code),
                    lead or "",
                    action,
                    milestone,
                    in_force if item.in_force else "",
                )

    def _questions(self) -> Iterator[Coming]:
        """Those that nobody answered: the reader may read them, or everybody does but of a limited action, whose words are
        not for this reader; those lead to the action.
        """
        rows = Question.objects.of_plan(self.plan).waiting().filter(due__lte=self.until)
        questions = list(
            rows.filter(action__in=self._in_scope).select_related("action", "organisation", "minister")
        )
        for question in questions:
            action = self._in_scope[question.action_id]
            _asked, body = asked_and_to_do(question, action, self.picture)
            if question.minister_id:
                question.answers_now = Minister(pk=body.pk)
            may_read = self.user.has_perm("reporting.read_question", question)
            if question.due and (may_read or question.for_everybody):
                own = self._rights.submits_for if question.organisation_id else self._rights.ministers
                yield Coming(
                    ComingKind.QUESTION,
                    f"question-{question.pk}",
                    question.due,
                    ("questions" if may_read else "action", self.plan.code, action.code),
                    body,
                    action,
                    is_own=body.pk in own,
                )

    def _of_rounds(self) -> Iterator[Coming]:
        for round in self.rounds:
            if round.state not in UNDER_WAY:
                continue
            yield from self._reports(round)
            yield from self._answers(round)
            if self.is_whole and round.closes <= self.until:
                yield Coming(
                    ComingKind.CLOSING,
                    f"closing-{round.pk}",
                    round.closes,
                    ("round", self.plan.code, round.code),
                    _("Platform"),
                    sentence=_("The round %(round)s closes") % {"round": round.local_name},
                    is_own=self._rights.is_coordinator,
                )

    def _reports(self, round: Round) -> Iterator[Coming]:
        """Of each own organisation, and of all others together, what is due on a day."""
        rows = requests_to_hand_in(self.plan, self._on).filter(round=round, due__lte=self.until)
        due: dict[tuple[datetime.date, int | None], list[tuple[str, int]]] = defaultdict(list)
        for action, organisation, day in rows.values_list("action", "organisation", "due").order_by(
            "action__order"
        ):
            if action in self._in_scope:
                own = organisation if organisation in self._rights.organisations else None
                due[day, own].append((self._in_scope[action].code, organisation))
        bodies = {body.pk: body for body in self.picture.organisations.values()}
        for (day, own), asked in due.items():
            sentence = ngettext(
                "Submit %(count)s report: %(round)s", "Submit %(count)s reports: %(round)s", len(asked)
            )
            organisations = {organisation for _code, organisation in asked}
            body = bodies[organisations.pop()] if len(organisations) == 1 else None
            yield Coming(
                ComingKind.REPORTS,
                f"reports-{round.pk}-{body.key if own and body else 'all'}-{day}",
                day,
                ("sheet", self.plan.code, body.key)
                if own and body
                else ("round", self.plan.code, round.code),
                body or _("leads"),
                sentence=sentence % {"count": len(asked), "round": round.local_name},
                codes=tuple(code for code, _organisation in asked),
                is_own=own is not None,
            )

    def _answers(self, round: Round) -> Iterator[Coming]:
        """In validation, of the ministers of the reader's office that have not answered on all actions."""
        if not (round.is_in_validation and self._rights.ministers and round.closes <= self.until):
            return
        unanswered = unanswered_by_ministers([round.pk], self._on)
        for minister in self.picture.ministers.values():
            if minister.pk in self._rights.ministers and (round.pk, minister.pk) in unanswered:
                words = {"minister": minister.local_title, "round": round.local_name}
                yield Coming(
                    ComingKind.ANSWERS,
                    f"validation-{round.pk}-{minister.key}",
                    round.closes,
                    ("validation", self.plan.code, round.code, minister.key),
                    minister,
                    sentence=_("Answer for %(minister)s: %(round)s") % words,
                    is_own=True,
                )

    def _amendments(self) -> Iterator[Coming]:
        """Those prepared, for who may see them."""
        if not self.user.has_perm("actions.amend", self.plan):
            return
        rows = Amendment.objects.of_plan(self.plan).prepared().filter(effective_from__lte=self.until)
        codes = {action.code for action in self.actions}
        for amendment in rows.prefetch_related("actions"):
            amended = tuple(row.code for row in amendment.actions.all())
            if self.is_whole or codes.intersection(amended):
                yield Coming(
                    ComingKind.AMENDMENT,
                    f"amendment-{amendment.pk}",
                    amendment.effective_from,
                    ("amendment", self.plan.code, amendment.number),
                    _("Platform"),
                    sentence=_("Put amendment %(number)s in force") % {"number": amendment.number},
                    codes=amended,
                    is_own=self._rights.is_coordinator,
                )

    def _recommendations(self) -> Iterator[Coming]:
        rows = Recommendation.objects.of_plan(self.plan).at(self.picture.moment.known_at)
        rows = rows.filter(state__in=TO_CARRY_OUT, due__lte=self.until)
        for row in rows.select_related("followed_up_by") if self.is_whole else rows.with_subjects():
            if row.due and (self.is_whole or self._is_about(row)):
                yield Coming(
                    ComingKind.RECOMMENDATION,
                    f"recommendation-{row.plan_id}-{row.number}",
                    row.due,
                    ("recommendation", self.plan.code, row.number),
                    row.followed_up_by or "",
                    sentence=_("Carry out recommendation %(number)s") % {"number": row.number},
                    is_own=row.followed_up_by_id in self._rights.submits_for,
                )

    def _is_about(self, recommendation: Recommendation) -> bool:
        objectives = {action.objective for action in self.actions}
        return any(action.pk in self._in_scope for action in recommendation.actions) or any(
            objective.number in objectives for objective in recommendation.objectives
        )
