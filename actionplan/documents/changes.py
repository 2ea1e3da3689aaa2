"""Changes since an earlier round: counts, then field by field, with actions added and withdrawn.

It compares two pictures in the words that readers see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.picture import money, sentences
from actionplan.picture.difference import ActionDifference, differences_between, finality_changes
from actionplan.picture.kinds_of_change import CHANGE_KINDS, CHANGE_WORDS
from actionplan.picture.measures import given_word
from actionplan.picture.picture import ActionPicture, LinePicture, MilestonePicture, Picture
from actionplan.picture.unknown_figures import finality_in_words
from actionplan.reporting.states import MilestoneState
from actions.states import Kind
from budgets.states import BudgetKind

from .action_sheet import lead_in_words, ministers_in_words, organisations_in_words
from .content import Block, Paragraph, Section, Table, TableColumn, Value, note
from .indicators_annex import indicator_sentence
from .milestones_annex import promised_words
from .source import DocumentSource


class ChangeInWords(NamedTuple):
    what: str
    before: str | Decimal = ""
    """An amount in euro is a number."""
    now: str | Decimal = ""


def changes_section(
    source: DocumentSource,
    earlier: DocumentSource | None,
    keys: Sequence[int] | None = None,
    title: str = "",
) -> Section:
    """The changes of the actions with these keys, in this order, or of all; `earlier` is the round to compare with."""
    title = title or _("What changed since the round before")
    if earlier is None:
        return Section(title, [Paragraph(_("There is no earlier closed round to compare with."))])
    pairs = differences_between(earlier.picture, source.picture)
    if keys is not None:
        of_action = {pair.last.pk: pair for pair in pairs}
        pairs = [of_action[key] for key in keys if key in of_action]
    not_compared = note(
        _("Summaries, phases within the period and what was reported in words are not compared.")
    )
    since = {"round": earlier.round.local_name, "day": formatting.day(earlier.round.about)}
    rows = _rows(pairs)
    if not rows:
        nothing = _("Nothing of what is compared changed since %(round)s.") % since
        return Section(title, [Paragraph(nothing), not_compared])
    columns = [
        TableColumn(_("Action"), 5),
        TableColumn(_("What"), 3),
        TableColumn(_("Before"), 3),
        TableColumn(_("Now"), 3),
    ]
    table = Table(_("Changes since %(round)s") % since, columns, rows, _("Changes"))
    compared_with = note(_("Compared with the round %(round)s, about %(day)s.") % since)
    blocks: list[Block] = [compared_with, Paragraph(change_counts(pairs)), table, not_compared]
    return Section(title, blocks, on_new_page=True)


def change_counts(pairs: list[ActionDifference]) -> str:
    """How many actions changed in each way, as on the page of changes, leaving out zeros."""
    counted = {words: sum(map(CHANGE_KINDS[kind], pairs)) for kind, (words, _meaning) in CHANGE_WORDS.items()}
    parts = ", ".join(f"{count} {words}" for words, count in counted.items() if count)
    if not parts:
        return _("No action was completed, stopped, started, moved, added or withdrawn.")
    return _("Actions: %(parts)s.") % {"parts": parts}


def _rows(pairs: list[ActionDifference]) -> list[list[Value]]:
    """The rows in order; actions withdrawn or merged come last."""
    return [
        [str(pair.last), capfirst(change.what), change.before, change.now]
        for pair in sorted(pairs, key=lambda pair: pair.after is None)
        for change in changes_of(pair)
    ]


def changes_of(pair: ActionDifference) -> Iterator[ChangeInWords]:
    before, after = pair.before, pair.after
    if before and after:
        yield from _of_facts(before, after)
        yield from _of_bodies((before, pair.picture_before), (after, pair.picture_after))
        yield from changes_of_milestones(before, after)
        yield from _of_indicators(before, after)
        yield from _of_lines(before, after)
        yield from _of_years(before, after)
        yield from _of_finality(before, after)
    elif after:
        yield ChangeInWords(_("added to the plan"))
    elif before:
        gone = pair.picture_after.gone.get(before.code)
        if gone and gone.merged_into:
            yield ChangeInWords(_("Merged into another action"), before.local_title, gone.merged_into)
        else:
            yield ChangeInWords(_("withdrawn from the plan"))


def _of_facts(before: ActionPicture, after: ActionPicture) -> Iterator[ChangeInWords]:
    was, now = _facts(before), _facts(after)
    for what in was:
        if was[what] != now[what]:
            yield ChangeInWords(what, was[what], now[what])


def _facts(action: ActionPicture) -> dict[str, str | Decimal]:
    sums = money.total(money.by_year([action]).values())
    lacking = {measure for _year, measure in money.withdrawn_measures([action])}
    said = [sentences.status_word(action.status), sentences.status_note(action)]
    said += sentences.other_choices(action.lead_report)
    verdict = sentences.marked_verdict(action.verdict, taken_over=action.verdict_taken_over)
    return {
        _("title"): action.local_title,
        _("objective"): str(action.objective),
        _("kind"): str(Kind(action.kind).label),
        _("limited"): formatting.yes_or_no(action.limited),
        _("status"): ", ".join(filter(None, said)),
        _("confidence"): given_word(action),
        _("verdict"): verdict or sentences.unassessed_word(action.status),
        _("start in force"): formatting.day(action.runs_from),
        _("end in force"): formatting.day(action.runs_until),
        _("forecast end"): formatting.day(action.forecast_end),
        _("actual start"): formatting.day(action.actual_start),
        _("actual end"): formatting.day(action.actual_end),
        _("planned, in euro"): _sum(sums.get("planned"), lacks=False),
        _("committed, in euro"): _sum(sums.get("committed"), lacks="committed" in lacking),
        _("paid, in euro"): _sum(sums.get("paid"), lacks="paid" in lacking),
    }


def _of_bodies(
    before: tuple[ActionPicture, Picture], after: tuple[ActionPicture, Picture]
) -> Iterator[ChangeInWords]:
    """Changes of roles; a renamed body is the same body."""
    compared: list[tuple[str, Callable[[ActionPicture], Any], Callable[[ActionPicture, Picture], str]]] = [
        (_("lead"), lambda action: action.lead, lead_in_words),
        (
            _("ministers"),
            lambda action: {involvement.minister: involvement.role for involvement in action.involvements},
            ministers_in_words,
        ),
        (
            _("organisations"),
            lambda action: {promotion.organisation: promotion.role for promotion in action.promotions},
            organisations_in_words,
        ),
    ]
    for what, part, in_words in compared:
        if part(before[0]) != part(after[0]):
            yield ChangeInWords(what, in_words(*before) or _("none"), in_words(*after) or _("none"))


# Milestones


def changes_of_milestones(before: ActionPicture, after: ActionPicture) -> Iterator[ChangeInWords]:
    was, now = ({milestone.key: milestone for milestone in action.milestones} for action in (before, after))
    for key in {**now, **was}:
        yield from _of_milestone(was.get(key), now.get(key))


def _of_indicators(before: ActionPicture, after: ActionPicture) -> Iterator[ChangeInWords]:
    """What is aimed at, the latest measurement, the state."""
    was, now = ({indicator.key: indicator for indicator in action.indicators} for action in (before, after))
    for key in {**now, **was}:
        name = (now.get(key) or was[key]).local_name
        said = [indicator_sentence(side[key]) if key in side else _("none") for side in (was, now)]
        if said[0] != said[1]:
            yield ChangeInWords(_("indicator “%(name)s”") % {"name": name}, *said)


def _of_milestone(old: MilestonePicture | None, new: MilestonePicture | None) -> Iterator[ChangeInWords]:
    """Changes of a milestone and of what is reported on it; of a new one only if anything is reported."""
    promised = (promised_words(milestone) if milestone else _("none") for milestone in (old, new))
    pairs = [tuple(promised)]
    if new:
        pairs.insert(0, (_reported(old or replace(new, told=())), _reported(new)))
    if old and new:
        pairs.insert(0, (old.local_title, new.local_title))
    for said_before, said_after in pairs:
        if said_before != said_after and (milestone := new or old):
            what = _("milestone “%(title)s”") % {"title": milestone.local_title}
            yield ChangeInWords(what, said_before, said_after)


def _reported(milestone: MilestonePicture) -> str:
    """What is reported on a milestone; if it recurs, how many of its periods."""
    if milestone.recurrence:
        achieved, dropped = (
            sum(row.state == state for row in milestone.told)
            for state in (MilestoneState.ACHIEVED, MilestoneState.DROPPED)
        )
        sentence = ngettext("%(count)s period achieved", "%(count)s periods achieved", achieved)
        parts = [sentence % {"count": achieved}]
        if dropped:
            sentence = ngettext("%(count)s period dropped", "%(count)s periods dropped", dropped)
            parts.append(sentence % {"count": dropped})
    elif milestone.achieved_on:
        parts = [_("achieved on %(day)s") % {"day": formatting.day(milestone.achieved_on)}]
    else:
        parts = [str(MilestoneState(milestone.state).label)]
    numbers = [row.number for row in milestone.told if row.number is not None]
    return ", ".join([*parts, *([formatting.short_number(sum(numbers, Decimal(0)))] if numbers else [])])


# Money


def sum_in_words(amount: Decimal | None, *, lacks: bool) -> str:
    """In euro; `lacks`: without a figure that was withdrawn, so that it says that it is not all."""
    if not lacks:
        return formatting.euro(amount)
    if amount is None:
        return _("unknown")
    return _("%(amount)s, without what is unknown") % {"amount": formatting.euro(amount)}


def _sum(amount: Decimal | None, *, lacks: bool) -> str | Decimal:
    """A number where it is one, so that a workbook can reckon with it."""
    return sum_in_words(amount, lacks=lacks) if lacks or amount is None else amount


def _of_lines(before: ActionPicture, after: ActionPicture) -> Iterator[ChangeInWords]:
    """Changes of the names and kinds of lines; amounts are compared for the action as a whole."""
    was, now = ({line.place: _line(line) for line in action.lines} for action in (before, after))
    for place in sorted({**was, **now}):
        if was.get(place) != now.get(place):
            none = _("none")
            yield ChangeInWords(_("budget line"), was.get(place, none), now.get(place, none))


def _line(line: LinePicture) -> str:
    return ": ".join(filter(None, [line.local_label, str(BudgetKind(line.kind).label)]))


def _of_finality(before: ActionPicture, after: ActionPicture) -> Iterator[ChangeInWords]:
    for change in finality_changes(before, after):
        year, place = change.about
        what = _("figures of %(year)s, line %(place)s") % {"year": year, "place": place}
        yield ChangeInWords(what, finality_in_words(change.before), finality_in_words(change.after))


def _of_years(before: ActionPicture, after: ActionPicture) -> Iterator[ChangeInWords]:
    """If the totals are the same, the years that differ. A forecast has no total."""
    was, now = (money.by_year([action]) for action in (before, after))
    withdrawn = [money.withdrawn_measures([action]) for action in (before, after)]
    labels = {
        "planned": _("planned by year"),
        "committed": _("committed by year"),
        "paid": _("paid by year"),
        "forecast": _("forecast to year end"),
    }
    for measure, what in labels.items():
        old, new = (
            {year: sums[measure] for year, sums in years.items() if measure in sums} for years in (was, now)
        )
        years = [year for year in sorted({**old, **new}) if old.get(year) != new.get(year)]
        is_said_once = measure != "forecast" and sum(old.values()) != sum(new.values())
        if years and not is_said_once:
            amounts = (
                "; ".join(
                    f"{year}: {sum_in_words(side.get(year), lacks=(year, measure) in lacking)}"
                    for year in years
                )
                for side, lacking in zip((old, new), withdrawn, strict=True)
            )
            yield ChangeInWords(what, *amounts)
