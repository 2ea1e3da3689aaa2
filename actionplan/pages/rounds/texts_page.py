"""The Platform's texts for the report on a round, beside its numbers: for coordinators and auditors."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import typed_for
from actionplan.base import formatting
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.pages.differences import FieldDifference, both_versions
from actionplan.pages.getters import about_round, as_it_is_now, managed_round, refuse_unless, round_or_404
from actionplan.pages.tokens import acted
from actionplan.picture import cache
from actionplan.picture.frozen import CountedAction, counted_at
from actionplan.picture.measures import measure_named
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import PlatformText, Round, Snapshot
from actionplan.reporting.states import Basis
from actionplan.rounds.platform_texts import (
    TextPlace,
    Words,
    texts_to_write,
    words_of,
    words_shown,
    write_platform_texts,
)

from .forms import PlatformTextsForm


@dataclass(frozen=True)
class TextSection:
    """One text with its fields, its origin and, for an objective, the status of its actions."""

    place: TextPlace
    text: BoundField
    text_nl: BoundField
    version: BoundField
    origin: str
    distribution: str


def texts_form(round: Round, data: Any = None) -> PlatformTextsForm:
    return PlatformTextsForm(data, places=texts_to_write(round))


def texts_page(request: PortalRequest, round: Round, form: PlatformTextsForm) -> dict[str, Any]:
    actions, closed_at = counted_actions(round, request.now), _closed_at(round)
    sections = [
        TextSection(
            place,
            form.bound(place, "text"),
            form.bound(place, "text_nl"),
            form.bound(place, "version"),
            origin_of(place, closed_at),
            distribution_words(actions, place),
        )
        for place in form.places
    ]
    return {**about_round(round), "form": form, "sections": sections}


@dataclass(frozen=True)
class TextRead:
    """One text as it is now, for those who only read."""

    place: TextPlace
    text: PlatformText | None
    origin: str
    distribution: str


def texts_read(request: PortalRequest, round: Round) -> dict[str, Any]:
    """Only the texts of this round: proposals for its writers come from another round."""
    actions, closed_at = counted_actions(round, request.now), _closed_at(round)
    rows = [
        TextRead(
            place,
            place.newest if place.newest and place.newest.has_words else None,
            origin_of(place, closed_at) if place.newest else "",
            distribution_words(actions, place),
        )
        for place in texts_to_write(round)
    ]
    return {**about_round(round), "rows": rows}


def _closed_at(round: Round) -> datetime.datetime | None:
    """The instant of the closing in force; None while the round is under way."""
    closing = round.closings.filter(reopened_at__isnull=True).first() if round.is_closed else None
    return closing.closed_at if closing else None


def origin_of(place: TextPlace, closed_at: datetime.datetime | None) -> str:
    """Which version, by whom and when, and whether after the closing; or from which round it is proposed."""
    if place.newest is not None:
        words = {
            "version": place.version,
            "person": place.newest.written_by,
            "when": formatting.instant(place.newest.written_at),
        }
        if place.newest.redacted_at:
            return _("Version %(version)s was removed by law.") % words
        if closed_at and place.newest.written_at > closed_at:
            return _("Version %(version)s, %(person)s, %(when)s, after the closing of the round.") % words
        return _("Version %(version)s, %(person)s, %(when)s.") % words
    if place.before is not None:
        words = {"round": place.before.round.local_name}
        return _("Proposed: what round %(round)s says. Saving takes it over for this round.") % words
    return _("Nothing is written yet.")


Counted = Sequence[ActionPicture | CountedAction]


def counted_actions(round: Round, now: datetime.datetime) -> Counted:
    """The actions that the texts are about: frozen once the round is closed."""
    if round.is_closed:
        last = counted_at(Snapshot.objects.of_round(round)[:1], Basis.ACCEPTED)
        return [action for counted in last.values() for action in counted]
    return [*cache.picture_at(round.plan, Moment.now(now)).actions]


def distribution_words(actions: Counted, place: TextPlace) -> str:
    """`3 completed, 2 ongoing`; for the whole plan if the text is about no objective."""
    number = place.objective.number if place.objective else None
    return measure_named("status").in_words(
        action for action in actions if number in (None, action.objective)
    )


def conflicts(form: PlatformTextsForm, places: Iterable[TextPlace]) -> dict[str, list[FieldDifference]]:
    """By name of a text that both wrote: what was typed beside what is saved now, in each language."""
    typed, opened = form.texts(), form.opened_on()
    differences_by_name = {}
    for place in places:
        mine, now = typed[place.name], words_of(place.newest)
        unchanged = opened[place.name] != place.shown and mine == words_shown(place, opened[place.name])
        if mine == now or unchanged or opened[place.name] == place.shown:
            continue
        differences_by_name[place.name] = _differences(place, mine, now)
    return differences_by_name


def texts_changed_by_writer(form: PlatformTextsForm, places: Iterable[TextPlace]) -> list[str]:
    """The names of texts that the writer changed: the others follow the present texts."""
    typed, opened = form.texts(), form.opened_on()
    return [place.name for place in places if typed[place.name] != words_shown(place, opened[place.name])]


def _differences(place: TextPlace, mine: Words, now: Words) -> list[FieldDifference]:
    label = {"text": place.label}
    pairs = [
        (_("%(text)s, in Dutch") % label, mine.text_nl, now.text_nl),
        (_("%(text)s, in English") % label, mine.text, now.text),
    ]
    return [FieldDifference(words, typed, saved) for words, typed, saved in pairs if typed != saved]


@require_safe
def round_texts(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_or_404(request, plan_code, round_code)
    refuse_unless(request, "reporting.read_platform_texts", round)
    if round.is_draft:
        return redirect("round", plan_code, round_code)
    if not request.user.has_perm("reporting.write_platform_texts", round):
        return render(request, "rounds/texts_read.html", texts_read(request, round))
    return render(
        request, "rounds/texts.html", texts_page(request, round, texts_form(round, typed_for(request)))
    )


@require_POST
def round_texts_save(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """Save what changed, once; texts that somebody else changed too come back with both versions."""
    round = managed_round(request, plan_code, round_code)
    form, written = texts_form(round, request.POST), list[PlatformText]()

    def act() -> None:
        written.extend(
            write_platform_texts(
                round=round, texts=form.texts(), opened_on=form.opened_on(), by=request.user, at=request.now
            )
        )

    def done() -> str:
        if not written:
            return _("Nothing changed, so no version was added.")
        words = ngettext("%(count)s text is saved.", "%(count)s texts are saved.", len(written))
        return words % {"count": len(written)}

    def again() -> None:
        as_it_is_now(round, "plan")
        form.places = texts_to_write(round)

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        differences = [row for rows in conflicts(form, form.places).values() for row in rows]
        form.opened_again(form.places, keep=texts_changed_by_writer(form, form.places))
        return both_versions(refusal, differences)

    return acted(
        request,
        "rounds/texts.html",
        lambda: texts_page(request, round, form),
        act,
        to=reverse("round-texts", args=[plan_code, round_code]),
        form=form,
        done=done,
        again=again,
        conflict=conflict,
    )
