"""Two versions of a form: what was typed, and what somebody else saved (`ui/both_versions.html`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actionplan.base.refusals import ChangedMeanwhile


@dataclass(frozen=True)
class FieldDifference:
    """A field in which the two versions differ, in words."""

    label: str
    mine: str
    theirs: str
    plan: str = ""
    """What the plan says of it, in a few words."""


def both_versions(refusal: ChangedMeanwhile, differences: list[FieldDifference]) -> dict[str, Any]:
    """The context for the page of the form; the sentence stands with the versions, not among the errors."""
    return {"errors": [], "refusal": refusal.sentence, "differences": differences}
