"""One duty in one line of a mail: which action, of which organisation, until when or since when."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base.formatting import day

from .duty import Duty
from .states import Kind


def line(duty: Duty, on: datetime.date) -> str:
    return LINES[duty.kind](duty, on)


def about(duty: Duty) -> str:
    """`1.2 Joint prevention network (Education and Training)`; titles are printed in the plan, which is public."""
    action = f"{duty.action.code} {duty.action.local_title}"
    return f"{action} ({duty.organisation.local_name})" if duty.organisation else action


def when(last_day: datetime.date, on: datetime.date) -> str:
    """`in 7 days`, `today`, `3 days late`: how far off the last day (inclusive) is."""
    days = (last_day - on).days
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    if days == 0:
        return _("today")
    return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}


def _by(duty: Duty, on: datetime.date) -> str:
    """`by 20 December 2022, in 7 days`."""
    return _("by %(day)s, %(when)s") % {"day": day(duty.day), "when": when(duty.day, on)}


def _with(duty: Duty, *words: str) -> str:
    """The action, then what is to be said of it."""
    said = ", ".join(word for word in words if word)
    return f"{about(duty)}: {said}" if said else about(duty)


def _hand_in(duty: Duty, on: datetime.date) -> str:
    money = _("for its money only") if duty.facts["money_only"] else ""
    extended = _("extended") if duty.facts["extended"] else ""
    return _with(duty, _by(duty, on), extended, money)


def _returned(duty: Duty, on: datetime.date) -> str:
    returned = _("returned on %(day)s") % {"day": day(duty.facts["returned"])}
    return _with(duty, returned, _by(duty, on) if duty.day else "")


def _question(duty: Duty, on: datetime.date) -> str:
    asked = _("asked on %(day)s") % {"day": day(duty.facts["asked"])}
    return _with(duty, asked, _by(duty, on) if duty.day else "")


def _validation(duty: Duty, on: datetime.date) -> str:
    count = duty.facts["count"]
    facts = {
        "minister": duty.facts["minister"].local_title,
        "count": count,
        "round": duty.round.local_name,
        "by": _by(duty, on),
    }
    return (
        ngettext(
            "%(minister)s: no objection or a remark on %(count)s action, round %(round)s, %(by)s",
            "%(minister)s: no objection or a remark on %(count)s actions, round %(round)s, %(by)s",
            count,
        )
        % facts
    )


def _review(duty: Duty, on: datetime.date) -> str:
    return _with(duty, _("submitted on %(day)s") % {"day": day(duty.day)})


def _extension_asked(duty: Duty, on: datetime.date) -> str:
    return _with(duty, _("more time is asked, until %(day)s") % {"day": day(duty.facts["until"])})


def _extension_answered(duty: Duty, on: datetime.date) -> str:
    if duty.day is None:
        return _with(duty, _("no extension is given"))
    return _with(duty, _("extended until %(day)s") % {"day": day(duty.day)})


def _accepted(duty: Duty, on: datetime.date) -> str:
    return _with(duty, _("accepted on %(day)s") % {"day": day(duty.day)})


def _closed(duty: Duty, on: datetime.date) -> str:
    """With the full hash: whoever keeps this mail can prove later what the round froze."""
    facts = {"round": duty.round.local_name, "day": day(duty.day), "hash": duty.facts["hash"]}
    return _("%(round)s, closed on %(day)s. SHA-256 of its snapshot: %(hash)s") % facts


LINES: dict[Kind, Callable[[Duty, datetime.date], str]] = {
    Kind.RETURNED: _returned,
    Kind.HAND_IN: _hand_in,
    Kind.QUESTION: _question,
    Kind.INVITED: lambda duty, on: about(duty),
    Kind.VALIDATION: _validation,
    Kind.REVIEW: _review,
    Kind.EXTENSION_ASKED: _extension_asked,
    Kind.EXTENSION_ANSWERED: _extension_answered,
    Kind.ACCEPTED: _accepted,
    Kind.CLOSED: _closed,
}
