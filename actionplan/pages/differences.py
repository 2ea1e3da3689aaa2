"""Two versions of a form: what was typed beside what somebody else saved meanwhile (`ui/both_versions.html`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldDifference:
    """A field in which the two versions differ, in words."""

    label: str
    mine: str
    theirs: str
