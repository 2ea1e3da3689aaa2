"""What the Platform asks with a verdict, of one organisation or one minister, and by when; ending it.

It is written with the review, in the transaction of the acceptance, and ends by the Platform's word, with a
better verdict on the action, when the action is accepted as completed or stopped, or when it leaves the plan. The
trail says of whom it was asked, never what.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting import standings
from actionplan.reporting.locking import lock
from actionplan.reporting.models import Asked, ProgressReport
from actionplan.reporting.states import ENDED_BY_HAND, IN_TROUBLE, AskedEnd, Basis, Confidence, better_than
from actions.models import Action


@dataclass(frozen=True)
class ToAsk:
    """What to ask, of whom, and by which day (inclusive)."""

    text: str
    of_whom: Organisation | Minister
    due: datetime.date


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


def ask_with_verdict(
    report: ProgressReport, to_ask: ToAsk | None, *, by: User, at: datetime.datetime
) -> None:
    """Ask it with the verdict that the report was just accepted with, and end what a better one settles. A report by which
    the action is completed or stopped ends all of it.

    Part of the acceptance, which has locked the action. With “off track” something must be asked, or still be
    asked since an earlier verdict, unless the action left the plan; with “on track” nothing can be. Raises Refused if what is asked says
    nothing, has a day that passed, or is of somebody without a part in the action.
    """
    open_ones = list(Asked.objects.open().filter(action=report.action_id).select_related("report", "action"))
    _end_what_is_settled(open_ones, report, by, at)
    if to_ask is None:
        is_needed = report.verdict == Confidence.OFF_TRACK and report.action.is_in_force(day_of(at))
        if is_needed and all(asked.ended_at for asked in open_ones):
            raise NothingAsked(_("Say what you ask, of whom and by when: this verdict needs it."))
        return
    if report.verdict not in IN_TROUBLE:
        raise Refused(_("With this verdict nothing is asked. Leave what you ask empty, or ask a question."))
    _refuse_to_ask(report, to_ask, day_of(at))
    asked = Asked.objects.create(
        report=report,
        action=report.action,
        organisation=to_ask.of_whom if isinstance(to_ask.of_whom, Organisation) else None,
        minister=to_ask.of_whom if isinstance(to_ask.of_whom, Minister) else None,
        text=to_ask.text.strip(),
        due=to_ask.due,
        asked_by=by,
        asked_at=at,
    )
    _record(Verb.ASKED_WITH_VERDICT, asked, by, at)


def _end_what_is_settled(
    open_ones: list[Asked], report: ProgressReport, by: User, at: datetime.datetime
) -> None:
    is_done = not report.takes_verdict and standings.counts(report, Basis.ACCEPTED)
    for asked in open_ones:
        if is_done:
            _end(asked, AskedEnd.NO_LONGER_ASKED, by, at)
        elif better_than(report.verdict, asked.report.verdict):
            _end(asked, AskedEnd.BETTER_VERDICT, by, at)


def _refuse_to_ask(report: ProgressReport, to_ask: ToAsk, today: datetime.date) -> None:
    if not to_ask.text.strip():
        raise Refused(_("Say what you ask."))
    if to_ask.due < today:
        raise Refused(_("The last day has passed already."))
    if to_ask.of_whom not in bodies_to_ask(report.action, today):
        raise Refused(_("%(name)s has no part in this action any more.") % {"name": to_ask.of_whom})


@operation()
def end_asked(*, asked: Asked, how: str, by: User, at: datetime.datetime) -> Asked:
    """Say that what was asked is done, or that it is no longer asked (`ENDED_BY_HAND`).

    Raises PermissionDenied for anybody but the Platform, Refused if it has ended.
    """
    lock(asked.action_id)
    row = Asked.objects.select_related("action", "organisation", "minister", "ended_by").get(pk=asked.pk)
    if not by.has_perm("reporting.end_asked", row.action):
        raise PermissionDenied
    if row.ended_at is not None:
        raise Refused(
            _("%(person)s ended this in the meantime: %(how)s.")
            % {"person": row.ended_by, "how": row.get_ended_how_display()}
        )
    if how not in ENDED_BY_HAND:
        raise Refused(_("Say how it ended."))
    standings.refuse_before_latest(row.action_id, at)
    _end(row, how, by, at)
    return row


def end_asked_about(actions: Collection[int], *, by: User, at: datetime.datetime) -> None:
    """What is asked about actions that leave the plan is no longer asked. The caller has locked them."""
    for asked in Asked.objects.open().filter(action__in=actions).select_related("action"):
        _end(asked, AskedEnd.NO_LONGER_ASKED, by, at)


def _end(asked: Asked, how: str, by: User, at: datetime.datetime) -> None:
    asked.ended_how, asked.ended_by, asked.ended_at = how, by, at
    asked.save(update_fields=["ended_how", "ended_by", "ended_at"])
    _record(Verb.ASKED_ENDED, asked, by, at)


def _record(verb: Verb, asked: Asked, by: User, at: datetime.datetime) -> None:
    record(
        verb,
        by=by,
        at=at,
        subject=asked,
        plan=asked.action.plan_id,
        action=asked.action_id,
        organisation=asked.organisation_id,
    )
