"""The sentence beside each chart, made from the same counts and amounts as the drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Parts = Iterable[Mapping[str, Any]]
"""With `label` and `count`."""
REPORTS, MILESTONES = "reports", "milestones"
MAX_CODES_NAMED = 2
"""A sentence about a table of distributions names where most are for this many codes, the most frequent ones.
"""


def nothing() -> str:
    return _("There is nothing to count.")


def things_counted(things: str, count: int) -> str:
    """ "50 actions"."""
    if things == REPORTS:
        words = ngettext("%(count)s report asked for", "%(count)s reports asked for", count)
    elif things == MILESTONES:
        words = ngettext("%(count)s milestone with a date", "%(count)s milestones with a date", count)
    else:
        words = ngettext("%(count)s action", "%(count)s actions", count)
    return words % {"count": count}


def in_parts(parts: Parts) -> str:
    """ "9 completed, 40 ongoing", without the parts that count nothing."""
    return ", ".join(f"{part['count']} {part['label']}" for part in parts if part["count"])


def from_bar_to_bar(codes: Iterable[tuple[str, Iterable[int]]]) -> str:
    """ "completed 3, 5, 9; ongoing 40, 38, 34": each code with its count in every bar."""
    return "; ".join(f"{label} {', '.join(map(str, counts))}" for label, counts in codes)


def distribution(parts: Parts, things: str) -> str:
    """ "Of 50 actions: 5 needs attention, 45 on track." """
    known = list(parts)
    total = sum(part["count"] for part in known)
    words = {"things": things_counted(things, total), "parts": in_parts(known)}
    return _("Of %(things)s: %(parts)s.") % words if total else nothing()


def states(parts: Parts, things: str) -> str:
    """ "Of 50 actions, 9 are completed, 40 ongoing", for labels that are states."""
    known = list(parts)
    total = sum(part["count"] for part in known)
    first = next((part["count"] for part in known if part["count"]), 0)
    if not total:
        return nothing()
    _count, rest = in_parts(known).split(" ", 1)
    words = {"things": things_counted(things, total), "count": first, "states": rest}
    if first == total > 1:
        return _("All %(things)s are %(states)s.") % words
    sentence = ngettext(
        "Of %(things)s, %(count)s is %(states)s.", "Of %(things)s, %(count)s are %(states)s.", first
    )
    return sentence % words


def most_with(rows: Iterable[tuple[str, Parts]], things: str) -> str:
    """Which name has most things, and which has most of each of the most frequent codes.

    `rows` are pairs of a name and parts with `label` and `count`, in the same order of codes; an empty name
    stands for things that belong to nobody.
    """
    known = [(name, list(parts)) for name, parts in rows]
    totals = {name: sum(part["count"] for part in parts) for name, parts in known}
    codes = _codes(parts for _name, parts in known)
    most, shares, others = _most(totals), [], []
    if most:
        whole = things_counted(things, sum(totals.values()))
        shares.append(_("%(part)s of %(whole)s") % {"part": totals[most], "whole": whole})
    for place, label, total in sorted(codes, key=lambda code: -code[2])[:MAX_CODES_NAMED]:
        counts = {name: parts[place]["count"] for name, parts in known}
        if (name := _most(counts)) and name == most:
            whole = f"{total} {label}"
            shares.append(_("%(part)s of %(whole)s") % {"part": counts[name], "whole": whole})
        elif name:
            words = {"label": capfirst(label), "name": name, "most": counts[name], "total": total}
            others.append(_("%(label)s: most with %(name)s, %(most)s of %(total)s.") % words)
    if most:
        words = {"name": most, "shares": ", ".join(shares)}
        others.insert(0, _("Most are with %(name)s: %(shares)s.") % words)
    everything = [{"label": label, "count": total} for _place, label, total in codes]
    return " ".join(others) or distribution(everything, things)


def _codes(rows: Iterable[list[Mapping[str, Any]]]) -> list[tuple[int, str, int]]:
    """For each code with a count: its index among the parts, its label and its sum over all rows."""
    sums: Counter[tuple[int, str]] = Counter()
    for parts in rows:
        sums.update({(place, str(part["label"])): part["count"] for place, part in enumerate(parts)})
    return [(place, label, total) for (place, label), total in sums.items() if total]


def _most(counts: Mapping[str, int]) -> str:
    """The name with the highest count; empty where there is a tie or only one name."""
    ordered = sorted(counts.items(), key=lambda item: -item[1])[:2]
    if len(ordered) < 2 or ordered[0][1] == ordered[1][1]:
        return ""
    return ordered[0][0]


def due_years(years: Mapping[int, int], parts: Parts) -> str:
    """The states of milestones with a date, and the year in which most are due; `years` has counts."""
    sentences = [states(parts, MILESTONES)]
    if most := _most({str(year): count for year, count in years.items()}):
        words = {"year": most, "count": years[int(most)]}
        sentences.append(_("Most fall due in %(year)s: %(count)s.") % words)
    return " ".join(sentences)
