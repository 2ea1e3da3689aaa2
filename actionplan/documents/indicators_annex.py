"""Indicators: how many are in each state, a sentence for each, and the annex with a row for each measurement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.picture.indicator_words import (
    aims_in_words,
    counts_in_words,
    latest_in_words,
    targets_in_words,
)
from actionplan.picture.indicators import IndicatorPicture, IndicatorState
from actionplan.picture.picture import ActionPicture
from actions.states import IndicatorScope

from .content import Table, TableColumn, Value


def indicators_sentence(actions: Iterable[ActionPicture]) -> str:
    """ "Of 4 indicators: 1 reached, 2 on the way, 1 not measured."; empty where there are none."""
    indicators = [indicator for action in actions for indicator in action.indicators]
    if not indicators:
        return ""
    sentence = ngettext(
        "Of %(total)s indicator: %(parts)s.", "Of %(total)s indicators: %(parts)s.", len(indicators)
    )
    return sentence % {"total": len(indicators), "parts": counts_in_words(indicators)}


def indicator_sentence(indicator: IndicatorPicture) -> str:
    """What is aimed at, the latest measurement, the state."""
    state = str(IndicatorState(indicator.state).label)
    return "; ".join(filter(None, [aims_in_words(indicator), latest_in_words(indicator), state]))


def indicators_table(actions: Iterable[ActionPicture]) -> Table:
    columns = [
        TableColumn(_("Code"), 2),
        TableColumn(_("Indicator"), 6),
        TableColumn(_("About"), 3),
        TableColumn(_("Unit"), 2),
        TableColumn(_("Baseline"), 2, is_number=True),
        TableColumn(_("Targets"), 4),
        TableColumn(_("Measured on"), 3),
        TableColumn(_("Value"), 2, is_number=True),
        TableColumn(_("How certain"), 3),
        TableColumn(_("State"), 3),
    ]
    rows = [row for action in actions for each in action.indicators for row in _rows_of(action.code, each)]
    return Table(_("Indicators and what was measured"), columns, rows, _("Indicators"))


def _rows_of(code: str, indicator: IndicatorPicture) -> Iterator[list[Value]]:
    """A row for each measurement, the state beside the latest; one without numbers where nothing was measured."""
    cells: list[Value] = [
        code,
        indicator.local_name,
        str(IndicatorScope(indicator.scope).label),
        indicator.local_unit,
        indicator.baseline,
        targets_in_words(indicator),
    ]
    state = str(IndicatorState(indicator.state).label)
    if not (indicator.series or indicator.withdrawn):
        yield [*cells, None, None, "", state]
    for _report, said in indicator.series:
        certain = _("provisional") if said.provisional else ""
        yield [*cells, said.day, said.value, certain, state if said == indicator.latest else ""]
    for _report, said in indicator.withdrawn:
        yield [*cells, said.day, None, _("withdrawn"), "" if indicator.series else state]
