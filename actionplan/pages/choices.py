"""What an address chooses: the moment and the basis, the part of the plan; and the links that keep all that.

A page does not know whether its picture is of now, of a past day or of a closed round.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.formats import get_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.requests import PortalRequest
from actionplan.base.days import day_of
from actionplan.picture import cache
from actionplan.picture.actions import NONE, Actions
from actionplan.picture.moment import InvalidDay, Moment
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.reporting.models import Round, Snapshot
from actionplan.reporting.rules import owns_action
from actionplan.reporting.states import Basis
from actionplan.rounds.counting import answers_frozen
from actionplan.rounds.last_state import is_final, last_closed_round, state_in_words
from actions.models import Action
from objectives.models import Plan

from .getters import CHOSEN, not_known, rounds_of
from .left import LeftAction

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


def with_query(address: str, query: dict[str, Any]) -> str:
    return f"{address}?{urlencode(query)}" if query else address


@dataclass(frozen=True, repr=False)
class Choices:
    plan: Plan
    picture: Picture
    scope: Scope
    page: str
    """The name of the page."""
    today: datetime.date
    may_switch_basis: bool = False
    snapshots: tuple[Snapshot, ...] = ()
    """Of a closed round: that of every closing, the newest first."""
    rounds: tuple[Round, ...] = ()
    """The plan's rounds, in the order of the days that they are about."""
    last_closed: Round | None = None
    """Of a plan that has ended, the last round that was closed: what its pages open on."""
    complaints: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    """What the address says to this page alone, for forms that ask for something else."""

    @property
    def moment(self) -> Moment:
        return self.picture.moment

    @property
    def basis(self) -> str:
        return self.moment.basis

    @property
    def other_basis(self) -> str:
        return Basis.ACCEPTED if self.basis == Basis.REPORTED else Basis.REPORTED

    @property
    def is_now(self) -> bool:
        return self.moment.is_now

    @property
    def day(self) -> datetime.date | None:
        """The past day that is shown; None for now and for a closed round."""
        return None if self.is_now or self.snapshot else self.moment.reckoned_on

    @property
    def snapshot(self) -> Snapshot | None:
        """Of the closing that is shown; None for now and for a day."""
        return next((one for one in self.snapshots if one.closing.number == self.moment.closing), None)

    @property
    def round(self) -> Round | None:
        return self.snapshot.closing.round if self.snapshot else None

    @property
    def is_newest_closing(self) -> bool:
        return self.snapshot is not None and self.snapshot == self.snapshots[0]

    @property
    def closed_rounds(self) -> list[Round]:
        """The rounds that were closed, also one that is open again, the newest first."""
        return [round for round in reversed(self.rounds) if round.closed_at]

    @property
    def is_last_state(self) -> bool:
        return self.last_closed is not None and self.last_closed == self.round and self.is_newest_closing

    @cached_property
    def state(self) -> str:
        """What the state is called in which a plan that has ended is shown, and how much of what was asked it has."""
        if self.snapshot is None or self.last_closed is None or not self.is_last_state:
            return ""
        return state_in_words(self.last_closed, answers_frozen([self.snapshot])[self.snapshot.pk].leads)

    @property
    def opens_on_final_state(self) -> bool:
        return self.last_closed is not None and is_final(self.last_closed)

    @property
    def today_query(self) -> dict[str, Any]:
        """What an address says to ask for today: nothing, unless the plan's pages open on its last closed round."""
        return {"on": self.today.isoformat()} if self.last_closed else {}

    @property
    def today_query_string(self) -> str:
        return f"?{urlencode(self.today_query)}" if self.today_query else ""

    @cached_property
    def time_query(self) -> dict[str, Any]:
        """The part of a link that keeps moment and basis."""
        if self.day:
            kept = {"on": self.day.isoformat()}
        elif self.round:
            is_last = self.is_newest_closing and self.round.is_closed
            kept = {"round": self.round.code} | ({} if is_last else {"closing": str(self.moment.closing)})
        else:
            kept = self.today_query
        starts_with = Basis.ACCEPTED if self.snapshot else None
        if self.may_switch_basis and self.basis != starts_with:
            kept["basis"] = str(self.basis)
        return kept

    @cached_property
    def query(self) -> dict[str, Any]:
        """The part of a link that keeps moment, basis and scope."""
        return {**self.scope.query, **self.time_query}

    @property
    def query_string(self) -> str:
        """Behind the address of a page about one thing, which keeps moment and basis."""
        return f"?{urlencode(self.time_query)}" if self.time_query else ""

    @property
    def closing_query(self) -> str:
        """Behind the address of what is sent of a round, on the accepted basis: which closing, where it is not the last."""
        closing = self.time_query.get("closing")
        return f"?closing={closing}" if closing else ""

    @property
    def query_dict(self) -> QueryDict:
        """`time_query` for the template tag that adds to an address."""
        return QueryDict(urlencode(self.time_query))

    def url(self, page: str, **more: Any) -> str:
        """Another page of the same, or the same one with something else."""
        return with_query(reverse(page, args=[self.plan.code]), {**self.query, **more})

    def action_url(self, code: str) -> str:
        return reverse("action", args=[self.plan.code, code]) + self.query_string

    def report_url(self, code: str, pk: int) -> str:
        """A report on the action of this code; in a closed round the action's page, which has all that was frozen of it."""
        if self.snapshot:
            return self.action_url(code)
        return reverse("report", args=[self.plan.code, code, pk])

    def list_url(self, **filters: Any) -> str:
        """The list of the actions in the scope that meet the filters as well: what a count leads to.

        Where the scope is the wider one, a further policy area, organisation or minister is that under which an
        action counts once.
        """
        if self.scope.also:
            filters = {UNDER.get(name, name): value for name, value in filters.items()}
        return with_query(
            reverse("action-list", args=[self.plan.code]),
            {**self.scope.query, **filters, **self.time_query},
        )

    @cached_property
    def actions(self) -> Actions:
        """Those in the scope, in the plan's order."""
        return self.scope.of(self.picture.actions)

    @cached_property
    def left(self) -> list[LeftAction]:
        """The actions that are no longer in the plan, of those in the scope: to be named beside totals."""
        return self.left_among(self.scope.of(self.picture.left))

    def left_among(self, actions: Iterable[ActionPicture]) -> list[LeftAction]:
        return [LeftAction(action, self.action_url(action.code)) for action in actions]

    def parts_of(self, name: str) -> list[Part]:
        return self.scope.parts[name]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The dashboards, each of what is shown here."""
        return [
            {"url": self.url(page), "label": label, "current": page == self.page}
            for page, label in DASHBOARDS.items()
        ]


def choices_of(
    request: PortalRequest,
    plan: Plan,
    page: str,
    action: Action | None = None,
    names: Collection[str] | None = None,
    unknown: Iterable[tuple[str, str]] = (),
) -> Choices:
    """What the address chooses. For a moment that cannot be shown there is a sentence, and now is shown instead;
    for an unknown part of the plan there is a sentence too, and no action.

    `action` is the one that the page is about, if any; `names` are the parameters of this page alone, any others
    are unknown; `unknown` has label and value of the parameters with unknown values.
    """
    rounds = tuple(rounds_of(request, plan))
    last_closed = last_closed_round(plan, rounds, day_of(request.now))
    snapshots, chosen, complaints = _closing(request, rounds, last_closed)
    own = action is not None and owns_action(request.user, action)
    may_switch = own or request.user.has_perm("reporting.switch_basis", plan)
    if chosen is not None:
        basis = _basis(request, may_switch=may_switch, starts_reported=False)
        picture = cache.picture_of_closing(chosen, basis)
    else:
        starts_reported = own or request.user.has_perm("reporting.review", plan)
        moment, complaint = _moment(request, plan, _basis(request, may_switch, starts_reported))
        complaints += [complaint] if complaint else []
        picture = cache.picture_at(plan, moment)
    scope = Scope.asked(request.GET, parts_of(picture), names, unknown)
    alone = tuple((name, str(value)) for name, value in request.GET.items() if name not in CHOSEN)
    return Choices(
        plan,
        picture,
        scope,
        page,
        day_of(request.now),
        may_switch_basis=may_switch,
        snapshots=snapshots,
        rounds=rounds,
        last_closed=last_closed,
        complaints=tuple(complaints),
        kept=alone,
    )


def choices_of_closing(request: PortalRequest, round: Round) -> Choices | None:
    """On the page of the round: what its last closing froze, or `?closing=`. None while it is under way, unless one is named."""
    number = request.GET.get("closing", "")
    if not (round.is_closed or number):
        return None
    snapshots = _snapshots_of(round)
    if not (snapshots or number):
        return None
    chosen = next((one for one in snapshots if number in ("", str(one.closing.number))), None)
    if chosen is None:
        raise Http404
    may_switch = request.user.has_perm("reporting.switch_basis", round.plan)
    picture = cache.picture_of_closing(chosen, _basis(request, may_switch, starts_reported=False))
    rounds = tuple(rounds_of(request, round.plan))
    return Choices(
        round.plan,
        picture,
        Scope(parts_of(picture)),
        "round",
        day_of(request.now),
        may_switch_basis=may_switch,
        snapshots=snapshots,
        rounds=rounds,
        last_closed=last_closed_round(round.plan, rounds, day_of(request.now)),
    )


def _basis(request: PortalRequest, may_switch: bool, starts_reported: bool) -> str:
    """Accepted for everybody; coordinators and auditors can switch, and coordinators start on reported.

    On the page of one action its own organisations can switch too, and start on reported; a closed round starts on accepted,
    what the round settled.
    """
    asked = request.GET.get("basis", "")
    if may_switch and asked in Basis.values:
        return Basis(asked)
    return Basis.REPORTED if starts_reported else Basis.ACCEPTED


def _moment(request: PortalRequest, plan: Plan, basis: str) -> tuple[Moment, str]:
    """Of `?on=`, and a sentence where that is no day that has come. Today is now, by whichever way it is asked for."""
    now = Moment.now(request.now, basis)
    text = typed_day(request.GET.get("on", "").strip())
    if text in ("", now.reckoned_on.isoformat()):
        return now, ""
    try:
        return Moment.parse(text, request.now, basis), ""
    except InvalidDay:
        sentence = _("“%(text)s” is not a day that has come. What is known today is shown.")
        return now, sentence % {"text": text[:40]}


def typed_day(text: str) -> str:
    """A day as addresses write it, however it was typed; anything else as it is."""
    for written in get_format("DATE_INPUT_FORMATS"):
        try:
            return datetime.datetime.strptime(text, written).date().isoformat()
        except ValueError:
            continue
    return text


def _closing(
    request: PortalRequest, rounds: tuple[Round, ...], last_closed: Round | None
) -> tuple[tuple[Snapshot, ...], Snapshot | None, list[str]]:
    """What the closings of the round that `?round=` names froze, that of `?closing=` among them, the last where none is named.

    Where neither a round nor a day is asked for, the last closed round of a plan that has ended.
    """
    code, number = request.GET.get("round", "").strip(), request.GET.get("closing", "").strip()
    if last_closed and not code and not request.GET.get("on", "").strip():
        code = last_closed.code
    if not code:
        return (), None, []
    round = next((one for one in rounds if one.code == code and one.closed_at), None)
    snapshots = _snapshots_of(round) if round else ()
    asked = [one for one in snapshots if number in ("", str(one.closing.number))]
    if not asked:
        sentence = _("“%(text)s” is not a closed round. What is known today is shown.")
        return (), None, [sentence % {"text": code[:40]}]
    both = _("A round and a day were asked for. The round is shown.")
    return snapshots, asked[0], [both] if request.GET.get("on") else []


def _snapshots_of(round: Round) -> tuple[Snapshot, ...]:
    """Of every closing of the round, the newest first."""
    rows = Snapshot.objects.of_round(round)
    return tuple(rows.select_related("closing__closed_by", "closing__reopened_by", "closing__round"))


# What actions count under, as addresses name it: objectives, policy areas, organisations and ministers


LABELS = {
    "objective": gettext_lazy("Objective"),
    "policy_area": gettext_lazy("Policy area"),
    "organisation": gettext_lazy("Organisation"),
    "minister": gettext_lazy("Minister"),
}
"""What a part is called, by its name in the address, in the order in which pages offer them."""
UNDER = {name: f"under_{name}" for name in LABELS if name != "objective"}
"""What an address calls the policy area, organisation or minister under which an action counts once, `also` or not."""


@dataclass(frozen=True)
class Part:
    """Something that actions count under: its value in an address, what it is in the picture, its page."""

    value: str
    subject: Any = None
    """None is what is under none."""
    field: str = ""
    """The name of its name, for `twin`."""
    prefix: str = ""
    """What stands before the name: a number, a code."""
    url: str = ""

    @property
    def label(self) -> str:
        return str(self.subject) if self.subject else _("none")

    @property
    def name(self) -> str:
        """With what stands before it, for a choice in a form."""
        return f"{self.prefix}{getattr(self.subject, f'local_{self.field}')}" if self.subject else self.label


def parts_of(picture: Picture) -> dict[str, list[Part]]:
    """By name in the address, each in its order; policy areas, organisations and ministers end in "none".

    Bodies are those that have a part in an action of the plan, of all that the portal knows.
    """
    code = picture.plan.code
    organisations = {key for action in picture.actions for key in action.bodies}
    ministers = {key for action in picture.actions for key in action.ministers}
    areas = {one.policy_area for key, one in picture.organisations.items() if key in organisations}

    def bodies(name: str, known: Mapping[str, Any], keys: set[str], field: str) -> list[Part]:
        found = [(key, one) for key, one in known.items() if key in keys]
        return [
            *(Part(key, one, field, url=reverse(name, args=[code, key])) for key, one in found),
            Part(NONE),
        ]

    return {
        "objective": [
            Part(str(number), one, "title", f"{number}. ", reverse("objective", args=[code, number]))
            for number, one in picture.objectives.items()
        ],
        "policy_area": [
            *(
                Part(key, one, "name", f"{key} – ")
                for key, one in picture.policy_areas.items()
                if key in areas
            ),
            Part(NONE),
        ],
        "organisation": bodies("organisation", picture.organisations, organisations, "name"),
        "minister": bodies("minister", picture.ministers, ministers, "title"),
    }


@dataclass(frozen=True)
class Scope:
    """The part of the plan that an address chooses; nothing chosen is the whole plan."""

    parts: Mapping[str, list[Part]]
    chosen: Mapping[str, str] = field(default_factory=dict)
    also: bool = False
    """Also as partner or involved: what is shown of several parts then overlaps."""
    complaint: str = ""
    """What the address asks for and is not known, in a sentence; then no action is in the scope."""

    @classmethod
    def asked(
        cls,
        address: QueryDict,
        parts: Mapping[str, list[Part]],
        names: Collection[str] | None = None,
        unknown: Iterable[tuple[str, str]] = (),
    ) -> Scope:
        """`names` are those of one page; with None any other name is taken for one. `unknown` is label and value of more."""
        chosen, in_vain = {}, list(unknown)
        for name, key in [*((name, name) for name in LABELS), *UNDER.items()]:
            value = address.get(key, "").strip()
            if value and all(part.value != value for part in parts[name]):
                in_vain.append((str(LABELS[name]), value))
            elif value and key == name:
                chosen[name] = value
        if names is not None:
            in_vain += [("", name) for name in address if name not in CHOSEN and name not in names]
        return cls(parts, chosen, bool(address.get("also")), not_known(in_vain))

    def of(self, actions: Actions) -> Actions:
        """Those in the scope."""
        if self.complaint:
            return actions.where(lambda action: False)
        return actions.in_scope(self.chosen, also=self.also)

    @property
    def is_everything(self) -> bool:
        return not (self.chosen or self.complaint)

    @property
    def is_wider(self) -> bool:
        """Whether `also` is about anything: an objective, or what is under none, has no partners."""
        return self.also and any(name in UNDER and value != NONE for name, value in self.chosen.items())

    @property
    def query(self) -> dict[str, str]:
        """The part of a link that keeps the scope."""
        return {**self.chosen, "also": "on"} if self.also else dict(self.chosen)

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Label and name of each part that is chosen."""
        return [
            (str(LABELS[name]), next(part.name for part in self.parts[name] if part.value == value))
            for name, value in self.chosen.items()
        ]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """What a form offers: name, label, parts, and which is chosen."""
        return [
            {
                "name": name,
                "label": str(label),
                "parts": self.parts[name],
                "chosen": self.chosen.get(name, ""),
            }
            for name, label in LABELS.items()
        ]
