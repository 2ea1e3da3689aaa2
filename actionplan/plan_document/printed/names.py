"""Printed cells of ministers and of promoters, as the bodies that they name.

A cell holds one name or several, divided by lines, commas, *and*, or by nothing but the end of a known name; a name that is
broken by the end of a line is one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from actionplan.base.folding import fold
from actionplan.base.names import KnownNames, bare, one_line
from actions.states import MinisterRole, PromotionRole

from .proposals import (
    LABELLED,
    CellProposal,
    Item,
    Remark,
    Sureness,
    least_sure,
    not_read,
)

HEADS = re.compile(
    r"\b(?:(?:flemish|vlaamse?|federal|federale?|vice|deputy)[\s-]+)*"
    r"(?P<office>minister(?:-president)?|schepenen|schepen|alder(?:wo)?man|burgemeester|mayor|gedeputeerde|staatssecretaris"
    r"|state secretary|councillor)\b(?:\s+(?:for|of|van|voor|bevoegd voor))?",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"(?:[,&/-]|\b(?:and|en|for|of|the|van|voor|de|het|met|with))$", re.IGNORECASE)
ROLES = {
    MinisterRole.COORDINATING: ("coordinating", "coordinating minister", "coordinerende minister"),
    MinisterRole.INVOLVED: ("involved", "minister involved", "betrokken minister"),
    PromotionRole.PROMOTER: ("promoter", "trekker"),
    PromotionRole.PARTNER: ("partner",),
}
"""What may be written behind a name, folded."""
LONGEST = 20
"""Words of a name."""
MINISTERS = (MinisterRole.COORDINATING, MinisterRole.INVOLVED)
PROMOTERS = (PromotionRole.PROMOTER, PromotionRole.PARTNER)
"""The role of the first that is printed, and of the others."""


@dataclass(frozen=True)
class FoundName:
    printed: str
    key: str | None
    sureness: Sureness


def key_of(text: str, known: KnownNames) -> FoundName:
    """The body that a printed name means: `KBBJ (Agency for Home Affairs)` is the one in the brackets, if it is known."""
    outer, inner = _bracketed(text)
    *others, last = inner.split(",") if inner else [text]
    for each in [text, inner, last]:
        if key := known.surely(each):
            return FoundName(one_line(text), key, Sureness.EXACT)
    key = next(filter(None, (known.perhaps(each) for each in [inner, last])), None)
    if key and key == known.surely(outer):
        return FoundName(one_line(text), key, Sureness.EXACT)
    key = key or next(filter(None, (known.surely(each) for each in [*reversed(others), outer])), None)
    return FoundName(one_line(text), key, Sureness.GUESSED)


def _bracketed(text: str) -> tuple[str, str]:
    """What stands before brackets at the end, and in them."""
    match = re.fullmatch(r"\s*([^()\[\]]+?)\s*[(\[](.+?)[)\]]*\s*", text, re.DOTALL)
    return (match[1], match[2]) if match else ("", "")


def promoters_of(cell: str, known: KnownNames) -> CellProposal:
    """The organisations; `known` are all that there are, those that other cells of the plan name included."""
    return _proposal(_names(cell, known), PROMOTERS)


def _names(cell: str, known: KnownNames) -> list[FoundName]:
    return [found for line in _mended(cell) for found in _divided(line, known)]


def ministers_of(cell: str, known: KnownNames) -> CellProposal:
    """The ministers: each begins with the name of its office, where the cell says any."""
    text = one_line(cell)
    begins = [match.start() for match in HEADS.finditer(text)]
    if not begins:
        return _proposal(_names(cell, known), MINISTERS)
    begins = [0, *begins[1:]] if bare(text[: begins[0]]) == "" else [0, *begins]
    pieces = [text[one:other] for one, other in zip(begins, [*begins[1:], len(text)], strict=True)]
    pieces = [re.sub(r"(?:\s+(?:and|en)|[\s,;/•-])+$", "", piece).strip() for piece in pieces]
    names = [_minister(piece, known) for piece in pieces if bare(piece)]
    return _proposal(names, MINISTERS)


def portfolio_of(printed: str) -> str:
    """`Flemish Minister for Education` without its office, which a portfolio does not repeat; a schepen keeps it."""
    match = HEADS.match(printed)
    if match and match["office"].casefold().startswith("minister"):
        return bare(printed[match.end() :]) or bare(printed)
    return bare(printed)


def _minister(piece: str, known: KnownNames) -> FoundName:
    for text in [piece, HEADS.sub("", piece, count=1)]:
        if bare(text) and (key := known.surely(text)):
            return FoundName(piece, key, Sureness.EXACT)
    portfolio = bare(HEADS.sub("", piece, count=1)) or piece
    return FoundName(piece, known.perhaps(portfolio), Sureness.GUESSED)


def _proposal(names: list[FoundName], usual: Sequence[str]) -> CellProposal:
    if not names:
        return not_read(Remark.EMPTY)
    sureness = least_sure(found.sureness for found in names)
    remark = Remark.NEARLY if sureness == Sureness.GUESSED else Remark.NONE
    remark = Remark.UNKNOWN if any(found.key is None for found in names) else remark
    items: dict[str, Item] = {}
    for found in names:
        item = {"key": found.key, "name": portfolio_of(found.printed), "printed_as": found.printed}
        role = usual[min(len(items), 1)]
        items.setdefault(found.key or fold(found.printed), item | {"role": str(role), "inferred": True})
    return CellProposal(tuple(items.values()), sureness, remark)


def _mended(cell: str) -> list[str]:
    """The lines of the cell, but for those in which a name goes on."""
    lines: list[str] = []
    for line in (part.strip(" \t•*·") for part in re.split(r"[\n;]", cell)):
        if lines and (_is_open(lines[-1]) or GOES_ON.search(lines[-1]) or re.match(r"[a-z(\[]", line)):
            lines[-1] = one_line(f"{lines[-1]} {line}")
        elif bare(line):
            lines.append(line)
    return lines


def _is_open(line: str) -> bool:
    """Whether a bracket is not closed yet. A second one that opens before the first is closed is a misprint."""
    return max(line.rfind("("), line.rfind("[")) > max(line.rfind(")"), line.rfind("]"))


def _divided(line: str, known: KnownNames) -> list[FoundName]:
    """The names in one line: the fewest that are known, over what is left as few unknown ones as commas allow.

    A way through the line is a sum of names; the cheapest to each place is kept, from left to right.
    """
    words = re.findall(r"[(\[].*?[)\]]+,?|[^\s(\[]+", line)
    ways: list[tuple[float, list[FoundName]]] = [(0, [])]
    for end in range(1, len(words) + 1):
        options = [ways[end - 1]] if _joins(words[end - 1]) else []
        for begin in range(max(0, end - LONGEST), end):
            for cost, found in _readings(words[begin:end], known):
                options.append((ways[begin][0] + cost, [*ways[begin][1], found]))
        ways.append(min(options, key=lambda way: way[0]))
    return [found if found.key else key_of(found.printed, known) for found in ways[-1][1]]


def _joins(word: str) -> bool:
    """Whether it stands between two names, and is none itself."""
    return word.casefold() in {"and", "en"} or not re.search(r"\w", word)


def _readings(words: list[str], known: KnownNames) -> Iterator[tuple[float, FoundName]]:
    """What these words may be, with what it costs."""
    text = " ".join(words).strip(" ,/&+-")
    if _joins(words[0]) or _joins(words[-1]):
        return
    has_bracket = words[-1][:1] in "(["
    if any(word[:1] in "([" for word in words[:-1]):
        return
    if key := known.surely(bare(text)):
        yield 1, FoundName(text, key, Sureness.EXACT)
    elif has_bracket and (len(words) == 2 or known.surely(" ".join(words[:-1]))):
        _outer, inner = _bracketed(text)
        is_known = known.surely(inner) or known.surely(inner.rpartition(",")[2])
        yield (1 if is_known else 4), FoundName(text, None, Sureness.GUESSED)
    if not any(word.endswith(",") for word in words[:-1]):
        is_initials = len(words) == 1 and not has_bracket and sum(letter.isupper() for letter in text) > 1
        yield 1.5 if is_initials else 3.0 + len(words), FoundName(text, None, Sureness.GUESSED)


def name_in_words(item: Item, known: KnownNames, usual: str) -> str:
    """A body as `written_name` reads it again: its name, or its key where two have that name; how it is printed; its role.

    `usual` is the role that need not be said.
    """
    row = known.by_key.get(item["key"])
    name = item["key"] if row is None or known.surely(row.name) != row.key else row.name
    parts = [name]
    if fold(item["printed_as"]) != fold(name):
        parts.append(item["printed_as"])
    if item["role"] != usual:
        label = [role.label for role in ROLES if role == item["role"]]
        parts += [str(each) for each in label]
    return LABELLED.join(parts)


def written_name(line: str, known: KnownNames, usual: str) -> Item | None:
    """A body as somebody wrote it: its name, its key or its abbreviation, how it is printed, and its role, `usual` if none.

    The key is None where no body is called so. None where the line names nothing.
    """
    name, *parts = (one_line(part) for part in line.split(LABELLED))
    if not bare(name):
        return None
    roles = {part: role for part in parts for role, words in ROLES.items() if fold(part) in words}
    printed = [part for part in parts if part not in roles]
    return {
        "key": name if name in known.by_key else known.surely(name),
        "name": name,
        "printed_as": printed[0] if printed else name,
        "role": str(next(iter(roles.values()), usual)),
        "inferred": not roles,
    }
