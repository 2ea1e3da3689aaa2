"""Tells the story through the real operations, act by act in chronological order."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import OuterRef, Subquery

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.clock import set_demo_clock
from actionplan.base.days import day_of
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.agreement import mark_ready, say_unchanged
from actionplan.reports.contents import Contents
from actionplan.reports.evidence import SentFile, add_evidence
from actionplan.reports.leads import appoint_lead
from actionplan.reports.questions import ToAsk, proposed_to_settle
from actionplan.reports.reviewing import accept, accept_several, return_report
from actionplan.reports.workflow import save_draft, submit, take_back
from actions.models import Action, Lead
from objectives.models import Plan
from objectives.states import PlanState

from . import days
from .accounts import REVIEWERS, SPEAKERS, add_demo_accounts
from .amending import AMENDMENTS, amend
from .building import ActionContext, action_contexts, build, corrected_in
from .exchanges import Exchanges
from .reading import read_story
from .recommendations import recommendations
from .rounds import ROUNDS, RoundTeller
from .saying import ScriptedReport, Shown

Acts = Iterator[datetime.datetime]
"""What a person and the reviewers do with a report: yields the instant of each act before doing it."""

ASKED_WITHIN = datetime.timedelta(days=90)
"""How long the lead gets for what is asked with a verdict."""
PREPARED = datetime.timedelta(minutes=35)


def tell(plan: Plan, language: str) -> None:
    """Add the demo accounts and all that they do, and set the clock of the demo to a day on which the plan was in force.

    The caller holds the transaction.
    """
    Teller(plan, add_demo_accounts(plan=plan, at=days.STORY_BEGINS), language).tell()
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.IN_FORCE)
    _note_sign_ins()
    set_demo_clock(days.STORY_ENDS)


def _note_sign_ins() -> None:
    """Whoever did something had signed in."""
    own = Event.objects.filter(actor_key=OuterRef("pk")).newest_first()
    User.objects.filter(is_demo=True).update(last_login=Subquery(own.values("at")[:1]))


@dataclass
class Teller:
    plan: Plan
    cast: dict[str, User]
    language: str = "en"
    contexts: dict[str, ActionContext] = field(init=False)
    organisations: dict[str, Organisation] = field(init=False)
    stands: dict[tuple[str, str], Contents] = field(default_factory=dict)
    """What each organisation last submitted on an action, by code and key."""

    def __post_init__(self) -> None:
        self.organisations = {row.key: row for row in Organisation.objects.all()}
        self.contexts = action_contexts(self.plan)

    def tell(self, until: datetime.datetime = days.STORY_ENDS) -> None:
        """Carry out every act before the instant, the earliest first."""
        story = read_story(self.language)
        parts = [self.appoint_unprinted_lead(), self.amendments()]
        parts.append(recommendations(self.plan, self.cast["platform"]))
        parts += [RoundTeller(self.plan, self.cast, told, self.language).acts() for told in ROUNDS]
        parts += [self.report(script, number) for number, script in enumerate(story.reports)]
        parts += Exchanges(self.plan, self.cast).parts(story)
        agenda = [(next(part), number, part) for number, part in enumerate(parts)]
        heapq.heapify(agenda)
        while agenda and agenda[0][0] < until:
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

    def amendments(self) -> Acts:
        """What they add is reported on from then on."""
        for amendment in AMENDMENTS:
            yield amendment.at
            amend(amendment, plan=self.plan, language=self.language, by=self.cast["platform"])
            self.contexts = action_contexts(self.plan)

    def report(self, script: ScriptedReport, number: int) -> Acts:
        day = days.day_of_report(script.when, number)
        at = days.instant_of_report(day, number)
        yield at - PREPARED
        action = self.contexts[script.action].action
        organisation = self.organisations[script.organisation or lead_of(action, day)]
        by = self.cast[script.by or SPEAKERS[organisation.key]]
        draft = self._draft(script, number, organisation, by, at - PREPARED)
        for shown in script.evidence:
            self._show(draft, shown, by, at - PREPARED)
        if script.review.state == "draft":
            return
        yield at
        if script.review.state == "ready":
            self._mark_ready(draft, by, at)
            return
        report = submit(report=draft, opened_on=draft.revision, by=by, at=at)
        if script.review.state == "taken_back":
            at += datetime.timedelta(minutes=55)
            yield at
            draft = take_back(report=report, by=by, at=at)
            at += datetime.timedelta(minutes=25)
            yield at
            report = submit(report=draft, opened_on=draft.revision, by=by, at=at)
        if script.review.state != "waiting":
            at = days.instant_of_review(at, number, script.review.on)
            yield at
            self._review(script, report, by, number, at)

    def _draft(
        self, script: ScriptedReport, number: int, organisation: Organisation, by: User, at: datetime.datetime
    ) -> ProgressReport:
        """The organisation's draft, begun or saved again; or one that says that nothing changed."""
        context, key = self.contexts[script.action], (script.action, organisation.key)
        about: dict[str, Any] = {"action": context.action, "organisation": organisation, "by": by, "at": at}
        reports = ProgressReport.objects.of(context.action, organisation)
        if script.unchanged:
            last = reports.handed_in().latest("submitted_at")
            return say_unchanged(source=script.source, opened_on=last.pk, **about)
        contents = build(script, context, self.stands.get(key), number, day_of(at), self.language)
        if script.corrects:
            corrected = Round.objects.get(plan=self.plan, code=script.corrects)
            contents = replace(
                contents.with_fields(corrects_id=corrected.pk), corrected=tuple(corrected_in(script, context))
            )
        self.stands[key] = contents
        begun = reports.drafts().first()
        return save_draft(
            contents=contents,
            report=begun.pk if begun else None,
            opened_on=begun.revision if begun else 0,
            on_behalf=script.on_behalf,
            **about,
        )

    def _show(self, draft: ProgressReport, shown: Shown, by: User, at: datetime.datetime) -> None:
        content = f"{shown.description}\n".encode()
        add_evidence(
            report=draft,
            description=shown.description,
            file=SentFile(shown.file_name, content) if shown.file_name else None,
            archive_reference=shown.archive_reference,
            is_open=shown.is_open,
            by=by,
            at=at,
        )
        draft.refresh_from_db()

    def _mark_ready(self, draft: ProgressReport, by: User, at: datetime.datetime) -> None:
        if left := mark_ready(drafts=[(draft, draft.revision)], by=by, at=at):
            raise ValueError(f"{draft} is not ready: {left[0][1]}")

    def _review(
        self,
        script: ScriptedReport,
        report: ProgressReport,
        submitter: User,
        number: int,
        at: datetime.datetime,
    ) -> None:
        others = [self.cast[name] for name in REVIEWERS if self.cast[name].pk != submitter.pk]
        reviewer, said = others[number % len(others)], script.review
        if said.state == "returned":
            return_report(report=report, remark=said.remark, by=reviewer, at=at)
        elif said.together:
            outcome = accept_several(reports={report.pk: report.confidence}, by=reviewer, at=at)
            if outcome.left:
                raise ValueError(f"{report} is reviewed on its own: {outcome.left[0][1]}")
        else:
            verdict = (
                (said.verdict or script.facts.get("confidence") or "on_track") if report.takes_verdict else ""
            )
            to_ask = self._to_ask(script, report, day_of(at))
            settles = proposed_to_settle(report, verdict)
            facts: dict[str, Any] = {
                "verdict": verdict,
                "remark": said.remark,
                "to_ask": to_ask,
                "settles": settles,
            }
            accept(report=report, **facts, by=reviewer, at=at)

    def _to_ask(self, script: ScriptedReport, report: ProgressReport, on: datetime.date) -> ToAsk | None:
        said = script.review
        if not said.asks:
            return None
        minister = said.asks_minister and Minister.objects.get(key=said.asks_minister)
        return ToAsk(said.asks, minister or report.organisation, said.asks_by or on + ASKED_WITHIN)


def lead_of(action: Action, on: datetime.date) -> str:
    return Lead.objects.in_force(on).select_related("organisation").get(action=action).organisation.key
