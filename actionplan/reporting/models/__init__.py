"""The models of reporting. What people report never shares a row with what is printed."""

from .closings import Closing, Extension, MinisterAnswer
from .exchanges import Answer, FileHolder, MilestoneProposal, Question
from .reports import Expenditure, ProgressReport, ReportedMilestone
from .rounds import Request, Round
from .snapshot_actions import SnapshotAction
from .snapshot_rows import (
    SnapshotLine,
    SnapshotMilestone,
    SnapshotMoney,
    SnapshotParty,
    SnapshotRequest,
)
from .snapshots import Snapshot, SnapshotItem, SnapshotText
from .standings import Standing
from .tracked import TrackedAction

__all__ = [
    "Answer",
    "Closing",
    "Expenditure",
    "Extension",
    "FileHolder",
    "MilestoneProposal",
    "MinisterAnswer",
    "ProgressReport",
    "Question",
    "ReportedMilestone",
    "Request",
    "Round",
    "Snapshot",
    "SnapshotAction",
    "SnapshotItem",
    "SnapshotLine",
    "SnapshotMilestone",
    "SnapshotMoney",
    "SnapshotParty",
    "SnapshotRequest",
    "SnapshotText",
    "Standing",
    "TrackedAction",
]
