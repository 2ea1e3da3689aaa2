"""A closed round as somebody asks for it: which snapshot, on which basis; read from what was frozen and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.utils.functional import cached_property

from actionplan.accounts.requests import PortalRequest
from actionplan.base.addresses import address_of
from actionplan.reporting.models import Closing, Round, Snapshot, SnapshotAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.rules import owns_action
from actionplan.reporting.snapshot_querysets import SnapshotActionQuerySet
from actionplan.reporting.states import Basis
from actions.models import Action


@dataclass(frozen=True)
class Frozen:
    """The snapshot that an address asks for, with what its links keep."""

    round: Round
    snapshot: Snapshot
    snapshots: list[Snapshot]
    """Every snapshot of the round, the newest closing first."""
    basis: str = Basis.ACCEPTED
    may_switch_basis: bool = False

    @property
    def closing(self) -> Closing:
        return self.snapshot.closing

    @property
    def is_newest(self) -> bool:
        return self.snapshot == self.snapshots[0]

    @property
    def moment(self) -> Moment:
        return Moment(self.snapshot.taken_at, self.snapshot.reckoned_on, self.basis)

    @property
    def other_basis(self) -> str:
        return Basis.ACCEPTED if self.basis == Basis.REPORTED else Basis.REPORTED

    @cached_property
    def query(self) -> dict[str, Any]:
        """The part of a link that keeps the closing and the basis."""
        kept: dict[str, Any] = {"round": self.round.code}
        if not (self.is_newest and self.round.is_closed):
            kept["closing"] = self.closing.number
        return {**kept, "basis": self.basis} if self.basis != Basis.ACCEPTED else kept

    @cached_property
    def query_string(self) -> str:
        return f"?{urlencode(self.query)}" if self.query else ""

    @cached_property
    def url(self) -> str:
        """The page of the round, as it stands at this closing and on this basis."""
        return address_of("round", self.round.plan.code, self.round.code) + self.query_string

    @cached_property
    def list_url(self) -> str:
        return address_of("action-list", self.round.plan.code)

    @property
    def rows(self) -> SnapshotActionQuerySet:
        """Every action that was frozen, on this basis."""
        return SnapshotAction.objects.of_snapshot(self.snapshot).on_basis(self.basis)


def frozen_round(
    request: PortalRequest, round: Round, action: Action | None = None, *, reopened: bool = False
) -> Frozen | None:
    """What `?closing=` and `?basis=` ask for; None where nothing was frozen, or a round under way was asked for itself.

    With `reopened`, what the last closing of a round that is under way again had frozen.

    Everybody starts on the accepted basis, what the round settled. Coordinators and auditors can switch, and so can an
    action's own organisations on its page. A closing that is not there is 404.
    """
    asked = request.GET.get("closing", "")
    if not round.is_closed and not asked and not (reopened and round.closed_at):
        return None
    rows = Snapshot.objects.of_round(round).select_related("closing__closed_by", "closing__reopened_by")
    snapshots = list(rows)
    if not snapshots and not asked:
        return None
    chosen = snapshots[0] if not asked else _numbered(snapshots, asked)
    own = action is not None and owns_action(request.user, action)
    may_switch = own or request.user.has_perm("reporting.switch_basis", round)
    basis = request.GET.get("basis", "") if may_switch else ""
    return Frozen(
        round, chosen, snapshots, basis if basis in Basis.values else Basis.ACCEPTED, bool(may_switch)
    )


def _numbered(snapshots: list[Snapshot], asked: str) -> Snapshot:
    for snapshot in snapshots:
        if str(snapshot.closing.number) == asked:
            return snapshot
    raise Http404


def frozen_round_or_404(request: PortalRequest, round: Round, action: Action | None = None) -> Frozen:
    found = frozen_round(request, round, action)
    if found is None:
        raise Http404
    return found
