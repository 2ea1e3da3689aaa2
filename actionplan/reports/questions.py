"""Questions: the Platform asks an organisation about an action, both reply in the thread, the Platform closes
it.

In a round or between rounds. Each operation locks the action first and writes its event in the same
transaction: who, when, to whom; never the text.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting import standings
from actionplan.reporting.locking import lock, refuse_unless_in_force
from actionplan.reporting.models import Answer, ProgressReport, Question, Round
from actionplan.reporting.rules import is_asked
from actionplan.reporting.trail import of_organisation
from actions.models import Action


@operation()
def ask_question(
    *,
    action: Action,
    organisation: Organisation,
    text: str,
    answer_by: datetime.date | None = None,
    round: Round | None = None,
    report: ProgressReport | None = None,
    by: User,
    at: datetime.datetime,
) -> Question:
    """Ask an organisation that has a part in the action today. Its next report shows the question first.

    `answer_by` is the last day to answer, inclusive; None leaves it to the next report. `report` is the one
    that was accepted with the question. Raises PermissionDenied for anybody but the Platform; Refused without
    text, for a day that has passed, if the action is no longer reported on or the organisation has no part in
    it.
    """
    if not by.has_perm("reporting.ask_question", action):
        raise PermissionDenied
    action = lock(action.pk)
    refuse_unless_in_force(action, day_of(at))
    standings.refuse_before_latest(action.pk, at)
    _refuse_to_ask(action, organisation, text, answer_by, day_of(at))
    question = Question.objects.create(
        action=action,
        organisation=organisation,
        round=round,
        report=report,
        text=text.strip(),
        answer_by=answer_by,
        asked_by=by,
        asked_at=at,
    )
    _record(Verb.QUESTION_ASKED, question, by, at)
    return question


def _refuse_to_ask(
    action: Action,
    organisation: Organisation,
    text: str,
    answer_by: datetime.date | None,
    today: datetime.date,
) -> None:
    if not text.strip():
        raise Refused(_("Write your question."))
    if answer_by is not None and answer_by < today:
        raise Refused(_("The last day to answer has passed already."))
    if not has_a_part(action, organisation, today):
        raise Refused(
            _("%(organisation)s has no part in this action any more.")
            % {"organisation": organisation.local_name}
        )


def has_a_part(action: Action, organisation: Organisation, on: datetime.date) -> bool:
    """Whether the organisation leads the action, promotes it or partners in it on the day."""
    return Action.objects.involving([organisation.pk], on).filter(pk=action.pk).exists()


@operation()
def answer_question(*, question: Question, text: str, by: User, at: datetime.datetime) -> Answer:
    """Reply in the thread: as a contact point of the organisation asked, or as the Platform.

    Somebody who is both speaks for the organisation. Raises PermissionDenied for anybody else, Refused
    without text or if the question is closed.
    """
    row = _open(question, "reporting.answer_question", by, at)
    if not text.strip():
        raise Refused(_("Write your answer."))
    organisation = row.organisation if is_asked(by, row) else None
    answer = Answer.objects.create(question=row, organisation=organisation, text=text.strip(), by=by, at=at)
    _record(Verb.QUESTION_ANSWERED, row, by, at)
    return answer


@operation()
def close_question(*, question: Question, by: User, at: datetime.datetime) -> Question:
    """Close the thread. Raises PermissionDenied for anybody but the Platform, Refused if it is closed."""
    row = _open(question, "reporting.close_question", by, at)
    row.closed_by, row.closed_at = by, at
    row.save(update_fields=["closed_by", "closed_at"])
    _record(Verb.QUESTION_CLOSED, row, by, at)
    return row


def _open(question: Question, permission: str, by: User, at: datetime.datetime) -> Question:
    """The current question, with its action locked. Raises Refused if it is closed or has a later message."""
    lock(question.action_id)
    row = Question.objects.select_related("action", "organisation", "closed_by").get(pk=question.pk)
    if not by.has_perm(permission, row):
        raise PermissionDenied
    if row.closed_at is not None:
        raise Refused(_("%(person)s settled this question in the meantime.") % {"person": row.closed_by})
    standings.refuse_before_latest(row.action_id, at)
    if at < row.asked_at or row.answers.filter(at__gt=at).exists():
        raise Refused(_("Something later than this moment was recorded for this action already."))
    return row


def _record(verb: Verb, question: Question, by: User, at: datetime.datetime) -> None:
    record(
        verb,
        by=by,
        at=at,
        subject=question,
        plan=question.action.plan_id,
        action=question.action_id,
        **of_organisation(question.organisation),
    )
