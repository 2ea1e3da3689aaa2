"""The states of reporting: of reports, actions, rounds, requests and others, with the allowed transitions."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy


class ReportState(models.TextChoices):
    """Draft, then submitted, then accepted or returned. After taking one back, a new draft goes on."""

    DRAFT = "draft", pgettext_lazy("report", "draft")
    SUBMITTED = "submitted", pgettext_lazy("report", "submitted")
    ACCEPTED = "accepted", pgettext_lazy("report", "accepted")
    RETURNED = "returned", pgettext_lazy("report", "returned")
    TAKEN_BACK = "taken_back", pgettext_lazy("report", "taken back")


PENDING = [ReportState.DRAFT, ReportState.SUBMITTED]
"""At most one report per action, organisation and round is in one of these states."""
REVIEWED = [ReportState.ACCEPTED, ReportState.RETURNED]


class ReportKind(models.TextChoices):
    LEAD = "lead", _("lead’s report")
    CONTRIBUTION = "contribution", _("partner’s contribution")


class Status(models.TextChoices):
    NOT_STARTED = "not_started", pgettext_lazy("status", "not started")
    ONGOING = "ongoing", pgettext_lazy("status", "ongoing")
    COMPLETED = "completed", pgettext_lazy("status", "completed")
    STOPPED = "stopped", pgettext_lazy("status", "stopped")


DONE = [Status.COMPLETED, Status.STOPPED]
NEVER_REPORTED = "never"
"""The status of an action without a report on the basis; nobody reports it."""
NEVER_REPORTED_WORDS = pgettext_lazy("status", "never reported")


def has_begun(before: str, after: str) -> bool:
    """Whether it became ongoing, from not started or never reported."""
    return before in (NEVER_REPORTED, Status.NOT_STARTED) and after == Status.ONGOING


def is_taken_up_again(before: str, after: str) -> bool:
    """Whether it was completed or stopped, and no longer is."""
    return before in DONE and after not in DONE


class Outcome(models.TextChoices):
    AS_PLANNED = "as_planned", pgettext_lazy("outcome", "as planned")
    ADAPTED = "adapted", pgettext_lazy("outcome", "adapted")
    IN_PART = "in_part", pgettext_lazy("outcome", "in part")
    CONTINUED = "continued", pgettext_lazy("outcome", "continued in regular operation")


class Confidence(models.TextChoices):
    """The lead's confidence and the Platform's verdict use the same three values."""

    ON_TRACK = "on_track", pgettext_lazy("confidence", "on track")
    NEEDS_ATTENTION = "needs_attention", pgettext_lazy("confidence", "needs attention")
    OFF_TRACK = "off_track", pgettext_lazy("confidence", "off track")


NOT_GIVEN, NEVER_ASSESSED = _("not given"), _("never assessed")
"""Where the lead gives no confidence, and where the Platform never gave a verdict."""
IN_TROUBLE = [Confidence.NEEDS_ATTENTION, Confidence.OFF_TRACK]
"""With these the lead has to name an obstacle."""


def better_than(verdict: str, other: str) -> bool:
    """Whether a confidence or verdict is better than the other; False if either is empty."""
    order = Confidence.values
    return bool(verdict and other) and order.index(verdict) < order.index(other)


class QuestionState(models.TextChoices):
    """Where a question of the Platform stands: whose move it is."""

    TO_ANSWER = "to_answer", pgettext_lazy("question", "to answer")
    ANSWERED = "answered", pgettext_lazy("question", "answered")
    SETTLED = "settled", pgettext_lazy("question", "settled")


class Settlement(models.TextChoices):
    """How a question of the Platform was settled, where more is known than that it said so."""

    DONE = "done", pgettext_lazy("question", "done")
    NO_LONGER_ASKED = "no_longer_asked", pgettext_lazy("question", "no longer asked")
    BETTER_VERDICT = "better_verdict", pgettext_lazy("question", "with a better verdict")


class MilestoneState(models.TextChoices):
    OPEN = "open", pgettext_lazy("milestone", "open")
    ACHIEVED = "achieved", pgettext_lazy("milestone", "achieved")
    DROPPED = "dropped", pgettext_lazy("milestone", "dropped")
    UNDONE = "undone", pgettext_lazy("milestone", "undone")
    """It was reported as achieved, and no longer is: from then on it counts as not achieved."""


NOT_ACHIEVED = [MilestoneState.OPEN, MilestoneState.UNDONE]
"""Still to be achieved."""


class Finality(models.TextChoices):
    """Whether a figure may still move; empty if nobody said."""

    PROVISIONAL = "provisional", pgettext_lazy("figure", "provisional")
    FINAL = "final", pgettext_lazy("figure", "final")


class Basis(models.TextChoices):
    """Everybody sees the accepted basis; the reported basis adds reports not yet reviewed."""

    REPORTED = "reported", pgettext_lazy("basis", "reported")
    ACCEPTED = "accepted", pgettext_lazy("basis", "accepted")


SOON_WITHIN = datetime.timedelta(days=90)
"""The end of an action, or a milestone, is soon if it is at most this far away."""


class Schedule(models.TextChoices):
    """Computed from the printed dates and the report, on a day; the first that applies."""

    DONE = "done", pgettext_lazy("schedule", "done")
    OVERDUE = "overdue", pgettext_lazy("schedule", "end date passed")
    SHOULD_HAVE_STARTED = "should_have_started", pgettext_lazy("schedule", "start date passed")
    NOT_TO_START_YET = "not_to_start_yet", pgettext_lazy("schedule", "starts later")
    CONTINUOUS = "continuous", pgettext_lazy("schedule", "continuous")
    NO_END_DATE = "no_end_date", pgettext_lazy("schedule", "no end date")
    ENDS_SOON = (
        "ends_soon",
        format_lazy(pgettext_lazy("schedule", "ends within {days} days"), days=SOON_WITHIN.days),
    )
    RUNNING = "running", pgettext_lazy("schedule", "ends later")


DATE_PASSED = [Schedule.OVERDUE, Schedule.SHOULD_HAVE_STARTED]


class Freshness(models.TextChoices):
    FRESH = "fresh", pgettext_lazy("freshness", "up to date")
    STALE = "stale", pgettext_lazy("freshness", "last report out of date")
    WAITING = "waiting", pgettext_lazy("freshness", "newer report to review")
    NEVER = "never", pgettext_lazy("freshness", "no report yet")


class Attention(models.TextChoices):
    """Why an action needs attention, gravest first."""

    OFF_TRACK = "off_track", pgettext_lazy("attention", "off track, says lead or Platform")
    OVERDUE = "overdue", Schedule.OVERDUE.label
    LATE_START = "late_start", Schedule.SHOULD_HAVE_STARTED.label
    MILESTONE_MISSED = "milestone_missed", pgettext_lazy("attention", "action with a milestone not achieved")
    OVERSPENT = "overspent", pgettext_lazy("attention", "paid more than planned")
    UNDERSPENT = "underspent", pgettext_lazy("attention", "less than half paid")
    NEVER_REPORTED = "never", pgettext_lazy("attention", "first report missing")
    NEEDS_ATTENTION = "needs_attention", pgettext_lazy("attention", "needs attention, says lead or Platform")
    STALE = "stale", Freshness.STALE.label


FORMER_REASONS = {"voices_differ": pgettext_lazy("attention", "voices that disagree")}
"""Reasons that only old closings still have."""


def attention_label(code: str, actions: int = 1) -> str:
    """The words for a reason of so many actions, including former ones."""
    counted: dict[str, str] = {
        Attention.OVERDUE: npgettext("schedule", "end date passed", "end dates passed", actions),
        Attention.LATE_START: npgettext("schedule", "start date passed", "start dates passed", actions),
        Attention.MILESTONE_MISSED: npgettext(
            "attention",
            "action with a milestone not achieved",
            "actions with a milestone not achieved",
            actions,
        ),
        Attention.NEVER_REPORTED: npgettext(
            "attention", "first report missing", "first reports missing", actions
        ),
        Attention.STALE: npgettext(
            "freshness", "last report out of date", "last reports out of date", actions
        ),
    }
    return counted.get(code) or str(FORMER_REASONS[code] if code in FORMER_REASONS else Attention(code).label)


def schedule_label(schedule: Schedule, actions: int) -> str:
    """The words for where so many actions are in time."""
    if schedule == Schedule.ENDS_SOON:
        words = npgettext("schedule", "ends within {days} days", "end within {days} days", actions)
        return words.format(days=SOON_WITHIN.days)
    return str(schedule.label)


class RoundState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("round", "draft")
    OPEN = "open", pgettext_lazy("round", "open")
    REVIEW = "review", pgettext_lazy("round", "in review")
    VALIDATION = "validation", pgettext_lazy("round", "in validation")
    CLOSED = "closed", pgettext_lazy("round", "closed")


UNDER_WAY = [RoundState.OPEN, RoundState.REVIEW, RoundState.VALIDATION]
"""At most one round of a plan is in one of these."""

NEXT_ROUND_STATES = {
    RoundState.DRAFT: frozenset({RoundState.OPEN}),
    RoundState.OPEN: frozenset({RoundState.REVIEW}),
    RoundState.REVIEW: frozenset({RoundState.OPEN, RoundState.VALIDATION, RoundState.CLOSED}),
    RoundState.VALIDATION: frozenset({RoundState.REVIEW, RoundState.CLOSED}),
    RoundState.CLOSED: frozenset({RoundState.REVIEW}),
}
"""Made by a coordinator. Review and validation may go back one step; a reopened round is in review."""


class RequestState(models.TextChoices):
    """The state of the answer to a request, derived from the reports of its round."""

    NOBODY = "nobody", pgettext_lazy("request", "asked of nobody yet")
    NOT_STARTED = "not_started", pgettext_lazy("request", "no draft")
    DRAFT = "draft", pgettext_lazy("request", "draft")
    SUBMITTED = "submitted", pgettext_lazy("request", "to review")
    RETURNED = "returned", pgettext_lazy("request", "returned")
    ACCEPTED = "accepted", pgettext_lazy("request", "accepted")
    NO_LONGER_ASKED = "no_longer_asked", pgettext_lazy("request", "no longer asked")
    """Its action left the plan before an answer came."""


NO_DRAFT = [RequestState.NOBODY, RequestState.NOT_STARTED]
NOT_SUBMITTED = [*NO_DRAFT, RequestState.DRAFT]
UNANSWERED = [*NOT_SUBMITTED, RequestState.RETURNED]
"""The organisation, or for NOBODY the Platform, still has to do something."""
ANSWERED = [RequestState.SUBMITTED, RequestState.ACCEPTED]


class ExtensionState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("extension", "asked")
    GRANTED = "granted", pgettext_lazy("extension", "granted")
    DECLINED = "declined", pgettext_lazy("extension", "declined")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("proposal", "proposed")
    AGREED = "agreed", pgettext_lazy("proposal", "agreed")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")


class RequestRole(models.TextChoices):
    LEAD = "lead", _("lead")
    PARTNER = "partner", _("invited partner")


class SpreadBy(models.TextChoices):
    """The origin of the yearly amounts of a budget line."""

    DERIVED = "derived", _("derived")
    PLAN = "plan", _("as the plan states it")
    LEAD = "lead", _("as the lead spread it")


class PlatformPart(models.TextChoices):
    """The Platform's texts in the report to the Government, in reading order."""

    INTRODUCTION = "introduction", pgettext_lazy("report to the Government", "introduction")
    OBJECTIVE = "objective", pgettext_lazy("report to the Government", "paragraph on an objective")
    CONCLUSION = "conclusion", pgettext_lazy("report to the Government", "conclusion")


class DocumentKind(models.TextChoices):
    """The documents made from a round and sent."""

    REPORT = "report", _("report to the Government")
    EXTRACT = "extract", _("extract for a minister")
    EVALUATION = "evaluation", _("mid-term evaluation")


class RecommendationSource(models.TextChoices):
    """Who made a recommendation."""

    COURT_OF_AUDIT = "court_of_audit", _("Court of Audit")
    PARLIAMENT = "parliament", _("Parliament")
    EVALUATION = "evaluation", _("evaluation")


class CorrectedFactKind(models.TextChoices):
    """What a report can say about a fact of a closed round: that it should have been something else."""

    STATUS = "status", _("status")
    OUTCOME = "outcome", _("outcome")
    ACTUAL_START = "actual_start", _("actual start")
    ACTUAL_END = "actual_end", _("actual end")
    MILESTONE = "milestone", _("milestone")
    MEASUREMENT = "measurement", _("measurement")
    COMMITTED = "committed", _("committed")
    PAID = "paid", _("paid")


class RecommendationState(models.TextChoices):
    """What became of a recommendation."""

    OPEN = "open", pgettext_lazy("recommendation", "open")
    UNDER_WAY = "under_way", pgettext_lazy("recommendation", "under way")
    CARRIED_OUT = "carried_out", pgettext_lazy("recommendation", "carried out")
    NOT_FOLLOWED = "not_followed", pgettext_lazy("recommendation", "not followed")


class DocumentEdition(models.TextChoices):
    """Which words a document has, and so who may read it."""

    PUBLIC = "public", pgettext_lazy("edition", "public")
    INTERNAL = "internal", pgettext_lazy("edition", "internal, with the words about limited actions")


# Texts of a snapshot


class TextOwner(models.TextChoices):
    """What a text in a snapshot belongs to, which decides who may read it and when it is removed by law."""

    REPORT = "report", _("report")
    REMARK = "remark", _("remark with a return")
    NOTE = "note", _("note to the Platform")
    ASKED = "asked", _("what is asked")
    """With a verdict, of before that was a question: by the key of the report."""
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    OPEN_QUESTION = "open_question", _("question that everybody reads")
    OPEN_ANSWER = "open_answer", _("answer that everybody reads")
    MINISTER_ANSWER = "minister_answer", _("minister’s answer")
    EVIDENCE = "evidence", _("evidence")
    OPEN_EVIDENCE = "open_evidence", _("evidence opened to all")
    REQUEST = "request", _("request")
    EXTENSION = "extension", _("extension")
    PLATFORM_TEXT = "platform_text", _("text of the Platform")
    RECOMMENDATION = "recommendation", _("recommendation")
    PERSON = "person", _("person’s name")


PRINTED_TEXTS = [
    TextOwner.REPORT,
    TextOwner.ASKED,
    TextOwner.OPEN_QUESTION,
    TextOwner.OPEN_EVIDENCE,
    TextOwner.PLATFORM_TEXT,
    TextOwner.RECOMMENDATION,
]
"""Whose texts documents always print, of those that are removed by law; see `SnapshotText.is_printed`."""
