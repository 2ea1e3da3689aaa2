"""What the page of a file shows of an import, and what a person decided there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from actionplan.plan_document.comparing import ItemChange
from actionplan.plan_document.importing import Decisions, ImportPreview

LONG = 20
"""More changes than these are folded."""


@dataclass(frozen=True)
class TitleInFile:
    """What a file calls a plan or an objective, in both languages as far as it knows them."""

    title: str
    title_nl: str

    @classmethod
    def of(cls, item: dict[str, Any]) -> TitleInFile:
        return cls(item["title"], item.get("title_nl", ""))


@dataclass
class PartOfPreview:
    """What changes in the plan itself and among the bodies, or under one objective."""

    name: str
    titled: TitleInFile | None = None
    """The objective, of which the name is the number."""
    unchanged: int = 0
    """Actions of the objective."""
    added: list[ItemChange] = field(default_factory=list)
    changed: list[ItemChange] = field(default_factory=list)
    removed: list[ItemChange] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)

    @property
    def is_long(self) -> bool:
        return self.count > LONG


def parts_of(preview: ImportPreview) -> list[PartOfPreview]:
    """The plan itself and its bodies first, then objective by objective; those in which nothing changes say so."""
    parts = {0: PartOfPreview(_("The plan, and who carries it out"))}
    for item in preview.document["objectives"]:
        parts[item["number"]] = PartOfPreview(f"{item['number']}.", TitleInFile.of(item))
    for change in preview.changes:
        part = parts.setdefault(change.objective, PartOfPreview(f"{change.objective}."))
        {"added": part.added, "changed": part.changed, "removed": part.removed}[change.kind].append(change)
    changed = {change.action for change in preview.changes}
    same = Counter(item["objective"] for item in preview.document["actions"] if item["code"] not in changed)
    for number, part in parts.items():
        part.unchanged = same[number]
    return [parts[number] for number in sorted(parts) if parts[number].count or same[number]]


def decided(sent: QueryDict) -> Decisions:
    """What was ticked, and what was answered to each question."""
    alike, rows = _answers(sent, "alike-"), _answers(sent, "row-")
    return Decisions(
        taken_over=frozenset(sent.getlist("take_over")),
        taken_away=frozenset(sent.getlist("take_away")),
        others=frozenset(word for word, answer in alike.items() if answer == "another"),
        same=frozenset(word for word, answer in alike.items() if answer == "same"),
        accepted=frozenset(sent.getlist("accept")),
        rows=frozenset(f"{word}={answer}" for word, answer in rows.items()),
    )


def _answers(sent: QueryDict, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(value) for name, value in sent.items() if name.startswith(prefix)}
