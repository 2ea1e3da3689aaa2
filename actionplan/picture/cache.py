"""The pictures cached in this process until somebody writes; pages, documents and reminders get theirs here.

The cache key is the plan, the day in Brussels and the basis; for a closing, its hash. Every write renews a revision
(`audit.revisions`), whichever process it is in, so a picture is known to be outdated. It is then read again: if every
event sealed in the plan's chain since then names an action, those actions alone are read, and otherwise all of it.
Inside a transaction the cache is not used: what it reads may never be committed. After changes by plain SQL the
processes must be restarted.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace

from django.db import connection

from actionplan.audit.revisions import Revisions, revision_and_seal_of, revision_of
from actionplan.audit.sealing import actions_since
from actionplan.base.days import day_of
from actionplan.reporting.models import Snapshot
from objectives.models import Plan

from . import frozen, live
from .moment import Moment
from .picture import Picture

MAX_ACTIONS = 20_000
"""In all cached pictures together, some 120 megabytes. The least recently used are dropped first."""


@dataclass(frozen=True)
class KeptPicture:
    picture: Picture
    revision: Revisions | None = None
    """When it was read; None for a closing, which never changes."""
    seal: int = 0
    """The number of the newest seal in the plan's chain by then."""


class PictureCache:
    """Pictures by key, shared by the threads of a process."""

    def __init__(self, max_actions: int) -> None:
        self.max_actions = max_actions
        self._pictures: OrderedDict[Hashable, KeptPicture] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> KeptPicture | None:
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
            return self._pictures.get(key)

    def put(self, key: Hashable, kept: KeptPicture) -> None:
        with self._lock:
            self._pictures[key] = kept
            self._pictures.move_to_end(key)
            while (
                self._pictures
                and sum(len(each.picture.actions) for each in self._pictures.values()) > self.max_actions
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
    key = (plan.pk, when, moment.reckoned_on, moment.basis)
    kept = PICTURE_CACHE.get(key)
    if kept is not None and kept.revision == revision:
        return replace(kept.picture, moment=moment)
    picture = read_again(plan, moment, revision, kept)
    known, seal = revision_and_seal_of(plan.pk)
    if known == revision:
        PICTURE_CACHE.put(key, KeptPicture(picture, revision, seal))
    return picture


def read_again(plan: Plan, moment: Moment, revision: Revisions, before: KeptPicture | None) -> Picture:
    """The picture at this revision. Of the one before, what nothing was written about since stays."""
    actions: set[int] = set()
    if before and before.revision and before.revision.portal == revision.portal:
        actions = actions_since(plan.pk, before.seal)
    if before is None or not actions:
        return live.read(plan, moment)
    kept, anew = before.picture, live.read(plan, moment, actions).actions
    return replace(kept, moment=moment, actions=kept.actions.updated(anew), left=kept.left.updated(anew))


def picture_of_closing(snapshot: Snapshot, basis: str) -> Picture:
    """The plan as a closing froze it."""
    if connection.in_atomic_block:
        return frozen.read(snapshot, basis)
    key = (snapshot.sha256, basis)
    kept = PICTURE_CACHE.get(key)
    if kept is None:
        kept = KeptPicture(frozen.read(snapshot, basis))
        PICTURE_CACHE.put(key, kept)
    return kept.picture
