"""Single actions of a dashboard of a closed round, as they were frozen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actionplan.portal.frozen import Frozen


def frozen_rows_by_key(frozen: Frozen, keys: Iterable[int]) -> dict[int, Any]:
    """The actions of these keys: rows that are named as the live ones."""
    return {row.action: row for row in frozen.rows.filter(action__in=keys)}
