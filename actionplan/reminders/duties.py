"""What each person has to do now: a pure read, of a moment, in a number of queries that never grows."""

from __future__ import annotations

import datetime
from collections import defaultdict
from itertools import chain

from django.db.models import prefetch_related_objects

from objectives.models import Plan

from .duty import Duties, Duty, Found, scene_of
from .of_organisations import due_from_organisations, found_for_organisations
from .of_platform import due_from_ministers, found_for_platform
from .people import People
from .states import Kind


def duties_of(people: People, at: datetime.datetime, plan: Plan | None = None) -> Duties:
    """What each person has to do or to know now, in the order of a mail. Nobody stands in it who has nothing.

    `plan` leaves out other plans. Whether something was told already is not asked here.
    """
    scene = scene_of(people, at, plan)
    return _by_person(chain(found_for_organisations(scene), found_for_platform(scene)))


def dated_duties_of(people: People, at: datetime.datetime) -> Duties:
    """Of these, what has a last day and is not done."""
    scene = scene_of(people, at)
    found = chain(due_from_organisations(scene), due_from_ministers(scene))
    return _by_person((persons, duty) for persons, duty in found if duty.day and duty.kind != Kind.INVITED)


def _by_person(found: Found) -> Duties:
    duties: Duties = defaultdict(list)
    for persons, duty in found:
        for person in persons:
            duties[person].append(duty)
    prefetch_related_objects([duty.action for duty in chain(*duties.values()) if duty.action], "terms")
    return {person: sorted(rows, key=_place) for person, rows in sorted(duties.items())}


def _place(duty: Duty) -> tuple:
    """In the order of kinds, then by day, then as the plan has the actions."""
    order = duty.action.order if duty.action else 0
    return (KINDS.index(duty.kind), duty.day or datetime.date.max, duty.plan.code, order, duty.subject)


KINDS = list(Kind)
