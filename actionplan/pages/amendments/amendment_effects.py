"""The effects of an amendment, prepared or in force, in words: money, schedule, what is under way, who is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from actionplan.amendments.effects import ActionEffects, AmendmentEffects, LineEffects, UnderWay
from actionplan.base import formatting
from actionplan.base.money import ZERO, add_up
from actionplan.picture.change_words import distance_in_words
from actionplan.planned.words import BodyNames
from actionplan.reporting.models import Round
from actions.models import Amendment
from budgets.planned import Period


@dataclass(frozen=True)
class MoneyChange:
    """Amounts of the amended actions in a year, or in all years: planned before and after, and reported; None if there is
    none."""

    year: int | None
    before: Decimal | None
    after: Decimal | None
    committed: Decimal | None
    paid: Decimal | None

    @property
    def difference(self) -> str:
        """A dash if nothing is planned before or after."""
        if self.before is None and self.after is None:
            return formatting.euro(None)
        return formatting.euro_difference((self.after or ZERO) - (self.before or ZERO))

    @property
    def is_reduction(self) -> bool:
        """Whether less than nothing is planned: it takes back what earlier years have."""
        return (self.after or ZERO) < ZERO


@dataclass(frozen=True)
class ChangedLine:
    """A budget line whose planned amounts change."""

    code: str
    place: int
    years: list[MoneyChange]
    left_without: str
    """That an extension leaves nothing for some years, and what is not paid of earlier ones; or empty."""


def changed_line(code: str, line: LineEffects) -> ChangedLine:
    years = [
        MoneyChange(year, line.planned_before.get(year), line.planned_after.get(year), None, None)
        for year in sorted({*line.planned_before, *line.planned_after})
    ]
    return ChangedLine(code, line.place, years, _left_without(line))


def _left_without(line: LineEffects) -> str:
    """ "Nothing is planned for 2023; €28,750.00 of earlier years is not paid yet."."""
    added = [year for year in line.planned_after if line.planned_before and year > max(line.planned_before)]
    without = [year for year in added if not line.planned_after[year]]
    if not without:
        return ""
    words = {"years": formatting.listed(map(str, without))}
    if not line.paid:
        return _("Nothing is planned for %(years)s; what is paid of earlier years is unknown.") % words
    earlier = (amount for year, amount in line.planned_after.items() if year < without[0])
    unpaid = sum(earlier, ZERO) - add_up(line.paid.values())
    if unpaid <= ZERO:
        return _("Nothing is planned for %(years)s.") % words
    words["unpaid"] = formatting.euro(unpaid)
    return _("Nothing is planned for %(years)s; %(unpaid)s of earlier years is not paid yet.") % words


@dataclass(frozen=True)
class MovedSchedule:
    """An action whose days change."""

    action: ActionEffects

    @property
    def before(self) -> str:
        return _days_in_words(self.action.runs_before, is_in_plan=not self.action.is_new)

    @property
    def after(self) -> str:
        return _days_in_words(self.action.runs_after, is_in_plan=not self.action.is_gone)

    @property
    def moved(self) -> str:
        """By how much its end moves, if both are known."""
        days = self.action.days_later
        return distance_in_words(days) if days else ""


def _days_in_words(runs: Period, *, is_in_plan: bool) -> str:
    if not is_in_plan:
        return _("not in the plan")
    start, end = formatting.short_day(runs.start), formatting.short_day(runs.end)
    if runs.start and runs.end:
        return f"{start} – {end}"
    if runs.start:
        return _("from %(start)s") % {"start": start}
    return _("until %(end)s") % {"end": end} if runs.end else end


@dataclass(frozen=True)
class NamedUnderWay:
    code: str
    organisation: str
    round: str = ""


@dataclass(frozen=True)
class AmendmentEffectsInWords:
    effects: AmendmentEffects
    amendment: Amendment
    names: BodyNames

    @property
    def years(self) -> list[MoneyChange]:
        """The amounts by year; empty if no year changes."""
        before, after, committed, paid = self._by_year
        if before == after:
            return []
        years = sorted({*before, *after, *committed, *paid})
        return [MoneyChange(year, *(amounts.get(year) for amounts in self._by_year)) for year in years]

    @property
    def total(self) -> MoneyChange:
        return MoneyChange(
            None, *(add_up(by_year.values()) if by_year else None for by_year in self._by_year)
        )

    @cached_property
    def _by_year(self) -> list[dict[int, Decimal]]:
        return [
            dict(self.effects.by_year(name))
            for name in ("planned_before", "planned_after", "committed", "paid")
        ]

    @property
    def lines(self) -> list[ChangedLine]:
        """The budget lines whose planned amounts change, by year."""
        return [
            changed_line(action.code, line)
            for action in self.effects.actions
            for line in action.lines
            if line.planned_before != line.planned_after
        ]

    @property
    def lines_left_without(self) -> list[ChangedLine]:
        return [line for line in self.lines if line.left_without]

    @property
    def is_one_line(self) -> bool:
        """Whether all amounts by year are of one line, so that its own would say the same again."""
        lines = [line for action in self.effects.actions for line in action.lines]
        return sum(bool(line.planned_before or line.planned_after) for line in lines) == 1

    @property
    def has_lines(self) -> bool:
        """Whether the lines were kept, as they are since earlier years keep what was planned for them."""
        return any(action.lines for action in self.effects.actions)

    @property
    def reported(self) -> list[str]:
        """A text for each action on which money was reported: its code and how much."""
        return [sentence for action in self.effects.actions if (sentence := _reported_words(action))]

    @property
    def schedules(self) -> list[MovedSchedule]:
        return [
            MovedSchedule(action)
            for action in self.effects.actions
            if action.runs_before != action.runs_after
        ]

    @property
    def requests(self) -> list[NamedUnderWay]:
        return self._named(self.effects.requests)

    @property
    def drafts(self) -> list[NamedUnderWay]:
        return self._named(self.effects.drafts)

    @property
    def submitted(self) -> list[NamedUnderWay]:
        return self._named(self.effects.submitted)

    @property
    def questions(self) -> list[str]:
        """The codes of the actions about which something is asked that not everybody reads."""
        return sorted({row.code for row in self.effects.questions})

    @property
    def asked(self) -> list[str]:
        """The codes of the actions about which something is asked that everybody reads."""
        return sorted({row.code for row in self.effects.asked})

    @property
    def is_about_reports(self) -> bool:
        return bool(self.effects.drafts or self.effects.submitted or self.effects.questions)

    @property
    def organisations(self) -> list[str]:
        return [self._organisation(key) for key in self.effects.organisations]

    def _named(self, rows: Iterable[UnderWay]) -> list[NamedUnderWay]:
        return [
            NamedUnderWay(
                row.code,
                self._organisation(row.organisation) if row.organisation else _("nobody"),
                self._rounds.get(row.round or "", row.round or ""),
            )
            for row in rows
        ]

    def _organisation(self, key: str) -> str:
        return self.names.organisation(key)

    @cached_property
    def _rounds(self) -> dict[str, str]:
        """The names of the plan's rounds by code. One query."""
        return {round.code: round.local_name for round in Round.objects.filter(plan=self.amendment.plan_id)}


def _reported_words(action: ActionEffects) -> str:
    amounts = [(_("%(amount)s committed"), action.committed), (_("%(amount)s paid"), action.paid)]
    words = [
        sentence % {"amount": formatting.euro(add_up(years.values()))} for sentence, years in amounts if years
    ]
    return f"{action.code}: {', '.join(words)}" if words else ""
