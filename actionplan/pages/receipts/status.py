"""Where the figures of status come from: for each action its lead report, and what was reported before."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.pages.actions.read import ActionRow, rows_of
from actionplan.pages.choices import Choices
from actionplan.picture import cache
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.picture import ActionPicture
from actionplan.picture.sentences import confidence_word, marked_verdict, status_word
from actionplan.picture.words import ABSENT, PersonReading, WrittenText, names_of, words_of
from actionplan.reporting.models import Snapshot, Standing


@dataclass(frozen=True)
class EarlierState:
    """An action's earlier state, in words: until a day or, if rounds are compared, in a round."""

    status: str
    confidence: str
    verdict: str
    until: datetime.date | None = None
    round: str = ""

    @property
    def when(self) -> str:
        if self.round:
            return _("in the round %(round)s") % {"round": self.round}
        return _("until %(day)s") % {"day": formatting.day(self.until)} if self.until else ""


@dataclass(frozen=True)
class StatusReceipt:
    """One action: its state and, if anybody reported, by whom, from what source and in which report."""

    row: ActionRow
    organisation: OrganisationPicture | None
    submitted_by: WrittenText
    reviewed_by: WrittenText
    source: WrittenText
    report_url: str
    before: EarlierState | None

    @property
    def said_by(self) -> str:
        """Who handed the report in, for which organisation, and the report's number."""
        report = self.row.action.lead_report
        if report is None:
            return ""
        names = [self.organisation.local_name] if self.organisation else []
        names.append(str(self.submitted_by))
        if report.on_behalf:
            names.append(_("on behalf of the organisation"))
        return ", ".join([*names, _("report %(number)s") % {"number": report.pk}])


def receipts_of(choices: Choices, actions: Iterable[ActionPicture], user: User) -> list[StatusReceipt]:
    actions = list(actions)
    picture, reports = choices.picture, [action.lead_report for action in actions if action.lead_report]
    words = words_of(picture, actions, PersonReading(user))
    names = names_of(
        picture, [key for report in reports for key in (report.submitted_by, report.reviewed_by)]
    )
    before = _in_the_round_before(choices) if choices.snapshot else _standing_before(choices, actions)
    receipts = []
    for row in rows_of(choices, actions):
        action, lead_report = row.action, row.action.lead_report
        receipts.append(
            StatusReceipt(
                row=row,
                organisation=picture.organisations.get(lead_report.organisation) if lead_report else None,
                submitted_by=names.get(lead_report.submitted_by or 0, ABSENT) if lead_report else ABSENT,
                reviewed_by=names.get(lead_report.reviewed_by or 0, ABSENT) if lead_report else ABSENT,
                source=words[lead_report.pk].show("source") if lead_report else ABSENT,
                report_url=choices.report_url(action.code, lead_report.pk) if lead_report else "",
                before=before.get(action.pk),
            )
        )
    return receipts


def _in_the_round_before(choices: Choices) -> dict[int, EarlierState]:
    """By action: its state in the round before this one, as closed by then."""
    earlier = Snapshot.objects.before(choices.round, choices.moment.known_at)
    snapshot = earlier.select_related("closing__round").first()
    if snapshot is None:
        return {}
    round = snapshot.closing.round.local_name
    return {
        action.pk: EarlierState(
            status_word(action.status, action.on_hold_since),
            confidence_word(action.confidence),
            marked_verdict(action.verdict, taken_over=action.verdict_taken_over),
            round=round,
        )
        for action in cache.picture_of_closing(snapshot, choices.basis).actions
    }


def _standing_before(choices: Choices, actions: list[ActionPicture]) -> dict[int, EarlierState]:
    """By action: the lead report that counted before the present one, on the same basis."""
    rows = Standing.objects.on_basis(choices.basis).filter(
        action__in=[action.pk for action in actions], as_lead=True, since__lte=choices.moment.known_at
    )
    standings: dict[int, list[Standing]] = defaultdict(list)
    for row in rows.select_related("report").order_by("-since", "-pk"):
        standings[row.action_id].append(row)
    earlier_states = ((action, _earlier(action, standings[action.pk], choices)) for action in actions)
    return {action.pk: earlier for action, earlier in earlier_states if earlier}


def _earlier(action: ActionPicture, standings: list[Standing], choices: Choices) -> EarlierState | None:
    """From the newest standing of another report than the present one, if there is a present one."""
    at, current = choices.moment.known_at, action.lead_report.pk if action.lead_report else None
    before = next((row for row in standings if row.report_id != current), None)
    if before is None:
        return None
    report = before.report
    later = [row.since for row in standings if row.since > before.since and row.report_id != report.pk]
    ends = [end for end in [before.until, *later] if end is not None and end <= at]
    is_reviewed = report.reviewed_at is not None and report.reviewed_at <= at
    return EarlierState(
        status_word(report.status, report.on_hold_since),
        confidence_word(report.confidence),
        marked_verdict(
            report.verdict if is_reviewed else "",
            taken_over=is_reviewed and report.verdict_taken_over,
        ),
        until=day_of(min(ends)) if ends else None,
    )
