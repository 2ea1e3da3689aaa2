"""Who carries what: objectives across, policy areas or ministers down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.pages.choices import PART_LABELS, Choices, Part
from actionplan.picture.actions import Actions, worst_verdict
from actionplan.picture.sentences import confidence_word
from actionplan.reporting.states import NEVER_ASSESSED


@dataclass(frozen=True)
class MatrixCell:
    """How many actions of an objective a policy area or a minister has, and their worst verdict, where any is not done."""

    column: str
    """The heading of its column."""
    count: int
    url: str
    verdict: str

    is_done: bool
    """Whether all of them are, so that none is assessed."""

    @property
    def word(self) -> str:
        return confidence_word(self.verdict) or (_("all done") if self.is_done else str(NEVER_ASSESSED))


@dataclass(frozen=True)
class MatrixRow:
    part: Part
    cells: list[MatrixCell]
    """The last one has the sum of the others."""


@dataclass(frozen=True)
class Matrix:
    name: str
    question: str
    label: str
    columns: list[Part]
    """The objectives that have any actions."""
    rows: list[MatrixRow]
    sums: list[MatrixCell]
    """Of each column, and of all."""


MATRIX_QUESTIONS = {
    "policy_area": gettext_lazy("Which policy area carries which objective?"),
    "minister": gettext_lazy("Which minister carries which objective?"),
}


def matrix_of(choices: Choices, name: str) -> Matrix:
    """Objectives across, policy areas or ministers down; each action counts once, empty ones are left out."""
    actions = choices.actions
    columns = [part for part in choices.parts_of("objective") if actions.under("objective", part.value)]
    rows = [part for part in choices.parts_of(name) if actions.under(name, part.value)]
    return Matrix(
        name,
        str(MATRIX_QUESTIONS[name]),
        str(PART_LABELS[name]),
        columns,
        [
            MatrixRow(part, _cells(choices, columns, actions.under(name, part.value), {name: part.value}))
            for part in rows
        ],
        _cells(choices, columns, actions, {}),
    )


def _cells(
    choices: Choices, columns: list[Part], actions: Actions, filters: Mapping[str, str]
) -> list[MatrixCell]:
    """For each objective, and for all together."""
    cells = []
    for part in columns:
        of_part = actions.under("objective", part.value)
        url = choices.list_url(objective=part.value, **filters)
        cells.append(_cell(_("Objective %(number)s") % {"number": part.value}, of_part, url))
    return [*cells, _cell(_("All objectives"), actions, choices.list_url(**filters))]


def _cell(column: str, actions: Actions, url: str) -> MatrixCell:
    is_done = len(actions) > 0 and not actions.done(False)
    return MatrixCell(column, len(actions), url, worst_verdict(actions), is_done)
