"""How the statuses of the actions that changed moved: before, after, and from which to which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from actionplan.portal.tallies import measures

from .candidates import Candidate


def moves_of(pairs: list[Candidate], url: Callable[..., str]) -> dict[str, Any] | None:
    """Of the actions that are in the plan on both sides; nothing where there are none. `url` is the page's, narrowed."""
    codes = measures()[0].codes
    moves = Counter(
        (pair.before.status, pair.after.status)
        for pair in pairs
        if pair.before and pair.after and pair.was_there and pair.is_there
    )
    if not moves:
        return None
    before, after = _sums(moves)

    def cell(was: str, now: str, count: int) -> dict[str, Any]:
        return {"count": count, "url": url(moved=f"{was}.{now}")}

    now_codes = [(code, label) for code, label in codes if after[code]]
    return {
        "before": [{"code": code, "label": label, **cell(code, "", before[code])} for code, label in codes],
        "after": [{"code": code, "label": label, **cell("", code, after[code])} for code, label in codes],
        "heads": [label for _code, label in now_codes],
        "rows": [
            {
                "label": label,
                "cells": [cell(code, now, moves[code, now]) for now, _label in now_codes],
                "total": cell(code, "", before[code]),
            }
            for code, label in codes
            if before[code]
        ],
        "totals": [cell("", code, after[code]) for code, _label in now_codes],
        "of": sum(moves.values()),
        "stayed": sum(count for (was, now), count in moves.items() if was == now),
    }


def _sums(moves: Counter[tuple[str, str]]) -> tuple[Counter[str], Counter[str]]:
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for (was, now), count in moves.items():
        before[was] += count
        after[now] += count
    return before, after
