"""The receipt of a sum of money: the amounts in it, who reported each, and what it was before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.accounts.models import User
from actionplan.base.formatting import listed
from actionplan.base.money import ZERO
from actionplan.pages.choices import Choices
from actionplan.pages.figures import MONEY_PARAMETERS, MoneyFilter, number_parameter
from actionplan.picture import cache
from actionplan.picture import money as rules
from actionplan.picture.actions import Actions
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.money import COMMITTED_ONLY, MEASURES, OPEN, PAID_ONLY, REPORTED_MEASURES, Amount
from actionplan.picture.picture import ReportPicture
from actionplan.picture.planned_words import how_planned
from actionplan.picture.sentences import gone_words
from actionplan.picture.unknown_figures import (
    UnknownFigure,
    certainty_in_words,
    figure_in_words,
    unknown_figures,
)
from actionplan.picture.words import ABSENT, PersonReading, WrittenText, names_of, words_of
from actionplan.reporting.models import Expenditure, Snapshot
from actions.models import Action

MEASURE_LABELS = {
    "planned": gettext_lazy("planned"),
    "committed": gettext_lazy("committed"),
    "paid": gettext_lazy("paid"),
    "forecast": pgettext_lazy("money", "forecast"),
    OPEN: gettext_lazy("committed and not yet paid"),
    COMMITTED_ONLY: gettext_lazy("committed, with nothing reported as paid"),
    PAID_ONLY: gettext_lazy("paid, with nothing reported as committed"),
}


SUM_PARAMETERS = ("measure", "year", "until", *MONEY_PARAMETERS)


@dataclass(frozen=True)
class RequestedSum:
    """The sum that an address asks for."""

    measure: str
    year: int | None = None
    until: int | None = None
    """Up to and including this calendar year."""
    filter: MoneyFilter = field(default_factory=MoneyFilter)

    @classmethod
    def from_query(cls, address: QueryDict) -> RequestedSum:
        """By default what is paid, over all years and actions. Raises Http404 for an unknown measure."""
        measure = address.get("measure", "") or "paid"
        if measure not in MEASURE_LABELS:
            raise Http404
        year, until = (number_parameter(address, name) for name in ["year", "until"])
        return cls(measure, year, until, MoneyFilter.from_query(address))

    @property
    def label(self) -> str:
        return str(MEASURE_LABELS[self.measure])

    @property
    def question(self) -> str:
        code, year, until = self.filter.action, self.year, self.until
        words = {"measure": self.label, "year": year or until, "code": code}
        if until is not None:
            return _("What adds up to %(measure)s up to and including %(year)s?") % words
        if code and year:
            return _("What adds up to %(measure)s of action %(code)s in %(year)s?") % words
        if code:
            return _("What adds up to %(measure)s of action %(code)s?") % words
        if year:
            return _("What adds up to %(measure)s in %(year)s?") % words
        return _("What adds up to %(measure)s?") % words

    def has(self, amount: Amount) -> bool:
        return (
            amount.measure == self.measure
            and self.year in (None, amount.year)
            and (self.until is None or amount.year <= self.until)
            and self.filter.has(amount.place, amount.line)
        )

    def lacks(self, figure: UnknownFigure) -> bool:
        """Whether the figure, were it known, would be in the sum."""
        is_asked = not figure.measures or self.measure in figure.measures
        in_years = figure.year is None or (
            self.year in (None, figure.year) and (self.until is None or figure.year <= self.until)
        )
        is_reported = self.measure in REPORTED_MEASURES
        return is_reported and is_asked and in_years and self.filter.has(figure.place, figure.line)


def actions_of(choices: Choices, requested: RequestedSum, action: Action | None) -> Actions:
    """The actions whose money is added up. An action that left the plan keeps the receipts of its page."""
    actions = choices.actions
    if action and choices.picture.left.by_pk(action.pk):
        actions = choices.scope.of(choices.picture.left)
    return requested.filter.actions_among(actions)


def amounts_of(choices: Choices, requested: RequestedSum, actions: Actions) -> list[Amount]:
    """Every amount in the sum, in the plan's order; for a source, only its part of each amount."""
    organisations = choices.picture.organisations
    of_measure = rules.amounts_of if requested.measure in MEASURES else rules.commitments_of

    def in_order(amount: Amount) -> tuple[int, ...]:
        organisation = organisations[amount.report.organisation].order if amount.report else 0
        return (amount.action.order, amount.place, amount.year, organisation)

    amounts = sorted((amount for amount in of_measure(actions) if requested.has(amount)), key=in_order)
    if requested.filter.source:
        return [amount for source, amount in rules.by_payer(amounts) if source == requested.filter.source]
    return amounts


def summary_of(
    choices: Choices, requested: RequestedSum, actions: Actions, amounts: list[Amount]
) -> dict[str, Any]:
    """The sum, None if nobody reported anything or the plan prints no amount; and what to know about it."""
    lacking = (figure for figure in unknown_figures(actions) if requested.lacks(figure))
    return {
        "total": sum((amount.euro for amount in amounts), ZERO) if amounts else None,
        "nothing": _nothing(requested.measure),
        "notes": list(_notes(choices, requested, amounts)),
        "unknown": [figure_in_words(figure, choices.picture.organisations) for figure in lacking],
    }


def _nothing(measure: str) -> str:
    if measure == "planned":
        return _("The plan prints no amount that adds up to this.")
    if measure in (COMMITTED_ONLY, PAID_ONLY):
        return _("There is no such amount.")
    return _("No report that counts here says anything of this: it is unknown, not zero.")


def _notes(choices: Choices, requested: RequestedSum, amounts: list[Amount]) -> Iterator[str]:
    """How the amounts are to be read."""
    if years := _reported_years(choices, requested, amounts):
        words = _(
            "This is what was reported on %(years)s. On the other years up to and including %(until)s no report "
            "that counts here says anything: that is unknown, not zero."
        )
        yield words % {"years": years, "until": requested.until}
    if requested.measure == "planned" and amounts:
        yield _(
            "Planned per year is derived from the printed amounts, pro rata by day, unless the lead of the action "
            "had spread a line itself or the plan states the amounts per year."
        )
    if requested.filter.source:
        yield _(
            "Each amount is the source’s part, derived pro rata of the shares that the plan prints; what it was "
            "before is the whole amount."
        )
    of_one_side = {
        OPEN: _(
            "Each amount is what was committed minus what was paid, where the same organisation reported both of a "
            "budget line and year."
        ),
        COMMITTED_ONLY: _(
            "Each amount was reported as committed by an organisation that reported nothing as paid on the line in "
            "that year."
        ),
        PAID_ONLY: _(
            "Each amount was reported as paid by an organisation that reported nothing as committed on the line in "
            "that year."
        ),
    }
    if requested.measure in of_one_side:
        yield of_one_side[requested.measure]


def _reported_years(choices: Choices, requested: RequestedSum, amounts: list[Amount]) -> str:
    """For a sum up to a year: the reported years, unless they are all years since the first one."""
    known = {amount.year for amount in amounts}
    if requested.until is None or not known or requested.measure not in REPORTED_MEASURES:
        return ""
    years = range(min(known), min(requested.until, choices.picture.plan.end.year) + 1)
    return "" if known.issuperset(years) else listed(sorted(known))


@dataclass(frozen=True)
class ReceiptRow:
    """An amount and its origin: for a reported one, who reported it, and what it was before."""

    amount: Amount
    action_url: str
    report_url: str = ""
    """Empty in a closed round: the page of the action has it."""
    organisation: OrganisationPicture | None = None
    submitted_by: WrittenText = ABSENT
    reviewed_by: WrittenText = ABSENT
    source: WrittenText = ABSENT
    certainty: str = ""
    """As of when it is, and whether it is final."""
    had_before: bool = False
    """Whether there was an amount before."""
    before: Decimal | None = None
    """The whole amount before, in euro, even if a source's part is shown; None is unknown."""

    @property
    def how_planned(self) -> str:
        """Where the planned amount comes from."""
        return how_planned(self.amount.line) if self.amount.line else ""

    @property
    def gone(self) -> str:
        """That its action left the plan, in words."""
        return gone_words(self.amount.action) if self.amount.action.has_left else ""


def receipt_rows(
    choices: Choices, requested: RequestedSum, amounts: list[Amount], user: User
) -> list[ReceiptRow]:
    """With names, sources and earlier amounts, which a picture lacks; a fixed number of queries."""
    reported = [(amount, amount.report) for amount in amounts if amount.report]
    people = {key for _amount, report in reported for key in (report.submitted_by, report.reviewed_by)}
    names = names_of(choices.picture, people)
    actions = {amount.action.pk: amount.action for amount, _report in reported}
    words = words_of(choices.picture, actions.values(), PersonReading(user))
    before = _in_the_round_before(choices, amounts) if choices.snapshot else _before(choices, reported)
    rows = []
    for amount in amounts:
        url, report = choices.action_url(amount.action.code), amount.report
        if report is None:
            rows.append(ReceiptRow(amount, url))
            continue
        address = [choices.plan.code, amount.action.code, report.pk]
        earlier = before.get((report.pk, amount.place, amount.year))
        row = ReceiptRow(
            amount,
            url,
            "" if choices.snapshot else reverse("report", args=address),
            choices.picture.organisations[report.organisation],
            names.get(report.submitted_by or 0, ABSENT),
            names.get(report.reviewed_by or 0, ABSENT),
            words[report.pk].show_source_of_spending(amount.place, amount.year),
            _certainty(report, amount),
            earlier is not None,
            _amount_before(earlier or {}, requested.measure),
        )
        rows.append(row)
    return rows


def _certainty(report: ReportPicture, amount: Amount) -> str:
    [row] = [row for row in report.spending if (row.place, row.year) == (amount.place, amount.year)]
    return ", ".join(certainty_in_words(row))


Before = dict[tuple[int, int, int], dict[str, Decimal | None]]
"""What was reported before, by measure; by report, place of the line and calendar year."""


def _amount_before(earlier: dict[str, Decimal | None], measure: str) -> Decimal | None:
    """Of open commitments, if both sides were reported; of what is known of one side only, that side."""
    committed, paid = earlier.get("committed"), earlier.get("paid")
    if measure == OPEN:
        return None if committed is None or paid is None else committed - paid
    return earlier.get({COMMITTED_ONLY: "committed", PAID_ONLY: "paid"}.get(measure, measure))


def _before(choices: Choices, reported: Iterable[tuple[Amount, ReportPicture]]) -> Before:
    """What the same organisation's report before this one gave, if there was one: one query."""
    names = ["report", "line__place", "year", "report_before", "committed_before", "paid_before"]
    rows = Expenditure.objects.filter(report__in={report.pk for _amount, report in reported})
    rows = rows.with_before(choices.basis)
    return {
        (report, place, year): dict(zip(REPORTED_MEASURES, amounts, strict=True))
        for report, place, year, report_before, *amounts in rows.values_list(*names, "forecast_before")
        if report_before is not None
    }


def _in_the_round_before(choices: Choices, amounts: Iterable[Amount]) -> Before:
    """What the same organisation reported in the closing before, as known at this one: two queries."""
    snapshot = choices.snapshot
    rows = Snapshot.objects.select_related("closing__round")
    earlier = rows.before(snapshot.closing.round, snapshot.taken_at).first() if snapshot else None
    if earlier is None:
        return {}
    picture = cache.picture_of_closing(earlier, choices.basis)
    reported = {
        (action.pk, report.organisation, row.place, row.year): row
        for action in [*picture.actions, *picture.left]
        for report in action.reports
        for row in report.spending
    }
    before = {}
    for amount in amounts:
        if amount.report and (
            row := reported.get((amount.action.pk, amount.report.organisation, amount.place, amount.year))
        ):
            of_measures = {measure: getattr(row, measure) for measure in REPORTED_MEASURES}
            before[amount.report.pk, amount.place, amount.year] = of_measures
    return before


def breadcrumbs_of(
    choices: Choices, requested: RequestedSum, actions: Actions, action: Action | None
) -> list[tuple[str, str]]:
    """The way back to the page with the sum."""
    if code := requested.filter.action:
        named = next(iter(actions), action)
        return [(f"{code} {named.local_title}" if named else code, choices.action_url(code))]
    return [(_("Overview"), choices.url("overview")), (_("Money"), choices.url("budget"))]
