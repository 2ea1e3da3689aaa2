"""A printed timing cell, in English or Dutch, as the phases of an action."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from actionplan.base.formatting import vague
from actionplan.base.names import bare, one_line

from .proposals import LABELLED, CellProposal, Item, Remark, Sureness, least_sure, not_read
from .vague_dates import MONTHS, VagueDate, dates_in

RANGE = re.compile(
    r"\s*(?:[-–—/→]|to|until|till|through|up to(?: and including)?|tot(?: en met)?|t/m|t\.e\.m\.)\s*",
    re.IGNORECASE,
)
AND = re.compile(r"\s*(?:and|en|&)\s*", re.IGNORECASE)
LISTED = re.compile(r"\s*(?:,|;|and|en|&|\+)\s*", re.IGNORECASE)
BETWEEN = re.compile(r"\b(?:between|tussen)\s*$", re.IGNORECASE)
UNTIL = re.compile(
    r"(?:\b(?:until|till|to|by|up to(?: and including)?|no later than|at the latest|tot(?: en met)?|t/m|tegen|uiterlijk)"
    r"|\b(?:expected|due|ready|planned|deadline|verwacht|voorzien|klaar|afgerond|gepland|oplevering)\b:?)"
    r"(?:\s+(?:in|by|on|for|at|op|tegen|voor|vanaf))*(?:\s+(?:the|het|de))?\s*$",
    re.IGNORECASE,
)
BEFORE = re.compile(r"\b(?:before|vóór|voor)\s*$", re.IGNORECASE)
AFTER = re.compile(r"\b(?:after|na)\s*$", re.IGNORECASE)
FROM = re.compile(
    r"\b(?:(?:as )?from|as of|since|starting|start|begins|vanaf|sinds|met ingang van|start|begint|van)"
    r"(?:\s+(?:in|on|from|at|op|vanaf|the|het|de))*:?\s*$",
    re.IGNORECASE,
)
ONWARDS = re.compile(
    r"\s*,?\s*(?:et seq\b\.?|e\.\s?v\.?|ev\b|ff\b\.?|(?:and|en)\s+(?:following|later|beyond|volgende|verder)(?:\s+(?:years|jaren))?"
    r"|onwards|[-–—]\s*(?:…|\.\.\.|$|(?=\()))",
    re.IGNORECASE,
)
CONTINUOUS = re.compile(
    r"\b(?:continuous(?:ly)?|ongoing|permanent(?:ly)?|continu|doorlopend|voortdurend|permanente?|lopende?"
    r"|throughout the plan|(?:hele|volledige) (?:legislatuur|looptijd|planperiode))\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"\s*[-–—,]?\s*" + CONTINUOUS.pattern, re.IGNORECASE)
UNDATED = re.compile(
    r"\s*(?:undated|without a date|to be (?:determined|defined|decided)|tbd|zonder datum|niet gedateerd|nog te bepalen|n\.?t\.?b\.?)\s*",
    re.IGNORECASE,
)
SAYS_NOTHING = re.compile(
    r"\(?\b\d+\s*(?:years?|jaar|months?|maanden|weeks?|weken)\b\)?"
    r"|\b(?:in de loop van|in the course of|during|tijdens|period|periode|looptijd|timing|in|on|op|the|het|de)\b:?",
    re.IGNORECASE,
)
LABEL = re.compile(r"(?<![\w])([^\W\d_][^:;\n]*?(?:\s\d{1,2})?)\s*:(?=\s|\d)")
BEHIND = re.compile(r"\s*(?:\([^()]*\)|\))?\s*(?:[,;]|$)?")
GOES_ON_BELOW = re.compile(
    r"(?:[-–—/:]|\b(?:to|until|tot|t/m|en|and|met|from|vanaf|of|van)|\b(?:{})\.?)$".format("|".join(MONTHS)),
    re.IGNORECASE,
)
"""A line that ends so is broken by the end of its column."""


def timing_of(cell: str) -> CellProposal:
    """The phases, as a plan document has them. Where no label is printed the phase has none."""
    if not bare(cell):
        return not_read(Remark.EMPTY)
    found = [_phase(label, words) for label, words in _segments(cell)]
    phases = [phase for phase, _sure in found if phase is not None]
    if len(phases) < len(found):
        return not_read(Remark.NO_DATE)
    if any(phase["start"] and phase["end"] and phase["end"] < phase["start"] for phase in phases):
        return not_read(Remark.BACKWARDS)
    sureness = least_sure(sure for _phase, sure in found)
    phases = _joined_years(phases)
    if len(phases) == 1:
        phases[0]["printed_as"] = one_line(cell)
    return CellProposal(
        tuple(phases), sureness, Remark.MORE_WORDS if sureness == Sureness.GUESSED else Remark.NONE
    )


def phase_in_words(phase: Item) -> str:
    """A phase in the language of the reader, as `timing_of` reads it again."""
    start = _in_words(phase["start"], phase["start_precision"], starts=True)
    end = _in_words(phase["end"], phase["end_precision"])
    if phase["continuous"]:
        words = _("continuous")
    elif start and end:
        words = start if start == end else f"{start} – {end}"
    elif start:
        words = _("from %(date)s") % {"date": start}
    elif end:
        words = _("until %(date)s") % {"date": end}
    else:
        words = _("undated")
    return f"{words}{LABELLED}{phase['label']}" if phase["label"] else words


def _in_words(text: str | None, precision: str | None, *, starts: bool = False) -> str:
    return vague(datetime.date.fromisoformat(text), precision, starts=starts) if text else ""


def _segments(cell: str) -> Iterator[tuple[str, str]]:
    """Each part of the cell that is one phase: its label, empty where none stands before a colon, and the rest."""
    for line in _lines(cell):
        if LABELLED in line:
            words, _mark, label = line.partition(LABELLED)
            yield one_line(label), words
            continue
        labels = [match for match in LABEL.finditer(line) if _is_label(match[1])]
        parts = [("", 0), *((one_line(match[1]), match.end()) for match in labels)]
        ends = [*(match.start() for match in labels), len(line)]
        for (label, begin), end in zip(parts, ends, strict=True):
            if bare(line[begin:end]) or label:
                yield from ((label, words) for words in _one_by_one(line[begin:end]))


def _is_label(words: str) -> bool:
    """Not `2021:`, nor `start:`, which says how the date behind it is meant."""
    return not (dates_in(words) or FROM.fullmatch(words) or UNTIL.fullmatch(words))


def _lines(cell: str) -> list[str]:
    """The lines, where each can be read by itself; else the cell is one text, broken where its column ended."""
    lines = [one_line(line) for line in re.split(r"[\n;]", cell) if bare(line)]
    mended: list[str] = []
    for line in lines:
        goes_on = mended and (
            GOES_ON_BELOW.search(mended[-1]) or (RANGE.match(line) and not dates_in(line[:1]))
        )
        if goes_on:
            mended[-1] += f" {line}"
        else:
            mended.append(line)
    if all(dates_in(line) or CONTINUOUS.search(line) or LABELLED in line for line in mended):
        return mended
    return [one_line(cell.replace(";", " "))]


def _one_by_one(line: str) -> Iterator[str]:
    """The line, divided behind each date or range but the last."""
    dates = dates_in(line)
    begins = 0
    for one, other in pairwise(dates):
        between = line[one.ends : other.begins]
        is_range = RANGE.fullmatch(between) or (AND.fullmatch(between) and BETWEEN.search(line[: one.begins]))
        if is_range:
            continue
        onwards = ONWARDS.match(line, one.ends)
        behind = BEHIND.match(line, onwards.end() if onwards else one.ends)
        ends = behind.end() if behind else one.ends
        yield line[begins:ends]
        begins = ends
    yield line[begins:]


def _phase(label: str, words: str) -> tuple[Item | None, Sureness]:
    """What one part of a cell says, or None."""
    dates = dates_in(words)
    if UNDATED.fullmatch(words):
        return _item(label, words), Sureness.GUESSED
    if not dates:
        match = CONTINUOUS.search(words)
        if match is None:
            return None, Sureness.NOT_READ
        besides = bare(words[: match.start()] + " " + words[match.end() :])
        return _item(label, words, continuous=True), Sureness.GUESSED if besides else Sureness.EXACT
    before, behind = words[: dates[0].begins], words[dates[-1].ends :]
    start, end, before, behind = _interval(dates, before, behind)
    rest = [bare(SAYS_NOTHING.sub("", text)) for text in (before, behind)]
    others = [text for text in rest if text and not LISTED.fullmatch(text)]
    is_label = re.search(r"\(\s*$", before) or re.match(r"\s*[(:]", behind)
    item = _item(label, words, start, end)
    item["label"] = label or " ".join(others)
    if len(others) > 1 or (others and (label or not is_label)):
        return item, Sureness.GUESSED
    vague = any(date.is_vague for date in dates)
    return item, Sureness.VAGUE if vague else Sureness.EXACT


def _interval(
    dates: list[VagueDate], before: str, behind: str
) -> tuple[VagueDate | None, VagueDate | None, str, str]:
    """From when until when, None for an end that is open; and the words that say nothing of it."""
    first, last = dates[0], dates[-1]
    if len(dates) > 1:
        return first, last, _without(BETWEEN, _without(FROM, before)), behind
    for onwards in (ONWARDS, GOES_ON):
        if match := onwards.match(behind):
            return first, None, _without(FROM, before), behind[match.end() :]
    if UNTIL.search(before):
        return None, last, _without(UNTIL, before), behind
    if BEFORE.search(before):
        return None, _day_beside(last, -1), _without(BEFORE, before), behind
    if AFTER.search(before):
        return _day_beside(first, 1), None, _without(AFTER, before), behind
    if FROM.search(before) or CONTINUOUS.search(before):
        return first, None, CONTINUOUS.sub("", _without(FROM, before)), behind
    return first, last, before, behind


def _without(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub("", text)


def _day_beside(date: VagueDate, direction: int) -> VagueDate:
    """The day before the date begins, or after it ends."""
    day = date.first if direction < 0 else date.last
    day += datetime.timedelta(days=direction)
    return VagueDate(date.begins, date.ends, "day", day.year, day.month, day.day, is_vague=date.is_vague)


def _item(
    label: str,
    words: str,
    start: VagueDate | None = None,
    end: VagueDate | None = None,
    *,
    continuous: bool = False,
) -> Item:
    printed = f"{label}: {words}" if label else words
    return {
        "label": label,
        "start": start.first.isoformat() if start else None,
        "start_precision": start.precision if start else None,
        "end": end.last.isoformat() if end else None,
        "end_precision": end.precision if end else None,
        "continuous": continuous,
        "printed_as": one_line(printed).strip(" ,;"),
    }


def _joined_years(phases: list[Item]) -> list[Item]:
    """2021, 2022 and 2023, without labels, are one phase."""
    joined: list[Item] = []
    for phase in phases:
        before = joined[-1] if joined else None
        if before and _follows(before, phase):
            before["end"], before["printed_as"] = (
                phase["end"],
                f"{before['printed_as']}, {phase['printed_as']}",
            )
        else:
            joined.append(phase)
    return joined


def _follows(before: Item, phase: Item) -> bool:
    years = {
        before["start_precision"],
        before["end_precision"],
        phase["start_precision"],
        phase["end_precision"],
    }
    if years != {"year"} or before["label"] or phase["label"]:
        return False
    day = datetime.date.fromisoformat(before["end"]) + datetime.timedelta(days=1)
    return day.isoformat() == phase["start"]
