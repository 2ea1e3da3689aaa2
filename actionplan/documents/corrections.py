"""What closed rounds should have said, each fact beside what was frozen: on pages and in the report."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.picture import money, sentences
from actionplan.picture.corrections import CorrectedAction, corrections_of
from actionplan.picture.difference import milestones_changes
from actionplan.picture.indicator_words import value_in_unit
from actionplan.picture.measures import measure_named
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import Snapshot

from .changes import cells_of
from .content import Columns, Section, TableColumn, table_of
from .source import DocumentSource


@dataclass(frozen=True)
class CorrectedFigure:
    """What was frozen, and what it should have been, in words; of an action or, without one, of the whole plan."""

    what: str
    frozen: str
    corrected: str
    on: datetime.date
    """The day on which the Platform accepted the last report that corrects it."""
    action: ActionPicture | None = None
    report: int | None = None
    """The primary key of that report."""
    round: str = ""


def figures_corrected(corrections: Iterable[CorrectedAction], round: str = "") -> Iterator[CorrectedFigure]:
    """Action by action."""
    for correction in corrections:
        about = {"on": correction.on, "action": correction.frozen, "report": correction.report}
        for what, frozen, corrected in _corrected(correction.frozen, correction.corrected):
            yield CorrectedFigure(capfirst(what), frozen, corrected, round=round, **about)  # type: ignore[arg-type]


def _corrected(frozen: ActionPicture, now: ActionPicture) -> Iterator[tuple[str, str, str]]:
    before, after = (_how_it_stood(action) for action in (frozen, now))
    for what in before:
        if before[what] != after[what]:
            yield what, before[what], after[what]
    for change in milestones_changes(frozen.milestones, now.milestones):
        what, was, is_now, period = map(str, cells_of(change))
        yield ", ".join(filter(None, [what, period])), was, is_now
    before, after = (_measured(action) for action in (frozen, now))
    for what in {**before, **after}:
        if before.get(what) != after.get(what):
            yield what, before.get(what, _("none")), after.get(what, _("none"))
    yield from money_by_year([frozen], [now])


def _how_it_stood(action: ActionPicture) -> dict[str, str]:
    status = [sentences.status_word(action.status), *sentences.other_choices(action.lead_report)]
    return {_("status"): ", ".join(status), _("actual end"): formatting.day(action.actual_end)}


def _measured(action: ActionPicture) -> dict[str, str]:
    """Each value of an indicator, by its name and day."""
    return {
        _("“%(name)s” on %(day)s")
        % {"name": indicator.local_name, "day": formatting.day(row.day)}: value_in_unit(
            row.value, indicator.local_unit
        )
        for indicator in action.indicators
        for _report, row in indicator.series
    }


def money_by_year(
    frozen: Sequence[ActionPicture], now: Sequence[ActionPicture], until: int | None = None
) -> Iterator[tuple[str, str, str]]:
    """What differs by year, up to one, and measure; a figure that was withdrawn is unknown, and a sum without it says so."""
    sides = [(money.by_year(actions), money.withdrawn_measures(actions)) for actions in (frozen, now)]
    years = {year for sums, _withdrawn in sides for year in sums}
    for year in sorted(year for year in years if until is None or year <= until):
        for measure in money.REPORTED_MEASURES:
            was, is_now = (
                _sum_in_words(sums.get(year, {}).get(measure), is_withdrawn=(year, measure) in withdrawn)
                for sums, withdrawn in sides
            )
            if was != is_now:
                what = _("%(measure)s in %(year)s") % {"measure": money.MEASURE_WORDS[measure], "year": year}
                yield what, was, is_now


def _sum_in_words(amount: Decimal | None, *, is_withdrawn: bool) -> str:
    """In euro; a sum without a figure that was withdrawn says that it is not all."""
    if amount is None:
        return _("unknown")
    words = formatting.euro(amount)
    return _("%(amount)s, without what is unknown") % {"amount": words} if is_withdrawn else words


def sums_corrected(
    actions: Iterable[ActionPicture], corrections: Iterable[CorrectedAction]
) -> Iterator[CorrectedFigure]:
    """The counts and sums of the whole that the corrections change."""
    made = {correction.frozen.pk: correction for correction in corrections}
    if not made:
        return
    frozen = list(actions)
    now = [made[action.pk].corrected if action.pk in made else action for action in frozen]
    on = max(correction.on for correction in made.values())
    for what, was, corrected in sums_that_differ(frozen, now):
        yield CorrectedFigure(capfirst(what), was, corrected, on)


def sums_that_differ(
    frozen: Sequence[ActionPicture], now: Sequence[ActionPicture], until: int | None = None
) -> Iterator[tuple[str, str, str]]:
    """How many actions have each status, and money by year, up to one: what, as frozen, and now."""
    status = measure_named("status")
    before, after = status.counts(frozen), status.counts(now)
    for code, word in status.codes:
        if before[code] != after[code]:
            yield _("actions: %(status)s") % {"status": word}, str(before[code]), str(after[code])
    yield from money_by_year(frozen, now, until)


# In the report to the Government


def corrections_section(source: DocumentSource, earlier: DocumentSource | None) -> Iterator[Section]:
    """What was corrected in closed rounds since the round before; no section if nothing was."""
    snapshots: dict[int, Snapshot] = {}
    rows = Snapshot.objects.select_related("closing__round__plan")
    for snapshot in rows.before(source.today, source.known_at):
        snapshots.setdefault(snapshot.closing.round_id, snapshot)  # its newest closing comes first
    basis = str(source.picture.moment.basis)
    found = corrections_of(snapshots.values(), basis, source.known_at)
    since = earlier.known_at if earlier else None
    figures = [
        figure
        for snapshot in snapshots.values()
        for figure in figures_corrected(
            [one for one in found[snapshot.pk] if since is None or one.accepted_at > since],
            snapshot.closing.round.local_name,
        )
    ]
    if figures:
        caption = _("Figures of closed rounds that were corrected since the round before")
        table = table_of(figures, _columns(), caption, _("Corrections"))
        yield Section(_("What was corrected in closed rounds"), [table])


def _columns() -> Columns:
    return {
        TableColumn(_("Round"), 3): lambda figure: figure.round,
        TableColumn(_("Action"), 5): lambda figure: str(figure.action),
        TableColumn(_("What"), 3): lambda figure: figure.what,
        TableColumn(_("As kept at the closing"), 3): lambda figure: figure.frozen,
        TableColumn(_("As corrected"), 3): lambda figure: figure.corrected,
        TableColumn(_("Corrected on"), 3): lambda figure: figure.on,
    }
