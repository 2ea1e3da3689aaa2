"""The Platform's questions: it asks one organisation or one minister about an action, by a day; whoever was asked and the
Platform reply in the thread; the Platform settles it.

In a round or between rounds, with the acceptance of a report or without. Nothing settles a question by itself, unless its
action leaves the plan. Each operation locks the action first and writes its event in the same transaction: who, when, of
whom; of the text only a hash.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.picture.asks import asked_and_to_do
from actionplan.picture.picture import Picture
from actionplan.reporting import standings
from actionplan.reporting.locking import lock, refuse_unless_in_force
from actionplan.reporting.models import Answer, ProgressReport, Question, Round
from actionplan.reporting.querysets import QuestionQuerySet
from actionplan.reporting.question_hashes import questions_said
from actionplan.reporting.rules import is_asked
from actionplan.reporting.states import Confidence, Settlement, better_than
from actionplan.reporting.trail import of_body
from actionplan.reporting.who_is_asked import asked_now
from actions.models import Action


@dataclass(frozen=True)
class ToAsk:
    """What to ask, of whom, by which day (inclusive), and whether everybody reads it."""

    text: str
    of_whom: Organisation | Minister
    due: datetime.date
    for_everybody: bool = True


class NothingAsked(Refused):
    """The verdict needs that something is asked."""


def bodies_to_ask(action: Action, on: datetime.date) -> list[Organisation | Minister]:
    """Of whom something can be asked: the lead and the other organisations of the action, then its ministers."""
    leads = list(action.leads.in_force(on).values_list("organisation", flat=True))
    organisations = Organisation.objects.filter(
        Q(pk__in=leads) | Q(pk__in=action.promotions.in_force(on).values("organisation"))
    )
    ministers = Minister.objects.filter(pk__in=action.minister_involvements.in_force(on).values("minister"))
    return [*sorted(organisations, key=lambda body: body.pk not in leads), *ministers]


@operation()
def ask_question(
    *,
    action: Action,
    of_whom: Organisation | Minister,
    text: str,
    due: datetime.date,
    for_everybody: bool = False,
    round: Round | None = None,
    report: ProgressReport | None = None,
    by: User,
    at: datetime.datetime,
) -> Question:
    """Ask an organisation or a minister that has a part in the action today. An organisation's next report shows the
    question first.

    `due` is the last day to answer, inclusive. `report` is the one that was accepted with the question. Raises
    PermissionDenied for anybody but the Platform; Refused without text, for a day that has passed, if the action is no
    longer reported on or who is asked has no part in it.
    """
    if not by.has_perm("reporting.ask_question", action):
        raise PermissionDenied
    action = lock(action.pk)
    refuse_unless_in_force(action, day_of(at))
    standings.refuse_before_latest(action.pk, at)
    _refuse_to_ask(action, of_whom, text, due, day_of(at))
    question = Question.objects.create(
        action=action,
        organisation=of_whom if isinstance(of_whom, Organisation) else None,
        minister=of_whom if isinstance(of_whom, Minister) else None,
        for_everybody=for_everybody,
        round=round,
        report=report,
        text=text.strip(),
        due=due,
        asked_by=by,
        asked_at=at,
    )
    _record(Verb.QUESTION_ASKED, question, by, at)
    return question


def _refuse_to_ask(
    action: Action, of_whom: Organisation | Minister, text: str, due: datetime.date, today: datetime.date
) -> None:
    if not text.strip():
        raise Refused(_("Write your question."))
    if due < today:
        raise Refused(_("The last day to answer has passed already."))
    if of_whom not in bodies_to_ask(action, today):
        raise Refused(_("%(name)s has no part in this action any more.") % {"name": of_whom})


def ask_with_report(
    report: ProgressReport, to_ask: ToAsk | None, *, by: User, at: datetime.datetime
) -> Question | None:
    """Ask it with the acceptance of the report, in whose transaction this is. With “off track” something must be asked, or a
    question that everybody reads must be open, unless the action left the plan: raises NothingAsked.
    """
    if to_ask is not None:
        return ask_question(
            action=report.action,
            of_whom=to_ask.of_whom,
            text=to_ask.text,
            due=to_ask.due,
            for_everybody=to_ask.for_everybody,
            round=report.round,
            report=report,
            by=by,
            at=at,
        )
    if report.verdict == Confidence.OFF_TRACK and report.action.is_in_force(day_of(at)):
        asked = Question.objects.of_action(report.action_id).open().filter(for_everybody=True)
        if not asked.exists():
            raise NothingAsked(_("Say what you ask, of whom and by when: this verdict needs it."))
    return None


def waiting_for_organisations(
    questions: QuestionQuerySet, picture: Picture
) -> dict[tuple[int, int], list[Question]]:
    """Those of the questions that an organisation has to answer, by the last day, by the keys of the action and of the
    organisation that is to answer today. One query. The picture is of today, and has the actions.
    """
    waiting: dict[tuple[int, int], list[Question]] = defaultdict(list)
    rows = questions.filter(organisation__isnull=False).waiting().by_term()
    for question in rows.select_related("action", "organisation"):
        if action := picture.actions.by_pk(question.action_id):
            _asked, now = asked_and_to_do(question, action, picture)
            waiting[action.pk, now.pk].append(question)
    return waiting


@operation()
def answer_question(*, question: Question, text: str, by: User, at: datetime.datetime) -> Answer:
    """Reply in the thread: as a contact point of the organisation asked, as the minister's office asked, or as the Platform.

    Somebody who is both speaks for who was asked. Raises PermissionDenied for anybody else, Refused without text or if the
    question is settled.
    """
    row = _open(question, "reporting.answer_question", by, at)
    if not text.strip():
        raise Refused(_("Write your answer."))
    body = asked_now(row) if is_asked(by, row) else None
    answer = Answer.objects.create(
        question=row,
        organisation=body if isinstance(body, Organisation) else None,
        minister=body if isinstance(body, Minister) else None,
        text=text.strip(),
        by=by,
        at=at,
    )
    _record(Verb.QUESTION_ANSWERED, row, by, at)
    return answer


@operation()
def settle_question(
    *, question: Question, how: Settlement | None = None, by: User, at: datetime.datetime
) -> Question:
    """Settle it. Raises PermissionDenied for anybody but the Platform, Refused if it is settled."""
    row = _open(question, "reporting.settle_question", by, at)
    _settle(row, how, by, at)
    return row


def settle_with_report(
    report: ProgressReport, questions: Collection[int], *, by: User, at: datetime.datetime
) -> None:
    """Settle those of these questions (keys) about its action that are open, with its acceptance.

    Raises Refused for one that was asked with a verdict, is not answered, and of which this verdict is no better.
    """
    rows = Question.objects.of_action(report.action_id).open().filter(pk__in=questions)
    answered = set(rows.answered().values_list("pk", flat=True))
    for question in rows.select_related("report").order_by("pk"):
        is_better = question.report is not None and better_than(report.verdict, question.report.verdict)
        if report.verdict and question.report and not (is_better or question.pk in answered):
            sentence = _(
                "“%(question)s” is not answered, and this verdict is no better than the one it was asked with: take its tick "
                "away, or settle it on its own page."
            )
            raise Refused(sentence % {"question": Truncator(question.text).chars(80)})
        settle_question(question=question, how=Settlement.BETTER_VERDICT if is_better else None, by=by, at=at)


def proposed_to_settle(report: ProgressReport, verdict: str) -> set[int]:
    """The keys of the open questions about its action that this verdict on a lead's report proposes to settle: those asked
    with a worse one, and all once the action is completed or stopped.
    """
    if not report.is_lead:
        return set()
    rows = Question.objects.of_action(report.action_id).open().values_list("pk", "report__verdict")
    return {key for key, before in rows if not report.takes_verdict or better_than(verdict, before or "")}


def settle_questions_about(
    actions: Collection[int], why: str, *, by: User, at: datetime.datetime
) -> list[Question]:
    """Answer the open questions about actions that leave the plan with `why`, and settle them. The caller has locked them."""
    questions = list(
        Question.objects.open().filter(action__in=actions).select_related("action").order_by("pk")
    )
    Answer.objects.bulk_create(Answer(question=question, text=why, by=by, at=at) for question in questions)
    for question in questions:
        _settle(question, Settlement.NO_LONGER_ASKED, by, at)
    return questions


def _settle(question: Question, how: Settlement | None, by: User, at: datetime.datetime) -> None:
    question.settled_by, question.settled_at, question.settled_how = by, at, how or ""
    question.save(update_fields=["settled_by", "settled_at", "settled_how"])
    _record(Verb.QUESTION_SETTLED, question, by, at)


def _open(question: Question, permission: str, by: User, at: datetime.datetime) -> Question:
    """The current question, with its action locked. Raises Refused if it is settled or has a later message."""
    lock(question.action_id)
    related = ["action", "organisation", "minister", "settled_by"]
    row = Question.objects.select_related(*related).get(pk=question.pk)
    if not by.has_perm(permission, row):
        raise PermissionDenied
    if row.settled_at is not None:
        raise Refused(_("%(person)s settled this question in the meantime.") % {"person": row.settled_by})
    standings.refuse_before_latest(row.action_id, at)
    if at < row.asked_at or row.answers.filter(at__gt=at).exists():
        raise Refused(_("Something later than this moment was recorded for this action already."))
    return row


def record_emptied_questions(rows: Iterable[Question | Answer], by: User, at: datetime.datetime) -> None:
    """Record that a removal by law emptied these, behind it: an event for each question."""
    keys = {row.pk if isinstance(row, Question) else row.question_id for row in rows}
    for question in Question.objects.filter(pk__in=keys).select_related("action").order_by("pk"):
        record(
            Verb.QUESTION_EMPTIED,
            by=by,
            at=at,
            subject=question.action,
            plan=question.action.plan_id,
            action=question.action_id,
            contents=questions_said(question.pk),
        )


def _record(verb: Verb, question: Question, by: User, at: datetime.datetime) -> None:
    record(
        verb,
        by=by,
        at=at,
        subject=question,
        plan=question.action.plan_id,
        action=question.action_id,
        contents=questions_said(question.pk),
        **of_body(question.of_whom),
    )
