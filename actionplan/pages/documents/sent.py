"""The record of what was sent about a round: the list that everybody reads, and the forms to keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.getters import about_round
from actionplan.reporting.models import Round, SentDocument

from .forms import SentDocumentForm, WithdrawForm


@dataclass(frozen=True)
class RecordOfSending:
    """A record, with the form that withdraws it if the person may and it still stands."""

    document: SentDocument
    form: WithdrawForm | None

    @property
    def kind(self) -> str:
        return str(self.document.get_kind_display())


def sent_context(
    request: PortalRequest,
    round: Round,
    *,
    record_form: SentDocumentForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    of: int = 0,
) -> dict[str, Any]:
    """`withdraw_form` is the one that was sent, for the record `of`."""
    keeps = request.user.has_perm("reporting.record_sent_documents", round)
    if keeps and round.closed_at and record_form is None:
        record_form = SentDocumentForm(round=round)
    if record_form is not None and record_form.is_bound:
        record_form.keep_hash()
    sent = [
        RecordOfSending(row, _form_of(row, withdraw_form if row.pk == of else None) if keeps else None)
        for row in SentDocument.objects.of_round(round)
    ]
    return {
        **about_round(round),
        "sent": sent,
        "record_form": record_form,
        "forms": [form for form in [record_form, withdraw_form] if form is not None],
    }


def _form_of(row: SentDocument, typed: WithdrawForm | None) -> WithdrawForm | None:
    if row.withdrawn_at is not None:
        return None
    form = typed or WithdrawForm(document=row.pk)
    form.about = _("of %(reference)s") % {"reference": row.reference}  # type: ignore[attr-defined]
    return form
