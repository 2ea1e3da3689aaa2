"""Extensions: more time for a request, asked for by a contributor or given by a coordinator."""

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
from actionplan.reporting.locking import locked_round
from actionplan.reporting.models import Extension, Request
from actionplan.reporting.round_hashes import asked_in
from actionplan.reporting.states import ExtensionState, RequestState, RoundState
from actionplan.reporting.trail import of_organisation


def _locked(request: Request) -> Request:
    """The current request, with its round locked."""
    locked_round(request.round, RoundState.OPEN, RoundState.REVIEW)
    rows = Request.objects.with_state().select_related("round", "action", "organisation")
    return rows.get(pk=request.pk)


def _record(verb: Verb, request: Request, by: User, at: datetime.datetime, until: object = "") -> None:
    record(
        verb,
        by=by,
        at=at,
        subject=request.round,
        plan=request.round.plan_id,
        action=request.action_id,
        until=str(until),
        contents=asked_in(request.round_id, request.action_id),
        **of_organisation(request.organisation),
    )


def _refuse_unless_later(request: Request, until: datetime.date, at: datetime.datetime) -> None:
    if until <= request.due or until < day_of(at):  # type: ignore[attr-defined]
        raise Refused(_("Give a day after the present one, and not in the past."))


@operation()
def ask_extension(
    *, request: Request, until: datetime.date, reason: str, by: User, at: datetime.datetime
) -> Extension:
    """Ask for more time, until the day (inclusive). Raises Refused if it was asked for or is not needed."""
    row = _locked(request)
    if not by.has_perm("reporting.ask_extension", row):
        raise PermissionDenied
    if not row.is_lead:
        raise Refused(_("Partners are invited and never late: no extension is needed."))
    if row.answer_state in (RequestState.SUBMITTED, RequestState.ACCEPTED):  # type: ignore[attr-defined]
        raise Refused(_("The report was submitted: no extension is needed."))
    if row.extensions.filter(state=ExtensionState.ASKED).exists():
        raise Refused(_("An extension was asked for already, and waits for an answer."))
    if not reason.strip():
        raise Refused(_("Say why more time is needed."))
    _refuse_unless_later(row, until, at)
    extension = Extension.objects.create(
        request=row, asked_until=until, reason=reason.strip(), asked_by=by, asked_at=at
    )
    _record(Verb.EXTENSION_ASKED, row, by, at, until)
    return extension


def _waiting(extension: Extension, by: User) -> tuple[Request, Extension]:
    if not by.has_perm("reporting.manage_rounds", extension.request):
        raise PermissionDenied
    request = _locked(extension.request)
    row = Extension.objects.select_for_update(no_key=True).get(pk=extension.pk)
    if row.state != ExtensionState.ASKED:
        raise Refused(_("This extension was answered in the meantime."))
    return request, row


@operation()
def grant_extension(
    *, extension: Extension, until: datetime.date, answer: str = "", by: User, at: datetime.datetime
) -> Extension:
    """Give more time, until the day asked for or another. Raises Refused if it was already answered."""
    request, row = _waiting(extension, by)
    _refuse_unless_later(request, until, at)
    row.state, row.until, row.answer = ExtensionState.GRANTED, until, answer.strip()
    row.answered_by, row.answered_at = by, at
    row.save()
    _extend(request, until, row.reason, by, at)
    return row


@operation()
def decline_extension(*, extension: Extension, answer: str, by: User, at: datetime.datetime) -> Extension:
    """Decline, with the reason. Raises Refused without an answer or if it was already answered."""
    request, row = _waiting(extension, by)
    if not answer.strip():
        raise Refused(_("Say why no extension is given."))
    row.state, row.answer = ExtensionState.DECLINED, answer.strip()
    row.answered_by, row.answered_at = by, at
    row.save()
    _record(Verb.EXTENSION_DECLINED, request, by, at)
    return row


@operation()
def give_extension(
    *, request: Request, until: datetime.date, reason: str, by: User, at: datetime.datetime
) -> Extension:
    """Give more time unasked, with a reason; it also answers an extension that was asked for."""
    if not by.has_perm("reporting.manage_rounds", request):
        raise PermissionDenied
    row = _locked(request)
    if not row.is_lead:
        raise Refused(_("Partners are invited and never late: no extension is needed."))
    if not reason.strip():
        raise Refused(_("Say why more time is given."))
    _refuse_unless_later(row, until, at)
    facts = {"state": ExtensionState.GRANTED, "until": until, "answered_by": by, "answered_at": at}
    extension = row.extensions.filter(state=ExtensionState.ASKED).first() or Extension(
        request=row, asked_until=until, reason=reason.strip(), asked_by=by, asked_at=at
    )
    for name, value in facts.items():
        setattr(extension, name, value)
    extension.answer = reason.strip() if extension.pk else ""
    extension.save()
    _extend(row, until, reason.strip(), by, at)
    return extension


def _extend(request: Request, until: datetime.date, reason: str, by: User, at: datetime.datetime) -> None:
    Request.objects.filter(pk=request.pk).update(extended_to=until, extension_reason=reason)
    _record(Verb.EXTENSION_GRANTED, request, by, at, until)
