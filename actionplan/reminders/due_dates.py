"""A person's days for their own calendar: what is due of them, terms of questions, the closing of a round.

A calendar is copied to telephones and shared with colleagues: of a limited action it names the code alone.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.models import User
from actionplan.base.brussels import day_of
from actionplan.reporting.models import Round
from actions.models import Action

from .addresses import address_of, full, sheet_of
from .duties import dated_duties_of
from .duty import Duty
from .people import People, only
from .states import Kind

TO_HAND_IN = (Kind.HAND_IN, Kind.RETURNED)


@dataclass(frozen=True)
class DueDate:
    """One entry of a calendar, of a whole day. The key is the same for as long as it is about the same thing."""

    key: str
    day: datetime.date
    title: str
    url: str
    actions: tuple[Action, ...] = ()
    """What it adds up."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(action.code for action in self.actions)

    @property
    def details(self) -> tuple[str, ...]:
        """The actions, each with its title unless it is limited."""
        return tuple(_named(action) for action in self.actions)


def due_dates_of(user: User, at: datetime.datetime) -> list[DueDate]:
    """In order of days; in the language that is active. Days that have passed stay until their work is done."""
    people = only(user, day_of(at))
    duties = dated_duties_of(people, at).get(user.pk, [])
    reports = [duty for duty in duties if duty.kind in TO_HAND_IN]
    dates = [
        *_reports(reports),
        *[_question(duty) for duty in duties if duty.kind == Kind.QUESTION],
        *[_validation(duty) for duty in duties if duty.kind == Kind.VALIDATION],
        *(_closings(people) if people.coordinate_something else []),
    ]
    return sorted(dates, key=lambda one: (one.day, one.key))


def _reports(duties: list[Duty]) -> list[DueDate]:
    """One entry for all reports of an organisation that are due on one day; an extended one stands on its own day."""
    dates = []
    for (round, key, last_day), found in groupby(sorted(duties, key=_together), key=_together):
        rows = list(found)
        first, count = rows[0], len(rows)
        title = ngettext(
            "Hand in %(count)s report: %(organisation)s, %(round)s",
            "Hand in %(count)s reports: %(organisation)s, %(round)s",
            count,
        ) % {
            "count": count,
            "organisation": first.organisation.local_name,
            "round": first.round.local_name,
        }
        actions = tuple(sorted((duty.action for duty in rows), key=lambda action: action.order))
        dates.append(DueDate(f"reports-{round}-{key}-{last_day}", last_day, title, sheet_of(first), actions))
    return dates


def _together(duty: Duty) -> tuple[int, str, datetime.date]:
    return (duty.round.pk, duty.organisation.key, duty.day)


def _named(action: Action) -> str:
    return action.code if action.limited else f"{action.code} {action.local_title}"


def _question(duty: Duty) -> DueDate:
    title = _("Answer a question on action %(action)s") % {"action": _named(duty.action)}
    return DueDate(duty.subject.replace(":", "-"), duty.day, title, address_of(duty))


def _validation(duty: Duty) -> DueDate:
    names = {"minister": duty.facts["minister"].local_title, "round": duty.round.local_name}
    title = _("Answer for %(minister)s: %(round)s") % names
    key = f"validation-{duty.round.pk}-{duty.facts['minister'].key}"
    return DueDate(key, duty.day, title, address_of(duty))


def _closings(people: People) -> list[DueDate]:
    """Of the rounds under way in the plans that are coordinated here."""
    return [
        DueDate(
            f"closing-{round.pk}",
            round.closes,
            _("Close the round %(round)s") % {"round": round.local_name},
            full("round", round.plan.code, round.code),
        )
        for round in Round.objects.under_way().select_related("plan")
        if people.of(round.plan).coordinators()
    ]
