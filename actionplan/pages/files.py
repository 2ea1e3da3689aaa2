"""The files of pages: each names its day, its basis and its part of the plan, in its name and inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from actionplan.base.errors import bad_request_page
from actionplan.base.files import file_name_of, table_attachment
from actionplan.base.sheets import Row
from actionplan.reporting.states import Basis

from .choices import Choices


def name_of_file(kind: str, choices: Choices, narrowed: Mapping[str, Any], ending: str) -> str:
    """`budget-2020-2024-known-2022-12-31-accepted-objective-3.csv`: plan, day, basis, and what narrows it."""
    return file_name_of([kind, choices.plan.code, _when(choices), choices.basis], narrowed, ending)


def _when(choices: Choices) -> str:
    """The day, or the round, with its closing unless that is the newest."""
    if choices.round is None:
        return f"known-{choices.moment.plan_day}"
    closing = choices.time_query.get("closing")
    return f"round-{choices.round.code}" + (f"-closing-{closing}" if closing else "")


def file_of(
    choices: Choices,
    rows: Iterable[Row],
    name: str,
    narrowed: Iterable[tuple[str, Any]] = (),
    complaint: str = "",
) -> HttpResponseBase:
    """CSV or a workbook, by the ending of the name.

    `narrowed` is label and value of the page's own filters, for the sheet that describes the file;
    `complaint` is what the page says of unknown filters of its own: with one there is no file.
    """
    if refused := refusal(choices, complaint):
        return refused
    about = [*_about(choices), *narrowed]
    return table_attachment(dated(choices, rows), name, title=choices.plan.code, about=about)


def refusal(choices: Choices, complaint: str = "") -> HttpResponse | None:
    """A 400 for anything unknown, even a moment: unlike a page, a file cannot say that it shows today."""
    moment = choices.complaints if choices.snapshot is None else ()
    sentences = list(filter(None, [*moment, choices.scope.complaint, complaint]))
    return bad_request_page(" ".join(sentences)) if sentences else None


def dated(choices: Choices, rows: Iterable[Row]) -> Iterator[Row]:
    """The heads, then the rows, each with the day it is reckoned on, the basis and the round."""
    moment = _moment(choices)
    for place, row in enumerate(rows):
        yield [*row, *(value if place else label for label, value in moment)]


def _moment(choices: Choices) -> list[tuple[str, Any]]:
    return [
        (_("Reckoned on"), choices.moment.reckoned_on),
        (_("Basis"), str(Basis(choices.basis).label)),
        (_("Round"), choices.round.local_name if choices.round else ""),
    ]


def _about(choices: Choices) -> list[tuple[str, Any]]:
    words = _("Words about limited actions are in it as far as the person who downloaded it may read them.")
    return [
        (_("Plan"), choices.picture.plan.local_title),
        (_("As known on"), choices.moment.plan_day),
        *([(_("State"), choices.state)] if choices.state else []),
        *_moment(choices),
        *choices.scope.in_words,
        (_("Words"), words),
        *((_("Not counted, no longer in the plan"), action.words) for action in choices.left),
    ]
