"""Verifying the trail: every event against its seal, every seal against the one before, heads against the chain."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from .models import Event, Revision, Seal
from .sealing import hash_of_seal, hash_of_texts
from .triggers import EMPTIED_TEXTS
from .verbs import EMPTIED, REDACTED_VERBS


def faults_of_chain(chain: int) -> Iterator[str]:
    """A sentence for each fault. A tail that was cut off, or a chain that was written anew, is not among them."""
    seals = list(Seal.objects.filter(chain=chain).order_by("number"))
    # after the seals, so that what is written meanwhile is no fault
    events = {event.pk: event for event in Event.objects.of_chain(chain)}
    by_law = _emptied_by_law(seals, events)
    number, before = 0, ""
    for seal in seals:
        event = events.get(seal.event)
        follows = seal.number == number + 1
        if not follows:
            yield _missing(number + 1, seal.number - 1)
        if event is None:
            yield f"event {seal.event} is gone: seal {seal.number} knows of it"
        else:
            yield from _faults_of_texts(event, seal, removed=bool(by_law & {event.pk, event.redacted_at}))
            if follows and hash_of_seal(before, seal.number, event, seal.texts_sha256) != seal.sha256:
                yield f"event {event.pk}: its facts, or what seal {seal.number} holds, were changed"
        number, before = seal.number, seal.sha256
    for event in Event.objects.of_chain(chain).without_a_seal().order_by("pk"):
        yield f"event {event.pk} has no seal"


def _missing(first: int, last: int) -> str:
    return f"seal {first} is missing" if first == last else f"seals {first} to {last} are missing"


def _emptied_by_law(seals: list[Seal], events: dict[int, Event]) -> set[int | datetime.datetime]:
    """The keys of the events that removals by law name; of a removal of version 1.0, which named none, the instant."""
    found: set[int | datetime.datetime] = set()
    for seal in seals:
        event = events.get(seal.event)
        if event is not None and event.verb in REDACTED_VERBS and _has_its_texts(event, seal):
            found.update(event.names.get(EMPTIED, [event.at]))
    return found


def _has_its_texts(event: Event, seal: Seal) -> bool:
    return bool(seal.salt) and hash_of_texts(event, seal.salt) == seal.texts_sha256


def is_as_sealed(event: Event) -> bool:
    """Whether facts and texts of the event are those of its seal, and that follows the one before: whether the whole chain
    holds is another matter.
    """
    chain = event.plan or Revision.PORTAL
    seal = Seal.objects.filter(chain=chain, event=event.pk).first()
    if seal is None or not _has_its_texts(event, seal):
        return False
    before = Seal.objects.filter(chain=chain, number=seal.number - 1).first()
    before_hash = before.sha256 if before else ""
    return hash_of_seal(before_hash, seal.number, event, seal.texts_sha256) == seal.sha256


def _faults_of_texts(event: Event, seal: Seal, *, removed: bool) -> Iterator[str]:
    """`removed`: the chain has a removal by law with which the texts were emptied."""
    if event.redacted_at:
        if not removed:
            yield f"event {event.pk}: its texts were emptied, and no event tells of a removal by law"
        if any(getattr(event, name) for name in EMPTIED_TEXTS):
            yield f"event {event.pk}: it was emptied by law, and has texts again"
        if seal.salt:
            yield f"event {event.pk}: its texts were emptied, and seal {seal.number} still has its salt"
    elif not seal.salt:
        yield f"event {event.pk}: seal {seal.number} has no salt, though no text was removed by law"
    elif not _has_its_texts(event, seal):
        yield f"event {event.pk}: its texts were changed"


def fault_of_head(chain: int, head: str) -> str:
    """What the chain says against a head (`NUMBER:HASH`) that was kept elsewhere; empty if it is in the chain.

    Raises ValueError for what is no head.
    """
    number = int(head.partition(":")[0])
    seal = Seal.objects.filter(chain=chain, number=number).first()
    if seal is None:
        gone = "the end of the trail" if Seal.objects.filter(chain=chain).exists() else "all of the trail"
        return f"head {head} is not there: {gone} was cut off"
    if str(seal) != head:
        return f"head {head} is not there: seal {number} is another, so the trail was written anew"
    return ""
