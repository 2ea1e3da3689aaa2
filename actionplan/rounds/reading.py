"""Reading a snapshot: its documents with their texts, each as far as the person may read it today.

Rights in its plan, and whether an action is limited, are always today's, whatever was frozen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from actionplan.accounts.rules import Rights, is_reader, rights_today
from actionplan.organisations.models import Minister
from actionplan.reporting.models import MinisterAnswer, ProgressReport, Round, SnapshotItem, SnapshotText
from actionplan.reporting.rules import sees_reported, sees_words
from actionplan.reporting.states import WordOf
from actions.models import Action

from .canonical import is_hashed
from .tables import FOLLOWED_TABLES, REPORTED_TABLES

if TYPE_CHECKING:
    from actionplan.accounts.models import User


@dataclass(frozen=True)
class Text:
    """A text as this person finds it: what it says, or that it is not theirs to read, or that it was removed by law."""

    text: str = ""
    is_hidden: bool = False
    is_redacted: bool = False

    def __bool__(self) -> bool:
        return bool(self.text) or self.is_hidden or self.is_redacted

    def __str__(self) -> str:
        return self.text


HIDDEN = Text(is_hidden=True)
REDACTED = Text(is_redacted=True)


class Reader:
    """What one person may read of a snapshot of the round. `actions` are the live ones, by key."""

    def __init__(self, user: User, round: Round, actions: dict[int, Action]) -> None:
        self.user, self.round, self.actions = user, round, actions
        self._own: dict[str, frozenset[Any]] = {}

    def sees_item(self, table: str, action: int | None) -> bool:
        """Whether the bytes may be seen at all; texts are not in them."""
        if table in REPORTED_TABLES:
            return self._sees_reported(action)
        if table in FOLLOWED_TABLES:
            return self._follows()
        return bool(is_reader(self.user, self.round))

    def reads(self, text: SnapshotText, action: int | None) -> bool:
        """Whether the words of a text are this person's to read; its item was asked before."""
        if text.of in (WordOf.PERSON, WordOf.PLATFORM_TEXT):
            return bool(is_reader(self.user, self.round))
        if text.of in (WordOf.QUESTION, WordOf.ANSWER):
            return self._sees_reported(action)
        if text.of == WordOf.MINISTER_ANSWER:
            return self._follows() or text.of_key in self._own_minister_answers()
        if text.of == WordOf.NOTE:
            return self._reads_note(text.of_key)
        about = self._action(action)
        return about is not None and bool(sees_words(self.user, about))

    def may_export(self, text: SnapshotText, action: int | None) -> bool:
        """The note to the Platform is in no export, whoever asks."""
        return text.of != WordOf.NOTE and self.reads(text, action)

    def own_answers(self, answers: list[Any]) -> list[Any]:
        """Of what ministers' offices answered, what the person's own office did."""
        keys = self._own_ministers()
        return [answer for answer in answers if answer["minister"] in keys]

    def _action(self, action: int | None) -> Action | None:
        return self.actions.get(action) if action is not None else None

    def _sees_reported(self, action: int | None) -> bool:
        about = self._action(action)
        return about is not None and bool(sees_reported(self.user, about))

    def _reads_note(self, report: int) -> bool:
        return self._follows() or report in self._own_reports()

    def _follows(self) -> bool:
        return bool(self.user.has_perm("reporting.follow_rounds", self.round))

    def _rights(self) -> Rights:
        return rights_today(self.user, self.round.plan_id)

    def _own_reports(self) -> frozenset[int]:
        organisations = self._rights().organisations
        if not organisations:
            return frozenset()
        return self._once(
            "reports",
            lambda: ProgressReport.objects.filter(
                organisation__in=organisations, action__in=self.actions
            ).values_list("pk", flat=True),
        )

    def _own_ministers(self) -> frozenset[str]:
        ministers = self._rights().ministers
        if not ministers:
            return frozenset()
        rows = Minister.objects.filter(pk__in=ministers)
        return self._once("ministers", lambda: rows.values_list("key", flat=True))

    def _own_minister_answers(self) -> frozenset[int]:
        ministers = self._rights().ministers
        if not ministers:
            return frozenset()
        return self._once(
            "answers",
            lambda: MinisterAnswer.objects.filter(minister__in=ministers).values_list("pk", flat=True),
        )

    def _once(self, name: str, keys: Callable[[], Iterable[Any]]) -> frozenset[Any]:
        if name not in self._own:
            self._own[name] = frozenset(keys())
        return self._own[name]


Documents = dict[tuple[str, str], Any]
"""What items say, by table and key."""


def documents_of(items: Iterable[SnapshotItem], texts: Iterable[SnapshotText], reader: Reader) -> Documents:
    """What these items say, each with its texts in place as `Text`; items that may not be seen are left out."""
    by_item: dict[int, dict[str, SnapshotText]] = {}
    for text in texts:
        by_item.setdefault(text.item_id, {})[text.name] = text
    found = {}
    for item in items:
        known = by_item.get(item.pk, {})
        content = _with_texts(json.loads(bytes(item.content)), "", known, item.action, reader)
        if reader.sees_item(item.table, item.action):
            found[item.table, item.key] = content
        elif item.table == "minister_answers" and (own := reader.own_answers(content)):
            found[item.table, item.key] = own
    return found


def _with_texts(
    value: Any, place: str, texts: dict[str, SnapshotText], action: int | None, reader: Reader
) -> Any:
    if is_hashed(value):
        return _shown(texts.get(place), action, reader)
    if isinstance(value, dict):
        return {
            key: _with_texts(part, f"{place}/{key}", texts, action, reader) for key, part in value.items()
        }
    if isinstance(value, list):
        return [
            _with_texts(part, f"{place}/{index}", texts, action, reader) for index, part in enumerate(value)
        ]
    return value


def _shown(text: SnapshotText | None, action: int | None, reader: Reader) -> Text:
    if text is None or not reader.reads(text, action):
        return HIDDEN
    return REDACTED if text.redacted_at else Text(text.text)
