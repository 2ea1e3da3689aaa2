"""The figures of the overview: counted from one read of the plan's actions, with money beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.reporting.models import ProgressReport, Standing, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.overspending import Overspent
from actionplan.reporting.states import Attention, Confidence, Freshness, Schedule
from actionplan.reporting.words import Reason, attention_reasons
from objectives.models import Plan

from .action_record import ReportEntry, state_at
from .action_rows import tracked_actions
from .disagreements import disagreement_on
from .filters import ANY, WAITING
from .places import NONE, Places
from .tallies import Measure, Tally, list_address, measures, segments

COUNTED = [
    "pk",
    "order",
    "objective",
    "counting_area",
    "counting_minister",
    "status",
    "confidence",
    "verdict",
    "schedule",
    "freshness",
    "voices_differ",
    "awaits_review",
]
ATTENTION_SHOWN = 10
DISAGREEMENTS_SHOWN = 5
REPORTS_SHOWN = 8


@dataclass(frozen=True)
class Group:
    """One row of a table of distributions: an objective, a policy area, a minister, or what is under none."""

    part: Part
    total: int
    total_url: str
    segments: list[dict[str, Any]]


@dataclass(frozen=True)
class Grouping:
    """A table of distributions: what it is by, and its groups."""

    name: str
    groups: list[Group]


class Counted:
    """The plan's actions at a moment as plain values, counted in as many ways as a page needs."""

    def __init__(self, plan: Plan, moment: Moment, overspent: list[Overspent]) -> None:
        self.rows: list[dict[str, Any]] = list(tracked_actions(plan, moment).values(*COUNTED))
        self.overspent = {line.action for line in overspent}

    def tally(self, measure: str, under: Callable[[dict[str, Any]], bool] | None = None) -> Tally:
        return Tally.of(row[measure] for row in self.rows if under is None or under(row))

    def by(self, field_name: str) -> dict[Any, list[dict[str, Any]]]:
        groups = defaultdict(list)
        for row in self.rows:
            groups[row[field_name]].append(row)
        return groups

    def attention(self) -> dict[str, list[int]]:
        """Keys of the actions by reason for attention, worst reason first, each in the plan's order."""
        return {reason: [row["pk"] for row in self.rows if self._has(row, reason)] for reason in Attention}

    def needing_attention(self) -> list[int]:
        """Keys of the actions with any reason: the worst reason first, then those with most reasons."""
        reasons = self.attention()
        ranks: dict[int, list[int]] = defaultdict(list)
        for rank, keys in enumerate(reasons.values()):
            for key in keys:
                ranks[key].append(rank)
        order = {row["pk"]: row["order"] for row in self.rows}
        return sorted(ranks, key=lambda key: (ranks[key][0], -len(ranks[key]), order[key]))

    def differing(self) -> list[int]:
        """Keys of the actions on which the voices disagree, in the plan's order."""
        return [row["pk"] for row in self.rows if row["voices_differ"]]

    def _has(self, row: dict[str, Any], reason: str) -> bool:
        return {
            Attention.OFF_TRACK: Confidence.OFF_TRACK in (row["confidence"], row["verdict"]),
            Attention.OVERDUE: row["schedule"] == Schedule.OVERDUE,
            Attention.OVERSPENT: row["pk"] in self.overspent,
            Attention.VOICES_DIFFER: row["voices_differ"],
            Attention.STALE: row["freshness"] == Freshness.STALE,
            Attention.NEVER_REPORTED: row["freshness"] == Freshness.NEVER,
        }[Attention(reason)]


@dataclass(frozen=True)
class PointOfAttention:
    action: Any
    reasons: list[Reason]

    @property
    def mark(self) -> str:
        """The worst of what the lead and the Platform say; nothing when both say on track, or nothing."""
        said = {self.action.confidence, self.action.verdict}
        return next((code for code in (Confidence.OFF_TRACK, Confidence.NEEDS_ATTENTION) if code in said), "")

    @property
    def sentences(self) -> list[str]:
        return [reason.sentence for reason in self.reasons]


def tracked_by_key(plan: Plan, moment: Moment, keys: list[int]) -> dict[int, Any]:
    """The actions of these keys with where they stand: one query for all that a page tells of single ones."""
    rows = TrackedAction.objects.filter(plan=plan, pk__in=keys).at(moment).counting_once(moment)
    return {row.pk: row for row in rows}


def points_of_attention(
    rows: dict[int, Any], keys: list[int], overspent: list[Overspent]
) -> list[PointOfAttention]:
    """The actions of these keys, in this order, each with its reasons."""
    return [
        PointOfAttention(
            rows[key], attention_reasons(rows[key], [line for line in overspent if line.action == key])
        )
        for key in keys
        if key in rows
    ]


def groupings(
    plan: Plan, counted: Counted, measure: Measure, places: Places, list_url: str, kept: dict[str, Any]
) -> list[Grouping]:
    """The distribution of a measure by objective, policy area and minister; "none" is a row where it counts."""

    def group(part: Part, rows: list[dict[str, Any]], filters: dict[str, Any]) -> Group:
        tally = Tally.of(row[measure.name] for row in rows)
        address = list_address(list_url, {**filters, **kept})
        parts = segments(measure, tally, list_url, {**filters, **kept})
        return Group(part, len(rows), address, parts)

    def table(name: str, column: str, parts: list[Part]) -> Grouping:
        found = counted.by(column)
        groups = [group(part, found.get(part.key, []), {name: part.value}) for part in parts]
        return Grouping(name, [one for one in groups if one.total])

    return [
        table("objective", "objective", _objectives(plan, places)),
        table("policy_area", "counting_area", _policy_areas(places)),
        table("minister", "counting_minister", _ministers(plan, places)),
    ]


@dataclass(frozen=True)
class Part:
    """Something that actions count under: its key in the rows, its row, its value in a filter, its page if it has one."""

    key: int | None
    value: Any
    subject: Any = None
    prefix: str = ""
    """What stands before the name: a number, a code."""
    url: str = ""

    @property
    def label(self) -> str:
        return str(self.subject) if self.subject else _("none")


UNDER_NONE = Part(None, NONE)


def _objectives(plan: Plan, places: Places) -> list[Part]:
    return [
        Part(pk, row.number, row, f"{row.number}. ", reverse("objective", args=[plan.code, row.number]))
        for pk, row in places.objectives.items()
    ]


def _policy_areas(places: Places) -> list[Part]:
    areas = [Part(pk, row.code, row, f"{row.code} – ") for pk, row in places.policy_areas.items()]
    return [*areas, UNDER_NONE]


def _ministers(plan: Plan, places: Places) -> list[Part]:
    ministers = [
        Part(pk, row.key, row, url=reverse("minister", args=[plan.code, row.key]))
        for pk, row in places.ministers.items()
    ]
    return [*ministers, UNDER_NONE]


def distributions(
    counted: Counted, list_url: str, kept: dict[str, Any]
) -> list[tuple[Measure, list[dict[str, Any]]]]:
    """Each measure with its parts for the whole plan."""
    return [
        (measure, segments(measure, counted.tally(measure.name), list_url, kept)) for measure in measures()
    ]


def all_needing_attention(counted: Counted, list_url: str, kept: dict[str, Any]) -> dict[str, Any]:
    return {
        "count": len(counted.needing_attention()),
        "url": list_address(list_url, {"attention": ANY, **kept}),
    }


def disagreements_shown(
    counted: Counted, rows: dict[int, Any], list_url: str, kept: dict[str, Any]
) -> dict[str, Any]:
    """The first disagreements between the voices and, where there are more, the list of all."""
    differing = counted.differing()
    context: dict[str, Any] = {
        "disagreements": [
            disagreement_on(rows[key]) for key in differing[:DISAGREEMENTS_SHOWN] if key in rows
        ]
    }
    if len(differing) > DISAGREEMENTS_SHOWN:
        url = list_address(list_url, {"attention": str(Attention.VOICES_DIFFER), **kept})
        context |= {"disagreements_more": len(differing), "disagreements_url": url}
    return context


def attention_counts(counted: Counted, list_url: str, kept: dict[str, Any]) -> list[dict[str, Any]]:
    """How many actions each reason for attention concerns, each count leading to its list; reasons without any left out."""
    return [
        {
            "code": str(reason),
            "label": str(Attention(reason).label),
            "count": len(keys),
            "url": list_address(list_url, {"attention": str(reason), **kept}),
        }
        for reason, keys in counted.attention().items()
        if keys
    ]


def not_yet_reviewed(counted: Counted, list_url: str, kept: dict[str, Any]) -> dict[str, Any]:
    """How many actions stand on a report that nobody reviewed yet, with their list."""
    return {
        "count": sum(row["awaits_review"] for row in counted.rows),
        "url": list_address(list_url, {"review": WAITING, **kept}),
    }


def last_reports(plan: Plan, moment: Moment) -> list[ReportEntry]:
    """The newest reports known at the moment, as they stood then: on the accepted basis those that were accepted."""
    stood = Standing.objects.on_basis(moment.basis).filter(report=OuterRef("pk"), since__lte=moment.known_at)
    rows = ProgressReport.objects.filter(Exists(stood), action__plan=plan).known_at(moment.known_at)
    newest = rows.select_related("action", "organisation").newest_first()[:REPORTS_SHOWN]
    return [ReportEntry(report, state_at(report, moment.known_at), "") for report in newest]
