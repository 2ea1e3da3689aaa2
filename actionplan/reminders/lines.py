"""One duty in one line of a mail: which action, of which organisation, until when or since when."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.formatting import day

from .duty import Duty
from .states import Kind

LONGEST_TITLE = 100


def line(duty: Duty, on: datetime.date, *, with_organisation: bool) -> str:
    said = SAID[duty.kind](duty, on)
    named = about(duty, with_organisation=with_organisation) if duty.action else ""
    return ": ".join(words for words in (named, said) if words)


def about(duty: Duty, *, with_organisation: bool) -> str:
    """`1.2 Joint prevention network (Education and Training)`; titles are printed in the plan, which is public."""
    title = textwrap.shorten(duty.action.local_title, LONGEST_TITLE, placeholder=" …")
    organisation = f" ({duty.organisation.local_name})" if with_organisation else ""
    return f"{duty.action.code} {title}{organisation}"


def when(last_day: datetime.date, on: datetime.date) -> str:
    """`in 7 days`, `today`, `3 days late`: how far off the last day (inclusive) is."""
    days = (last_day - on).days
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": formatting.number(days)}
    if days == 0:
        return _("today")
    return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": formatting.number(-days)}


def by(last_day: datetime.date, on: datetime.date) -> str:
    """`by 20 December 2022, in 7 days`."""
    return _("by %(day)s, %(when)s") % {"day": day(last_day), "when": when(last_day, on)}


def _said(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _hand_in(duty: Duty, on: datetime.date) -> str:
    """The day stands above it."""
    return _said(
        _("extended") if duty.facts["extended"] else "",
        _("for its money only") if duty.facts["money_only"] else "",
    )


def _returned(duty: Duty, on: datetime.date) -> str:
    returned = _("returned on %(day)s") % {"day": day(duty.facts["returned"])}
    return _said(returned, by(duty.day, on) if duty.day else "")


def _question(duty: Duty, on: datetime.date) -> str:
    asked = _("asked on %(day)s") % {"day": day(duty.facts["asked"])}
    return _said(asked, by(duty.day, on) if duty.day else "")


def _validation(duty: Duty, on: datetime.date) -> str:
    count = duty.facts["count"]
    return ngettext(
        "%(minister)s: no objection or a remark on %(count)s action, round %(round)s, %(by)s",
        "%(minister)s: no objection or a remark on %(count)s actions, round %(round)s, %(by)s",
        count,
    ) % {
        "minister": duty.facts["minister"].local_title,
        "count": count,
        "round": duty.round.local_name,
        "by": by(duty.day, on),
    }


def _review(duty: Duty, on: datetime.date) -> str:
    return _("submitted on %(day)s") % {"day": day(duty.day)}


def _extension_asked(duty: Duty, on: datetime.date) -> str:
    return _("more time is asked, until %(day)s") % {"day": day(duty.facts["until"])}


def _extension_answered(duty: Duty, on: datetime.date) -> str:
    if duty.day is None:
        return _("no extension is given")
    return _("extended until %(day)s") % {"day": day(duty.day)}


def _accepted(duty: Duty, on: datetime.date) -> str:
    return _("accepted on %(day)s") % {"day": day(duty.day)}


def _closed(duty: Duty, on: datetime.date) -> str:
    """With the full hash: whoever keeps this mail can prove later what the round froze."""
    facts = {"round": duty.round.local_name, "day": day(duty.day), "hash": duty.facts["hash"]}
    return _("%(round)s, closed on %(day)s. SHA-256 of its snapshot: %(hash)s") % facts


SAID: dict[Kind, Callable[[Duty, datetime.date], str]] = {
    Kind.RETURNED: _returned,
    Kind.HAND_IN: _hand_in,
    Kind.QUESTION: _question,
    Kind.INVITED: lambda duty, on: "",
    Kind.VALIDATION: _validation,
    Kind.REVIEW: _review,
    Kind.EXTENSION_ASKED: _extension_asked,
    Kind.EXTENSION_ANSWERED: _extension_answered,
    Kind.ACCEPTED: _accepted,
    Kind.CLOSED: _closed,
}
