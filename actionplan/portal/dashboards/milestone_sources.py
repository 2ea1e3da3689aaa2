"""The sources that reports name for milestones: words, so each is shown only to who may read them (`sees_words`)."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from actionplan.accounts.models import User
from actionplan.base.prepared import prepared_plain
from actionplan.portal.frozen import Frozen
from actionplan.reporting.models import ReportedMilestone, SnapshotText
from actionplan.reporting.rules import sees_words
from actionplan.reporting.snapshot_states import WordOf
from actions.models import Action
from objectives.models import Plan

from .milestone_promises import PromiseFact
from .shown import Shown

Key = tuple[int, str]
"""An action and the key of its milestone."""


@dataclass
class Sources:
    """What this person may read, by milestone; of a recurring one every source once, in the order of its periods."""

    said: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    removed: set[Key] = field(default_factory=set)
    """A source that was there and was removed by law."""

    def of(self, fact: PromiseFact) -> tuple[str, bool]:
        key = (fact.action.action, fact.milestone.key)
        return "; ".join(dict.fromkeys(self.said.get(key, []))), key in self.removed


def sources_of(facts: Iterable[PromiseFact], shown: Shown, user: User) -> Sources:
    """Of these milestones: one query, of a closed round two, and the person's rights."""
    words = {fact.action.word: fact.action.action for fact in facts if fact.action.word}
    if shown.frozen is None:
        return _live(words, shown.plan, user)
    readable = _readable(words.values(), user)
    return _frozen(shown.frozen, {report: action for report, action in words.items() if action in readable})


def _live(words: dict[int, int], plan: Plan, user: User) -> Sources:
    found = Sources()
    readable: dict[int, bool] = {}
    for action, limited, key, source in _named(list(words)):
        if action not in readable:
            readable[action] = sees_words(user, Action(pk=action, plan=plan, limited=limited))
        if readable[action]:
            found.said[action, key].append(source)
    return found


@prepared_plain
def _named(reports: list[int]) -> QuerySet[ReportedMilestone]:
    """The action, whether it is limited, the key of its milestone, the source."""
    rows = ReportedMilestone.objects.filter(report__in=reports).exclude(source="")
    ordered = rows.order_by("report", "period_start", "pk")
    return ordered.values_list("milestone__action", "milestone__action__limited", "milestone__key", "source")


def _readable(actions: Iterable[int], user: User) -> set[int]:
    """The actions whose words the person may read; whether one is limited is always today's, whatever was frozen."""
    rows = Action.objects.filter(pk__in=set(actions)).only("pk", "plan", "limited")
    return {action.pk for action in rows if sees_words(user, action)}


def _frozen(frozen: Frozen, words: dict[int, int]) -> Sources:
    """A text lies beside the document that holds its hash; its name says which row of the document it belongs to."""
    found = Sources()
    texts = SnapshotText.objects.about(WordOf.REPORT, *words).filter(
        snapshot=frozen.snapshot, item__table__startswith="reports", name__contains="/milestones/"
    )
    documents: dict[int, Any] = {}
    rows: dict[Key, list[tuple[datetime.date | str, SnapshotText]]] = defaultdict(list)
    for text in texts.select_related("item"):
        if text.item_id not in documents:
            documents[text.item_id] = json.loads(bytes(text.item.content))
        _nothing, report, _milestones, place, _source = text.name.split("/")
        row = documents[text.item_id][int(report)]["milestones"][int(place)]
        rows[words[text.of_key], row["key"]].append((row["period_start"] or "", text))
    for key, texts_of_one in rows.items():
        for _period, text in sorted(texts_of_one, key=lambda one: (one[0], one[1].pk)):
            if text.redacted_at:
                found.removed.add(key)
            else:
                found.said[key].append(text.text)
    return found
