"""Extensions: those that wait for an answer, and the page of one request with all that was asked and given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actionplan.accounts.requests import PortalRequest
from actionplan.base.tokens import new_token
from actionplan.reporting.lateness import is_late, lateness_words
from actionplan.reporting.models import Extension, Request, Round
from actionplan.reporting.states import UNANSWERED, ExtensionState

from .forms.extensions import AskExtensionForm, DeclineForm, GiveExtensionForm, GrantForm
from .trail import trail_of_round

SHOWN = 20


@dataclass(frozen=True)
class Waiting:
    """An extension that was asked for, with the two answers to it."""

    extension: Extension
    grant: GrantForm
    decline: DeclineForm


def to_answer(
    extension: Extension, grant: GrantForm | None = None, decline: DeclineForm | None = None
) -> Waiting:
    known = {"extension": extension.pk, "until": extension.asked_until}
    return Waiting(
        extension,
        grant or GrantForm(extension=extension, initial={**known, "token": new_token()}),
        decline or DeclineForm(extension=extension, initial={**known, "token": new_token()}),
    )


def extensions_waiting(round: Round) -> list[Waiting]:
    """Those that were asked for and not answered, the earliest first: two queries."""
    rows = Extension.objects.filter(request__round=round, state=ExtensionState.ASKED)
    rows = rows.prefetch_related("request__action__terms")
    known = rows.select_related("request__action", "request__organisation", "asked_by")
    return [to_answer(row) for row in known.order_by("asked_at", "pk")[:SHOWN]]


def extension_context(request: PortalRequest, row: Request, **sent: Any) -> dict[str, Any]:
    """The page of one request. `sent` are forms that come back: `ask_form`, `give_form`, `grant`, `decline`."""
    user = request.user
    extensions = list(row.extensions.select_related("asked_by", "answered_by").order_by("-asked_at", "-pk"))
    waiting = next((one for one in extensions if one.state == ExtensionState.ASKED), None)
    may_keep = user.has_perm("reporting.keep_rounds", row)
    takes_more = _takes_an_extension(row)
    asks = takes_more and waiting is None and user.has_perm("reporting.ask_extension", row)
    back = sent.get("ask_form") or sent.get("give_form") or sent.get("grant") or sent.get("decline")
    token = {"token": new_token()}
    return {
        "plan": row.round.plan,
        "round": row.round,
        "asked_request": row,
        "lateness": "" if row.round.is_draft else lateness_words(row),
        "is_late": not row.round.is_draft and is_late(row),
        "extensions": extensions,
        "form": back,
        "ask_form": (sent.get("ask_form") or AskExtensionForm(initial=token)) if asks else None,
        "give_form": (sent.get("give_form") or GiveExtensionForm(initial=token))
        if may_keep and takes_more and waiting is None
        else None,
        "waiting": to_answer(waiting, sent.get("grant"), sent.get("decline"))
        if waiting and may_keep and _takes_acts(row.round)
        else None,
        "typed": [],
        "takes_more": takes_more,
        "trail": trail_of_round(row.round),
    }


def _takes_acts(round: Round) -> bool:
    return round.is_open or round.is_in_review


def _takes_an_extension(row: Any) -> bool:
    """Whether more time could be of use: a lead's, not handed in, in a round that is open or in review."""
    is_waiting = row.is_lead and row.organisation_id is not None and row.answer_state in UNANSWERED
    return is_waiting and _takes_acts(row.round)
