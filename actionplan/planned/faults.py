"""What is wrong with a plan or an action, and where: a path through the document, which pages and workbooks name in
their own terms."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from actionplan.base.refusals import Refused

UNKEPT = re.compile("[\0\ud800-\udfff]")
"""Characters that JSON allows and a database cannot store: a null character, a lone surrogate."""
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
    "indicators": gettext_lazy("indicator"),
    "targets": gettext_lazy("target"),
    "years": gettext_lazy("planned amount of a year"),
    "cross_references": gettext_lazy("cross-reference"),
}
"""What an item of each list is called."""
IDENTITIES = ["key", "code", "number", "minister", "organisation"]
CELLS = ["timing", "budget"]
"""The members of an action that hold a list beside a printed text: paths leave them out."""


class ItemOf(NamedTuple):
    """A step of a path: an item of the list `member`, by its identity."""

    member: str
    identity: str | int

    def __str__(self) -> str:
        return f"{NOUNS.get(self.member, self.member)} {self.identity}"


Path = tuple[str | ItemOf, ...]
"""The steps from the document, or from an action; empty for the whole."""


def in_words(path: Path) -> str:
    """`action 3.12, milestone workshop, due`: a path as it is shown."""
    return ", ".join(map(str, path))


def identity_of(item: Any, position: int) -> str | int:
    """The identity of an item of a list, parsed or not: its key, else its position from 1."""
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
    """A sentence."""

    @property
    def place(self) -> str:
        return in_words(self.path)

    def __str__(self) -> str:
        return f"{self.place}: {self.words}" if self.path else self.words

    def within(self, *steps: str | ItemOf) -> Fault:
        """The same fault with these steps in front of its path."""
        return Fault((*steps, *self.path), self.words)


class Faulty(Refused):
    """The document is not a valid plan. `faults` has each reason and its path, with characters that cannot be stored
    replaced."""

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
    """A fault of the file as a whole."""
    return Faulty([Fault((), words)])
