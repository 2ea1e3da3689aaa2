"""The pictures cached in this process until somebody writes; pages, documents and reminders get theirs here.

The cache key is the plan, the revisions of plan and portal, the day in Brussels and the basis; for a closing,
its hash. Every write that records an event renews a revision (`audit.revisions`), so an outdated picture is
never found again, whichever process wrote. Inside a transaction the cache is not used: what it reads may
never be committed. After changes by plain SQL the processes must be restarted.
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

MAX_ACTIONS = 20_000
"""In all cached pictures together, some 120 megabytes. The least recently used are dropped first."""


class PictureCache:
    """Pictures by key, shared by the threads of a process."""

    def __init__(self, max_actions: int) -> None:
        self.max_actions = max_actions
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
            while (
                self._pictures
                and sum(len(each.actions) for each in self._pictures.values()) > self.max_actions
            ):
                self._pictures.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pictures.clear()

    def __len__(self) -> int:
        return len(self._pictures)


PICTURE_CACHE = PictureCache(MAX_ACTIONS)


def picture_at(plan: Plan, moment: Moment) -> Picture:
    """The plan now, or at the end of a day. If it changes while it is read, it is not cached."""
    if connection.in_atomic_block:
        return live.read(plan, moment)
    revision = revision_of(plan.pk)
    when = day_of(moment.known_at) if moment.is_now else moment.known_at
    key = (plan.pk, revision, when, moment.reckoned_on, moment.basis)
    picture = PICTURE_CACHE.get(key)
    if picture is None:
        picture = live.read(plan, moment)
        if revision_of(plan.pk) == revision:
            PICTURE_CACHE.put(key, picture)
    return replace(picture, moment=moment)


def picture_of_closing(snapshot: Snapshot, basis: str) -> Picture:
    """The plan as a closing froze it."""
    if connection.in_atomic_block:
        return frozen.read(snapshot, basis)
    key = (snapshot.sha256, basis)
    picture = PICTURE_CACHE.get(key)
    if picture is None:
        picture = frozen.read(snapshot, basis)
        PICTURE_CACHE.put(key, picture)
    return picture
