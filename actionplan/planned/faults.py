"""What is wrong with a plan or an action, and where: a path through the document, which pages and workbooks put in their own words."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from actionplan.base.refusals import Refused

UNKEPT = re.compile("[\0\ud800-\udfff]")
"""What a JSON text may hold and a database does not keep: a null character, half of a pair of surrogates."""
NOUNS = {
    "ministers": gettext_lazy("minister"),
    "policy_areas": gettext_lazy("policy area"),
    "organisations": gettext_lazy("organisation"),
    "objectives": gettext_lazy("objective"),
    "themes": gettext_lazy("theme"),
    "themes_nl": gettext_lazy("theme in Dutch"),
    "actions": gettext_lazy("action"),
    "promoters": gettext_lazy("promoter"),
    "phases": gettext_lazy("phase"),
    "lines": gettext_lazy("budget line"),
    "funding": gettext_lazy("funding"),
    "milestones": gettext_lazy("milestone"),
    "cross_references": gettext_lazy("cross-reference"),
}
"""What one item of a list is called."""
IDENTITIES = ["key", "code", "number", "minister", "organisation"]
CELLS = ["timing", "budget"]
"""The members of an action that hold a list beside what is printed: a path to the list does not name them."""


class ItemOf(NamedTuple):
    """A step of a path: an item of the list `member`, by what it is known by."""

    member: str
    identity: str | int

    def __str__(self) -> str:
        return f"{NOUNS.get(self.member, self.member)} {self.identity}"


Path = tuple[str | ItemOf, ...]
"""From the document, or from an action, to what is meant; empty for the whole."""


def in_words(path: Path) -> str:
    """`action 3.12, milestone workshop, due`: the form in which a path is shown."""
    return ", ".join(map(str, path))


def identity_of(item: Any, position: int) -> str | int:
    """By what an item of a list is known, read or not: its own key, else its position, from 1."""
    for name in IDENTITIES:
        identity = item.get(name) if isinstance(item, dict) else getattr(item, name, None)
        if isinstance(identity, str | int):
            return identity
    return position


def step_to(member: str, item: Any, position: int) -> ItemOf:
    return ItemOf(member, identity_of(item, position))


class Fault(NamedTuple):
    path: Path
    words: str
    """In a sentence."""

    @property
    def place(self) -> str:
        return in_words(self.path)

    def __str__(self) -> str:
        return f"{self.place}: {self.words}" if self.path else self.words

    def within(self, *steps: str | ItemOf) -> Fault:
        """The same, of something that stands at these steps."""
        return Fault((*steps, *self.path), self.words)


class Faulty(Refused):
    """The document cannot be a plan; `faults` says each reason and its place, with a sign in place of what cannot be kept."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = [
            Fault(tuple(map(_kept, fault.path)), UNKEPT.sub("\ufffd", fault.words)) for fault in faults
        ]
        super().__init__("\n".join(map(str, self.faults)))


def _kept(step: str | ItemOf) -> str | ItemOf:
    if isinstance(step, ItemOf):
        identity = step.identity
        return step._replace(
            identity=UNKEPT.sub("\ufffd", identity) if isinstance(identity, str) else identity
        )
    return UNKEPT.sub("\ufffd", step)


def faulty(words: str) -> Faulty:
    """The file as a whole."""
    return Faulty([Fault((), words)])
