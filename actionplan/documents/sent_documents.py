"""Recording which documents were sent, to the Government, to a minister, as the mid-term evaluation, with the file;
and what the Government and Parliament did with them."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base import formatting
from actionplan.base.days import day_of, start_of
from actionplan.base.file_types import NOT_KEPT, clean_name, type_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.uploads import refuse_large
from actionplan.organisations.models import Minister
from actionplan.reporting.locking import locked_round
from actionplan.reporting.models import Round, SentDocument, SnapshotText
from actionplan.reporting.models.sent_documents import valid_sha256
from actionplan.reporting.states import DocumentKind


@operation()
def record_sent_document(
    *,
    round: Round,
    kind: str,
    reference: str,
    sent_on: datetime.date,
    sha256: str,
    by: User,
    at: datetime.datetime,
    minister: Minister | None = None,
    file_name: str = "",
    edition: str = "",
    content: bytes | None = None,
) -> SentDocument:
    """Record the document; `minister` is set for an extract only. The hash may have capitals and spaces.

    `content` is the file, and the edition says who may download it; of a file of which a text was removed by law the hash
    alone is recorded. Raises Refused for a round that never closed, a day in the future or before the closing, a document
    recorded already, no file, or one that may not be kept as it is; ValidationError if the hash is not a SHA-256.
    """
    _refuse_unless_coordinator(by, round)
    row = locked_round(round)
    if row.closed_at is None:
        raise Refused(_("Only of a round that was closed a document can have been sent."))
    if sent_on > day_of(at):
        raise Refused(_("This day lies ahead: record the document once it is sent."))
    if sentence := too_early(row, sent_on):
        raise Refused(sentence)
    facts = {"round": row, "kind": DocumentKind(kind), "minister": minister, "reference": reference.strip()}
    sha256 = "".join(sha256.split()).lower()
    valid_sha256(sha256)
    _refuse_file(content, edition, sha256, removed=_is_removed(row, sent_on, sha256))
    _refuse_without(facts["reference"], minister, kind)
    if SentDocument.objects.filter(**facts, sha256=sha256, withdrawn_at=None).exists():
        raise Refused(_("This document is recorded already."))
    document = SentDocument.objects.create(
        **facts,
        sha256=sha256,
        sent_on=sent_on,
        file_name=clean_name(file_name, type_of(content or b"")) if file_name else "",
        edition=edition,
        content=content,
        recorded_by=by,
        recorded_at=at,
    )
    _record(Verb.DOCUMENT_SENT, document, by, at)
    return document


def too_early(round: Round, sent_on: datetime.date) -> str:
    """A sentence if the round first closed (in Brussels) after the day, so that nothing can have been sent; else empty."""
    if round.closed_at is None or sent_on >= day_of(round.closed_at):
        return ""
    words = {"day": formatting.day(day_of(round.closed_at))}
    return _("The round closed on %(day)s: before that day the document did not exist.") % words


def _is_removed(round: Round, sent_on: datetime.date, sha256: str) -> bool:
    """Whether this very file was removed by law, or a text that documents of the round print, since the day of sending."""
    texts = SnapshotText.objects.filter(snapshot__closing__round=round, redacted_at__gte=start_of(sent_on))
    if any(text.is_printed for text in texts.select_related("item")):
        return True
    return SentDocument.objects.filter(sha256=sha256, redacted_at__isnull=False).exists()


def _refuse_file(content: bytes | None, edition: str, sha256: str, *, removed: bool) -> None:
    if content is None:
        if not removed:
            raise Refused(
                _("Choose the file: its SHA-256 alone is for a file of which a text was removed by law.")
            )
        return
    refuse_large(len(content))
    if type_of(content) is None:
        raise Refused(NOT_KEPT)
    if not edition:
        raise Refused(_("Say which edition the file is."))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused(_("This is not the SHA-256 of the file that you chose."))
    if removed:
        raise Refused(
            _(
                "A text that this file may hold was removed by law. Record its SHA-256 alone, without the file."
            )
        )


@operation()
def note_sent_document(
    *,
    document: SentDocument,
    communication: str = "",
    noted_on: datetime.date | None = None,
    to_parliament_on: datetime.date | None = None,
    by: User,
    at: datetime.datetime,
) -> SentDocument:
    """Set the number of the communication, the day the Government took note, the day it went to Parliament;
    each once, when it is known.

    Raises Refused for a withdrawn record, for what was set already, for a day in the future or before it was sent, and if
    nothing is given.
    """
    _refuse_unless_coordinator(by, document.round)
    row = SentDocument.objects.select_for_update(no_key=True, of=("self",)).get(pk=document.pk)
    if row.withdrawn_at is not None:
        raise Refused(_("This record was withdrawn."))
    days = {"noted_on": noted_on, "to_parliament_on": to_parliament_on}
    facts = {"communication": communication.strip(), **days}
    given = {name: value for name, value in facts.items() if value}
    if not given:
        raise Refused(_("Fill in what is known by now."))
    if known := [name for name in given if getattr(row, name)]:
        labels = {column.name: column.verbose_name for column in SentDocument._meta.fields}
        raise ChangedMeanwhile(_("This was recorded already: %(what)s.") % {"what": labels[known[0]]})
    if any(day and not row.sent_on <= day <= day_of(at) for day in days.values()):
        raise Refused(_("Write days from the sending of the document up to today."))
    for name, value in given.items():
        setattr(row, name, value)
    row.save(update_fields=list(given))
    _record(Verb.SENT_DOCUMENT_NOTED, row, by, at, **{name: str(value) for name, value in given.items()})
    return row


@operation()
def withdraw_sent_document(
    *, document: SentDocument, reason: str, by: User, at: datetime.datetime
) -> SentDocument:
    """Withdraw a mistaken record; it stays, with who withdrew it, when and why.

    Raises ChangedMeanwhile if it was withdrawn already, and Refused without a reason.
    """
    _refuse_unless_coordinator(by, document.round)
    row = SentDocument.objects.select_for_update(no_key=True, of=("self",)).get(pk=document.pk)
    if row.withdrawn_at is not None:
        words = {"person": row.withdrawn_by}
        raise ChangedMeanwhile(_("%(person)s withdrew this record in the meantime.") % words)
    if not reason.strip():
        raise Refused(_("Say why the record is withdrawn."))
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_why = by, at, reason.strip()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
    _record(Verb.SENT_DOCUMENT_WITHDRAWN, row, by, at, reason=row.withdrawn_why)
    return row


def _refuse_unless_coordinator(by: User, round: Round) -> None:
    if not by.has_perm("reporting.record_sent_documents", round):
        raise PermissionDenied


def _refuse_without(reference: object, minister: Minister | None, kind: str) -> None:
    if not reference:
        raise Refused(_("Say under which reference it was sent."))
    if kind == DocumentKind.EXTRACT and minister is None:
        raise Refused(_("Say for which minister the extract is."))
    if kind != DocumentKind.EXTRACT and minister is not None:
        raise Refused(_("Only an extract is for one minister."))


def _record(verb: Verb, document: SentDocument, by: User, at: datetime.datetime, **names: Any) -> None:
    record(
        verb,
        by=by,
        at=at,
        subject=document,
        plan=document.round.plan_id,
        round=document.round.code,
        sha256=document.sha256,
        sent_on=document.sent_on.isoformat(),
        minister=document.minister.key if document.minister else "",
        **names,
    )
