"""What the changes mean: worse before better, each a row with why; the milestones and the money behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.charts import sign_of
from actionplan.base.money import ZERO
from actionplan.picture import money
from actionplan.picture.change_words import distance_in_words, label_of
from actionplan.picture.difference import ActionDifference
from actionplan.picture.kinds_of_change import CHANGE_KINDS, CHANGE_WORDS, expected_end
from actionplan.picture.picture import ActionPicture, MilestonePicture, ReportedMilestonePicture
from actionplan.picture.sentences import confidence_word, past_its_date_words, schedule_words, status_word
from actionplan.picture.words import ABSENT, NOT_SHOWN, PersonReading
from actionplan.reporting.states import Confidence, MilestoneState

from .read import Comparison, Spoken, url_of


@dataclass(frozen=True)
class Meant:
    """A row: its sign and word with a note, what has a title, the address of its action, and why."""

    sign: str
    word: str
    note: str
    code: str
    url: str
    subject: ActionPicture | MilestonePicture
    why: str = ""
    action: ActionPicture | None = None
    """That of a milestone."""


@dataclass(frozen=True)
class Meaning:
    """One thing that the changes mean: its heading, the sentence that counts it, and its rows."""

    name: str
    heading: Any
    counted: str
    rows: list[Meant]


Said = Callable[[str], str]
"""The lead's words in a field, as far as the reader may see them."""
Facts = tuple[str, str, str, str]
"""Sign, word, note and why."""


def _assessed(was: ActionPicture, now: ActionPicture, said: Said) -> Facts:
    lead = _("The lead says “%(confidence)s”.") % {"confidence": confidence_word(now.confidence)}
    why = " ".join(filter(None, [said("obstacles"), lead if now.confidence else ""]))
    return now.verdict, confidence_word(now.verdict), _before(confidence_word(was.verdict)), why


def _reported(was: ActionPicture, now: ActionPicture, said: Said) -> Facts:
    return (
        now.confidence,
        confidence_word(now.confidence),
        _before(confidence_word(was.confidence)),
        said("obstacles"),
    )


def _expected(was: ActionPicture, now: ActionPicture, said: Said) -> Facts:
    before, after = expected_end(was), expected_end(now)
    days = (after - before).days if before and after else 0
    note = _("to %(day)s") % {"day": formatting.day(after)}
    return "clock", distance_in_words(days), note, said("forecast_reason")


def _ended(was: ActionPicture, now: ActionPicture, said: Said) -> Facts:
    note = _("on %(day)s") % {"day": formatting.day(now.actual_end)} if now.actual_end else ""
    why = said("stop_reason") or schedule_words(now)
    return now.status, status_word(now.status), note, why


def _moved(was: ActionPicture, now: ActionPicture, said: Said) -> Facts:
    before = status_word(was.status, was.on_hold_since)
    return now.status, status_word(now.status), _before(before), said("obstacles")


def _on_hold(was: ActionPicture, now: ActionPicture, said: Said) -> Facts:
    since = _("since %(day)s") % {"day": formatting.day(now.on_hold_since)}
    return "on_hold", pgettext("status", "on hold"), since, said("obstacles")


def _before(word: str) -> str:
    return _("was %(word)s") % {"word": word}


ACHIEVED, UNDONE, AMENDED = "achieved", "undone", "amended"
MEANINGS: dict[str, tuple[Any, Callable[[ActionPicture, ActionPicture, Said], Facts] | None]] = {
    "assessed_worse": (gettext_lazy("Assessed worse"), _assessed),
    "worse": (gettext_lazy("Reported worse by the lead alone"), _reported),
    UNDONE: (gettext_lazy("Milestones undone"), None),
    "stopped": (pgettext_lazy("actions", "Stopped"), _ended),
    "on_hold": (gettext_lazy("Put on hold"), _on_hold),
    "slipped": (gettext_lazy("Expected later"), _expected),
    "assessed_better": (gettext_lazy("Assessed better"), _assessed),
    "back": (gettext_lazy("Back on track by the lead alone"), _reported),
    "completed": (pgettext_lazy("actions", "Completed"), _ended),
    "begun": (pgettext_lazy("actions", "Begun"), _moved),
    "reopened": (gettext_lazy("Taken up again"), _moved),
    "resumed": (gettext_lazy("Resumed"), _moved),
    "sooner": (gettext_lazy("Expected sooner"), _expected),
    ACHIEVED: (gettext_lazy("Milestones achieved"), None),
    AMENDED: (gettext_lazy("Changed in the plan itself"), None),
}
"""By kind of change, in the order of the page: worse, then better, then the plan. None is not of an action's status."""
GRAVEST: dict[str, int] = {Confidence.OFF_TRACK: -2, Confidence.NEEDS_ATTENTION: -1}
"""Before the others of their kind."""
TOLD_WITH = {"worse": "assessed_worse", "back": "assessed_better"}
"""Kinds that are not told again of an action that the other kind tells of."""
TOLD_ALONE = {
    "worse": gettext_lazy("reported worse by the lead alone"),
    "back": gettext_lazy("back on track by the lead alone"),
}
"""What is left of those, in words: fewer than `CHANGE_WORDS` counts."""


def meanings_of(compared: Comparison, spoken: Spoken, user: User) -> list[Meaning]:
    """Only what happened; `spoken` is of all the actions that changed."""
    pairs, reader = compared.differences, PersonReading(user)

    def said(action: ActionPicture, name: str) -> str:
        report = action.lead_report
        text = spoken.after[report.pk].show(name) if report and report.pk in spoken.after else ABSENT
        may_read = not text or reader.reads(spoken.rows[action.pk])
        note_words(spoken.rows[action.pk], may_read and text.text)
        return text.in_words if may_read else str(NOT_SHOWN)

    milestones = list(_milestones(compared))
    found = []
    for kind, (heading, facts) in MEANINGS.items():
        if facts:
            rows = [_row(compared, pair, facts, said) for pair in pairs if _is_told(kind, pair)]
            rows.sort(key=lambda row: GRAVEST.get(row.sign, 0))
        elif kind == AMENDED:
            rows = [_amended(compared, pair) for pair in pairs if pair.is_amended]
        else:
            rows = [row for told, row in milestones if told == kind]
        if rows:
            found.append(Meaning(kind, heading, _counted(kind, len(rows)), rows))
    return found


def _is_told(kind: str, pair: ActionDifference) -> bool:
    other = TOLD_WITH.get(kind)
    return CHANGE_KINDS[kind](pair) and not (other and CHANGE_KINDS[other](pair))


def _counted(kind: str, count: int) -> str:
    if kind == ACHIEVED:
        return _("milestones achieved: %(count)s") % {"count": count}
    if kind == UNDONE:
        return _("milestones undone: %(count)s") % {"count": count}
    return f"{count} {TOLD_ALONE.get(kind) or CHANGE_WORDS[kind][0]}"


def _row(compared: Comparison, pair: ActionDifference, facts: Any, said: Callable[..., str]) -> Meant:
    now = pair.last
    sign, word, note, why = facts(pair.before, now, partial(said, now))
    return Meant(sign, word, note, now.code, url_of(compared.choices, pair), now, why)


def _amended(compared: Comparison, pair: ActionDifference) -> Meant:
    sign, word = "draft", _("amended")
    if pair.before is None:
        sign, word = "plus", _("added to the plan")
    elif pair.after is None:
        sign, word = "dropped", _("out of the plan")
    fields = dict.fromkeys(label_of(change) for change in pair.changes if change.since)
    since = max((change.since for change in pair.changes if change.since), default=None)
    note = _("from %(day)s") % {"day": formatting.day(since)} if since else ""
    return Meant(
        sign, word, note, pair.last.code, url_of(compared.choices, pair), pair.last, formatting.listed(fields)
    )


def _milestones(compared: Comparison) -> Iterator[tuple[str, Meant]]:
    """Those that became achieved, or were and are no longer; of a recurring one how many periods did."""
    for pair in compared.differences:
        now = {milestone.key: milestone for milestone in pair.after.milestones} if pair.after else {}
        turned: dict[tuple[str, str], list[ReportedMilestonePicture]] = defaultdict(list)
        for change in pair.changes:
            if change.field == "milestone_state" and change.before.state != change.after.state:
                if change.after.state == MilestoneState.ACHIEVED:
                    turned[ACHIEVED, change.after.key].append(change.after)
                elif change.before.state == MilestoneState.ACHIEVED:
                    turned[UNDONE, change.after.key].append(change.after)
        for (kind, key), rows in turned.items():
            sign, word, note = _turned(now[key], rows)
            url = url_of(compared.choices, pair)
            yield kind, Meant(sign, word, note, pair.last.code, url, now[key], action=pair.last)


def _turned(milestone: MilestonePicture, rows: list[ReportedMilestonePicture]) -> tuple[str, str, str]:
    """Sign, word and note."""
    state = MilestoneState(rows[0].state)
    sign, word = sign_of(str(state)), str(state.label)
    if milestone.recurrence:
        count = ngettext("%(count)s period", "%(count)s periods", len(rows)) % {"count": len(rows)}
        return sign, word, count
    if state == MilestoneState.ACHIEVED and milestone.days_late:
        sign, word = "open", past_its_date_words(milestone)
    return sign, word, formatting.day(rows[0].achieved_on) if rows[0].achieved_on else ""


MOVED = ("paid", "committed")


@dataclass(frozen=True)
class MoneyMoved:
    """What was paid and committed on an action since, in euro; less than zero where it was corrected."""

    action: ActionPicture
    url: str
    paid: Decimal
    committed: Decimal


@dataclass(frozen=True)
class MoneySince:
    rows: list[MoneyMoved]
    paid: Decimal
    committed: Decimal
    longest: Decimal
    """What fills the column of bars; zero where nothing was paid."""

    @property
    def paid_in_short(self) -> str:
        return formatting.euro_short(self.paid)


def money_of(compared: Comparison) -> MoneySince | None:
    """Of the actions in the plan at the later side, the most paid first; None if no amount moved."""
    rows = []
    for pair in compared.differences:
        if pair.after:
            was, now = _sums(filter(None, [pair.before])), _sums([pair.after])
            paid, committed = (now.get(name, ZERO) - was.get(name, ZERO) for name in MOVED)
            if paid or committed:
                rows.append(MoneyMoved(pair.after, url_of(compared.choices, pair), paid, committed))
    if not rows:
        return None
    rows.sort(key=lambda row: -row.paid)
    paid, committed = (sum((getattr(row, name) for row in rows), ZERO) for name in MOVED)
    return MoneySince(rows, paid, committed, max(rows[0].paid, ZERO))


def _sums(actions: Iterable[ActionPicture]) -> dict[str, Decimal]:
    return money.added_up({amount.measure: amount.euro} for amount in money.amounts_of(actions))
