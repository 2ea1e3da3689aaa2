"""The targets of an indicator as people write them in a cell or a field: `2022: 40; 2024: 60`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from actionplan.base.fields import read_amount

from .document import Measure, YearTarget
from .json_form import plain_number, read_member

TARGET = re.compile(r"(?P<year>[0-9]{4})\s*:\s*(?P<value>[0-9][0-9., ]*)")


def read_targets(text: str) -> tuple[YearTarget, ...]:
    """The targets written on lines or between semicolons. Raises ValueError, with a sentence about the first that is none."""
    return tuple(_target(each.strip()) for each in re.split(r"[;\n]", text) if each.strip())


def _target(text: str) -> YearTarget:
    written = TARGET.fullmatch(text)
    try:
        value = read_member(plain_number(read_amount(written["value"])), Measure)  # type: ignore[index]
        return YearTarget(year=int(written["year"]), value=value)  # type: ignore[index]
    except (TypeError, ValueError):
        words = _(
            "“%(text)s” is no target: write a year and a number of at most ten digits, such as 2022: 40."
        )
        raise ValueError(words % {"text": text}) from None


def targets_as_text(targets: Iterable[YearTarget], between: str = "; ") -> str:
    return between.join(f"{target.year}: {plain_number(target.value)}" for target in targets)
