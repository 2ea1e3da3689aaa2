"""What a round says, and what is asked and answered in it, as hashes in the events of the acts on it.

- `round`: its days and words, its state and its closings, which no removal by law changes;
- `asked`: for each action the requests of a round about it, their due days and excuses, extensions, what ministers' offices
  answered and what was reopened because of it. `asked_in_all` has those of every action that the round asks about.

The salt of a row goes into the hash with its texts. A row of before there were salts is hashed without them. With a removal by
law it gets another salt, so that nobody can find what was removed by trying.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import F

from actionplan.audit.contents import in_form, said

from .models import Closing, Extension, MinisterAnswer, Reopening, Request, Round

FORM = 1
ROUND, ASKED, ASKED_IN_ALL = "round", "asked", "asked_in_all"
TABLES: list[tuple[type[Any], str, list[str]]] = [
    (Request, "", ["extension_reason", "excuse"]),
    (Extension, "request__", ["reason", "answer"]),
    (MinisterAnswer, "", ["remark"]),
    (Reopening, "request__", []),
]
"""The rows about an action in a round, the way to both, and their texts."""


def hash_of_round(round: int) -> str:
    """Empty where it is gone."""
    sources: list[Any] = [Round.objects.filter(pk=round), Closing.objects.filter(round=round).order_by("pk")]
    rows = [said(row) for source in sources for row in source.values()]
    return in_form(FORM, rows) if rows else ""


def hashes_of_asked(round: int, actions: Collection[int] | None = None) -> dict[str, str]:
    """By the key of the action, as a text, of these or of all with a row; empty for one of these without any. Four queries."""
    rows_of: dict[int, list[Any]] = defaultdict(list)
    for model, path, texts in TABLES:
        rows = model._base_manager.filter(**{f"{path}round": round}).order_by("pk")
        if actions is not None:
            rows = rows.filter(**{f"{path}action__in": actions})
        for row in rows.annotate(of_action=F(f"{path}action")).values():
            action, left_out = row.pop("of_action"), [] if row.get("salt") else texts
            rows_of[action].append([model._meta.label_lower, said(row, left_out)])
    none = dict.fromkeys(map(str, actions or ()), "")
    return none | {str(action): in_form(FORM, rows) for action, rows in rows_of.items()}


def asked_in(round: int, *actions: int) -> dict[str, Any]:
    """Among the contents of the event of an act on what the round asks about these actions, behind it."""
    return {ASKED: {str(round): hashes_of_asked(round, actions)}}


def asked_in_all(*rounds: int) -> dict[str, Any]:
    """The same of an act that may be on all that these rounds ask."""
    return {ASKED_IN_ALL: {str(round): hashes_of_asked(round) for round in rounds}}


def texts_without_a_salt(round: int) -> int:
    """How many rows have texts that are in no hash: those of before there were salts."""
    count = 0
    for model, path, texts in TABLES:
        if texts:
            rows = model._base_manager.filter(**{f"{path}round": round}, salt="")
            count += sum(any(row[name] for name in texts) for row in rows.values(*texts))
    return count
