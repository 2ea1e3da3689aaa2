"""The receipt of a sum of money: the amounts that it adds up, who reported each, and what it was before."""

from __future__ import annotations

from collections.abc import Iterable
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
from actionplan.pages.figures import MONEY_NAMES, MoneyFilter, number_asked
from actionplan.picture import cache
from actionplan.picture import money as rules
from actionplan.picture.actions import Actions
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.money import COMMITTED_ONLY, MEASURES, OPEN, PAID_ONLY, REPORTED_MEASURES, Amount
from actionplan.picture.picture import ReportPicture
from actionplan.picture.sentences import gone_words
from actionplan.picture.words import ABSENT, PersonReading, WrittenText, names_of, words_of
from actionplan.reporting.models import Expenditure, Snapshot
from actions.models import Action

LABELS = {
    "planned": gettext_lazy("planned"),
    "committed": gettext_lazy("committed"),
    "paid": gettext_lazy("paid"),
    "forecast": pgettext_lazy("money", "forecast"),
    OPEN: gettext_lazy("committed and not yet paid"),
    COMMITTED_ONLY: gettext_lazy("committed, with nothing reported as paid"),
    PAID_ONLY: gettext_lazy("paid, with nothing reported as committed"),
}


NAMES = ("measure", "year", "until", *MONEY_NAMES)


@dataclass(frozen=True)
class SumAsked:
    """The sum that an address asks about."""

    measure: str
    year: int | None = None
    until: int | None = None
    """Up to and including this calendar year."""
    filter: MoneyFilter = field(default_factory=MoneyFilter)

    @classmethod
    def of(cls, address: QueryDict) -> SumAsked:
        """What is paid, over all years and actions, unless it says otherwise. Raises Http404 where there is no such sum."""
        measure = address.get("measure", "") or "paid"
        if measure not in LABELS:
            raise Http404
        year, until = (number_asked(address, name) for name in ["year", "until"])
        return cls(measure, year, until, MoneyFilter.asked(address))

    @property
    def label(self) -> str:
        return str(LABELS[self.measure])

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


def actions_of(choices: Choices, asked: SumAsked, action: Action | None) -> Actions:
    """Those whose money is added up. An action that left the plan keeps the receipts of its page."""
    actions = choices.actions
    if action and choices.picture.left.by_pk(action.pk):
        actions = choices.scope.of(choices.picture.left)
    return asked.filter.actions_among(actions)


def amounts_of(choices: Choices, asked: SumAsked, actions: Actions) -> list[Amount]:
    """Everything that the sum adds up, in the plan's order; of a source, what of each amount is its part."""
    organisations = choices.picture.organisations
    of_measure = rules.amounts_of if asked.measure in MEASURES else rules.commitments_of

    def in_order(one: Amount) -> tuple[int, ...]:
        organisation = organisations[one.report.organisation].order if one.report else 0
        return (one.action.order, one.place, one.year, organisation)

    found = sorted((one for one in of_measure(actions) if asked.has(one)), key=in_order)
    if asked.filter.source:
        return [one for source, one in rules.by_payer(found) if source == asked.filter.source]
    return found


def summary_of(choices: Choices, asked: SumAsked, amounts: list[Amount]) -> dict[str, Any]:
    """The sum, which is None where nobody said anything, or the plan prints no amount; and what is to be known of it."""
    return {
        "total": sum((one.euro for one in amounts), ZERO) if amounts else None,
        "nothing": _nothing(asked.measure),
        "reported_years": _reported_years(choices, asked, amounts),
    }


def _nothing(measure: str) -> str:
    if measure == "planned":
        return _("The plan prints no amount that adds up to this.")
    if measure in (COMMITTED_ONLY, PAID_ONLY):
        return _("There is no such amount.")
    return _("No report that counts here says anything of this: it is unknown, not zero.")


def _reported_years(choices: Choices, asked: SumAsked, amounts: list[Amount]) -> str:
    """Of a sum up to a year: the years on which anything was reported, where any of the plan's since the first is not."""
    known = {one.year for one in amounts}
    if asked.until is None or not known or asked.measure not in REPORTED_MEASURES:
        return ""
    years = range(min(known), min(asked.until, choices.picture.plan.end.year) + 1)
    return "" if known.issuperset(years) else listed(sorted(known))


@dataclass(frozen=True)
class AmountOnPage:
    """An amount with where it comes from: of a reported one, who said it, and what it was before."""

    amount: Amount
    action_url: str
    report_url: str = ""
    """Nothing in a closed round, of which the page of the action has it."""
    organisation: OrganisationPicture | None = None
    submitted_by: WrittenText = ABSENT
    reviewed_by: WrittenText = ABSENT
    source: WrittenText = ABSENT
    had_before: bool = False
    """Whether anything stood before."""
    before: Decimal | None = None
    """The whole amount then, in euro, also where a source's part is shown; None is unknown."""

    @property
    def gone(self) -> str:
        """That its action left the plan, in words."""
        return gone_words(self.amount.action) if self.amount.action.has_left else ""


def amounts_on_page(
    choices: Choices, asked: SumAsked, amounts: list[Amount], user: User
) -> list[AmountOnPage]:
    """With what is no part of a picture: names, sources, and what the amounts were before; the same number of queries for any
    number of amounts.
    """
    reported = [(one, one.report) for one in amounts if one.report]
    people = {key for _one, report in reported for key in (report.submitted_by, report.reviewed_by)}
    names = names_of(choices.picture, people)
    actions = {one.action.pk: one.action for one, _report in reported}
    words = words_of(choices.picture, actions.values(), PersonReading(user))
    before = _in_the_round_before(choices, amounts) if choices.snapshot else _before(choices, reported)
    found = []
    for one in amounts:
        url, report = choices.action_url(one.action.code), one.report
        if report is None:
            found.append(AmountOnPage(one, url))
            continue
        address = [choices.plan.code, one.action.code, report.pk]
        said_before = before.get((report.pk, one.place, one.year))
        row = AmountOnPage(
            one,
            url,
            "" if choices.snapshot else reverse("report", args=address),
            choices.picture.organisations[report.organisation],
            names.get(report.submitted_by or 0, ABSENT),
            names.get(report.reviewed_by or 0, ABSENT),
            words[report.pk].source_of_spending(one.place, one.year),
            said_before is not None,
            _amount_before(said_before or {}, asked.measure),
        )
        found.append(row)
    return found


Before = dict[tuple[int, int, int], dict[str, Decimal | None]]
"""What was said before, by measure; by the report that says it now, the place of the line and the calendar year."""


def _amount_before(said: dict[str, Decimal | None], measure: str) -> Decimal | None:
    """Of open commitments, where both were said; of what is known of one side only, that side."""
    committed, paid = said.get("committed"), said.get("paid")
    if measure == OPEN:
        return None if committed is None or paid is None else committed - paid
    return said.get({COMMITTED_ONLY: "committed", PAID_ONLY: "paid"}.get(measure, measure))


def _before(choices: Choices, reported: Iterable[tuple[Amount, ReportPicture]]) -> Before:
    """What the same organisation's report that stood before said, where one did: one query."""
    names = ["report", "line__place", "year", "report_before", "committed_before", "paid_before"]
    rows = Expenditure.objects.filter(report__in={report.pk for _one, report in reported})
    rows = rows.with_before(choices.basis)
    return {
        (report, place, year): dict(zip(REPORTED_MEASURES, amounts, strict=True))
        for report, place, year, earlier, *amounts in rows.values_list(*names, "forecast_before")
        if earlier is not None
    }


def _in_the_round_before(choices: Choices, amounts: Iterable[Amount]) -> Before:
    """What the same organisation said in the picture of the closing before, as it was known at this one: two queries."""
    snapshot = choices.snapshot
    rows = Snapshot.objects.select_related("closing__round")
    earlier = rows.before(snapshot.closing.round, snapshot.taken_at).first() if snapshot else None
    if earlier is None:
        return {}
    picture = cache.picture_of_closing(earlier, choices.basis)
    said = {
        (action.pk, report.organisation, row.place, row.year): row
        for action in [*picture.actions, *picture.left]
        for report in action.reports
        for row in report.spending
    }
    found = {}
    for one in amounts:
        if one.report and (row := said.get((one.action.pk, one.report.organisation, one.place, one.year))):
            of_measures = {measure: getattr(row, measure) for measure in REPORTED_MEASURES}
            found[one.report.pk, one.place, one.year] = of_measures
    return found


def breadcrumbs_of(
    choices: Choices, asked: SumAsked, actions: Actions, action: Action | None
) -> list[tuple[str, str]]:
    """The way back to the page whose sum this is."""
    if code := asked.filter.action:
        named = next(iter(actions), action)
        return [(f"{code} {named.local_title}" if named else code, choices.action_url(code))]
    return [(_("Overview"), choices.url("overview")), (_("Budget"), choices.url("budget"))]
