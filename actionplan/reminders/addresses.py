"""Where each duty is done: addresses that a mail or a calendar can carry, from the portal's own address on."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from .duty import Duty
from .states import Kind


def full(name: str, *args: object) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def address_of(duty: Duty) -> str:
    """The page of this one thing; empty where one page serves all of its kind."""
    make = ONE.get(duty.kind)
    return make(duty) if make else ""


def address_of_all(duties: list[Duty]) -> str:
    """The page on which all duties of the first one's kind and plan stand; empty where each has its own."""
    make = ALL.get(duties[0].kind) if duties else None
    return make(duties[0]) if make else ""


def sheet_of(duty: Duty) -> str:
    """The sheet of the organisation that has to do it."""
    return full("sheet", duty.plan.code, duty.organisation.key)


def _extension(duty: Duty) -> str:
    return full("extension", duty.plan.code, duty.round.code, duty.facts["request"])


def _round(duty: Duty) -> str:
    return full("round", duty.plan.code, duty.round.code)


ONE: dict[Kind, Callable[[Duty], str]] = {
    Kind.RETURNED: lambda duty: full("report-form", duty.plan.code, duty.action.code, duty.organisation.key),
    Kind.QUESTION: lambda duty: (
        f"{full('questions', duty.plan.code, duty.action.code)}#{duty.subject.replace(':', '-')}"
    ),
    Kind.VALIDATION: lambda duty: full(
        "validation", duty.plan.code, duty.round.code, duty.facts["minister"].key
    ),
    Kind.EXTENSION_ASKED: _extension,
    Kind.EXTENSION_ANSWERED: _extension,
    Kind.ACCEPTED: lambda duty: full("report", duty.plan.code, duty.action.code, duty.facts["report"]),
    Kind.CLOSED: _round,
}
ALL: dict[Kind, Callable[[Duty], str]] = {
    Kind.HAND_IN: sheet_of,
    Kind.INVITED: sheet_of,
    Kind.REVIEW: lambda duty: full("review-queue", duty.plan.code),
}
