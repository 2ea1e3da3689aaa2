"""The models of reporting. Reported data never shares a row with the printed plan."""

from .closings import Closing, Extension, MinisterAnswer, RemarkTreatment, Reopening
from .evidence import Evidence
from .exchanges import Answer, FileHolder, MilestoneProposal, Question
from .platform_texts import PlatformText
from .recommendations import Recommendation, RecommendationSubject
from .reports import CorrectedFact, Expenditure, Measurement, ProgressReport, ReportedMilestone
from .rounds import Request, Round
from .sent_documents import SentDocument
from .snapshots import Snapshot, SnapshotItem, SnapshotText
from .standings import Standing

__all__ = [
    "Answer",
    "Closing",
    "CorrectedFact",
    "Evidence",
    "Expenditure",
    "Extension",
    "FileHolder",
    "Measurement",
    "MilestoneProposal",
    "MinisterAnswer",
    "PlatformText",
    "ProgressReport",
    "Question",
    "Recommendation",
    "RecommendationSubject",
    "RemarkTreatment",
    "Reopening",
    "ReportedMilestone",
    "Request",
    "Round",
    "SentDocument",
    "Snapshot",
    "SnapshotItem",
    "SnapshotText",
    "Standing",
]
