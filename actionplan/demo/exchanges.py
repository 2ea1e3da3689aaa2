"""What goes to and fro beside reports: questions, extensions, milestones that are proposed, what was asked and is done."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from actionplan.accounts.models import User
from actionplan.base.days import BRUSSELS
from actionplan.base.vague import Precision
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Question, Request, Round
from actionplan.reports.extensions import ask_extension, grant_extension
from actionplan.reports.proposals import Terms, propose_milestone
from actionplan.reports.questions import answer_question, ask_question, settle_question
from actions.models import Action
from objectives.models import Plan

from .accounts import SPEAKERS
from .saying import EndedAsk, ScriptedExtension, ScriptedProposal, ScriptedQuestion, Story

Acts = Iterator[datetime.datetime]


def _at(day: datetime.date, hour: int, minute: int) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=BRUSSELS)


@dataclass
class Exchanges:
    plan: Plan
    cast: dict[str, User]

    def parts(self, story: Story) -> list[Acts]:
        return [
            *map(self.question, story.questions),
            *map(self.extension, story.extensions),
            *map(self.proposal, story.proposals),
            *map(self.ended_ask, story.ended_asks),
        ]

    def question(self, told: ScriptedQuestion) -> Acts:
        yield (at := _at(told.when, 15, 20))
        action, lead = self._action(told.action)
        question = ask_question(
            action=action,
            of_whom=lead,
            text=told.text,
            due=told.answer_by,
            round=Round.objects.under_way().filter(plan=self.plan).first(),
            by=self.cast["platform2"],
            at=at,
        )
        if told.answered:
            yield (at := _at(told.answered, 16, 50))
            answer_question(question=question, text=told.answer, by=self._speaker(lead), at=at)

    def extension(self, told: ScriptedExtension) -> Acts:
        yield (at := _at(told.when, 10, 40))
        action, lead = self._action(told.action)
        request = Request.objects.under_way().get(action=action, organisation=lead)
        facts: dict[str, Any] = {
            "until": told.until,
            "reason": told.reason,
            "by": self._speaker(lead),
            "at": at,
        }
        extension = ask_extension(request=request, **facts)
        if told.is_granted:
            yield (at := _at(told.when, 15, 25))
            grant_extension(extension=extension, until=told.until, by=self.cast["platform2"], at=at)

    def proposal(self, told: ScriptedProposal) -> Acts:
        yield (at := _at(told.when, 11, 35))
        action, lead = self._action(told.action)
        terms = Terms(told.title, told.title_nl, due=told.due, due_precision=Precision.DAY)
        propose_milestone(action=action, terms=terms, by=self._speaker(lead), at=at)

    def ended_ask(self, told: EndedAsk) -> Acts:
        yield (at := _at(told.when, 14, 5))
        asked = Question.objects.of_plan(self.plan).open()
        question = asked.get(action__code=told.action, for_everybody=True)
        settle_question(question=question, by=self.cast["platform"], at=at)

    def _action(self, code: str) -> tuple[Action, Organisation]:
        """The action and its lead, who never changes in the story."""
        action = self.plan.actions.get(code=code)
        return action, action.leads.open().select_related("organisation").get().organisation

    def _speaker(self, organisation: Organisation) -> User:
        return self.cast[SPEAKERS[organisation.key]]
