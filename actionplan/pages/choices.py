"""What an address chooses: moment, basis and part of the plan; and the links that keep that choice.

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
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.portal_request import PortalRequest
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

from .getters import PICTURE_PARAMETERS, rounds_of, unknown_words
from .left import LeftAction
from .typed_moments import ROUND_CODE, typed_moment


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
    """Of every closing of the round shown, the newest first."""
    rounds: tuple[Round, ...] = ()
    """The plan's rounds, in the order of the days that they are about."""
    last_closed: Round | None = None
    """Of a plan that has ended, the last closed round: its pages open on it."""
    complaints: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    """The parameters of this page only, so that forms for the moment or the basis keep them."""

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
        return next((row for row in self.snapshots if row.closing.number == self.moment.closing), None)

    @property
    def round(self) -> Round | None:
        return self.snapshot.closing.round if self.snapshot else None

    @property
    def is_newest_closing(self) -> bool:
        return self.snapshot is not None and self.snapshot == self.snapshots[0]

    @property
    def closed_rounds(self) -> list[Round]:
        """The rounds that were ever closed, including one that was reopened, the newest first."""
        return [round for round in reversed(self.rounds) if round.closed_at]

    @property
    def is_last_state(self) -> bool:
        return self.last_closed is not None and self.last_closed == self.round and self.is_newest_closing

    @cached_property
    def state(self) -> str:
        """For a plan that has ended: the name of the state shown, with how many requests were answered."""
        if self.snapshot is None or self.last_closed is None or not self.is_last_state:
            return ""
        return state_in_words(self.last_closed, answers_frozen([self.snapshot])[self.snapshot.pk].leads)

    @property
    def opens_on_final_state(self) -> bool:
        return self.last_closed is not None and is_final(self.last_closed)

    @property
    def today_query(self) -> dict[str, Any]:
        """The parameters that ask for today: none, unless the plan's pages open on its last closed round."""
        return {"on": self.today.isoformat()} if self.last_closed else {}

    @property
    def today_query_string(self) -> str:
        return f"?{urlencode(self.today_query)}" if self.today_query else ""

    @cached_property
    def time_query(self) -> dict[str, Any]:
        """The parameters that keep moment and basis."""
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
        """The parameters that keep moment, basis and scope."""
        return {**self.scope.query, **self.time_query}

    @property
    def query_string(self) -> str:
        """Appended to the address of a page about one thing, to keep moment and basis."""
        return f"?{urlencode(self.time_query)}" if self.time_query else ""

    @property
    def closing_query(self) -> str:
        """Appended to addresses of a round's documents: the closing, unless it is the last."""
        closing = self.time_query.get("closing")
        return f"?closing={closing}" if closing else ""

    @property
    def query_dict(self) -> QueryDict:
        """`time_query` for the template tag that adds parameters to an address."""
        return QueryDict(urlencode(self.time_query))

    def url(self, page: str, **more: Any) -> str:
        """Another page with the same choice, or this one with other parameters."""
        return with_query(reverse(page, args=[self.plan.code]), {**self.query, **more})

    def action_url(self, code: str) -> str:
        return reverse("action", args=[self.plan.code, code]) + self.query_string

    def report_url(self, code: str, pk: int) -> str:
        """A report on the action; in a closed round the action's page, with all that was frozen of it."""
        if self.snapshot:
            return self.action_url(code)
        return reverse("report", args=[self.plan.code, code, pk])

    def list_url(self, **filters: Any) -> str:
        """The list of the actions in the scope that also meet the filters: what a count links to.

        In the wider scope (`also`), a filter by policy area, organisation or minister counts each action
        once.
        """
        if self.scope.also:
            filters = {UNDER_PARAMETERS.get(name, name): value for name, value in filters.items()}
        return self.wider_list_url(**filters)

    def wider_list_url(self, **filters: Any) -> str:
        """As `list_url`; in the wider scope these filters, too, are met also as partner or involved."""
        return with_query(
            reverse("action-list", args=[self.plan.code]),
            {**self.scope.query, **filters, **self.time_query},
        )

    @cached_property
    def actions(self) -> Actions:
        """The actions in the scope, in the plan's order."""
        return self.scope.of(self.picture.actions)

    @cached_property
    def left(self) -> list[LeftAction]:
        """The actions in the scope that are no longer in the plan: named beside totals."""
        return self.left_among(self.scope.of(self.picture.left))

    def left_among(self, actions: Iterable[ActionPicture]) -> list[LeftAction]:
        return [LeftAction(action, self.action_url(action.code)) for action in actions]

    def parts_of(self, name: str) -> list[Part]:
        return self.scope.parts[name]


def choices_of(
    request: PortalRequest,
    plan: Plan,
    page: str,
    action: Action | None = None,
    names: Collection[str] | None = None,
    unknown: Iterable[tuple[str, str]] = (),
) -> Choices:
    """What the address chooses. If a moment cannot be shown, there is a complaint and today is shown instead;
    for an unknown part of the plan there is a complaint too, and no action.

    `action` is the one that the page is about, if any; `names` are the parameters of this page only, any
    others are unknown; `unknown` has label and value of parameters with unknown values.
    """
    rounds = tuple(rounds_of(request, plan))
    last_closed = last_closed_round(plan, rounds, day_of(request.now))
    code, on = _asked(request, rounds)
    snapshots, chosen, complaints = _closing(request, code, on, rounds, last_closed)
    owns = action is not None and owns_action(request.user, action)
    may_switch = owns or request.user.has_perm("reporting.switch_basis", plan)
    if chosen is not None:
        basis = _basis(request, may_switch=may_switch, starts_reported=False)
        picture = cache.picture_of_closing(chosen, basis)
    else:
        starts_reported = owns or request.user.has_perm("reporting.review", plan)
        moment, complaint = _moment(request, on, _basis(request, may_switch, starts_reported))
        complaints += [complaint] if complaint else []
        picture = cache.picture_at(plan, moment)
    scope = Scope.from_query(request.GET, parts_of(picture), names, unknown)
    own = tuple((name, str(value)) for name, value in request.GET.items() if name not in PICTURE_PARAMETERS)
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
        kept=own,
    )


def choices_of_closing(request: PortalRequest, round: Round) -> Choices | None:
    """For the page of a round: its last or the named closing; None while under way without a named one."""
    number = request.GET.get("closing", "")
    if not (round.is_closed or number):
        return None
    snapshots = _snapshots_of(round)
    if not (snapshots or number):
        return None
    chosen = next((snapshot for snapshot in snapshots if number in ("", str(snapshot.closing.number))), None)
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

    On the page of an action its own organisations can switch too, and start on reported; a closed round
    starts on accepted, as that is what it settled.
    """
    basis = request.GET.get("basis", "")
    if may_switch and basis in Basis.values:
        return Basis(basis)
    return Basis.REPORTED if starts_reported else Basis.ACCEPTED


def _asked(request: PortalRequest, rounds: Iterable[Round]) -> tuple[str, str]:
    """`?round=` and `?on=` as `typed_moment` reads them; a round that was typed as a day is a round."""
    code, on = (typed_moment(request.GET.get(name, ""), rounds) for name in ("round", "on"))
    return (on, "") if not code and ROUND_CODE.fullmatch(on) else (code, on)


def _moment(request: PortalRequest, text: str, basis: str) -> tuple[Moment, str]:
    """The moment of a day, with a complaint for one that has not come. Today always means now."""
    now = Moment.now(request.now, basis)
    if text in ("", now.reckoned_on.isoformat()):
        return now, ""
    try:
        return Moment.parse(text, request.now, basis), ""
    except InvalidDay:
        sentence = _("“%(text)s” is not a day that has come. What is known today is shown.")
        return now, sentence % {"text": text[:40]}


def _closing(
    request: PortalRequest, code: str, on: str, rounds: tuple[Round, ...], last_closed: Round | None
) -> tuple[tuple[Snapshot, ...], Snapshot | None, list[str]]:
    """The snapshots of the round with the code, the one of `?closing=` or else the last, and complaints.

    If neither a round nor a day is asked for: the last closed round of a plan that has ended.
    """
    number = request.GET.get("closing", "").strip()
    if last_closed and not code and not on:
        code = last_closed.code
    if not code:
        return (), None, []
    round = next((row for row in rounds if row.code == code and row.closed_at), None)
    snapshots = _snapshots_of(round) if round else ()
    matching = [snapshot for snapshot in snapshots if number in ("", str(snapshot.closing.number))]
    if not matching:
        sentence = _("“%(text)s” is not a closed round. What is known today is shown.")
        return (), None, [sentence % {"text": code[:40]}]
    both = _("A round and a day were asked for. The round is shown.")
    return snapshots, matching[0], [both] if on else []


def _snapshots_of(round: Round) -> tuple[Snapshot, ...]:
    """Of every closing of the round, the newest first."""
    rows = Snapshot.objects.of_round(round)
    return tuple(rows.select_related("closing__closed_by", "closing__reopened_by", "closing__round"))


# What actions count under, in addresses: objectives, policy areas, organisations and ministers


PART_LABELS = {
    "objective": gettext_lazy("Objective"),
    "policy_area": gettext_lazy("Policy area"),
    "organisation": gettext_lazy("Organisation"),
    "minister": gettext_lazy("Minister"),
}
"""The label of a part by its parameter, in the order in which pages offer them."""
UNDER_PARAMETERS = {name: f"under_{name}" for name in PART_LABELS if name != "objective"}
"""The parameter for the part under which an action counts once, with or without `also`."""


@dataclass(frozen=True)
class Part:
    """Something that actions count under: its value in addresses, its subject in the picture, its page."""

    value: str
    subject: Any = None
    """None for actions under none."""
    field: str = ""
    """The name of the field with its name, for `twin`."""
    prefix: str = ""
    """What precedes the name: a number or a code."""
    url: str = ""

    @property
    def label(self) -> str:
        return str(self.subject) if self.subject else _("none")

    @property
    def name(self) -> str:
        """The name with its prefix, for a choice in a form."""
        return f"{self.prefix}{getattr(self.subject, f'local_{self.field}')}" if self.subject else self.label


def parts_of(picture: Picture) -> dict[str, list[Part]]:
    """The parts by parameter, each in its order; policy areas, organisations and ministers end in "none".

    Only organisations and ministers with a part in an action of the plan.
    """
    code = picture.plan.code
    organisations = {key for action in picture.actions for key in action.bodies}
    ministers = {key for action in picture.actions for key in action.ministers}
    areas = {body.policy_area for key, body in picture.organisations.items() if key in organisations}

    def bodies(name: str, known: Mapping[str, Any], keys: set[str], field: str) -> list[Part]:
        bodies_in_plan = [(key, body) for key, body in known.items() if key in keys]
        return [
            *(Part(key, body, field, url=reverse(name, args=[code, key])) for key, body in bodies_in_plan),
            Part(NONE),
        ]

    return {
        "objective": [
            Part(str(number), objective, "title", f"{number}. ", reverse("objective", args=[code, number]))
            for number, objective in picture.objectives.items()
        ],
        "policy_area": [
            *(
                Part(key, area, "name", f"{key} – ")
                for key, area in picture.policy_areas.items()
                if key in areas
            ),
            Part(NONE),
        ],
        "organisation": bodies("organisation", picture.organisations, organisations, "name"),
        "minister": bodies("minister", picture.ministers, ministers, "title"),
    }


@dataclass(frozen=True)
class Scope:
    """The part of the plan that an address chooses; the whole plan if it chooses nothing."""

    parts: Mapping[str, list[Part]]
    chosen: Mapping[str, str] = field(default_factory=dict)
    also: bool = False
    """Also as partner or involved: figures of several parts then overlap."""
    complaint: str = ""
    """What the address asks for that is unknown, as a sentence; then no action is in the scope."""

    @classmethod
    def from_query(
        cls,
        address: QueryDict,
        parts: Mapping[str, list[Part]],
        names: Collection[str] | None = None,
        unknown: Iterable[tuple[str, str]] = (),
    ) -> Scope:
        """`names` are the page's own parameters, None for any; `unknown` has unknown labels and values."""
        chosen, not_found = {}, list(unknown)
        for name, key in [*((name, name) for name in PART_LABELS), *UNDER_PARAMETERS.items()]:
            value = address.get(key, "").strip()
            if value and all(part.value != value for part in parts[name]):
                not_found.append((str(PART_LABELS[name]), value))
            elif value and key == name:
                chosen[name] = value
        if names is not None:
            not_found += [("", name) for name in address if name not in {*PICTURE_PARAMETERS, *names}]
        return cls(parts, chosen, bool(address.get("also")), unknown_words(not_found))

    def of(self, actions: Actions) -> Actions:
        """The actions in the scope."""
        if self.complaint:
            return actions.where(lambda action: False)
        return actions.in_scope(self.chosen, also=self.also)

    @property
    def is_everything(self) -> bool:
        return not (self.chosen or self.complaint)

    @property
    def is_wider(self) -> bool:
        """Whether `also` has any effect: an objective, or what is under none, has no partners."""
        return self.also and any(self.chosen.get(name, NONE) != NONE for name in UNDER_PARAMETERS)

    def may_widen(self, name: str) -> bool:
        """Whether parts of this name can count actions also as partner or involved: objectives have no partners, and
        what is chosen already is asked for with that parameter."""
        return name in UNDER_PARAMETERS and name not in self.chosen

    @property
    def query(self) -> dict[str, str]:
        """The parameters that keep the scope."""
        return {**self.chosen, "also": "on"} if self.also else dict(self.chosen)

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Label and name of each part that is chosen."""
        return [
            (str(PART_LABELS[name]), next(part.name for part in self.parts[name] if part.value == value))
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
            for name, label in PART_LABELS.items()
        ]
