"""A person's due dates for their own calendar: reports, answers to questions, closings of rounds; and by choice, in a second
calendar, what is coming in the whole plan, or in the actions of a minister or an organisation.

Each person has a private address for each, which they can make, renew and revoke. Whoever knows it can read the calendar. Its
token is made from a random seed with the portal's secret key. The database has the seed and the token's hash: enough to find
the owner of a token and to show owners their address again, but not enough to forge one. Calendars are copied to telephones
and shared with colleagues, so only the code of a limited action is named.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import secrets
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from actionplan.accounts.models import User
from actionplan.accounts.rules import has_a_role, rights_today
from actionplan.audit.revisions import operation
from actionplan.base import formatting
from actionplan.base.days import ONE_YEAR, day_of, start_of
from actionplan.organisations.models import Minister, Organisation
from actionplan.picture.cache import picture_at
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import Round
from actions.models import Action
from objectives.models import Plan

from .addresses import address_of, full_address, sheet_of
from .coming import WhatIsComing
from .duties import dated_duties_of
from .duty import Duty
from .models import CalendarAddress, PlanCalendarAddress, PrivateAddress
from .people import People, only
from .states import DutyKind

TO_HAND_IN = (DutyKind.HAND_IN, DutyKind.RETURNED)
REFRESHED_EVERY = datetime.timedelta(hours=6)


# The private address


def _token(seed: str) -> str:
    digest = salted_hmac("actionplan.portal.calendar", seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@operation()
def make_address(*, by: User, at: datetime.datetime) -> CalendarAddress:
    """Make a new address for the person; the old one stops working."""
    return CalendarAddress.objects.update_or_create(person=by, defaults=_new_seed(at))[0]


@operation()
def make_plan_address(
    *, plan: Plan, body: Minister | Organisation | None, by: User, at: datetime.datetime
) -> PlanCalendarAddress:
    """Make a new address for what is coming in the whole plan, or in the actions of the minister or the organisation; the old
    one stops working.
    """
    if not rights_today(by, plan).roles:
        raise PermissionDenied
    bodies = {
        "minister": body if isinstance(body, Minister) else None,
        "organisation": body if isinstance(body, Organisation) else None,
    }
    facts = {"plan": plan, **bodies, **_new_seed(at)}
    return PlanCalendarAddress.objects.update_or_create(person=by, defaults=facts)[0]


def _new_seed(at: datetime.datetime) -> dict[str, Any]:
    seed = secrets.token_urlsafe(32)
    return {"seed": seed, "token_hash": _hash(_token(seed)), "made_at": at}


def revoke_address(*, by: User) -> None:
    CalendarAddress.objects.filter(person=by).delete()


def revoke_plan_address(*, by: User) -> None:
    PlanCalendarAddress.objects.filter(person=by).delete()


def plan_address_row(user: User) -> PlanCalendarAddress | None:
    rows = PlanCalendarAddress.objects.filter(person=user)
    return rows.select_related("plan", "minister", "organisation").first()


def address_for(user: User) -> str:
    """The full address of the person's calendar; empty if there is none, or it was made with another secret key."""
    return full_address_of(CalendarAddress.objects.filter(person=user).first())


def full_address_of(row: PrivateAddress | None) -> str:
    if row is None or _hash(token := _token(row.seed)) != row.token_hash:
        return ""
    return full_address("calendar-feed", token)


def owner_of(token: str) -> User | None:
    """The owner of the token, if active and with a role today."""
    address = _behind(CalendarAddress, token).first()
    return address.person if address and has_a_role(address.person) else None


def plan_address_behind(token: str) -> PlanCalendarAddress | None:
    """The address of the token, if its owner is active and has a role in its plan today."""
    row = _behind(PlanCalendarAddress, token).select_related("plan", "minister", "organisation").first()
    return row if row and rights_today(row.person, row.plan).roles else None


def _behind(model: Any, token: str) -> Any:
    return model.objects.filter(token_hash=_hash(token), person__is_active=True).select_related("person")


# The days


@dataclass(frozen=True)
class DueDate:
    """An all-day entry of a calendar. The key stays the same while it is about the same thing."""

    key: str
    day: datetime.date
    title: str
    plan: Plan
    url: str
    actions: tuple[Action | ActionPicture, ...] = ()
    """The actions that it is about."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(action.code for action in self.actions)

    @property
    def details(self) -> tuple[str, ...]:
        """The actions, each with its title unless it is limited."""
        return tuple(_action_named(action) for action in self.actions)


def due_dates_of(user: User, at: datetime.datetime) -> list[DueDate]:
    """By day, then kind and action, in the active language. Past days stay until the work is done."""
    people = only(user, day_of(at))
    duties = dated_duties_of(people, at).get(user.pk, [])
    reports = [duty for duty in duties if duty.kind in TO_HAND_IN]
    dates = [
        *_reports_due(reports),
        *[_question_due(duty) for duty in duties if duty.kind == DutyKind.QUESTION],
        *[_validation_due(duty) for duty in duties if duty.kind == DutyKind.VALIDATION],
        *(_closings_due(people) if people.has_coordinators else []),
    ]
    return sorted(dates, key=lambda due: due.day)


def _reports_due(duties: list[Duty]) -> list[DueDate]:
    """An entry for all reports of an organisation due on the same day; an extended one is on its own day."""
    dates = []
    for (round, key, last_day), group in groupby(sorted(duties, key=_due_together), key=_due_together):
        rows = list(group)
        first, count = rows[0], len(rows)
        title = ngettext(
            "Submit %(count)s report: %(organisation)s, %(round)s",
            "Submit %(count)s reports: %(organisation)s, %(round)s",
            count,
        ) % {
            "count": count,
            "organisation": first.organisation.local_name,
            "round": first.round.local_name,
        }
        actions = tuple(sorted((duty.action for duty in rows), key=lambda action: action.order))
        word = f"reports-{round}-{key}-{last_day}"
        dates.append(DueDate(word, last_day, title, first.plan, sheet_of(first), actions))
    return dates


def _due_together(duty: Duty) -> tuple[int, str, datetime.date]:
    return (duty.round.pk, duty.organisation.key, duty.day)


def _action_named(action: Action | ActionPicture) -> str:
    return action.code if action.limited else f"{action.code} {action.local_title}"


def _question_due(duty: Duty) -> DueDate:
    said = {"day": formatting.day(duty.facts["asked"]), "action": _action_named(duty.action)}
    title = _("Answer the question of %(day)s on action %(action)s") % said
    return DueDate(duty.subject.replace(":", "-"), duty.day, title, duty.plan, address_of(duty))


def _validation_due(duty: Duty) -> DueDate:
    names = {"minister": duty.facts["minister"].local_title, "round": duty.round.local_name}
    title = _("Answer for %(minister)s: %(round)s") % names
    key = f"validation-{duty.round.pk}-{duty.facts['minister'].key}"
    return DueDate(key, duty.day, title, duty.plan, address_of(duty))


def _closings_due(people: People) -> list[DueDate]:
    """The closings of rounds under way in the plans that the person coordinates."""
    return [
        DueDate(
            f"closing-{round.pk}",
            round.closes,
            _("Close the round %(round)s") % {"round": round.local_name},
            round.plan,
            full_address("round", round.plan.code, round.code),
        )
        for round in Round.objects.under_way().select_related("plan")
        if people.of(round.plan).coordinators()
    ]


def events_of(address: PlanCalendarAddress, at: datetime.datetime) -> list[DueDate]:
    """What is coming within a year in the actions that the address is about, as far as the owner may read it."""
    plan, actions = address.plan, (picture := picture_at(address.plan, Moment.now(at))).actions
    if address.minister:
        actions = actions.with_minister(address.minister.key)
    elif address.organisation:
        actions = actions.with_organisation(address.organisation.key)
    found = WhatIsComing(
        plan,
        picture,
        actions,
        Round.objects.under_way().filter(plan=plan),
        address.person,
        day_of(at) + ONE_YEAR,
        is_whole=address.body is None,
    )
    return [
        DueDate(
            f"plan-{row.key}",
            row.day,
            row.plain_title,
            plan,
            settings.BASE_URL + row.url,
            (row.action,) if row.action else (),
        )
        for row in found.rows()
    ]


# The file: an iCalendar object (RFC 5545), with the same bytes all day if nothing changes


def feed(dates: list[DueDate], at: datetime.datetime, about: str = "") -> bytes:
    """`about` is whose actions it is about, where it is not what the owner has to do."""
    name = _("Action plan: %(about)s") % {"about": about} if about else _("Action plan: due dates")
    calendar = Calendar()
    calendar.add("prodid", "-//Action plan portal//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESHED_EVERY)
    for date in dates:
        calendar.add_component(_event(date, at))
    return calendar.to_ical()


def _event(due: DueDate, at: datetime.datetime) -> Event:
    """An all-day event, which ends on the day after (exclusive) and does not block time in a planner."""
    event = Event()
    event.add("uid", f"{due.key}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", start_of(day_of(at)).astimezone(datetime.UTC))
    event.add("dtstart", due.day)
    event.add("dtend", due.day + datetime.timedelta(days=1))
    event.add("summary", due.title, parameters={"language": get_language() or "en"})
    event.add("description", "\n".join([str(due.plan), *due.details, due.url]))
    event.add("url", due.url)
    event.add("transp", "TRANSPARENT")
    return event
