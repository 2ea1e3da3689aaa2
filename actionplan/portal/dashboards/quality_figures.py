"""The points of quality counted: to how many actions each applies, and how many meet it; for the whole and by objective.

Organisations are never counted beside one another: there is no league table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.reporting.quality import PLACE, Point, Results

from .parts import Part
from .quality_facts import Examined
from .shown import Shown

PAGE = "quality"
ROWS = "#rows"
UNMET, MET, ASKED = "unmet", "met", "all"
RESULTS = {
    UNMET: pgettext_lazy("quality of reporting", "not met"),
    MET: pgettext_lazy("quality of reporting", "met"),
    ASKED: pgettext_lazy("quality of reporting", "applies to"),
}
"""Which rows of a point an address asks for; those that do not meet it, unless it says otherwise."""

WHAT = {
    Point.DATED: gettext_lazy("Every milestone that is still to be achieved has a date, or recurs."),
    Point.TARGETS: gettext_lazy("Every milestone that is counted says how many are to be reached."),
    Point.ACHIEVEMENTS: gettext_lazy(
        "Once it is time, each target has the number that was reached beside it."
    ),
    Point.FORECAST: gettext_lazy("What has passed its planned end has a forecast of a day to come."),
    Point.MONEY: gettext_lazy("Something committed or paid is reported on every line with an amount."),
    Point.OBSTACLES: gettext_lazy("What needs attention or is off track says why."),
    Point.SOURCE: gettext_lazy("The lead’s report names a source, or each of its figures does."),
}


@dataclass(frozen=True)
class Wanted:
    """Which point an address asks for, and which of its rows."""

    point: Point | None = None
    result: str = UNMET
    complaint: str = ""

    @classmethod
    def asked(cls, address: QueryDict) -> Wanted:
        """A point that is not known: a sentence, and the address is read without it."""
        code, result = address.get("point", "").strip(), address.get("show", "")
        complaint = _("Not known here, and left out: %(parts)s.") % {"parts": f"“{code[:40]}”"}
        is_known = code in Point.values
        return cls(
            Point(code) if is_known else None,
            result if result in RESULTS else UNMET,
            complaint if code and not is_known else "",
        )

    def of(self, examined: Iterable[Examined]) -> list[Examined]:
        """The actions with this result on the point; without a point those with anything left to do."""
        if self.point is None:
            return [one for one in examined if one.has_gaps]
        results = {UNMET: (False,), MET: (True,), ASKED: (False, True)}[self.result]
        return [one for one in examined if one.on(self.point) in results]


@dataclass(frozen=True)
class Count:
    """A point over some actions, each number with the address of just those rows."""

    point: Point
    asked: int
    met: int
    asked_url: str
    met_url: str
    unmet_url: str

    @property
    def unmet(self) -> int:
        return self.asked - self.met

    @property
    def what(self) -> Any:
        return WHAT[self.point]

    @property
    def label(self) -> str:
        return str(self.point.label)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Of its bar."""
        return [
            {"code": "completed", "label": RESULTS[MET], "count": self.met},
            {"code": "not_started", "label": RESULTS[UNMET], "count": self.unmet},
        ]


def totals(examined: Iterable[Examined], shown: Shown, **scope: str) -> list[Count]:
    """Each point over these actions; `scope` narrows the addresses to the part of the plan that they are."""
    return _counts(Counter(one.results for one in examined), shown, scope)


def _counts(found: Counter[Results], shown: Shown, scope: dict[str, str]) -> list[Count]:
    """`found` says how many actions have each results; of thousands, few differ."""
    return [_count(point, found, shown, scope) for point in Point]


def _count(point: Point, found: Counter[Results], shown: Shown, scope: dict[str, str]) -> Count:
    results: Counter[bool | None] = Counter()
    for points, count in found.items():
        results[points[PLACE[point]]] += count

    def url(result: str) -> str:
        narrowed = {} if result == UNMET else {"show": result}
        return shown.url(PAGE, **scope, point=str(point), **narrowed) + ROWS

    asked = results[True] + results[False]
    return Count(point, asked, results[True], url(ASKED), url(MET), url(UNMET))


def message(counts: Iterable[Count]) -> str:
    """Which point is met most often and which least often, as a share of the actions to which it applies."""
    asked = [count for count in counts if count.asked]
    if not asked:
        return _("None of the points applies to an action here.")
    best = max(asked, key=lambda count: (count.met / count.asked, count.asked))
    worst = min(asked, key=lambda count: (count.met / count.asked, -count.asked))
    if best.met * worst.asked == worst.met * best.asked:
        return _("Every point is met as often, in proportion to the actions to which it applies.")
    words = {
        "best": best.label,
        "met": best.met,
        "asked": best.asked,
        "worst": worst.label,
        "fewest": worst.met,
        "of": worst.asked,
    }
    return (
        _("Met most often: “%(best)s”, %(met)s of %(asked)s. Least often: “%(worst)s”, %(fewest)s of %(of)s.")
        % words
    )


@dataclass(frozen=True)
class OfObjective:
    part: Part
    counts: list[Count]


def by_objective(examined: Iterable[Examined], shown: Shown) -> list[OfObjective]:
    """The points for each objective that has actions here, in the plan's order."""
    under: dict[str, Counter[Results]] = defaultdict(Counter)
    for (objective, results), count in Counter((one.objective, one.results) for one in examined).items():
        under[objective][results] = count
    return [
        OfObjective(part, _counts(under[part.value], shown, {"objective": part.value}))
        for part in shown.parts_of("objective")
        if part.value in under
    ]
