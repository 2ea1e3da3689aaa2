"""What sums of money lack: figures that were withdrawn, and those of partners that fund a line and say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplan.base import formatting
from actionplan.reporting.states import Finality
from budgets.planned import Period

from .bodies import OrganisationPicture
from .money import MEASURE_WORDS, REPORTED_MEASURES, period_in_plan
from .picture import ActionPicture, LinePicture
from .results import PaidOfPlanned, SilentFunder

FIGURE_WORDS = {name: MEASURE_WORDS[name] for name in REPORTED_MEASURES} | {
    "full_time_equivalents": gettext_lazy("full-time equivalents")
}
"""The figures that can be withdrawn, by column name; people are in no sum of money."""


def silent_funders(action: ActionPicture, plan: Period) -> tuple[SilentFunder, ...]:
    """The partners that fund a line, by the plan, and reported no amount on it, though its years have begun.

    Who has no part in the action cannot report on it, and its lead is reminded otherwise.
    """
    partners = set(action.bodies) - {action.lead}
    heard = {
        (report.organisation, row.place)
        for report in action.reports
        for row in report.spending
        if row.has_amount or set(row.withdrawn_figures) & set(REPORTED_MEASURES)
    }
    return tuple(
        SilentFunder(line.place, funding.organisation)
        for line in action.lines
        if _has_begun(line, action, plan)
        for funding in line.funding
        if funding.organisation
        and funding.organisation in partners
        and (funding.organisation, line.place) not in heard
    )


def _has_begun(line: LinePicture, action: ActionPicture, plan: Period) -> bool:
    """Whether a year for which something is planned has begun; without an amount, the year in which it starts."""
    runs = Period(action.runs_from, action.runs_until)
    start = period_in_plan(line, action.phases, runs, plan).start
    years = line.planned if line.has_amount else [start.year] if start else []
    return any(year <= action.reckoned_on.year for year in years)


def finality_in_words(codes: Iterable[str]) -> str:
    return ", ".join(str(Finality(code).label) for code in codes)


def certainty_in_words(row: Any) -> list[str]:
    """How sure a row of expenditure is, of a picture or of contents: as of when, final or not, withdrawn."""
    figures = formatting.listed(str(FIGURE_WORDS[name]) for name in row.withdrawn_figures)
    return [
        *([_("as of %(day)s") % {"day": formatting.day(row.as_of)}] if row.as_of else []),
        *([str(Finality(row.finality).label)] if row.finality else []),
        *([_("withdrawn: %(figures)s") % {"figures": figures}] if figures else []),
    ]


def certainty_of_line(
    action: ActionPicture,
    place: int,
    organisations: Mapping[str, OrganisationPicture],
    year: int | None = None,
) -> str:
    """What is said of how sure the figures of a line are, in a year or in each; of which organisation, if several report."""
    rows = [
        (report.organisation, row)
        for report in action.reports
        for row in report.spending
        if row.place == place and year in (None, row.year)
    ]
    is_of_several = len({organisation for organisation, _row in rows}) > 1
    told = []
    for organisation, row in sorted(rows, key=lambda pair: pair[1].year):
        if words := ", ".join(certainty_in_words(row)):
            of_year = [str(row.year)] if year is None else []
            of_whom = [organisations[organisation].local_name] if is_of_several else []
            told.append(": ".join([*of_year, *of_whom, words]))
    return "; ".join(told)


@dataclass(frozen=True, slots=True)
class UnknownFigure:
    """A figure that sums lack; without a year, all figures of an organisation on a line."""

    action: ActionPicture
    place: int
    organisation: str
    """By key."""
    year: int | None = None
    measures: tuple[str, ...] = ()
    """What was withdrawn, as in `REPORTED_MEASURES`."""

    @property
    def line(self) -> LinePicture | None:
        return self.action.line(self.place)


def unknown_figures(actions: Iterable[ActionPicture]) -> Iterator[UnknownFigure]:
    """In the order of the actions: withdrawn figures first, then silent partners."""
    for action in actions:
        for report in action.reports:
            for row in report.spending:
                gone = tuple(name for name in row.withdrawn_figures if name in REPORTED_MEASURES)
                if gone:
                    yield UnknownFigure(action, row.place, report.organisation, row.year, gone)
        for funder in action.silent_funders:
            yield UnknownFigure(action, funder.place, funder.organisation)


def unknown_figures_in_words(
    actions: Iterable[ActionPicture], organisations: Mapping[str, OrganisationPicture]
) -> list[str]:
    """A sentence for each."""
    return [figure_in_words(figure, organisations) for figure in unknown_figures(actions)]


def lacking_of_line(
    action: ActionPicture,
    place: int,
    organisations: Mapping[str, OrganisationPicture],
    year: int | None = None,
) -> list[str]:
    """A sentence for each figure that the sums of the line lack, in a year or in all."""
    of_line = [figure for figure in unknown_figures([action]) if figure.place == place]
    asked = [figure for figure in of_line if year is None or figure.year in (None, year)]
    return [figure_in_words(figure, organisations) for figure in asked]


def figure_in_words(figure: UnknownFigure, organisations: Mapping[str, OrganisationPicture]) -> str:
    words = {
        "code": figure.action.code,
        "place": figure.place,
        "who": organisations[figure.organisation].local_name,
        "year": figure.year,
        "what": formatting.listed(str(MEASURE_WORDS[name]) for name in figure.measures),
    }
    if figure.year is None:
        return _("%(code)s, line %(place)s: %(who)s funds it and reported nothing.") % words
    return _("%(code)s, line %(place)s, %(year)s: %(who)s withdrew a figure; unknown is %(what)s.") % words


def unknown_payments_words(share: PaidOfPlanned) -> list[str]:
    """Which payments are unknown: those withdrawn, and those of partners that fund a line and say nothing."""
    withdrawn, silent = [], []
    for one in share.unknown:
        line = (
            _("line %(place)s of %(code)s") % {"place": one.place, "code": one.code}
            if one.place
            else one.code
        )
        if one.year:
            withdrawn.append(_("%(line)s in %(year)s") % {"line": line, "year": one.year})
        else:
            silent.append(line)
    told = [
        (
            ngettext("the payment of %s was withdrawn", "the payments of %s were withdrawn", len(withdrawn)),
            withdrawn,
        ),
        (
            ngettext(
                "a partner that funds %s reported nothing",
                "partners that fund %s reported nothing",
                len(silent),
            ),
            silent,
        ),
    ]
    return [sentence % formatting.listed(named) for sentence, named in told if named]
