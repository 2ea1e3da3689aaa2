"""Absolute addresses of the pages of duties, for mails and calendars."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from .duty import Duty
from .states import DutyKind


def full_address(name: str, *args: object) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def address_of(duty: Duty) -> str:
    """The page of this duty; empty if one page serves all duties of its kind."""
    make = ADDRESSES.get(duty.kind)
    return make(duty) if make else ""


def address_of_all(duties: list[Duty]) -> str:
    """The page with all duties of the kind and plan of the first one; empty if each has its own page."""
    make = ADDRESSES_OF_ALL.get(duties[0].kind) if duties else None
    return make(duties[0]) if make else ""


def sheet_of(duty: Duty) -> str:
    """The sheet of the organisation that has to do it."""
    return full_address("sheet", duty.plan.code, duty.organisation.key)


def _extension(duty: Duty) -> str:
    return full_address("extension", duty.plan.code, duty.round.code, duty.facts["request"])


ADDRESSES: dict[DutyKind, Callable[[Duty], str]] = {
    DutyKind.RETURNED: lambda duty: full_address(
        "report-form", duty.plan.code, duty.action.code, duty.organisation.key
    ),
    DutyKind.REOPENED: lambda duty: full_address(
        "report-form", duty.plan.code, duty.action.code, duty.organisation.key
    ),
    DutyKind.QUESTION: lambda duty: (
        f"{full_address('questions', duty.plan.code, duty.action.code)}#{duty.subject.replace(':', '-')}"
    ),
    DutyKind.VALIDATION: lambda duty: full_address(
        "validation", duty.plan.code, duty.round.code, duty.facts["minister"].key
    ),
    DutyKind.EXTENSION_ASKED: _extension,
    DutyKind.AMENDMENT: lambda duty: full_address("amendment", duty.plan.code, duty.facts["number"]),
    DutyKind.EXTENSION_ANSWERED: _extension,
    DutyKind.ACCEPTED: lambda duty: full_address(
        "report", duty.plan.code, duty.action.code, duty.facts["report"]
    ),
    DutyKind.AMENDED: lambda duty: full_address("amendment", duty.plan.code, duty.facts["number"]),
    DutyKind.CLOSED: lambda duty: full_address("round", duty.plan.code, duty.round.code),
}
ADDRESSES_OF_ALL: dict[DutyKind, Callable[[Duty], str]] = {
    DutyKind.HAND_IN: sheet_of,
    DutyKind.INVITED: sheet_of,
    DutyKind.CUT_OFF: sheet_of,
    DutyKind.REVIEW: lambda duty: full_address("review-queue", duty.plan.code),
}
