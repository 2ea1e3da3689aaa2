"""What verifying a plan compared with its trail, what it could not compare, and the faults that it found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

NEVER_COMPARED = (
    "drafts, what was done with remarks, spreads, proposed milestones, file holders, texts of the "
    "Platform, recommendations, documents sent, amendments that are prepared; what is said of the plan, its objectives and themes; "
    "people, roles and bodies. verify_snapshots verifies snapshots, verify_evidence files"
)
"""Has no hashes in the trail."""


@dataclass
class Comparison:
    """What the trail and the rows of a plan say of each other."""

    faults: list[str] = field(default_factory=list)
    compared: Counter[str] = field(default_factory=Counter)
    not_compared: Counter[str] = field(default_factory=Counter)
    """What is there and has no hash in the trail, by why."""

    def compare(self, kind: str, expected: str, known: str, form: int, fault: str) -> None:
        """What the trail says and what is there now. In another form than this one the two cannot be compared."""
        if expected and not expected.startswith(f"{form}:"):
            self.not_compared[f"{kind} whose hashes have a form that this version does not know"] += 1
            return
        self.compared[kind] += 1
        if expected != known:
            self.faults.append(fault)

    def has_no_hash(self, kind: str) -> None:
        self.not_compared[f"{kind} on which nobody acted since acts have hashes"] += 1
