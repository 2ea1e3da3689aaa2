"""The record of what was sent about a round: the list that everybody reads, and the forms to keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.getters import about_round
from actionplan.pages.tokens import typed_to
from actionplan.reporting.models import Round, SentDocument

from .forms import FollowUpForm, SentDocumentForm, WithdrawForm


@dataclass(frozen=True)
class RecordOfSending:
    """A record, with the forms that withdraw it, and say what became of it, if the person may and it still stands."""

    document: SentDocument
    form: WithdrawForm | None
    follow_up: FollowUpForm | None
    may_download: bool

    @property
    def kind(self) -> str:
        return str(self.document.get_kind_display())


def sent_context(
    request: PortalRequest,
    round: Round,
    *,
    record_form: SentDocumentForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    follow_up: FollowUpForm | None = None,
    of: int = 0,
) -> dict[str, Any]:
    """`withdraw_form` or `follow_up` is the one that was sent, for the record `of`."""
    keeps = request.user.has_perm("reporting.record_sent_documents", round)
    names = [round.plan.code, round.code]
    if keeps and round.closed_at and record_form is None:
        record_form = SentDocumentForm(typed_to(request, "sent-document-record", *names), round=round)
    sent = []
    for row in SentDocument.objects.of_round(round):
        row.round = round
        typed = (withdraw_form, follow_up) if row.pk == of else (None, None)
        if data := typed_to(request, "sent-document-withdraw", *names, row.pk):
            typed = WithdrawForm(data, document=row.pk), None
        if data := typed_to(request, "sent-document-follow-up", *names, row.pk):
            typed = None, FollowUpForm(data, document=row)
        forms = (_form_of(row, typed[0]), _follow_up_of(row, typed[1])) if keeps else (None, None)
        sent.append(RecordOfSending(row, *forms, may_download(request, row)))
    return {
        **about_round(round),
        "sent": sent,
        "record_form": record_form,
        "forms": [form for form in [record_form, withdraw_form, follow_up] if form is not None],
    }


def may_download(request: PortalRequest, row: Any) -> bool:
    """Of a record that stands; `row` is one of `of_round`."""
    is_there = row.has_file and row.withdrawn_at is None
    return is_there and request.user.has_perm("reporting.download_sent_document", row)


def _follow_up_of(row: SentDocument, typed: FollowUpForm | None) -> FollowUpForm | None:
    if row.withdrawn_at is not None:
        return None
    form = typed or FollowUpForm(document=row)
    form.about = _("of %(reference)s") % {"reference": row.reference}  # type: ignore[attr-defined]
    return form if form.asked else None


def _form_of(row: SentDocument, typed: WithdrawForm | None) -> WithdrawForm | None:
    if row.withdrawn_at is not None:
        return None
    form = typed or WithdrawForm(document=row.pk)
    form.about = _("of %(reference)s") % {"reference": row.reference}  # type: ignore[attr-defined]
    return form
