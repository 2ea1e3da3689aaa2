"""What changed on one action, as a history: for each report that came to count, and each amendment of the plan, field by field."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.pages.choices import Choices
from actionplan.picture import live
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
from .wording import ChangeRow


@dataclass(frozen=True)
class HistoryOfChange:
    """What one instant changed: a report that counts from then on, or no longer; a day from which the plan says otherwise."""

    when: datetime.datetime
    is_amendment: bool
    is_spread: bool
    """Nothing of the plan but how a line is spread over the years."""
    rows: list[ChangeRow]
    said: list[ReportReceipt]

    @property
    def only_contributions(self) -> bool:
        return are_contributions(self.said)

    @property
    def heading(self) -> str:
        """What happened at the instant."""
        if self.is_spread:
            return _("the lead changed how a budget line is spread over the years")
        if self.is_amendment:
            return _("the plan was amended")
        if not self.said:
            return _("a report no longer counts")
        reviewed = any(one.report.reviewed_at == self.when for one in self.said)
        if self.only_contributions:
            return _("contribution accepted") if reviewed else _("contribution submitted")
        return _("report accepted") if reviewed else _("report submitted")


def history_of_changes(choices: Choices, row: Action, user: User) -> list[HistoryOfChange]:
    """The newest first; a number of queries that does not grow with the history."""
    pictures = list(live.history(choices.plan, row.pk, choices.moment))
    pairs = [pair for was, now in pairwise(pictures) for pair in differences_between(was, now)]
    names = names_in(pictures[-1], [one for pair in pairs for one in pair.new_reports])
    words, may_read = _words(pictures, row), PersonReading(user).reads(row)
    found = [_entry(pair, words, names, may_read=may_read) for pair in reversed(pairs)]
    return [entry for entry in found if entry.rows or entry.said]


def _words(pictures: list[Picture], row: Action) -> Words:
    """Of every report that ever held."""
    found = {report.pk: report for one in pictures for action in one.actions for report in action.reports}
    last = next((action for one in reversed(pictures) for action in one.actions), None)
    actions = [replace(last, reports=tuple(found.values()))] if last else []
    return words_of(pictures[-1], actions, WordsReader(), {row.pk: row})


def _entry(
    pair: ActionDifference, words: Words, names: Mapping[int, WrittenText], *, may_read: bool
) -> HistoryOfChange:
    changes = [*pair.changes, *text_changes(pair, words, words)]
    amended = not pair.new_reports and pair.is_amended
    return HistoryOfChange(
        when=pair.picture_after.moment.known_at,
        is_amendment=amended,
        is_spread=amended and bool(changes) and all(change.spread for change in changes),
        rows=change_rows(pair, changes, may_read=may_read),
        said=[receipt_of(one, pair.picture_after, names) for one in pair.new_reports],
    )
