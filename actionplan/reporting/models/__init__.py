"""The models of reporting. Reported data never shares a row with the printed plan."""

from .closings import Closing, Extension, MinisterAnswer
from .exchanges import Answer, FileHolder, MilestoneProposal, Question
from .platform_texts import PlatformText
from .reports import Expenditure, Measurement, ProgressReport, ReportedMilestone
from .rounds import Request, Round
from .sent_documents import SentDocument
from .snapshots import Snapshot, SnapshotItem, SnapshotText
from .spreads import Spread
from .standings import Standing

__all__ = [
    "Answer",
    "Closing",
    "Expenditure",
    "Extension",
    "FileHolder",
    "Measurement",
    "MilestoneProposal",
    "MinisterAnswer",
    "PlatformText",
    "ProgressReport",
    "Question",
    "ReportedMilestone",
    "Request",
    "Round",
    "SentDocument",
    "Snapshot",
    "SnapshotItem",
    "SnapshotText",
    "Spread",
    "Standing",
]
