"""The way up from the pages of a round, and two versions of its facts side by side."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.reporting.models import Round
from objectives.models import Plan

from .forms.rounds import FACTS, RoundForm

Trail = list[tuple[str, str]]


def trail_of_rounds(plan: Plan) -> Trail:
    return [(_("Rounds"), reverse("round-list", args=[plan.code]))]


def trail_of_round(round: Round) -> Trail:
    address = reverse("round", args=[round.plan.code, round.code])
    return [*trail_of_rounds(round.plan), (round.local_name, address)]


@dataclass(frozen=True)
class Difference:
    label: str
    mine: str
    theirs: str


def differences(form: RoundForm, round: Round) -> list[Difference]:
    """Field by field, what was typed beside what is saved now, where they differ."""
    pairs = [(str(form.fields[name].label), form.cleaned_data[name], getattr(round, name)) for name in FACTS]
    return [Difference(label, _shown(mine), _shown(now)) for label, mine, now in pairs if mine != now]


def _shown(value: Any) -> str:
    return formatting.day(value) if isinstance(value, datetime.date) else str(value)
