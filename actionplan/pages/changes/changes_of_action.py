"""What changed on one action, field by field: for each report that came to count, each amendment."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.base.access_log import note_words
from actionplan.pages.choices import Choices
from actionplan.picture import live
from actionplan.picture.change_words import ChangeRow
from actionplan.picture.difference import ActionDifference, differences_between
from actionplan.picture.picture import Picture
from actionplan.picture.words import PersonReading, WordsReader, WrittenText, words_of
from actions.models import Action

from .read import (
    ReportReceipt,
    Words,
    are_contributions,
    change_rows,
    names_in,
    receipt_of,
    text_changes,
)


@dataclass(frozen=True)
class ChangeEntry:
    """What one instant changed: a report counts from then on, or no longer; or the plan changes that day."""

    when: datetime.datetime
    is_amendment: bool
    is_spread: bool
    """Whether only the spread of a line over the years changed."""
    rows: list[ChangeRow]
    receipts: list[ReportReceipt]

    @property
    def only_contributions(self) -> bool:
        return are_contributions(self.receipts)

    @property
    def heading(self) -> str:
        """What happened at the instant."""
        if self.is_spread:
            return _("the lead changed how a budget line is spread over the years")
        if self.is_amendment:
            return _("the plan was amended")
        if not self.receipts:
            return _("a report no longer counts")
        reviewed = any(receipt.report.reviewed_at == self.when for receipt in self.receipts)
        if self.only_contributions:
            return _("contribution accepted") if reviewed else _("contribution submitted")
        return _("report accepted") if reviewed else _("report submitted")


def history_of_changes(choices: Choices, row: Action, user: User) -> list[ChangeEntry]:
    """The newest first; a fixed number of queries, whatever the length of the history."""
    pictures = list(live.history(choices.plan, row.pk, choices.moment))
    pairs = [pair for was, now in pairwise(pictures) for pair in differences_between(was, now)]
    names = names_in(pictures[-1], [report for pair in pairs for report in pair.new_reports])
    words, may_read = _words(pictures, row), PersonReading(user).reads(row)
    history = [_entry(row, pair, words, names, may_read=may_read) for pair in reversed(pairs)]
    return [entry for entry in history if entry.rows or entry.receipts]


def _words(pictures: list[Picture], row: Action) -> Words:
    """The words of every report that ever counted."""
    reports = {
        report.pk: report for picture in pictures for action in picture.actions for report in action.reports
    }
    last = next((action for picture in reversed(pictures) for action in picture.actions), None)
    actions = [replace(last, reports=tuple(reports.values()))] if last else []
    return words_of(pictures[-1], actions, WordsReader(), {row.pk: row})


def _entry(
    row: Action, pair: ActionDifference, words: Words, names: Mapping[int, WrittenText], *, may_read: bool
) -> ChangeEntry:
    texts = list(text_changes(pair, words, words))
    note_words(row, may_read and texts)
    changes = [*pair.changes, *texts]
    amended = not pair.new_reports and pair.is_amended
    return ChangeEntry(
        when=pair.picture_after.moment.known_at,
        is_amendment=amended,
        is_spread=amended and bool(changes) and all(change.spread for change in changes),
        rows=change_rows(pair, changes, may_read=may_read),
        receipts=[receipt_of(report, pair.picture_after, names) for report in pair.new_reports],
    )
