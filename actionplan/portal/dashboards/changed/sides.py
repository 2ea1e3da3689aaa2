"""The two sides of a comparison: each a day, today, or a closed round as it was frozen."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from actionplan.base import formatting
from actionplan.base.brussels import day_of
from actionplan.base.prepared import prepared
from actionplan.base.twins import local
from actionplan.portal.dashboards.shown import Shown, shown_of
from actionplan.portal.moments import typed_day
from actionplan.reporting.models import Round, Snapshot, SnapshotAction
from actionplan.reporting.moments import STALE_AFTER, Moment, NotADay
from actionplan.reporting.snapshot_querysets import SnapshotActionQuerySet
from objectives.models import Plan

ROUND_CODE = re.compile(r"[0-9]{4}-[0-9]{2}")


@dataclass(frozen=True)
class Side:
    """What is compared: what was known at a moment or, with a snapshot, what was frozen at it."""

    moment: Moment
    snapshot: Snapshot | None = None
    round: Round | None = None

    @property
    def is_frozen(self) -> bool:
        return self.snapshot is not None

    @property
    def value(self) -> str:
        """As an address names it; empty is today."""
        if self.round is not None:
            return self.round.code
        return self.moment.asked_day.isoformat() if self.moment.asked_day else ""

    @property
    def label(self) -> str:
        if self.round is not None:
            return local(self.round, "name")
        return formatting.day(self.moment.asked_day) if self.moment.asked_day else _("today")

    @property
    def rows(self) -> SnapshotActionQuerySet:
        """Of a frozen side, every action on its basis."""
        return SnapshotAction.objects.of_snapshot(self.snapshot).on_basis(self.moment.basis)

    @property
    def taken_on(self) -> datetime.date:
        return day_of(self.moment.known_at)


@dataclass(frozen=True)
class Sides:
    before: Side
    after: Side
    shown: Shown
    form: SidesForm
    kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """What is read for the comparison, and kept for as long as it is made."""
        if name not in self.kept:
            self.kept[name] = read()
        return self.kept[name]

    @property
    def frozen(self) -> tuple[bool, bool]:
        return self.before.is_frozen, self.after.is_frozen

    @property
    def snapshots(self) -> list[Snapshot]:
        """Of the sides that are frozen, in their order."""
        return [side.snapshot for side in (self.before, self.after) if side.snapshot is not None]

    @property
    def are_both_frozen(self) -> bool:
        return self.before.is_frozen and self.after.is_frozen

    @property
    def query(self) -> dict[str, Any]:
        """The part of an address that keeps both sides, the basis and the part of the plan."""
        return {**self.shown.query, "from": self.before.value}


class SidesForm(forms.Form):
    """Asks for both sides. What is wrong with them is found while they are read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("A day, such as 30/06/2022, or the code of a closed round, such as 2022-06.")
        later = _("The same. Leave it empty for today.")
        for name, label, help_text in [
            ("from", pgettext("comparison", "From"), hint),
            ("to", pgettext("comparison", "To"), later),
        ]:
            self.fields[name] = forms.CharField(
                label=label, required=False, help_text=help_text, max_length=40
            )
            self.fields[name].widget.attrs |= {"list": "closed-rounds", "autocomplete": "off"}


NOT_A_SIDE = gettext_lazy("“%(text)s” is not a day that has come, nor the code of a closed round.")
REVERSED = gettext_lazy("“%(text)s” does not lie before what it is compared with.")
INSTEAD = gettext_lazy("%(side)s is compared instead.")


def sides_of(request: HttpRequest, plan: Plan, page: str) -> Sides:
    """What the address asks for, `?from=` and `?to=`; what cannot be compared is a sentence at its field.

    `to` is what dashboards show: a day or a round. `from` is, unless it is named, the last round closed before it or, where
    there is none, half a year before.
    """
    texts = {name: request.GET.get(name, "").strip() for name in ["from", "to"]}
    to_is_named = bool(texts["to"])
    _show(request, texts["to"])
    shown = shown_of(request, plan, page)
    after = _shown_side(shown)
    errors: dict[str, str] = {}
    if to_is_named and after.value != typed_day(texts["to"]):
        shown.complaints[:] = [shown.scope.complaint] if shown.scope.complaint else []
        _show_today(request)
        errors["to"] = (
            f"{NOT_A_SIDE % {'text': texts['to'][:40]}} {INSTEAD % {'side': _capital(after.label)}}"
        )
    before, complaint = _earlier(texts["from"], shown, after, request.now)  # type: ignore[attr-defined]
    if complaint:
        instead = INSTEAD % {"side": _capital(before.label)}
        errors["from"] = f"{complaint % {'text': texts['from'][:40]}} {instead}"
    form = SidesForm({"from": before.value, "to": after.value})
    for name, sentence in errors.items():
        form.data[name] = texts[name][:40]  # type: ignore[index]
        form.add_error(name, sentence)
    return Sides(before, after, shown, form)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _show(request: HttpRequest, to: str) -> None:
    """Let dashboards show what `to` names, so that every link of theirs keeps it."""
    if "to" not in request.GET:
        return
    address = request.GET.copy()
    del address["to"]
    if to:
        for name in ["on", "round", "closing"]:
            address.pop(name, None)
        address["round" if ROUND_CODE.fullmatch(to) else "on"] = typed_day(to)
    request.GET = address  # type: ignore[assignment]


def _show_today(request: HttpRequest) -> None:
    """What cannot be shown is in no link either."""
    address = request.GET.copy()
    for name in ["on", "round"]:
        address.pop(name, None)
    request.GET = address  # type: ignore[assignment]


def _shown_side(shown: Shown) -> Side:
    if shown.frozen is not None:
        return Side(shown.frozen.moment, shown.frozen.snapshot, shown.frozen.round)
    return Side(shown.moment)


def _earlier(text: str, shown: Shown, after: Side, now: datetime.datetime) -> tuple[Side, Any]:
    """What is asked for, or what is compared in its place and the sentence why."""
    if not text:
        return _last_before(shown, after), ""
    if ROUND_CODE.fullmatch(text):
        round = next((one for one in shown.rounds if one.code == text), None)
        fits = round is not None and (round == after.round or _is_before(round, after))
        found = _newest([round.pk], after, shown.basis) if round and fits else None
        complaint = REVERSED if round else NOT_A_SIDE
        return (found, "") if found else (_last_before(shown, after), complaint)
    try:
        moment = Moment.asked(typed_day(text), now, shown.plan, shown.basis)
    except NotADay:
        return _last_before(shown, after), NOT_A_SIDE
    if moment.known_at > after.moment.known_at:
        return _last_before(shown, after), REVERSED
    return Side(moment), ""


@prepared
def _snapshots(rounds: list[int], moment: Moment) -> QuerySet[Snapshot]:
    """Of these rounds, those taken by the moment: the newest round's newest alone."""
    rows = Snapshot.objects.filter(closing__round__in=rounds, taken_at__lte=moment.known_at)
    rows = rows.select_related("closing__round")
    return rows.order_by("-closing__round__about", "-closing__round", "-closing__number")[:1]


def _newest(rounds: list[int], after: Side, basis: str) -> Side | None:
    """The newest of what closings of these rounds froze by the later side's instant."""
    snapshot = _snapshots.first(rounds, after.moment)
    return snapshot and Side(
        Moment(snapshot.taken_at, snapshot.reckoned_on, basis), snapshot, snapshot.closing.round
    )


def _is_before(round: Round, after: Side) -> bool:
    """Whether the round is about an earlier day than the later side, where that is a round too; when it was closed last is
    no matter.
    """
    later = after.round
    return later is None or (round.about, round.pk) < (later.about, later.pk)


def _last_before(shown: Shown, after: Side) -> Side:
    rounds = [round.pk for round in shown.rounds if _is_before(round, after)]
    if found := _newest(rounds, after, shown.basis):
        return found
    return Side(Moment.end_of_day(after.taken_on - STALE_AFTER, shown.basis))
