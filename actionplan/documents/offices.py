"""What ministers' offices answered in the round: counts of each, and the remarks that may be printed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actionplan.picture.words import LIMITED_LEFT_OUT
from actionplan.rounds.office_answers import OfficeAnswerInRound, counted_by_office

from .content import Block, Section, Table, TableColumn, Value
from .source import DocumentSource


def offices_section(source: DocumentSource) -> Iterator[Section]:
    """Nothing where no office answered."""
    answers, ministers = source.office_answers, source.picture.ministers
    counts = {count.minister: count for count in counted_by_office(answers)}
    if not counts:
        return
    columns = [TableColumn(_("Minister"), 6), TableColumn(_("No objection"), 2), TableColumn(_("Remarks"), 2)]
    rows: list[list[Value]] = [
        [minister.local_title, counts[key].no_objection, counts[key].remarks]
        for key, minister in ministers.items()
        if key in counts
    ]
    caption = _("Answers of ministers’ offices on the accepted reports")
    blocks: list[Block] = [Table(caption, columns, rows, _("Ministers’ offices"))]
    if printed := _printed(source, answers):
        columns = [TableColumn(_("Action"), 4), TableColumn(_("Minister"), 4), TableColumn(_("Remark"), 8)]
        caption = _("Remarks that the offices let stand in the report")
        blocks.append(Table(caption, columns, printed, _("Remarks of offices")))
    yield Section(_("What did the ministers’ offices answer?"), blocks)


def _printed(source: DocumentSource, answers: list[OfficeAnswerInRound]) -> list[list[Value]]:
    """A remark about a limited action is words about it, so that an edition without these leaves it out."""
    actions = {action.pk: action for action in source.actions}
    rows: list[list[Value]] = []
    for answer in answers:
        action = actions.get(answer.action)
        if action is None or not answer.may_stand_in_report:
            continue
        left_out = source.leaves_out(action)
        words = str(LIMITED_LEFT_OUT) if left_out else answer.remark or _("Removed by law.")
        rows.append([str(action), source.picture.ministers[answer.minister].local_title, words])
    return rows
