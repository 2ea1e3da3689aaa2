"""The text of a mail: things to do and news, plan by plan, in the language of the person, as plain text.

If it is about several plans, each part begins with the name of its plan. Duties of a kind have a heading with their number,
and a line each: the action, the organisation, until or since when. It names actions and days, never what people wrote about
them: mail leaves the portal, and limited actions must not.
"""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.base.formatting import day, distance_words, late_words, number
from objectives.models import Plan

from .addresses import address_of, address_of_all, full_address
from .duty import REVIEW_AFTER, Duty
from .states import DutyKind

LONGEST_TITLE = 100
MOST_LINES = 20
"""Lines in a group; the pages have the rest."""
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Headers against automatic replies (RFC 3834)."""
OF_A_ROUND = {DutyKind.HAND_IN, DutyKind.INVITED}
OF_CONTRIBUTORS = {
    *(DutyKind.RETURNED, DutyKind.REOPENED, DutyKind.HAND_IN, DutyKind.INVITED, DutyKind.QUESTION)
}
OF_THE_PLATFORM = {DutyKind.REVIEW, DutyKind.EXTENSION_ASKED}


# The headings of duties of a kind, with their number


def heading(kind: DutyKind, count: int) -> str:
    return DUTY_HEADINGS[kind](count) % {"count": count, "days": number(REVIEW_AFTER)}


DUTY_HEADINGS: dict[DutyKind, Callable[[int], str]] = {
    DutyKind.RETURNED: lambda count: ngettext(
        "%(count)s report was returned with a remark",
        "%(count)s reports were returned with a remark",
        count,
    ),
    DutyKind.HAND_IN: lambda count: ngettext(
        "%(count)s report to submit", "%(count)s reports to submit", count
    ),
    DutyKind.REOPENED: lambda count: ngettext(
        "%(count)s report is asked for again, after a remark in the validation",
        "%(count)s reports are asked for again, after remarks in the validation",
        count,
    ),
    DutyKind.QUESTION: lambda count: ngettext(
        "%(count)s question of the Platform to answer",
        "%(count)s questions of the Platform to answer",
        count,
    ),
    DutyKind.INVITED: lambda count: ngettext(
        "you are invited to add your part to %(count)s action",
        "you are invited to add your part to %(count)s actions",
        count,
    ),
    DutyKind.VALIDATION: lambda count: ngettext(
        "%(count)s minister to answer for", "%(count)s ministers to answer for", count
    ),
    DutyKind.REVIEW: lambda count: ngettext(
        "%(count)s report has waited for review for %(days)s days or more",
        "%(count)s reports have waited for review for %(days)s days or more",
        count,
    ),
    DutyKind.EXTENSION_ASKED: lambda count: ngettext(
        "%(count)s extension was asked for", "%(count)s extensions were asked for", count
    ),
    DutyKind.AMENDMENT: lambda count: ngettext(
        "the day of %(count)s prepared amendment has come",
        "the days of %(count)s prepared amendments have come",
        count,
    ),
    DutyKind.CUT_OFF: lambda count: ngettext(
        "%(count)s report can no longer be submitted: the round is in review before its last day",
        "%(count)s reports can no longer be submitted: the round is in review before its last day",
        count,
    ),
    DutyKind.EXTENSION_ANSWERED: lambda count: ngettext(
        "%(count)s answer about an extension", "%(count)s answers about an extension", count
    ),
    DutyKind.ACCEPTED: lambda count: ngettext(
        "%(count)s report was accepted", "%(count)s reports were accepted", count
    ),
    DutyKind.AMENDED: lambda count: ngettext(
        "%(count)s action was amended", "%(count)s actions were amended", count
    ),
    DutyKind.CLOSED: lambda count: ngettext(
        "%(count)s round was closed", "%(count)s rounds were closed", count
    ),
}


# A duty in a line


def line(duty: Duty, on: datetime.date, *, with_organisation: bool) -> str:
    what = DUTY_LINES[duty.kind](duty, on)
    named = about(duty, with_organisation=with_organisation) if duty.action else ""
    return ": ".join(words for words in (named, what) if words)


def about(duty: Duty, *, with_organisation: bool) -> str:
    """`1.2 Joint prevention network (Education and Training)`; titles are public, since the plan is."""
    title = textwrap.shorten(duty.action.local_title, LONGEST_TITLE, placeholder=" …")
    organisation = f" ({duty.organisation.local_name})" if with_organisation and duty.organisation else ""
    return f"{duty.action.code} {title}{organisation}"


def by(last_day: datetime.date, on: datetime.date) -> str:
    """`by 20 December 2022, in 7 days`, or `3 days late`; the last day is inclusive."""
    when = distance_words(last_day, on) if on <= last_day else late_words((on - last_day).days)
    return _("by %(day)s, %(when)s") % {"day": day(last_day), "when": when}


def _joined(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _hand_in(duty: Duty, on: datetime.date) -> str:
    """Empty: the day is in the heading."""
    return _joined(
        _("extended") if duty.facts["extended"] else "",
        _("for its money only") if duty.facts["money_only"] else "",
    )


def _returned(duty: Duty, on: datetime.date) -> str:
    returned = _("returned on %(day)s") % {"day": day(duty.facts["returned"])}
    return _joined(returned, by(duty.day, on) if duty.day else "")


def _question(duty: Duty, on: datetime.date) -> str:
    words = {"who": duty.facts["of_whom"], "day": day(duty.facts["asked"])}
    asked = (_("asked of %(who)s on %(day)s") if words["who"] else _("asked on %(day)s")) % words
    return _joined(asked, by(duty.day, on) if duty.day else "")


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


def _amendment(duty: Duty, on: datetime.date) -> str:
    return _("amendment %(number)s of the plan %(plan)s, to be in force from %(day)s") % {
        "number": duty.facts["number"],
        "plan": duty.plan.code,
        "day": day(duty.day),
    }


def _extension_answered(duty: Duty, on: datetime.date) -> str:
    if duty.day is None:
        return _("no extension is given")
    return _("extended until %(day)s") % {"day": day(duty.day)}


def _amended(duty: Duty, on: datetime.date) -> str:
    words = {"number": duty.facts["number"], "day": day(duty.day), "into": duty.facts["merged_into"]}
    if words["into"]:
        return _("merged into %(into)s from %(day)s on, by amendment %(number)s") % words
    if duty.facts["withdrawn"]:
        return _("no longer in the plan from %(day)s on, by amendment %(number)s") % words
    return _("amendment %(number)s, in force from %(day)s") % words


def _closed(duty: Duty, on: datetime.date) -> str:
    """Has the full hash, so that whoever keeps this mail can prove later what the round froze."""
    facts = {"round": duty.round.local_name, "day": day(duty.day), "hash": duty.facts["hash"]}
    return _("%(round)s, closed on %(day)s. SHA-256 of its snapshot: %(hash)s") % facts


DUTY_LINES: dict[DutyKind, Callable[[Duty, datetime.date], str]] = {
    DutyKind.RETURNED: _returned,
    DutyKind.HAND_IN: _hand_in,
    DutyKind.QUESTION: _question,
    DutyKind.INVITED: lambda duty, on: "",
    DutyKind.CUT_OFF: lambda duty, on: _("what is written is kept; ask the Platform for more time"),
    DutyKind.VALIDATION: _validation,
    DutyKind.REVIEW: lambda duty, on: _("submitted on %(day)s") % {"day": day(duty.day)},
    DutyKind.EXTENSION_ASKED: lambda duty, on: (
        _("more time is asked, until %(day)s") % {"day": day(duty.facts["until"])}
    ),
    DutyKind.REOPENED: lambda duty, on: by(duty.day, on),
    DutyKind.AMENDMENT: _amendment,
    DutyKind.EXTENSION_ANSWERED: _extension_answered,
    DutyKind.ACCEPTED: lambda duty, on: _("accepted on %(day)s") % {"day": day(duty.day)},
    DutyKind.AMENDED: _amended,
    DutyKind.CLOSED: _closed,
}


# The mail


@dataclass(frozen=True)
class DutyGroup:
    """Duties of a kind; those to submit are grouped by round, organisation and day."""

    heading: str
    about: str
    """The round and organisation; empty if the lines name them."""
    lines: list[tuple[str, str]]
    """What to do, and its address; empty if the group has an address."""
    more: int
    """How many are left out."""
    url: str

    @property
    def more_words(self) -> str:
        return _("and %(count)s more") % {"count": self.more}


@dataclass(frozen=True)
class PartOfPlan:
    """The part of a mail about a plan."""

    plan: Plan
    to_do: list[DutyGroup]
    to_know: list[DutyGroup]
    sheet_url: str


def letter(person: User, address: str, duties: list[Duty], at: datetime.datetime) -> EmailMessage:
    """The mail to this person about these duties, which are sorted."""
    with override(person.language):
        context = {
            "person": person,
            "parts": list(_parts(duties, day_of(at))),
            "calendar_url": full_address("calendar"),
        }
        return EmailMessage(
            subject=_subject(duties),
            body=render_to_string("mail/digest.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[address],
            headers=HEADERS,
        )


def _parts(duties: list[Duty], on: datetime.date) -> Iterator[PartOfPlan]:
    """The parts in the order in which the portal lists plans: the latest start first."""
    of_plans = sorted(duties, key=lambda duty: (-duty.plan.start.toordinal(), duty.plan.code))
    several = _are_of_several(duties)
    for plan, group in groupby(of_plans, key=lambda duty: duty.plan):
        rows = list(group)
        yield PartOfPlan(
            plan=plan,
            to_do=list(_groups([duty for duty in rows if duty.is_to_do], on, several=several)),
            to_know=list(_groups([duty for duty in rows if not duty.is_to_do], on, several=several)),
            sheet_url=_sheet(rows),
        )


def _subject(duties: list[Duty]) -> str:
    """`Action plan: 3 reports to submit`; for several kinds, `Action plan: 5 things to do`."""
    to_do = [duty for duty in duties if duty.is_to_do]
    duties = to_do or duties
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
    """Whether the mail has to name the organisation of each duty."""
    return len({duty.organisation for duty in duties if duty.organisation}) > 1


def _groups(duties: list[Duty], on: datetime.date, *, several: bool) -> Iterator[DutyGroup]:
    for _key, group in groupby(sorted(duties, key=_place_in_mail), key=_place_in_mail):
        rows = list(group)
        first = rows[0]
        is_of_round = first.kind in OF_A_ROUND
        words, names = heading(first.kind, len(rows)), ""
        if is_of_round:
            names = f"{first.round.local_name}, {first.organisation.local_name}"
        if first.kind == DutyKind.HAND_IN:
            words = f"{words} {by(first.day, on)}"
        with_organisation = first.kind in OF_THE_PLATFORM or (several and not is_of_round)
        lines = [
            (line(duty, on, with_organisation=with_organisation), address_of(duty))
            for duty in rows[:MOST_LINES]
        ]
        yield DutyGroup(words, names, lines, more=len(rows) - len(lines), url=address_of_all(rows))


def _sheet(duties: list[Duty]) -> str:
    """The address of the sheet; empty if a group has it already, and for people who report on nothing."""
    own = [duty for duty in duties if duty.kind in OF_CONTRIBUTORS and duty.organisation]
    if not own or any(duty.kind in OF_A_ROUND for duty in own):
        return ""
    return full_address("my-actions", own[0].plan.code)


def _place_in_mail(duty: Duty) -> tuple:
    """The sort key of groups; duties keep their order within a group."""
    place = list(DutyKind).index(duty.kind)
    if duty.kind not in OF_A_ROUND:
        return (place,)
    day = duty.day if duty.kind == DutyKind.HAND_IN else datetime.date.min
    return (place, duty.round.pk, duty.organisation.key, day)
