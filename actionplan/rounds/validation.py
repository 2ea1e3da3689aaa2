"""Validation: a minister's office answers "no objection" or makes a remark to the Platform, per action of
that minister.

An optional step of a round between review and closing. It never changes a report. Asked is only about accepted
reports; what is accepted later, of the lead or of a partner, is asked anew of every office that answered before.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Minister
from actionplan.reporting.locking import locked_round
from actionplan.reporting.models import MinisterAnswer, RemarkTreatment, Request, Round, Standing
from actionplan.reporting.models.closings import Said
from actionplan.reporting.request_querysets import RequestQuerySet
from actionplan.reporting.round_hashes import asked_in
from actionplan.reporting.rules import OfficeInRound
from actionplan.reporting.states import Basis, RoundState
from actionplan.reports.workflow import lock_all
from actions.models import Action, MinisterInvolvement


def actions_of_minister(round: Round, minister: Minister, on: datetime.date) -> list[int]:
    """The keys of the actions with an accepted report in the round that involve the minister on the day."""
    involved = MinisterInvolvement.objects.in_force(on).filter(minister=minister).values("action")
    rows = requests_to_validate().filter(round=round, action__in=involved)
    return list(rows.values_list("action", flat=True))


def requests_to_validate() -> RequestQuerySet:
    """The requests to leads of which a report is accepted: those about whose actions offices are asked.

    A new lead's contribution of before is no report to answer on: a lead's has to count.
    """
    stand = Standing.objects.open().on_basis(Basis.ACCEPTED).filter(as_lead=True)
    rows = Request.objects.of_leads().filter(action__in=stand.values("action"))
    return rows.with_state().filter(was_accepted=True)  # type: ignore[misc]


def newest_standings(actions: Collection[int]) -> dict[int, int]:
    """By action, the key of the newest accepted standing: another one once another report is accepted and counts."""
    rows = Standing.objects.open().on_basis(Basis.ACCEPTED).filter(action__in=actions)
    return dict(rows.order_by("pk").values_list("action", "pk"))


ANSWER_COLUMNS = ["objects_to_it", "remark", "may_stand_in_report", "by", "at"]


@operation()
def answer_for_minister(
    *,
    round: Round,
    minister: Minister,
    remarks: dict[int, str],
    may_stand_in_report: Collection[int] = (),
    shown: Mapping[int, Said | None] | None = None,
    standings: Mapping[int, int] | None = None,
    by: User,
    at: datetime.datetime,
) -> list[MinisterAnswer]:
    """Answer for a minister on some actions: a text is a remark, an empty text means "no objection". The remarks on the
    actions `may_stand_in_report` may be printed in the report to the Government.

    An answer may be changed until the round leaves validation, unless a request was reopened because of it (the office
    is asked anew on the next version) or the Platform said what it did with it. `shown` are the answers that the form showed,
    None for an action without one; `shown` itself is None if there was no form. `standings` are the newest
    that the form showed, by action. Raises PermissionDenied unless `by` belongs to the minister's
    office, ChangedMeanwhile if somebody gave another answer or another report was accepted since, Refused if
    the round is not in validation, an action is not the minister's or has no accepted report, or the Platform did
    something with the answer.
    """
    if not by.has_perm("reporting.answer_for_minister", OfficeInRound(round, minister)):
        raise PermissionDenied
    lock_all(remarks)  # an acceptance locks the action alone
    row = locked_round(round, RoundState.VALIDATION)
    if not set(remarks) <= set(actions_of_minister(row, minister, day_of(at))):
        raise Refused(_("Only actions of this minister with an accepted report can be answered."))
    if standings is not None and newest_standings(remarks) != {key: standings.get(key) for key in remarks}:
        raise ChangedMeanwhile(_("Another report was accepted in the meantime."))
    current = row.minister_answers.current().filter(minister=minister, action__in=remarks)
    known = {one.action_id: one for one in current.select_related("action", "reopening", "treatment")}
    said = _said(remarks, may_stand_in_report)
    _refuse_conflicts(known, said, shown)
    _refuse_after_reopening(known, said)
    answers = []
    for action in Action.objects.filter(pk__in=remarks).prefetch_related("terms").order_by("order"):
        answer = known.get(action.pk) or MinisterAnswer(round=row, action=action, minister=minister)
        if answer.pk and answer.said == said[action.pk]:
            continue
        RemarkTreatment.objects.filter(
            remark=answer.pk
        ).delete()  # of before the Platform was asked to say so
        answer.remark, answer.may_stand_in_report = said[action.pk]
        answer.objects_to_it, answer.by, answer.at = bool(answer.remark), by, at
        answer.save(update_fields=ANSWER_COLUMNS if answer.pk else None)
        answers.append(answer)
        _record(row, action, minister, by, at)
    return answers


def _said(remarks: Mapping[int, str], may_stand_in_report: Collection[int]) -> dict[int, Said]:
    texts = {key: text.strip() for key, text in remarks.items()}
    return {key: Said(text, bool(text) and key in may_stand_in_report) for key, text in texts.items()}


def _refuse_conflicts(
    known: Mapping[int, MinisterAnswer], said: Mapping[int, Said], shown: Mapping[int, Said | None] | None
) -> None:
    """Refuse to overwrite an answer that the form did not show, unless both are the same."""
    for action, mine in said.items() if shown is not None else ():
        answer = known.get(action)
        now = answer.said if answer else None
        if now not in (shown.get(action), mine):  # type: ignore[union-attr]
            raise ChangedMeanwhile(_("Somebody of the same office answered in the meantime."))


def _refuse_after_reopening(known: Mapping[int, MinisterAnswer], said: Mapping[int, Said]) -> None:
    """Refuse to change an answer because of which a request was reopened, or with which something was done."""
    for action, answer in known.items():
        if answer.led_to_reopening and answer.said != said[action]:
            raise Refused(
                _("%(code)s: the Platform reopened the request because of your remark, which stays as it is.")
                % {"code": answer.action.code}
            )
        if answer.is_treated and answer.said != said[action]:
            raise Refused(
                _("%(code)s: the Platform said what it did with your remark, which stays as it is.")
                % {"code": answer.action.code}
            )


def _record(round: Round, action: Action, minister: Minister, by: User, at: datetime.datetime) -> None:
    record(
        Verb.VALIDATED,
        by=by,
        at=at,
        subject=action,
        plan=round.plan_id,
        action=action.pk,
        round=round.code,
        minister=minister.title,
        minister_nl=minister.title_nl,
        contents=asked_in(round.pk, action.pk),
    )


def record_emptied_answers(answers: Iterable[MinisterAnswer], by: User, at: datetime.datetime) -> None:
    """Record that a removal by law emptied remarks, behind it: an event for each action in a round."""
    for answer in {(row.round_id, row.action_id): row for row in answers}.values():
        record(
            Verb.ANSWERS_EMPTIED,
            by=by,
            at=at,
            subject=answer.action,
            plan=answer.round.plan_id,
            action=answer.action_id,
            round=answer.round.code,
            contents=asked_in(answer.round_id, answer.action_id),
        )
