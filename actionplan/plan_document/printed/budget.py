"""A printed budget cell, in English or Dutch, as the budget lines of an action."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actionplan.amendments.members import plain_number
from actionplan.base.folding import fold
from actionplan.base.formatting import euro
from actionplan.base.names import bare, one_line
from budgets.states import BudgetKind

from .amounts import PER_YEAR, PrintedAmount, amounts_in, number_of
from .proposals import (
    LABELLED,
    LONGEST_SOURCE,
    CellProposal,
    Item,
    Remark,
    Sureness,
    least_sure,
    not_read,
)
from .timing import phase_in_words
from .vague_dates import ORDINALS, dates_in

OrganisationOf = Callable[[str], str | None]
"""The key of the organisation that a text names, or None."""

SUBSIDY = re.compile(
    r"\b(?:existing|current|running|bestaande|huidige|lopende|within|binnen)\b.*?\b(?:\w*subsid\w+|grants?|\w*toelagen?)\b"
    r"|^\W*(?:subsid\w+|grants?|toelage)\W*$",
    re.IGNORECASE | re.DOTALL,
)
REGULAR = re.compile(
    r"(?:\b(?:within|from|binnen|met|via|uit)\b\s+)?(?:\b(?:the|its|their|de|het|onze|hun)\b\s+)*"
    r"\b(?:regular|existing|own|current|available|normal|reguliere|bestaande|eigen|beschikbare|lopende|gewone)\b"
    r"\W+(?:\w+\W+){0,2}?(?:resources?|means|budgets?|\w*middelen|kredieten|begroting|werking|personeel|staff|capaciteit)\b"
    r"|\b(?:budget|budgetary|budgettair|cost|kosten)[- ]?neutra\w+"
    r"|\b(?:no|geen) (?:additional|extra|bijkomende) (?:costs?|budget|kosten|middelen|kredieten)\b",
    re.IGNORECASE,
)
EXTERNAL = re.compile(
    r"\bfund(?:s|ing)?\b|\w*fonds(?:en)?\b|\bEurop\w+|\bEU\b|\bexternal\b|\bextern\w*|\b(?:EFRO|ERDF|ESF|Interreg|sponsor\w*)\b",
    re.IGNORECASE,
)
KINDS = [
    (BudgetKind.EXISTING_SUBSIDY, SUBSIDY),
    (BudgetKind.REGULAR_RESOURCES, REGULAR),
    (BudgetKind.EXTERNAL_FUND, EXTERNAL),
]
BESIDE = r"[;\n,+]|\b(?:and|en|plus|on top of|besides|bovenop|naast|aangevuld met)\b"
SEPARATORS = re.compile(r"[;\n,+]|\b(?:and|en|plus)\b", re.IGNORECASE)
ABOUT = re.compile(
    r"\b(?:about|approx\w*|circa|ca|estimated?|maximum|max|geraamd|ongeveer|raming|maximaal)\b\.?|±|~",
    re.IGNORECASE,
)
OF_WHICH = re.compile(r"\b(?:of which|including|waarvan|inclusief|w\.o\.)\s*:?", re.IGNORECASE)
PAID_BY = re.compile(
    r"^\W*(?:(?:is|are|wordt|worden)\s+)?(?:(?:co-?)?(?:financed|funded|paid|borne|gefinancierd|betaald|gedragen)\s*)?"
    r"(?:(?:by|from|through|door|uit|via|ten laste van|voor rekening van|for|of|van)\s+)(?:(?:the|de|het)\s+)?",
    re.IGNORECASE,
)
FILLERS = re.compile(
    r"\b(?:in|for|voor|budget|year|jaar|begrotingsjaar|total|totaal|per|of|van)\b|[^\w]", re.IGNORECASE
)
LASTS = re.compile(
    r"\(?(?:\b(?:for|over|voor)\s+)?\b\d+\s*(?:years?|jaar|months?|maanden)\b\)?", re.IGNORECASE
)
MONTHLY = re.compile(r"\s*(?:/|\bper\s+|\ba\s+)\s*(?:month|maand)\b", re.IGNORECASE)
PERCENT = re.compile(r"(?P<percent>\d+(?:[.,]\d+)?)\s?%")
PHASE = re.compile(r"\b(?:phase|fase)\s+(\d{1,2})\b", re.IGNORECASE)
ORDINAL_PHASE = re.compile(r"\b({})\s+(?:phase|fase)\b".format("|".join(ORDINALS[:4])), re.IGNORECASE)


@dataclass
class AmountInCell:
    """An amount with the words of the cell that are about it."""

    amount: PrintedAmount
    printed: str
    before: str
    behind: str

    @property
    def words(self) -> str:
        return f"{self.before} {self.behind}"

    def without_resources(self) -> str:
        """Takes regular resources that stand beside the amount, behind a comma or an *and*, out of the words."""
        if match := re.search(rf"({REGULAR.pattern})(\s*(?:{BESIDE})\s*)$", self.before, re.IGNORECASE):
            self.before = self.before[: match.start()]
            return match[1]
        if match := re.match(
            rf"(\s*(?:{BESIDE})\s*)((?:\w+\s+){{0,2}}?{REGULAR.pattern})", self.behind, re.IGNORECASE
        ):
            self.behind = self.behind[match.end() :]
            return match[2]
        return ""


def budget_of(cell: str, phases: Sequence[Item], organisation_of: OrganisationOf) -> CellProposal:
    """The budget lines, as a plan document has them. `phases` are those of the action's timing."""
    if not bare(cell):
        return not_read(Remark.EMPTY)
    if LABELLED in cell:
        return _written_line(cell, phases, organisation_of)
    amounts = _amounts(cell)
    if any(MONTHLY.match(cell, one.amount.ends) for one in amounts):
        return not_read(Remark.PER_MONTH)
    found = (
        _lines(amounts, phases, organisation_of) if amounts else _lines_without_amount(cell, organisation_of)
    )
    if not found:
        return not_read(Remark.NO_AMOUNT)
    lines = [line for line, _sure in found]
    if len(lines) == 1:
        lines[0]["printed_as"] = one_line(cell)
    sureness = least_sure(sure for _line, sure in found)
    remark = Remark.NONE
    if sureness == Sureness.GUESSED:
        remark = Remark.NO_CURRENCY if amounts else Remark.MORE_WORDS
    return CellProposal(tuple(lines), sureness, remark)


def _amounts(cell: str) -> list[AmountInCell]:
    """Each amount with what is said before and behind it: up to a separator, else all on the side where the first has words."""
    found = amounts_in(cell)
    ends = 0
    rows: list[AmountInCell] = []
    for amount in found:
        between = cell[ends : amount.begins]
        if rows:
            left, between = _divided(between, to_next=bool(bare(rows[0].before)))
            rows[-1].behind = left
        rows.append(AmountInCell(amount, cell[amount.begins : amount.ends], between, ""))
        ends = amount.ends
    if rows:
        rows[-1].behind = cell[ends:]
    return rows


def _divided(between: str, *, to_next: bool) -> tuple[str, str]:
    bracket = re.match(r"\s*(?:\([^()]*\)|\))", between)
    begins = bracket.end() if bracket else 0
    separators = list(SEPARATORS.finditer(between, begins))
    if separators:
        return between[: separators[-1].start()], between[separators[-1].end() :]
    return (between[:begins], between[begins:]) if to_next else (between, "")


def _lines(
    amounts: list[AmountInCell], phases: Sequence[Item], organisation_of: OrganisationOf
) -> list[tuple[Item, Sureness]]:
    found: list[tuple[Item, Sureness]] = []
    total: AmountInCell | None = None
    resources = ""
    for one in amounts:
        if (
            total
            and (OF_WHICH.search(one.before) or found[-1][0]["funding"])
            and _adds(one, total, found[-1][0], organisation_of)
        ):
            continue
        resources = one.without_resources() or resources
        if OF_WHICH.search(one.behind) and not PERCENT.search(one.behind):
            one.behind = OF_WHICH.split(one.behind)[0]
        found.append(_line_of_amount(one, phases, organisation_of))
        total = one
    if resources:
        found.append((_item(BudgetKind.REGULAR_RESOURCES, "", resources), Sureness.EXACT))
    return found


def _adds(part: AmountInCell, total: AmountInCell, line: Item, organisation_of: OrganisationOf) -> bool:
    """`of which € 40.000 by VGC` is a share of the amount before it, as long as the shares stay within it."""
    name = _source(OF_WHICH.sub("", part.words), organisation_of)
    percent = part.amount.euro * 100 / total.amount.euro if total.amount.euro else Decimal(0)
    given = sum(Decimal(share["percent"]) for share in line["funding"])
    if not name or not 0 < percent <= 100 - given:
        return False
    line["funding"].append({"source": name, "percent": plain_number(f"{percent:.2f}")})
    return True


def _line_of_amount(
    one: AmountInCell, phases: Sequence[Item], organisation_of: OrganisationOf
) -> tuple[Item, Sureness]:
    yearly = re.compile(PER_YEAR, re.IGNORECASE | re.VERBOSE)
    line = _item(BudgetKind.AMOUNT, "", "")
    line["amount"] = f"{one.amount.euro:.2f}"
    line["per_year"] = one.amount.per_year or bool(yearly.search(one.behind))
    line["printed_as"] = one_line(f"{one.before}{one.printed}{one.behind}").strip(" ,;+")
    sureness = Sureness.EXACT if one.amount.has_currency else Sureness.GUESSED
    if ABOUT.search(one.words):
        sureness = least_sure([sureness, Sureness.VAGUE])
    before, behind = (LASTS.sub("", ABOUT.sub("", yearly.sub("", text))) for text in (one.before, one.behind))
    before, behind = _with_shares(line, before, behind, organisation_of)
    words = one_line(f"{before} {behind}")
    line["phase"] = _phase_of(words, phases)
    if line["phase"]:
        words = _without_phase(words, phases[line["phase"] - 1]["label"])
    elif period := _period(words):
        line["start"], line["end"] = period
        words = ""
    label = bare(re.sub(r"(\()\s*\)", "", words))
    source = _source(label, organisation_of) if label and not line["funding"] else None
    if source and (organisation_of(label) or PAID_BY.match(label)):
        line["funding"], label = [{"source": source, "percent": "100"}], ""
    line["label"] = _capital(re.sub(r"^(?:for|voor)\s+", "", bare(PAID_BY.sub("", label))))
    return line, sureness


def _with_shares(line: Item, before: str, behind: str, organisation_of: OrganisationOf) -> tuple[str, str]:
    """Takes `60 % Agency, 40 % VGC` out of the words behind the amount, or else before it."""
    for text in (behind, before):
        shares, begins = shares_in(text, organisation_of)
        if shares:
            line["funding"] = shares
            rest = OF_WHICH.sub("", text[:begins])
            return (before, rest) if text is behind else (rest, behind)
    return before, behind


def shares_in(text: str, organisation_of: OrganisationOf) -> tuple[list[Item], int]:
    """Sources with their per cent, whether they stand before it or behind; and where the first begins in the text."""
    found = list(PERCENT.finditer(text))
    if not found:
        return [], len(text)
    ends = [*(match.start() for match in found[1:]), len(text)]
    names = [text[match.end() : end] for match, end in zip(found, ends, strict=True)]
    begins = found[0].start()
    if not bare(re.split(r"[,;)]", names[0])[0]):
        starts = [0, *(match.end() for match in found[:-1])]
        names = [text[start : match.start()] for start, match in zip(starts, found, strict=True)]
        names[0] = re.split(r"[(:;]", names[0])[-1]
        begins = found[0].start() - len(names[0])
    sources = [_source(re.sub(r"\s+(?:and|en)\s*$", "", bare(name)), organisation_of) for name in names]
    percents = [number_of(match["percent"]) for match in found]
    if not all(sources) or not all(percents) or sum(percents) > 100:
        return [], len(text)
    return [
        {"source": source, "percent": plain_number(percent)}
        for source, percent in zip(sources, percents, strict=True)
    ], begins


def _source(text: str, organisation_of: OrganisationOf) -> str:
    """The key of the organisation, or the name as it is printed."""
    name = bare(PAID_BY.sub("", bare(re.sub(r"^\s*(?:and|en)\b", "", text))))
    return organisation_of(name) or Truncator(name).chars(LONGEST_SOURCE)


def _phase_of(words: str, phases: Sequence[Item]) -> int | None:
    """The place, from 1, of the phase whose label the words begin with, or that they count."""
    if len(phases) < 2:
        return None
    for place, phase in enumerate(phases, 1):
        if phase["label"] and fold(words).startswith(fold(phase["label"])):
            return place
    if match := PHASE.search(words):
        place = int(match[1])
    elif match := ORDINAL_PHASE.search(words):
        place = next(n for n, each in enumerate(ORDINALS, 1) if match[1].casefold() in each.split("|"))
    else:
        return None
    return place if 1 <= place <= len(phases) else None


def _without_phase(words: str, label: str) -> str:
    """What is said besides the phase; the phase alone is a label too."""
    rest = words[len(label) :] if fold(words).startswith(fold(label)) and label else words
    rest = PHASE.sub("", ORDINAL_PHASE.sub("", rest))
    return rest if bare(rest) else words


def _period(words: str) -> tuple[str, str] | None:
    """The first and the last day, where the words say nothing else."""
    dates = dates_in(words)
    for date in reversed(dates):
        words = words[: date.begins] + words[date.ends :]
    if not dates or FILLERS.sub("", words):
        return None
    return dates[0].first.isoformat(), dates[-1].last.isoformat()


def _lines_without_amount(cell: str, organisation_of: OrganisationOf) -> list[tuple[Item, Sureness]]:
    parts: list[str] = []
    for part in re.split(r"[\n;+]|\b(?:and|en)\b(?=.*\b(?:resources|middelen|fund|fonds|subsid\w*)\b)", cell):
        if parts and not (_kind_of(part) and _kind_of(parts[-1])):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    found = []
    for part in parts:
        kind = _kind_of(part)
        if kind is None:
            return []
        shares, begins = shares_in(part, organisation_of)
        words = OF_WHICH.sub("", part[:begins])
        line = _item(kind, "" if kind == BudgetKind.REGULAR_RESOURCES else _capital(bare(words)), part)
        line["funding"] = shares
        others = bare(REGULAR.sub("", words)) if kind == BudgetKind.REGULAR_RESOURCES else ""
        found.append((line, Sureness.GUESSED if others else Sureness.EXACT))
    return found


def _kind_of(text: str) -> BudgetKind | None:
    return next((kind for kind, pattern in KINDS if pattern.search(text)), None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _item(kind: BudgetKind, label: str, printed: str) -> Item:
    return {
        "label": label,
        "kind": str(kind),
        "amount": None,
        "per_year": False,
        "start": None,
        "end": None,
        "phase": None,
        "funding": [],
        "printed_as": one_line(printed),
    }


def line_in_words(line: Item) -> str:
    """A budget line in the language of the reader, as `budget_of` reads it again."""
    if line["amount"]:
        words = euro(Decimal(line["amount"])).replace("\u00a0", " ")
        words = f"{words} {_('per year')}" if line["per_year"] else words
    else:
        words = str(BudgetKind(line["kind"]).label)
    parts = [words, line["label"]]
    if line.get("phase"):
        parts.append(_("phase %(place)s") % {"place": line["phase"]})
    if line["start"] and line["end"]:
        days = {"start_precision": "day", "end_precision": "day", "continuous": False, "label": ""}
        parts.append(phase_in_words({**days, "start": line["start"], "end": line["end"]}))
    if line["funding"]:
        parts.append(", ".join(f"{share['percent']} % {share['source']}" for share in line["funding"]))
    return LABELLED.join(part for part in parts if part)


def _written_line(text: str, phases: Sequence[Item], organisation_of: OrganisationOf) -> CellProposal:
    """A line as `line_in_words` writes it, its parts in any order behind the amount or the kind."""
    first, *parts = (one_line(part) for part in text.split(LABELLED))
    read = budget_of(first, phases, organisation_of)
    if len(read.items) != 1:
        return read if not read.items else not_read(Remark.SEVERAL)
    line = {**read.items[0], "printed_as": "", "label": ""}
    for part in parts:
        shares, begins = shares_in(part, organisation_of)
        phase = PHASE.fullmatch(part)
        period = _period(part)
        if shares and not bare(part[:begins]):
            line["funding"] = shares
        elif phase:
            if not 1 <= int(phase[1]) <= len(phases):
                return not_read(Remark.NO_PHASE)
            line["phase"] = int(phase[1])
        elif period:
            line["start"], line["end"] = period
        else:
            line["label"] = part
    return CellProposal((line,), Sureness.EXACT)
