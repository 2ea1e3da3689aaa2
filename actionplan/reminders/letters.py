"""The mail of a person: what is to be done and what is good to know, in their language, in plain text.

It names actions and days, never what somebody said about them: mail leaves the portal, and limited actions stay inside.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.models import User
from actionplan.base.brussels import day_of
from actionplan.base.language import speaking

from .addresses import address_of, address_of_all, full
from .duty import Duty
from .headings import heading
from .lines import by, line
from .states import Kind

MOST_LINES = 20
"""Of one group; the pages have the rest."""
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""No answers of somebody's absence (RFC 3834)."""


@dataclass(frozen=True)
class Group:
    """Duties of one kind; what is due of one organisation by one day in a round stands together."""

    heading: str
    about: str
    """Of which round and organisation; empty where the lines say it."""
    lines: list[tuple[str, str]]
    """What to do, and the address where; without one where the whole group has it."""
    more: int
    """How many are not named."""
    url: str

    @property
    def more_words(self) -> str:
        return ngettext("and %(count)s more", "and %(count)s more", self.more) % {"count": self.more}


def letter(person: User, address: str, duties: list[Duty], at: datetime.datetime) -> EmailMessage:
    """The mail to this person about these duties, which are in the order of a mail."""
    on = day_of(at)
    with speaking(person.language):
        to_do = [duty for duty in duties if duty.is_to_do]
        to_know = [duty for duty in duties if not duty.is_to_do]
        context = {
            "person": person,
            "to_do": list(_groups(to_do, on, several=_are_of_several(duties))),
            "to_know": list(_groups(to_know, on, several=_are_of_several(duties))),
            "sheet_url": _sheet(duties),
            "calendar_url": full("calendar"),
        }
        return EmailMessage(
            subject=_subject(to_do, to_know),
            body=render_to_string("mail/digest.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[address],
            headers=HEADERS,
        )


def _subject(to_do: list[Duty], to_know: list[Duty]) -> str:
    """`Action plan: 3 reports to hand in`; where they are of several kinds, `Action plan: 5 things to do`."""
    duties = to_do or to_know
    kinds = {duty.kind for duty in duties}
    count = len(duties)
    if len(kinds) == 1:
        words = heading(kinds.pop(), count)
    elif to_do:
        words = ngettext("%(count)s thing to do", "%(count)s things to do", count) % {"count": count}
    else:
        words = ngettext("%(count)s thing to know", "%(count)s things to know", count) % {"count": count}
    return _("Action plan: %(words)s") % {"words": words}


def _are_of_several(duties: list[Duty]) -> bool:
    """Whether the mail has to say of which organisation each thing is."""
    return len({duty.organisation for duty in duties if duty.organisation}) > 1


def _groups(duties: list[Duty], on: datetime.date, *, several: bool) -> Iterator[Group]:
    for _key, found in groupby(sorted(duties, key=_group), key=_group):
        rows = list(found)
        first = rows[0]
        is_of_round = first.kind in OF_A_ROUND
        words, names = heading(first.kind, len(rows)), ""
        if is_of_round:
            names = f"{first.round.local_name}, {first.organisation.local_name}"
        if first.kind == Kind.HAND_IN:
            words = f"{words} {by(first.day, on)}"
        with_organisation = first.kind in OF_THE_PLATFORM or (several and not is_of_round)
        lines = [
            (line(duty, on, with_organisation=with_organisation), address_of(duty))
            for duty in rows[:MOST_LINES]
        ]
        yield Group(words, names, lines, more=len(rows) - len(lines), url=address_of_all(rows))


def _sheet(duties: list[Duty]) -> str:
    """The page of all that is asked; empty where a group leads to a sheet already, and for who reports on nothing."""
    own = [duty for duty in duties if duty.kind in OF_CONTRIBUTORS]
    if not own or any(duty.kind in OF_A_ROUND for duty in own):
        return ""
    return full("my-actions", own[0].plan.code)


OF_A_ROUND = {Kind.HAND_IN, Kind.INVITED}
OF_CONTRIBUTORS = {Kind.RETURNED, Kind.HAND_IN, Kind.INVITED, Kind.QUESTION}
OF_THE_PLATFORM = {Kind.REVIEW, Kind.EXTENSION_ASKED}


def _group(duty: Duty) -> tuple:
    """What stands together; the order of the duties decides within."""
    place = (list(Kind).index(duty.kind), duty.plan.code)
    if duty.kind not in OF_A_ROUND:
        return place
    day = duty.day if duty.kind == Kind.HAND_IN else datetime.date.min
    return (*place, duty.round.pk, duty.organisation.key, day)
