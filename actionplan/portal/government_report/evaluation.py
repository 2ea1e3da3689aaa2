"""The mid-term evaluation: several closed rounds beside one another, with the trend of where the actions stood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.brussels import day_of
from actionplan.base.twins import local
from actionplan.portal.tallies import measure_named, measures
from actionplan.reporting.models import Snapshot, SnapshotAction
from actionplan.reporting.states import PlatformPart, confidence_word
from actionplan.reporting.words import status_word

from .attention import attention_section
from .changes import changes_section
from .content import Bar, Block, Bullets, Column, Document, Paragraph, Said, Section, Table, Value
from .figures import (
    count_column,
    figure_of,
    judged,
    money_section,
    objective_of,
    status_sentence,
    status_table,
)
from .framing import framed
from .method import method_section
from .platform import platform_words
from .source import Source
from .stood import Stood
from .wording import note

Actions = list[SnapshotAction]


@dataclass(frozen=True)
class Past:
    """The newest closing of one of the rounds, with its actions."""

    snapshot: Snapshot
    actions: Actions

    @property
    def name(self) -> str:
        return self.snapshot.closing.round.local_name


def evaluation(source: Source, past: list[Past]) -> Document:
    """`past` are the rounds from the first to the last, the oldest first; `source` is the last."""
    now = source.actions
    sections = [
        Section(_("What is evaluated"), _rounds(past)),
        Section(_("How it went"), _trend(past), [_by_objective(past)], on_new_page=True),
        _where_it_stands(source),
        _changes(past, Stood.now(source)),
        attention_section(source, now),
        *_concluded(source),
        Section(_("Annex: every action in every round"), _every_action(past), is_wide=True),
        method_section(source, now, has_words=False),
    ]
    rounds = Said(_period(past), _("Period"))
    since = "" if len(past) == 1 else past[0].snapshot.closing.round.code
    title = _("Mid-term evaluation")
    return framed(
        source, sections, kind="evaluation", title=title, facts=[rounds], since=since, has_words=False
    )


def _period(past: list[Past]) -> str:
    if len(past) == 1:
        return past[0].name
    return _("%(first)s to %(last)s") % {"first": past[0].name, "last": past[-1].name}


def _changes(past: list[Past], now: Stood) -> Section:
    title = _("What changed between the first and the last round")
    if len(past) == 1:
        alone = _("This evaluation is about one round alone: nothing is compared.")
        return Section(title, [Paragraph(Said(alone))])
    first = past[0]
    before = Stood.at(first.snapshot, first.actions)
    return changes_section(before, now, first.snapshot.closing.round, title)


def _rounds(past: list[Past]) -> list[Block]:
    sentence = ngettext(
        "This evaluation is about %(count)s closed round:",
        "This evaluation is about %(count)s closed rounds:",
        len(past),
    )
    items = [
        _("%(round)s, about %(day)s, closed on %(when)s; SHA-256 %(hash)s")
        % {
            "round": one.name,
            "day": formatting.day(one.snapshot.closing.round.about),
            "when": formatting.day(day_of(one.snapshot.taken_at)),
            "hash": one.snapshot.sha256,
        }
        for one in past
    ]
    return [
        Paragraph(Said(sentence % {"count": len(past)})),
        Bullets(items),
        note(
            _(
                "Each figure is what was frozen at that closing, in the plan as it was then. Nothing is averaged."
            )
        ),
    ]


def _trend(past: list[Past]) -> list[Block]:
    bars = [(Bar(one.name, one.name, one.snapshot.closing.round.code), one.actions) for one in past]
    said = _("From round to round: %(counts)s.")
    blocks: list[Block] = [
        *(Paragraph(Said(status_sentence(one.actions), one.name)) for one in past),
        figure_of(bars, "status", _("Status of the actions, round by round"), said),
    ]
    captions = [
        _("Status by round"),
        _("Confidence by round, as reported by the leads"),
        _("Verdict by round, as assessed by the Platform"),
        _("Schedule by round, as computed"),
    ]
    for measure, caption in zip(measures(), captions, strict=True):
        blocks.append(_trend_table(past, measure.name, caption))
    verdicts = figure_of(bars, "verdict", _("Verdicts of the Platform, round by round"), said)
    blocks.insert(2 + len(past), verdicts)
    if any(row.is_continuous for one in past for row in one.actions):
        blocks.append(
            note(
                _(
                    "Here continuous actions stand under the same words: on track is as intended, needs attention less than intended, off track little or nothing."
                )
            )
        )
    return blocks


def _trend_table(past: list[Past], name: str, caption: str) -> Table:
    measure = measure_named(name)
    rows: list[list[Value]] = []
    for one in past:
        counted = Counter(getattr(row, name) for row in one.actions)
        rows.append([one.name, *(counted[code] for code, _label in measure.codes), len(one.actions)])
    labels = [*(label for _code, label in measure.codes), _("total")]
    columns = [Column(_("Round"), weight=12), *map(count_column, labels)]
    return Table(caption, columns, rows)


def _by_objective(past: list[Past]) -> Section:
    """One table for each objective as the last round called it."""
    titles: dict[int, str] = {}
    for one in past:
        titles |= {row.objective_number: local(row, "objective_title") for row in one.actions}
    tables: list[Block] = []
    for number, title in sorted(titles.items()):
        of_it = [
            Past(one.snapshot, [row for row in one.actions if row.objective_number == number]) for one in past
        ]
        caption = _("Objective %(number)s: %(title)s") % {"number": number, "title": title}
        tables.append(_trend_table(of_it, "status", caption))
    return Section(_("Status by objective, round by round"), tables)


def _where_it_stands(source: Source) -> Section:
    actions = source.actions
    table = status_table(actions, objective_of, _("Objective"), _("Status by objective"), _("Status now"))
    blocks: list[Block] = [Paragraph(Said(status_sentence(actions))), table, *judged(actions)]
    title = _("Where the plan stood at the last round: %(round)s") % {"round": source.name}
    return Section(title, blocks, [money_section(source)], on_new_page=True)


def _concluded(source: Source) -> list[Section]:
    blocks = list(platform_words(source, PlatformPart.CONCLUSION))
    return [Section(_("Conclusion of the Platform at the last round"), blocks)] if blocks else []


def _every_action(past: list[Past]) -> list[Block]:
    """Status and verdict of each action in each round; a dash where it was not in the plan."""
    known: dict[int, SnapshotAction] = {}
    for one in past:
        known |= {row.action: row for row in one.actions}
    by_round = [{row.action: row for row in one.actions} for one in past]
    rows: list[list[Value]] = [
        [row.code, row.local_title, *(_stood(actions.get(row.action)) for actions in by_round)]
        for row in sorted(known.values(), key=lambda row: row.order)
    ]
    columns = [Column(_("Code")), Column(_("Action"), weight=4)]
    columns += [Column(one.name, weight=3) for one in past]
    caption = _("Status and verdict of every action in every round")
    return [Table(caption, columns, rows, _("Every action"))]


def _stood(row: SnapshotAction | None) -> str:
    if row is None:
        return formatting.UNKNOWN
    verdict = confidence_word(row.verdict, continuous=row.is_continuous) or _("not assessed")
    return f"{status_word(row)}; {verdict}"
