"""Tells the story through the real operations, act by act in chronological order."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reports.asked import ToAsk
from actionplan.reports.contents import Contents
from actionplan.reports.evidence import SentFile, add_evidence
from actionplan.reports.handover import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import save_draft, submit, take_back
from actions.models import Action, Lead
from objectives.models import Plan

from . import days, indicators, texts
from .accounts import REVIEWERS, SPEAKERS, add_demo_accounts
from .building import ActionContext, action_contexts, build
from .indicators import add_indicators
from .recommendations import recommendations
from .rounds import ROUNDS, RoundTeller
from .saying import ON_TRACK, ScriptedReport, Shown
from .script import STORY

Acts = Iterator[datetime.datetime]
"""What a person and the reviewers do with a report: yields the instant of each act before doing it."""

ASKED_WITHIN = datetime.timedelta(days=90)
"""How long the lead gets for what is asked with a verdict."""
PREPARED = datetime.timedelta(minutes=35)


def tell(plan: Plan) -> None:
    """Add the demo accounts and everything that they report. The caller holds the transaction."""
    Teller(plan, add_demo_accounts(plan=plan, at=days.STORY_BEGINS)).tell()


@dataclass
class Teller:
    plan: Plan
    cast: dict[str, User]
    contexts: dict[str, ActionContext] = field(init=False)
    organisations: dict[str, Organisation] = field(init=False)
    stands: dict[tuple[str, str], Contents] = field(default_factory=dict)
    """What each organisation last handed in on an action, by code and key."""

    def __post_init__(self) -> None:
        self.organisations = {row.key: row for row in Organisation.objects.all()}
        self.contexts = action_contexts(self.plan)

    def tell(self, until: datetime.datetime | None = None) -> None:
        """Carry out every act, the earliest first; with `until`, only those before it."""
        parts = [self.appoint_unprinted_lead(), self.add_indicators()]
        parts.append(recommendations(self.plan, self.cast["platform"]))
        parts += [RoundTeller(self.plan, self.cast, told).acts() for told in ROUNDS]
        number = 0
        for told in STORY:
            for script in told.reports:
                parts.append(self.report(told.code, script, number))
                number += 1
        agenda = [(next(part), number, part) for number, part in enumerate(parts)]
        heapq.heapify(agenda)
        while agenda and (until is None or agenda[0][0] < until):
            _at, number, part = heapq.heappop(agenda)
            if (due := next(part, None)) is not None:
                heapq.heappush(agenda, (due, number, part))

    def appoint_unprinted_lead(self) -> Acts:
        """The plan prints no promoter for action 3.12."""
        at = days.STORY_BEGINS + datetime.timedelta(days=8, hours=2)
        yield at
        appoint_lead(
            action=self.contexts["3.12"].action,
            organisation=self.organisations["kbbj_abb"],
            from_day=day_of(at),
            by=self.cast["platform"],
            at=at,
        )

    def add_indicators(self) -> Acts:
        """An amendment after the second round, since the printed plan has no indicators."""
        yield (at := indicators.AT)
        add_indicators(plan=self.plan, by=self.cast["platform"], at=at)

    def report(self, code: str, script: ScriptedReport, number: int) -> Acts:
        day = days.day_of_report(script.when, number)
        at = days.instant_of_report(day, number)
        yield at - PREPARED
        action = self.contexts[code].action
        organisation = self.organisations[script.organisation or self._lead_of(action, day)]
        by = self.cast[script.by or SPEAKERS[organisation.key]]
        draft = self._save(script, number, organisation, by, code, at - PREPARED)
        for shown in script.evidence:
            self._show(draft, shown, by, at - PREPARED, dutch=script.dutch)
        if script.review.state == "draft":
            return
        yield at
        report = submit(report=draft, opened_on=draft.revision, by=by, at=at)
        if script.review.state == "taken_back":
            at += datetime.timedelta(minutes=55)
            yield at
            draft = take_back(report=report, by=by, at=at)
            at += datetime.timedelta(minutes=25)
            yield at
            report = submit(report=draft, opened_on=draft.revision, by=by, at=at)
        if script.review.state != "waiting":
            at = days.instant_of_review(at, number)
            yield at
            self._review(script, report, by, number, at)

    def _save(
        self,
        script: ScriptedReport,
        number: int,
        organisation: Organisation,
        by: User,
        code: str,
        at: datetime.datetime,
    ) -> ProgressReport:
        context, key = self.contexts[code], (code, organisation.key)
        contents = build(script, context, self.stands.get(key), number, day_of(at))
        self.stands[key] = contents
        return save_draft(
            action=context.action,
            organisation=organisation,
            contents=contents,
            report=None,
            opened_on=0,
            by=by,
            at=at,
            on_behalf=script.on_behalf,
        )

    def _show(
        self, draft: ProgressReport, shown: Shown, by: User, at: datetime.datetime, *, dutch: bool
    ) -> None:
        words = texts.marked(shown.description, dutch=dutch)
        add_evidence(
            report=draft,
            description=words,
            file=SentFile(shown.file_name, f"{words}\n".encode()) if shown.file_name else None,
            archive_reference=shown.archive_reference,
            is_open=shown.is_open,
            by=by,
            at=at,
        )
        draft.refresh_from_db()

    def _review(
        self,
        script: ScriptedReport,
        report: ProgressReport,
        submitter: User,
        number: int,
        at: datetime.datetime,
    ) -> None:
        others = [self.cast[name] for name in REVIEWERS if self.cast[name].pk != submitter.pk]
        reviewer = others[number % len(others)]
        remark = texts.marked(script.review.remark, dutch=script.dutch)
        if script.review.state == "returned":
            return_report(report=report, remark=remark, by=reviewer, at=at)
        else:
            verdict = script.review.verdict or script.facts.get("confidence") or ON_TRACK
            asks = texts.marked(script.review.asks, dutch=script.dutch)
            to_ask = ToAsk(asks, report.organisation, day_of(at) + ASKED_WITHIN) if asks else None
            accept(report=report, verdict=verdict, remark=remark, to_ask=to_ask, by=reviewer, at=at)

    def _lead_of(self, action: Action, on: datetime.date) -> str:
        return Lead.objects.in_force(on).select_related("organisation").get(action=action).organisation.key
