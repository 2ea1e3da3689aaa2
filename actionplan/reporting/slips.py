"""Slip: the actual or forecast end of an action against the ends that were promised, and how often the forecast moved."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.base import formatting
from actionplan.base.spoken import spoken


@dataclass(frozen=True)
class Slip:
    """Forecast or actual end against the ends promised, in days (positive is later), and how the forecast moved."""

    end: datetime.date
    is_actual: bool
    against_adopted: int | None
    against_in_force: int | None
    moved: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """The end against the end as adopted and, where an amendment moved that, against the end in force."""
        return _sentences(self.against_adopted, self.against_in_force)


@spoken
def _sentences(against_adopted: int | None, against_in_force: int | None) -> tuple[str, ...]:
    found = []
    if against_adopted is not None:
        found.append(_("%(distance)s the end as adopted.") % {"distance": _distance(against_adopted)})
    if against_in_force is not None and against_in_force != against_adopted:
        found.append(_("%(distance)s the end in force.") % {"distance": _distance(against_in_force)})
    return tuple(found)


def _distance(days: int) -> str:
    """From a promised day: "12 days after", "3 days before", "On"."""
    if days > 0:
        return ngettext("%(days)s day after", "%(days)s days after", days) % {"days": formatting.number(days)}
    if days < 0:
        return ngettext("%(days)s day before", "%(days)s days before", -days) % {
            "days": formatting.number(-days)
        }
    return pgettext("a promised day", "On")


def slip_of(
    *,
    actual_end: datetime.date | None,
    forecast_end: datetime.date | None,
    adopted_end: datetime.date | None,
    end_in_force: datetime.date | None,
    forecasts: Iterable[datetime.date | None],
) -> Slip | None:
    """None where neither an actual nor a forecast end was reported.

    `forecasts` are those of the lead's reports that count, the oldest first.
    """
    end = actual_end or forecast_end
    if end is None:
        return None
    known = [forecast for forecast in forecasts if forecast is not None]
    return Slip(
        end=end,
        is_actual=actual_end is not None,
        against_adopted=(end - adopted_end).days if adopted_end else None,
        against_in_force=(end - end_in_force).days if end_in_force else None,
        moved=sum(before != after for before, after in pairwise(known)),
    )
