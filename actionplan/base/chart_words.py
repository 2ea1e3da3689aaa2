"""The sentence beside each chart, made from the same counts and amounts as the drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting

Parts = Iterable[Mapping[str, Any]]
"""With `label` and `count`."""
Year = tuple[int, Decimal | None, Decimal | None, Decimal | None]
"""Year, planned, committed and paid in euro; None is unknown."""

ACTIONS, REPORTS, MILESTONES = "actions", "reports", "milestones"
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


def money(years: list[Year]) -> str:
    """The year with most planned, and the sums over all years; commitments are not compared by year."""
    planned = {year: amount for year, amount, _committed, _paid in years if amount}
    if not years:
        return nothing()
    sentences = [_planned(planned)] if planned else [_("Nothing is planned with an amount.")]
    spent = {"committed": _sum(row[2] for row in years), "paid": _sum(row[3] for row in years)}
    words = {name: formatting.euro_short(amount) for name, amount in spent.items()}
    if spent["committed"] is not None and spent["paid"] is not None:
        sentences.append(_("Over all years, committed is %(committed)s, paid is %(paid)s.") % words)
    elif spent["committed"] is not None:
        sentences.append(
            _("Over all years, committed is %(committed)s; nothing was reported as paid.") % words
        )
    elif spent["paid"] is not None:
        sentences.append(_("Over all years, paid is %(paid)s; nothing was reported as committed.") % words)
    else:
        sentences.append(_("Nothing was reported as committed or paid."))
    return " ".join(sentences)


def _planned(planned: Mapping[int, Decimal]) -> str:
    most = max(planned, key=lambda year: planned[year])
    words = {
        "amount": formatting.euro_short(sum(planned.values(), Decimal(0))),
        "first": min(planned),
        "last": max(planned),
        "most": most,
        "in_most": formatting.euro_short(planned[most]),
    }
    if len(planned) == 1:
        return _("Planned is %(amount)s in %(most)s.") % words
    return (
        _("Planned from %(first)s to %(last)s is %(amount)s, most of it in %(most)s (%(in_most)s).") % words
    )


def money_added_up(years: list[Year]) -> str:
    """Planned and paid up to the last year for which paid is known, and all that is planned and committed.

    `years` has the sums up to and including each year.
    """
    if not years:
        return nothing()
    last = max((row[0] for row in years if row[3] is not None), default=years[-1][0])
    _year, planned, _committed, paid = next(row for row in years if row[0] == last)
    named = [(_("%(amount)s planned"), planned), (_("%(amount)s paid"), paid)]
    sentences = [_("Up to and including %(year)s: %(sums)s.") % {"year": last, "sums": _named(named)}]
    if paid is None:
        sentences.append(_("Nothing was reported as paid."))
    committed = [row[2] for row in years if row[2] is not None][-1:]
    overall = [
        (_("%(amount)s planned"), years[-1][1]),
        *((_("%(amount)s committed"), amount) for amount in committed),
    ]
    if sums := _named(overall):
        sentences.append(_("Over all years: %(sums)s.") % {"sums": sums})
    return " ".join(sentences)


def _named(amounts: Iterable[tuple[str, Decimal | None]]) -> str:
    """The known amounts, each in its wording."""
    return ", ".join(
        words % {"amount": formatting.euro_short(amount)} for words, amount in amounts if amount is not None
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def due_years(years: Mapping[int, int], parts: Parts) -> str:
    """The states of milestones with a date, and the year in which most are due; `years` has counts."""
    sentences = [states(parts, MILESTONES)]
    if most := _most({str(year): count for year, count in years.items()}):
        words = {"year": most, "count": years[int(most)]}
        sentences.append(_("Most fall due in %(year)s: %(count)s.") % words)
    return " ".join(sentences)
