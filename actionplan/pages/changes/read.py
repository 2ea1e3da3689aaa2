"""What changed between two sides: counts, moves of status, and each action field by field."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.pages.choices import Choices
from actionplan.pages.getters import unknown_words
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.change_words import ChangeRow, row_of
from actionplan.picture.difference import ActionDifference, FieldChange, differences_between
from actionplan.picture.kinds_of_change import CHANGE_KINDS, CHANGE_WORDS
from actionplan.picture.measures import measures
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture, Picture, ReportPicture
from actionplan.picture.words import (
    ABSENT,
    PersonReading,
    ReportWords,
    WordsReader,
    WrittenText,
    names_of,
    words_of,
)
from actionplan.reporting.report_fields import COMPARED_TEXTS
from actions.models import Action
from objectives.models import Plan

from .sides import ComparedSides, sides_of

AMENDING_VERBS = [
    Verb.AMENDED,
    Verb.CORRECTED,
    Verb.LEAD_APPOINTED,
    Verb.MILESTONE_AGREED,
    Verb.SPREAD_REPLACED,
    Verb.SPREAD_DERIVED,
]
AMENDED_WORDS = {
    Verb.SPREAD_REPLACED: (
        gettext_lazy("spread over the years by %(person)s for the lead, %(when)s"),
        gettext_lazy("spread over the years by the lead on %(when)s"),
    ),
    Verb.SPREAD_DERIVED: (
        gettext_lazy("spread given up by %(person)s for the lead, %(when)s"),
        gettext_lazy("spread given up by the lead on %(when)s"),
    ),
}
"""By verb: the words with the person, and without."""
OTHER_AMENDED_WORDS = gettext_lazy("amended by %(person)s, %(when)s"), gettext_lazy("amended on %(when)s")


@dataclass(frozen=True)
class Comparison:
    """Everything that changed between the sides, and which part of it the address asks for."""

    sides: ComparedSides
    differences: list[ActionDifference]
    kind: str
    """A key of `difference.CHANGE_KINDS`."""
    moved: tuple[str, str] | None
    """Statuses before and after; an empty one is any."""
    unknown: tuple[str, ...] = ()
    """What the address asks for that is unknown; then nothing is listed."""

    @property
    def choices(self) -> Choices:
        return self.sides.choices

    @property
    def count(self) -> int:
        """The actions in the scope on either side."""
        pictures = [self.sides.before.picture, self.sides.after.picture]
        return len({action.pk for picture in pictures for action in self.choices.scope.of(picture.actions)})

    @property
    def complaint(self) -> str:
        return unknown_words(("", word) for word in self.unknown)

    @cached_property
    def listed(self) -> list[ActionDifference]:
        pairs = [] if self.unknown else self.differences
        if self.kind:
            pairs = [pair for pair in pairs if CHANGE_KINDS[self.kind](pair)]
        if self.moved:
            before, after = self.moved
            pairs = [
                pair
                for pair in pairs
                if pair.both and before in ("", pair.both[0].status) and after in ("", pair.both[1].status)
            ]
        return pairs

    @property
    def narrowed(self) -> dict[str, str]:
        query = {"what": self.kind} if self.kind else {}
        return {**query, "moved": ".".join(self.moved)} if self.moved else query

    def url(self, page: str = "changes", **more: Any) -> str:
        """The same comparison, narrowed or as a file."""
        return self.choices.url(page, **{"from": self.sides.before.value}, **more)

    @property
    def xlsx_url(self) -> str:
        return self.url("changes-xlsx", **self.narrowed)

    @property
    def csv_url(self) -> str:
        return self.url("changes-csv", **self.narrowed)


def comparison_of(request: PortalRequest, plan: Plan) -> Comparison:
    sides = sides_of(request, plan)
    before, after = sides.before.picture, sides.after.picture
    differences, scope = differences_between(before, after), sides.choices.scope
    if not scope.is_everything:
        chosen = {action.pk for picture in (before, after) for action in scope.of(picture.actions)}
        differences = [pair for pair in differences if pair.last.pk in chosen]
    kind, statuses = request.GET.get("what", ""), request.GET.get("moved", "")
    is_kind, moved = kind in CHANGE_KINDS, _moved(statuses)
    unknown = [word for word, is_known in [(kind, is_kind), (statuses, moved)] if word and not is_known]
    return Comparison(sides, differences, kind if is_kind else "", moved, tuple(unknown))


def _moved(text: str) -> tuple[str, str] | None:
    """`ongoing.completed`: statuses before and after; one may be left out."""
    parts = text.split(".")
    known = {"", *(code for code, _label in measures()[0].codes)}
    if len(parts) != 2 or not any(parts) or not set(parts) <= known:
        return None
    return parts[0], parts[1]


def counts_of(compared: Comparison) -> list[dict[str, Any]]:
    """Each kind of change with any action, in words, with the address of exactly those actions."""
    counts = []
    for name, (words, meaning) in CHANGE_WORDS.items():
        if count := sum(map(CHANGE_KINDS[name], compared.differences)):
            facts = {"name": name, "count": count, "words": f"{count} {words}", "meaning": meaning}
            counts.append(facts | {"url": compared.url(what=name), "current": name == compared.kind})
    return counts


def narrowed_words(compared: Comparison) -> str:
    """What the list is narrowed to, in words."""
    parts = [str(CHANGE_WORDS[compared.kind][1])] if compared.kind else []
    if compared.moved:
        words = dict(measures()[0].codes) | {"": _("any status")}
        before, after = (words[status] for status in compared.moved)
        sentence = _("Status from “%(before)s” to “%(after)s”.")
        parts.append(sentence % {"before": before, "after": after})
    return " ".join(parts)


def moves_of(compared: Comparison) -> list[dict[str, Any]]:
    """From which status to which, for actions in the plan on both sides, with the address of exactly those."""
    moves = Counter((pair.both[0].status, pair.both[1].status) for pair in compared.differences if pair.both)
    words = dict(measures()[0].codes)
    order = list(words)
    return [
        {
            "before": words[was],
            "after": words[now],
            "count": moves[was, now],
            "url": compared.url(moved=f"{was}.{now}"),
            "current": compared.moved == (was, now),
        }
        for was, now in sorted(moves, key=lambda pair: [order.index(status) for status in pair])
        if was != now
    ]


# Action by action


@dataclass(frozen=True)
class ReportReceipt:
    """A report with the names of those who acted on it."""

    report: ReportPicture
    organisation: OrganisationPicture
    submitted_by: str
    reviewed_by: str


@dataclass(frozen=True)
class AmendmentReceipt:
    """An amendment in the trail; its author is shown to those who may read the trail."""

    when: datetime.datetime
    actor: str
    verb: str

    @property
    def words(self) -> str:
        by, on = AMENDED_WORDS.get(Verb(self.verb), OTHER_AMENDED_WORDS)
        return (by if self.actor else on) % {"person": self.actor, "when": formatting.instant(self.when)}


@dataclass(frozen=True)
class ChangedAction:
    """What changed on one action, row by row, with the reports and amendments that did it."""

    action: ActionPicture
    limited: bool
    url: str
    history_url: str
    rows: list[ChangeRow]
    receipts_of_rows: list[list[ReportReceipt]]
    """For each row, the reports behind it."""
    receipts: list[ReportReceipt]
    amendments: list[AmendmentReceipt]

    @property
    def only_contributions(self) -> bool:
        return are_contributions(self.receipts)

    @property
    def fields(self) -> str:
        """What changed, in a few words."""
        return ", ".join(dict.fromkeys(row.label for row in self.rows))


def are_contributions(receipts: list[ReportReceipt]) -> bool:
    """Whether only partners reported, and not the lead."""
    return bool(receipts) and not any(receipt.report.is_lead for receipt in receipts)


Words = Mapping[int | str, ReportWords]
"""By the key of the report."""


@dataclass(frozen=True)
class Spoken:
    """What was said of some actions on both sides, whoever may read it, and the actions as they are today."""

    rows: Mapping[Any, Action]
    before: Words
    after: Words


def spoken_of(sides: ComparedSides, pairs: Iterable[ActionDifference]) -> Spoken:
    """A fixed number of queries, whatever the number of actions."""
    chosen = list(pairs)
    rows = sides.choices.plan.actions.in_bulk([pair.last.pk for pair in chosen])
    was, now = [pair.before for pair in chosen if pair.before], [pair.after for pair in chosen if pair.after]
    return Spoken(
        rows,
        words_of(sides.before.picture, was, WordsReader(), rows),
        words_of(sides.after.picture, now, WordsReader(), rows),
    )


def rows_of_actions(
    compared: Comparison, pairs: Iterable[ActionDifference], user: User, spoken: Spoken | None = None
) -> list[ChangedAction]:
    """The given actions, of which `spoken` has the words if they are read; a fixed number of queries."""
    chosen, sides = list(pairs), compared.sides
    spoken = spoken or spoken_of(sides, chosen)
    after = sides.after.picture
    names = names_in(after, [report for pair in chosen if pair.after for report in pair.after.reports])
    rows = {pair.last.pk: spoken.rows[pair.last.pk] for pair in chosen}
    amendments = {} if sides.are_both_rounds else amendments_of(sides.before.moment, after.moment, rows, user)
    changed = []
    for pair, changes in zip(chosen, changes_of(chosen, spoken), strict=True):
        row = spoken.rows[pair.last.pk]
        may_read = PersonReading(user).reads(row)
        note_words(row, may_read and any(change.field in COMPARED_TEXTS for change in changes))
        changed.append(
            ChangedAction(
                pair.last,
                row.limited,
                url_of(compared.choices, pair),
                reverse("action-changes", args=[row.plan.code, row.code]),
                change_rows(pair, changes, may_read=may_read),
                [
                    [receipt_of(report, after, names) for report in pair.reports_behind(change)]
                    for change in changes
                ],
                [receipt_of(report, after, names) for report in pair.new_reports],
                amendments.get(row.pk, []),
            )
        )
    return changed


def url_of(choices: Choices, pair: ActionDifference) -> str:
    """The action at the later side; if a closed round knows nothing of it, the action today."""
    if pair.after is None and choices.snapshot:
        return reverse("action", args=[choices.plan.code, pair.last.code])
    return choices.action_url(pair.last.code)


def change_rows(pair: ActionDifference, changes: Iterable[FieldChange], *, may_read: bool) -> list[ChangeRow]:
    return [row_of(change, may_read=may_read) for change in changes]


def changes_of(pairs: Iterable[ActionDifference], spoken: Spoken) -> list[list[FieldChange]]:
    """For each action facts, then texts, whoever may read them."""
    return [[*pair.changes, *text_changes(pair, spoken.before, spoken.after)] for pair in pairs]


def text_changes(pair: ActionDifference, before: Words, after: Words) -> Iterator[FieldChange]:
    """Which texts of the lead report differ; none if the action left."""
    if pair.after is None:
        return
    was, now = pair.before.lead_report if pair.before else None, pair.after.lead_report
    for name in COMPARED_TEXTS:
        old, new = _text(was, before, name), _text(now, after, name)
        if old != new:
            yield FieldChange(name, old, new)


def _text(report: ReportPicture | None, words: Words, name: str) -> WrittenText:
    return ABSENT if report is None or report.pk not in words else words[report.pk].show(name)


def names_in(picture: Picture, reports: Iterable[ReportPicture]) -> dict[int, WrittenText]:
    """Of everybody who acted on these reports, by their keys: one query."""
    return names_of(picture, [key for report in reports for key in (report.submitted_by, report.reviewed_by)])


def receipt_of(report: ReportPicture, picture: Picture, names: Mapping[int, WrittenText]) -> ReportReceipt:
    by, reviewed_by = (str(names.get(key or 0, "")) for key in (report.submitted_by, report.reviewed_by))
    return ReportReceipt(report, picture.organisations[report.organisation], by, reviewed_by)


def amendments_of(
    since: Moment, until: Moment, actions: Mapping[Any, Action], user: User
) -> dict[Any, list[AmendmentReceipt]]:
    """By action, from the trail: one query. It is not asked about two closed rounds."""
    rows = Event.objects.filter(action__in=list(actions), verb__in=AMENDING_VERBS)
    rows = rows.filter(at__gt=since.known_at, at__lte=until.known_at)
    amendments: dict[Any, list[AmendmentReceipt]] = {}
    for action, at, actor, verb in rows.order_by("at", "pk").values_list("action", "at", "actor", "verb"):
        may_read = user.has_perm("audit.read_trail_of_action", actions[action])
        amendments.setdefault(action, []).append(AmendmentReceipt(at, actor if may_read else "", verb))
    return amendments


# As a file


def as_table(sides: ComparedSides, rows: Iterable[ChangedAction]) -> Iterator[list[Any]]:
    """One row per change, with its reports."""
    yield [
        *[_("Code"), _("Action"), _("What changed"), _("Of what")],
        *[
            _("Before: %(side)s") % {"side": sides.before.label},
            _("After: %(side)s") % {"side": sides.after.label},
        ],
        *[_("Moved"), _("Reported by"), _("Reported on"), _("Accepted by"), _("Accepted on")],
    ]
    for action in rows:
        start = [action.action.code, action.action.local_title]
        for row, receipts in zip(action.rows, action.receipts_of_rows, strict=True):
            reported = [] if row.field == "verdict" else receipts
            yield [*start, *row.cells, *_reported(reported), *_accepted(receipts)]
        if not action.rows:
            nothing = _("Nothing that is compared here changed.")
            yield [*start, nothing, "", "", "", "", *_reported(action.receipts), *_accepted(action.receipts)]


def _reported(receipts: list[ReportReceipt]) -> list[Any]:
    """Who reported, and on which day; several in the same order."""
    who = [f"{receipt.organisation.local_name}, {receipt.submitted_by}" for receipt in receipts]
    return ["; ".join(who), _days([receipt.report.submitted_at for receipt in receipts])]


def _accepted(receipts: list[ReportReceipt]) -> list[Any]:
    """The same for those that are accepted; a verdict has only these columns, since the reviewer gives it."""
    accepted = [receipt for receipt in receipts if receipt.report.reviewed_at]
    return [
        "; ".join(receipt.reviewed_by for receipt in accepted),
        _days([receipt.report.reviewed_at for receipt in accepted]),
    ]


def _days(instants: Iterable[datetime.datetime | None]) -> Any:
    days = [day_of(at) for at in instants if at]
    return days[0] if len(days) == 1 else "; ".join(day.isoformat() for day in days) or None
