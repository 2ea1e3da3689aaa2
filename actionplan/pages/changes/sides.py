"""The two sides of a comparison: each is a day, today, or a closed round as it was frozen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.days import HALF_YEAR, day_of
from actionplan.pages.choices import Choices, choices_of
from actionplan.pages.getters import rounds_of
from actionplan.pages.typed_moments import ROUND_CODE, typed_moment
from actionplan.picture import cache
from actionplan.picture.moment import InvalidDay, Moment
from actionplan.picture.picture import Picture
from actionplan.reporting.models import Round, Snapshot
from objectives.models import Plan

NOT_A_SIDE = gettext_lazy("“%(text)s” is not a day that has come, nor a closed round.")
REVERSED = gettext_lazy("“%(text)s” does not lie before what it is compared with.")
INSTEAD = gettext_lazy("%(side)s is compared instead.")


@dataclass(frozen=True)
class ComparedSide:
    """A picture; `round` is the closed round that froze it, if any."""

    picture: Picture
    round: Round | None = None
    today: str = ""
    """The parameter that asks for today: empty, unless the plan's pages open on its last closed round."""

    @property
    def moment(self) -> Moment:
        return self.picture.moment

    @property
    def value(self) -> str:
        """Its parameter value."""
        if self.round:
            return self.round.code
        return self.today if self.moment.is_now else self.moment.reckoned_on.isoformat()

    @property
    def label(self) -> str:
        if self.round:
            return self.round.local_name
        return _("today") if self.moment.is_now else formatting.day(self.moment.reckoned_on)


class SidesForm(forms.Form):
    """Asks for both sides; they are checked while they are read, not here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("A day, such as 30/06/2022, or a closed round, such as June 2022 or 2022-06.")
        later = _("The same. Leave it empty for today.")
        for name, label, help_text in [
            ("from", pgettext("comparison", "From"), hint),
            ("to", pgettext("comparison", "To"), later),
        ]:
            self.fields[name] = forms.CharField(
                label=label, required=False, help_text=help_text, max_length=40
            )
            self.fields[name].widget.attrs |= {"list": "closed-rounds", "autocomplete": "off"}


@dataclass(frozen=True)
class ComparedSides:
    before: ComparedSide
    after: ComparedSide
    choices: Choices
    """Of the later side: what dashboards show."""
    form: SidesForm

    @property
    def are_both_rounds(self) -> bool:
        return self.before.round is not None and self.after.round is not None


def sides_of(request: PortalRequest, plan: Plan) -> ComparedSides:
    """The sides in `?from=` and `?to=`; a side that cannot be compared gets an error at its field.

    `to` is what dashboards show: a day or a round. `from` defaults to the last round closed before it or, if
    there is none, to half a year before.
    """
    texts = {name: request.GET.get(name, "").strip() for name in ["from", "to"]}
    rounds = rounds_of(request, plan)
    earlier, later = (typed_moment(text, rounds) for text in texts.values())
    _show(request, later)
    choices = choices_of(request, plan, "changes", names=["from", "to", "what", "moved", "open"])
    after = ComparedSide(choices.picture, choices.round, choices.today_query.get("on", ""))
    errors = {}
    is_today = after.moment.is_now and later == choices.today.isoformat()
    if later and after.value != later and not is_today:
        choices = replace(choices, complaints=())
        _without(request, "on", "round")
        errors["to"] = _complaint(NOT_A_SIDE, texts["to"], after)
    before, complaint = _earlier(earlier, choices, after, request)
    if complaint:
        errors["from"] = _complaint(complaint, texts["from"], before)
    shown = {"from": before.value, "to": after.value} | {name: texts[name][:40] for name in errors}
    form = SidesForm(shown)
    for name, sentence in errors.items():
        form.add_error(name, sentence)
    return ComparedSides(before, after, choices, form)


def _complaint(sentence: Any, text: str, side: ComparedSide) -> str:
    label = side.label[:1].upper() + side.label[1:]
    return f"{sentence % {'text': text[:40]}} {INSTEAD % {'side': label}}"


def _show(request: PortalRequest, to: str) -> None:
    """Translate `to` into the parameters that every dashboard has for it, so that every link keeps it."""
    if "to" not in request.GET:
        return
    _without(request, "to", *(["on", "round", "closing"] if to else []))
    if to:
        address = request.GET.copy()
        address["round" if ROUND_CODE.fullmatch(to) else "on"] = to
        request.GET = address  # type: ignore[assignment]


def _without(request: PortalRequest, *names: str) -> None:
    address = request.GET.copy()
    for name in names:
        address.pop(name, None)
    request.GET = address  # type: ignore[assignment]


def _earlier(
    text: str, choices: Choices, after: ComparedSide, request: PortalRequest
) -> tuple[ComparedSide, Any]:
    """The side asked for, or its substitute and the complaint."""
    if not text:
        return _last_before(choices, after), ""
    if ROUND_CODE.fullmatch(text):
        round = next((row for row in choices.rounds if row.code == text), None)
        fits = round is not None and (round == after.round or _is_before(round, after))
        side = _newest([round], after) if round and fits else None
        return (side, "") if side else (_last_before(choices, after), REVERSED if round else NOT_A_SIDE)
    try:
        moment = Moment.parse(text, request.now, choices.basis)
    except InvalidDay:
        return _last_before(choices, after), NOT_A_SIDE
    if moment.known_at > after.moment.known_at:
        return _last_before(choices, after), REVERSED
    return ComparedSide(cache.picture_at(choices.plan, moment)), ""


def _is_before(round: Round, after: ComparedSide) -> bool:
    """Whether the round is about an earlier day than the later side's round, if that is one."""
    later = after.round
    return later is None or (round.about, round.pk) < (later.about, later.pk)


def _newest(rounds: Iterable[Round], after: ComparedSide) -> ComparedSide | None:
    """The newest closing of the last of these rounds, up to the later side's instant."""
    rows = Snapshot.objects.filter(closing__round__in=list(rounds), taken_at__lte=after.moment.known_at)
    rows = rows.order_by("-closing__round__about", "-closing__round", "-closing__number")
    snapshot = rows.select_related("closing__round").first()
    if snapshot is None:
        return None
    return ComparedSide(cache.picture_of_closing(snapshot, after.moment.basis), snapshot.closing.round)


def last_closed_before(choices: Choices) -> ComparedSide | None:
    """The last round closed before what is shown; None if there is none."""
    after = ComparedSide(choices.picture, choices.round)
    return _newest([round for round in choices.rounds if _is_before(round, after)], after)


def _last_before(choices: Choices, after: ComparedSide) -> ComparedSide:
    if side := last_closed_before(choices):
        return side
    moment = Moment.end_of_day(day_of(after.moment.known_at) - HALF_YEAR, after.moment.basis)
    return ComparedSide(cache.picture_at(choices.plan, moment))
