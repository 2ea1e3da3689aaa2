"""What a dashboard shows: when, on which basis, of which part of the plan; and the addresses that keep all that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.addresses import AddressesOf, Narrowed, address_of
from actionplan.portal.frozen import Frozen, frozen_round
from actionplan.portal.moments import Asked, asked_of
from actionplan.portal.places import Places, places_of
from actionplan.portal.round_words import rounds_of
from actionplan.portal.tallies import list_address
from actionplan.reporting.models import Round
from actionplan.reporting.moments import Moment
from actions.models import Action
from objectives.models import Plan

from .parts import Part, Parts, choices_among, frozen_parts, live_parts
from .scope import UNDER, Scope

DASHBOARDS = {
    "overview": gettext_lazy("Overview"),
    "timeline": gettext_lazy("Timeline"),
    "milestones": gettext_lazy("Milestones"),
    "budget": gettext_lazy("Budget"),
    "changes": gettext_lazy("What changed"),
    "trend": gettext_lazy("Trend"),
    "quality": gettext_lazy("Quality of reporting"),
}
"""The dashboards by the name of their page, in the order in which each leads to the others."""

WHAT_IS_SHOWN = {
    "on",
    "round",
    "closing",
    "basis",
    "objective",
    "policy_area",
    "organisation",
    "minister",
    "also",
}
"""What an address says about all dashboards; anything else is of one page alone."""


@dataclass(frozen=True)
class Shown:
    """Everything that a dashboard reads goes through here: live at a moment, or frozen, within the scope."""

    plan: Plan
    asked: Asked
    scope: Scope
    places: Places
    parts: Parts
    frozen: Frozen | None = None
    rounds: list[Round] = field(default_factory=list)
    """The plan's rounds that were closed, also one that is open again, the newest first."""
    complaints: list[str] = field(default_factory=list)
    page: str = "overview"
    kept: tuple[tuple[str, str], ...] = ()
    """What the address says to this page alone."""

    @property
    def moment(self) -> Moment:
        return self.frozen.moment if self.frozen else self.asked.moment

    @property
    def basis(self) -> str:
        return self.moment.basis

    @property
    def other_basis(self) -> str:
        return self.frozen.other_basis if self.frozen else self.asked.other_basis

    @property
    def may_switch_basis(self) -> bool:
        return self.frozen.may_switch_basis if self.frozen else self.asked.may_switch_basis

    @property
    def is_now(self) -> bool:
        return self.frozen is None and self.asked.moment.is_now

    @cached_property
    def time_query(self) -> dict[str, Any]:
        """The part of a link between dashboards that keeps moment and basis."""
        if self.frozen is None:
            return self.asked.query
        return {"round": self.frozen.round.code, **self.frozen.query}

    @cached_property
    def query(self) -> dict[str, Any]:
        """The part of a link between dashboards that keeps moment, basis and scope."""
        return {**self.scope.query, **self.time_query}

    @property
    def query_string(self) -> str:
        return f"?{urlencode(self.query)}" if self.query else ""

    @property
    def query_dict(self) -> QueryDict:
        """`query` for the template tag that adds to an address."""
        return QueryDict(urlencode(self.query))

    def url(self, page: str, **more: Any) -> str:
        """Another dashboard of the same, or the same one with something else."""
        address = self._addresses.get(page)
        if address is None:
            address = self._addresses[page] = address_of(page, self.plan.code)
        return list_address(address, {**self.query, **more})

    @cached_property
    def _addresses(self) -> dict[str, str]:
        """Of pages of the plan, by name, as far as they were asked for: a dashboard leads to few pages in many ways."""
        return {}

    def action_url(self, code: str) -> str:
        """The page of an action, as it stands in what is shown."""
        address, query = self._actions
        return address(code) + query

    @cached_property
    def _actions(self) -> tuple[AddressesOf, str]:
        """The addresses of actions, and what each keeps."""
        if self.frozen is None:
            return AddressesOf("action", self.plan.code), self.asked.query_string
        return AddressesOf("action", self.plan.code), self.frozen.query_string

    def list_url(self, **filters: Any) -> str:
        """The list of the actions in the scope that meet the filters as well: what a count leads to.

        Where the scope is the wider one, a further policy area, organisation or minister is that under which an
        action counts once.
        """
        if filters and not self.scope.query:
            return self._lists.by(filters)
        base, kept = self._list
        return list_address(base, {**self._filters(filters), **kept})

    def _filters(self, filters: dict[str, Any]) -> dict[str, Any]:
        if self.scope.also:
            filters = {UNDER.get(name, name): value for name, value in filters.items()}
        return {**self.scope.query, **filters}

    @cached_property
    def _lists(self) -> Narrowed:
        """Of the whole plan, where a page leads to hundreds."""
        base, kept = self._list
        return Narrowed(base, self.scope.query, kept)

    @cached_property
    def _list(self) -> tuple[str, dict[str, Any]]:
        """The list without a filter, and what each address of it keeps."""
        if self.frozen is None:
            return address_of("action-list", self.plan.code), self.asked.query
        return self.frozen.list_url, self.frozen.query

    def parts_of(self, name: str) -> list[Part]:
        return self.parts[name]

    @property
    def round_code(self) -> str:
        """Of the closed round that is shown; empty for a day."""
        return self.frozen.round.code if self.frozen else ""

    @property
    def round_choices(self) -> list[tuple[str, str]]:
        return [(round.code, round.local_name) for round in self.rounds]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The dashboards, each of what is shown here."""
        return [
            {"url": self.url(page), "label": label, "current": page == self.page}
            for page, label in DASHBOARDS.items()
        ]


def shown_of(request: HttpRequest, plan: Plan, page: str, action: Action | None = None) -> Shown:
    """What the address asks for; what cannot be shown is a sentence, and now, or the whole plan, is shown instead.

    `action` is the one that the page is about, if it is about one: its own organisations may then see what they reported.
    """
    known = rounds_of(request, plan)
    rounds = [round for round in reversed(known) if round.closed_at]
    asked = asked_of(request, plan, action)
    complaints = [asked.complaint] if asked.complaint else []
    frozen, complaint = _frozen(request, known, action)
    if complaint:
        complaints.append(complaint)
    places = Places() if frozen else places_of(plan)
    parts = frozen_parts(frozen) if frozen else live_parts(plan, places)
    scope = Scope.asked(request.GET, choices_among(parts))
    if scope.complaint:
        complaints.append(scope.complaint)
    kept = tuple(
        (name, value) for name, value in request.GET.items() if name not in WHAT_IS_SHOWN and name != "page"
    )
    return Shown(plan, asked, scope, places, parts, frozen, rounds, complaints, page, kept)


def _frozen(
    request: HttpRequest, rounds: Iterable[Round], action: Action | None
) -> tuple[Frozen | None, str]:
    """The closed round that `?round=` names, or the last closing of one that is under way again; else a sentence."""
    code = request.GET.get("round", "").strip()
    if not code:
        return None, ""
    round = next((one for one in rounds if one.code == code), None)
    try:
        found = frozen_round(request, round, action, reopened=True) if round else None
    except Http404:
        found = None
    if found is None:
        return None, not_a_closed_round(code)
    if request.GET.get("on"):
        return found, _("A round and a day were asked for. The round is shown.")
    return found, ""


def not_a_closed_round(code: str) -> str:
    sentence = _("“%(text)s” is not a closed round. What is known today is shown.")
    return sentence % {"text": code[:40]}
