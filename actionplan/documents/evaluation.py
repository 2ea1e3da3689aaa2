"""The mid-term evaluation: several closed rounds side by side, and how the actions developed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.picture import frozen, sentences
from actionplan.picture.frozen import CountedAction
from actionplan.picture.measures import measure_named, measures
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis, PlatformPart
from actionplan.rounds.counting import answers_frozen
from actionplan.rounds.last_state import accepted_in_words

from .attention_points import attention_section
from .changes import changes_section
from .content import (
    Block,
    Bullets,
    DocumentContent,
    LabelledText,
    Paragraph,
    Section,
    Table,
    TableColumn,
    Value,
    note,
)
from .method import method_section
from .plan_figures import distribution_table, judged, money_section, status_sentence, status_table
from .platform_texts import platform_words
from .source import DocumentSource, source_of_closing
from .title_page import with_title_page


@dataclass(frozen=True)
class PastRound:
    """A closed round: its last snapshot and the counted actions in it."""

    snapshot: Snapshot
    actions: list[CountedAction]

    @property
    def name(self) -> str:
        return self.snapshot.closing.round.local_name

    @property
    def code(self) -> str:
        return self.snapshot.closing.round.code


def past_rounds(snapshots: Iterable[Snapshot]) -> list[PastRound]:
    """One query."""
    chosen = list(snapshots)
    actions = frozen.counted_at(chosen, Basis.ACCEPTED)
    return [PastRound(snapshot, actions[snapshot.pk]) for snapshot in chosen]


def evaluation(snapshots: list[Snapshot]) -> DocumentContent:
    """The evaluation of these rounds, the oldest first."""
    past, last = past_rounds(snapshots), source_of_closing(snapshots[-1])
    first = source_of_closing(snapshots[0]) if len(snapshots) > 1 else None
    sections = [
        Section(_("What is evaluated"), _rounds(past)),
        Section(_("How it went"), _trend(past), [_by_objective(past, last, first)], on_new_page=True),
        _where_it_stands(last),
        _changes(last, first),
        attention_section(last, last.actions, has_words=False),
        *_concluded(last),
        Section(_("Annex: every action in every round"), [_every_action(past)], is_wide=True),
        method_section(last, last.actions, has_words=False),
    ]
    return with_title_page(
        last,
        sections,
        kind="evaluation",
        title=_("Mid-term evaluation"),
        facts=[LabelledText(_period(past), _("Period"))],
        since=past[0].code if first else "",
        has_words=False,
    )


def _period(past: list[PastRound]) -> str:
    if len(past) == 1:
        return past[0].name
    return _("%(first)s to %(last)s") % {"first": past[0].name, "last": past[-1].name}


def _rounds(past: list[PastRound]) -> list[Block]:
    sentence = ngettext(
        "This evaluation is about %(count)s closed round:",
        "This evaluation is about %(count)s closed rounds:",
        len(past),
    )
    answers = answers_frozen(round.snapshot for round in past)
    items = [
        _("%(round)s, about %(day)s, closed on %(when)s; SHA-256 %(hash)s")
        % {
            "round": round.name,
            "day": formatting.day(round.snapshot.closing.round.about),
            "when": formatting.day(day_of(round.snapshot.taken_at)),
            "hash": round.snapshot.sha256,
        }
        + (f" ({words})" if (words := accepted_in_words(answers[round.snapshot.pk].leads)) else "")
        for round in past
    ]
    frozen_then = _(
        "Each figure is as it was kept at that closing, in the plan as it was then. Nothing is averaged."
    )
    return [Paragraph(sentence % {"count": len(past)}), Bullets(items), note(frozen_then)]


# How it went


def _trend(past: list[PastRound]) -> list[Block]:
    captions = [
        _("Status by round"),
        _("Confidence by round, as reported by the leads"),
        _("Verdict by round, as assessed by the Platform"),
        _("Schedule by round, as computed"),
    ]
    blocks: list[Block] = [
        *(Paragraph(status_sentence(round.actions), round.name) for round in past),
        *(
            _trend_table(past, measure.name, caption)
            for measure, caption in zip(measures(), captions, strict=True)
        ),
    ]
    return blocks


def _trend_table(past: list[PastRound], name: str, caption: str) -> Table:
    parts = [(round.name, round.actions) for round in past]
    return distribution_table(
        measure_named(name), TableColumn(_("Round"), 12), parts, caption, has_total=False
    )


def _by_objective(past: list[PastRound], last: DocumentSource, first: DocumentSource | None) -> Section:
    """A table for each objective, named as in the last round."""
    known = {**(first.picture.objectives if first else {}), **last.picture.objectives}
    tables: list[Block] = []
    for number, objective in sorted(known.items()):
        of_it = [
            replace(round, actions=[action for action in round.actions if action.objective == number])
            for round in past
        ]
        if any(round.actions for round in of_it):
            title = {"number": number, "title": objective.local_title}
            tables.append(_trend_table(of_it, "status", _("Objective %(number)s: %(title)s") % title))
    return Section(_("Status by objective, round by round"), tables)


# Where it stands


def _where_it_stands(last: DocumentSource) -> Section:
    actions = last.actions
    table = status_table(last.picture, actions, "objective", _("Status by objective"), _("Status now"))
    blocks: list[Block] = [Paragraph(status_sentence(actions)), table, *judged(actions)]
    title = _("Where the plan stood at the last round: %(round)s") % {"round": last.round.local_name}
    return Section(title, blocks, [money_section(last.picture)], on_new_page=True)


def _changes(last: DocumentSource, first: DocumentSource | None) -> Section:
    title = _("What changed between the first and the last round")
    if first is None:
        alone = _("This evaluation is about one round alone: nothing is compared.")
        return Section(title, [Paragraph(alone)])
    return changes_section(last, first, title=title)


def _concluded(last: DocumentSource) -> list[Section]:
    blocks = platform_words(last, PlatformPart.CONCLUSION)
    section = Section(_("Conclusion of the Platform at the last round"), [*blocks])
    return [section] if section.blocks else []


def _every_action(past: list[PastRound]) -> Table:
    """Status and verdict of each action in each round; a dash if it was not in the plan."""
    by_round = [{action.pk: action for action in round.actions} for round in past]
    known = {pk: action for actions in by_round for pk, action in actions.items()}
    rows: list[list[Value]] = [
        [action.code, action.local_title, *(_stood(actions.get(action.pk)) for actions in by_round)]
        for action in sorted(known.values(), key=lambda action: action.order)
    ]
    columns = [
        TableColumn(_("Code")),
        TableColumn(_("Action"), 4),
        *(TableColumn(round.name, 3) for round in past),
    ]
    caption = _("Status and verdict of every action in every round")
    return Table(caption, columns, rows, _("Every action"))


def _stood(action: CountedAction | None) -> str:
    if action is None:
        return formatting.UNKNOWN
    verdict = sentences.marked_verdict(action.verdict, taken_over=action.verdict_taken_over)
    return f"{sentences.status_word(action.status)}; {verdict or sentences.unassessed_word(action.status)}"
