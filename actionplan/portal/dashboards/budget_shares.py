"""Who pays a budget line, and what of an amount is each source's: derived pro rata of the printed shares.

The plan prints shares of few lines. What no share covers has no named source; it is a row of its own, never left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from actionplan.base.money import ZERO, cents
from actionplan.base.twins import Twin
from actionplan.portal.places import NONE

WHOLE = Decimal(100)


class Source(NamedTuple):
    """An organisation of the portal, or a source that is known by name alone and has no Dutch twin."""

    value: str
    """As an address says it: `organisation.kbbj_abb`, `named.EU`, `none`."""
    name: str = ""
    name_nl: str = ""

    local_name = Twin("name")

    @property
    def label(self) -> str:
        return self.local_name or _("no named source")


UNNAMED = Source(NONE)


class Share(NamedTuple):
    source: Source
    percent: Decimal


WHOLLY_UNNAMED = Share(UNNAMED, WHOLE)


def is_divided(shares: tuple[Share, ...]) -> bool:
    """Whether somebody pays a part of it: not nobody named, and not one for all."""
    return bool(shares) and not (len(shares) == 1 and shares[0].percent >= WHOLE)


def source_of(key: str | None, name: str, name_nl: str) -> Source:
    """`key` is an organisation's; without one, `name` is all that is known."""
    return Source(f"organisation.{key}", name, name_nl) if key else Source(f"named.{name}", name)


def split(amount: Decimal, shares: Iterable[Share]) -> list[tuple[Source, Decimal]]:
    """The amount in euro by source, each to the cent, adding up to the whole; the rest is of no named source."""
    found, percent, before = [], ZERO, ZERO
    for share in shares:
        percent = min(percent + share.percent, WHOLE)
        so_far = cents(amount * percent / WHOLE)
        found.append((share.source, so_far - before))
        before = so_far
    return found if percent == WHOLE else [*found, (UNNAMED, amount - before)]


def part_of(amount: Decimal, shares: Iterable[Share], source: str) -> Decimal:
    """What of the amount is the source's, as the address names it."""
    return sum((part for one, part in split(amount, shares) if one.value == source), ZERO)


def sources_of(shares: Iterable[Share]) -> list[Share]:
    """Every source with its per cent, what has no name included; of a line without shares, that alone."""
    known = list(shares)
    if not known:
        return [WHOLLY_UNNAMED]
    rest = WHOLE - sum((share.percent for share in known), ZERO)
    return known if rest <= 0 else [*known, Share(UNNAMED, rest)]
