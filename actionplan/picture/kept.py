"""The pictures that this process keeps, until somebody writes: where pages, documents and reminders get theirs.

A picture is kept by its plan, the revisions of plan and portal, the day in Brussels and the basis; that of a closing by its
hash. Every write that leaves an event renews a revision (`audit.revisions`), so that a picture of before is never found
again, whichever process wrote. Inside a transaction nothing is kept or taken: what it reads may never be committed. After
rows were changed by SQL, the processes must be started anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace

from django.db import connection

from actionplan.audit.revisions import revision_of
from actionplan.base.days import day_of
from actionplan.reporting.models import Snapshot
from objectives.models import Plan

from . import frozen, live
from .moment import Moment
from .picture import Picture

MOST_ACTIONS = 20_000
"""In all kept pictures together: some 120 megabytes. The oldest leave first."""


class Shelf:
    """Pictures by their keys, shared by the threads of a process."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._pictures: OrderedDict[Hashable, Picture] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Picture | None:
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
            return self._pictures.get(key)

    def put(self, key: Hashable, picture: Picture) -> None:
        with self._lock:
            self._pictures[key] = picture
            while self._pictures and sum(len(one.actions) for one in self._pictures.values()) > self.most:
                self._pictures.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pictures.clear()

    def __len__(self) -> int:
        return len(self._pictures)


KEPT = Shelf(MOST_ACTIONS)


def picture_at(plan: Plan, moment: Moment) -> Picture:
    """The plan now, or at the end of a day. One that is changed while it is read is given, and not kept."""
    if connection.in_atomic_block:
        return live.read(plan, moment)
    revision = revision_of(plan.pk)
    when = day_of(moment.known_at) if moment.is_now else moment.known_at
    key = (plan.pk, revision, when, moment.reckoned_on, moment.basis)
    picture = KEPT.get(key)
    if picture is None:
        picture = live.read(plan, moment)
        if revision_of(plan.pk) == revision:
            KEPT.put(key, picture)
    return replace(picture, moment=moment)


def picture_of_closing(snapshot: Snapshot, basis: str) -> Picture:
    """The plan as a closing froze it."""
    if connection.in_atomic_block:
        return frozen.read(snapshot, basis)
    key = (snapshot.sha256, basis)
    picture = KEPT.get(key)
    if picture is None:
        picture = frozen.read(snapshot, basis)
        KEPT.put(key, picture)
    return picture
