"""What an address asks for: which closing, which edition, which language; fetched through what the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.portal.frozen import frozen_round
from actionplan.portal.round_getters import round_or_404
from actionplan.reporting.models import Round, Snapshot
from actionplan.reporting.snapshot_querysets import SnapshotQuerySet
from actionplan.reporting.states import RoundState
from objectives.models import Plan

from .evaluation import Past
from .source import INTERNAL, PUBLIC, Source, frozen_source, limited_today, preview_source, rows_at
from .stood import Stood

LANGUAGES = {"nl": "Nederlands", "en": "English"}


def language_asked(request: HttpRequest) -> str:
    """The language of the document: that of the page, unless the address says otherwise."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else get_language() or "en"


def may_have_internal(user: User, plan: Plan) -> bool:
    return bool(user.has_perm("reporting.see_all_words", plan))


def edition_asked(request: HttpRequest, plan: Plan) -> str:
    """An internal edition is for who sees the words about every action; for others there is none."""
    if request.GET.get("edition", PUBLIC) != INTERNAL:
        return PUBLIC
    if not may_have_internal(request.user, plan):
        raise Http404
    return INTERNAL


def source_asked(request: HttpRequest, plan_code: str, round_code: str) -> Source:
    """A closing of the round, for everybody; of a round under way a preview, for coordinators and auditors.

    Others get of a round that is open again what its last closing froze.
    """
    round = round_or_404(request, plan_code, round_code)
    previews = bool(request.user.has_perm("reporting.follow_rounds", round))
    edition, frozen = edition_asked(request, round.plan), frozen_round(request, round, reopened=not previews)
    if frozen is not None:
        frozen.snapshot.closing.round = round
        return frozen_source(frozen.snapshot, request.user, edition, limited_today(round.plan))
    if not round.is_under_way or not previews:
        raise Http404
    return preview_source(round, request.user, edition, limited_today(round.plan), request.now)


@dataclass(frozen=True)
class Earlier:
    """The round before, as it was last closed; nothing where there is none."""

    snapshot: Snapshot | None

    @property
    def round(self) -> Round | None:
        return self.snapshot.closing.round if self.snapshot else None

    @cached_property
    def stood(self) -> Stood:
        """How the actions stood then; without a round before there were none."""
        if self.snapshot is None:
            return Stood([])
        return Stood.at(self.snapshot, rows_at([self.snapshot])[self.snapshot.pk])


def earlier_than(source: Source) -> Earlier:
    """The round before, as it had been closed when the source was made, whatever became of it since: one query, and five
    for its rows.
    """
    rows = Snapshot.objects.before(source.round, source.taken_at)
    return Earlier(rows.select_related("closing__round__plan").first())


def closed_snapshots(plan: Plan) -> SnapshotQuerySet:
    """The closing in force of every closed round, the oldest first."""
    rows = Snapshot.objects.of_plan(plan).filter(
        closing__round__state=RoundState.CLOSED, closing__reopened_at__isnull=True
    )
    return rows.select_related("closing__round__plan").in_order()


@dataclass(frozen=True)
class Evaluated:
    """The closed rounds that an evaluation may be about, and those that were chosen."""

    snapshots: list[Snapshot]
    chosen: list[Snapshot]
    complaint: str = ""

    @property
    def past(self) -> list[Past]:
        rows = rows_at(self.chosen)
        return [Past(snapshot, rows[snapshot.pk]) for snapshot in self.chosen]

    @property
    def rounds(self) -> list[Round]:
        return [snapshot.closing.round for snapshot in self.snapshots]

    @property
    def first(self) -> str:
        return self.chosen[0].closing.round.code if self.chosen else ""

    @property
    def last(self) -> str:
        return self.chosen[-1].closing.round.code if self.chosen else ""


def evaluated(request: HttpRequest, plan: Plan) -> Evaluated:
    """From `?from=` to `?to=`, both included; without them from the first closed round to the last. One query."""
    snapshots = list(closed_snapshots(plan))
    codes = [snapshot.closing.round.code for snapshot in snapshots]
    places, unknown = [0, len(codes) - 1], []
    for end, name in enumerate(["from", "to"]):
        asked = request.GET.get(name, "").strip()
        if asked in codes:
            places[end] = codes.index(asked)
        elif asked:
            unknown.append(f"“{asked[:40]}”")
    complaint = ""
    if unknown:
        sentence = _("Not a closed round, and left out: %(rounds)s.")
        complaint = sentence % {"rounds": ", ".join(unknown)}
    first, last = sorted(places)
    return Evaluated(snapshots, snapshots[first : last + 1], complaint)
