"""Sealing the trail: the seal of an event has a hash over the seal before it, so that the newest stands for all.

The hash of a seal is the SHA-256 of canonical JSON with four members: `before`, the hash of the seal before it in the
chain (empty for the first), `number`, `event`, the facts of the event in clear, and `texts`, the hash of its texts.

- Facts (`EVENT_FACTS`) are what never changes: key and instant, who by key, the act, what it is about by kind and key.
- Texts (`EVENT_TEXTS`) are what removal by law may empty: the names of the actor and of the subject, and what the event
  quotes. Their hash is the SHA-256 of a salt followed by canonical JSON of all of them. With the salt gone nobody can
  find a text that was emptied by trying, and the seal still holds. The removal names the events that it emptied; of
  their texts the name of the actor is left, and no longer proved.

Whoever owns the database can write a chain anew. Only a head that is kept elsewhere proves that nobody did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from actionplan.base.canonical import canonical, hash_of_text, new_salt, sha256

from .models import Event, Revision, Seal
from .triggers import EVENT_TEXTS

BATCH_SIZE = 500
EVENT_FACTS = [
    "id",
    "at",
    "actor_key",
    "verb",
    "subject_label",
    "subject_key",
    "plan",
    "action",
    "organisation",
    "policy_area",
]


def hash_of_texts(event: Event, salt: str) -> str:
    texts = {name: getattr(event, name) for name in EVENT_TEXTS}
    return hash_of_text(salt, canonical(texts).decode())


def hash_of_seal(before: str, number: int, event: Event, texts: str) -> str:
    facts = {name: getattr(event, name) for name in EVENT_FACTS}
    return sha256(canonical({"before": before, "number": number, "event": facts, "texts": texts}))


def newest_seal(chain: int, seals: type[Seal] = Seal) -> Seal | None:
    return seals.objects.filter(chain=chain).order_by("-number").first()


def head_of(chain: int) -> str:
    """`NUMBER:HASH` of the newest seal; empty if there is none."""
    return str(newest_seal(chain) or "")


def actions_since(chain: int, number: int) -> set[int]:
    """The keys of the actions that the events sealed after this number name; empty if one of them names none."""
    seals = Seal.objects.filter(chain=chain, number__gt=number)
    actions = Event.objects.filter(pk__in=seals.values("event")).values_list("action", flat=True)
    return set() if None in actions else {action for action in actions if action is not None}


def seal_events(keys: Iterable[int], events: type[Event] = Event, seals: type[Seal] = Seal) -> None:
    """Seal those of the events that are there: a savepoint may have rolled some back.

    The caller has locked the revisions of their chains until the end of the transaction, so that no number is given
    twice. A migration passes the models as they are in it.
    """
    chains: dict[int, list[Event]] = defaultdict(list)
    for _key, event in sorted(events.objects.in_bulk(list(keys)).items()):
        chains[event.plan or Revision.PORTAL].append(event)
    rows = [row for chain, of_chain in chains.items() for row in _next_seals(chain, of_chain, seals)]
    seals.objects.bulk_create(rows, BATCH_SIZE)


def _next_seals(chain: int, events: list[Event], seals: type[Seal]) -> Iterator[Seal]:
    last = newest_seal(chain, seals)
    number, before = (last.number, last.sha256) if last else (0, "")
    for event in events:
        number += 1
        salt = "" if event.redacted_at else new_salt()
        texts = hash_of_texts(event, salt)
        before = hash_of_seal(before, number, event, texts)
        yield seals(chain=chain, number=number, event=event.pk, salt=salt, texts_sha256=texts, sha256=before)
