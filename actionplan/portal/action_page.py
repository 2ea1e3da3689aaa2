"""Everything that the page of one action shows, read in a fixed number of queries."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from actionplan.accounts.rights import rights_today
from actionplan.base import formatting
from actionplan.base.addresses import address_of
from actionplan.base.brussels import day_of
from actionplan.base.money import add_up
from actionplan.base.prepared import prepared
from actionplan.base.schedule_chart import Milestone, ScheduleLine, Span, schedule_line
from actionplan.base.tokens import new_token
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import MilestoneProposal, ProgressReport, Question, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.overspending import Overspent
from actionplan.reporting.rules import owns_action, sees_note, sees_words, writes_for
from actionplan.reporting.states import confidence_word
from actionplan.reporting.words import (
    attention_reasons,
    disagreements,
    schedule_words,
    status_note,
    status_word,
)
from actions.codes import code_of
from actions.models import Action, Lead

from . import action_facts, action_record
from .action_amending import proposals_shown, what_may_be_amended
from .happenings import happenings_of
from .moments import Asked
from .planned_words import planned_words_of_action
from .question_page import threads_about_action, to_answer
from .question_threads import open_threads
from .rules import trail_of
from .trail_words import trail_in_words


def tracked_action(action: Action, moment: Moment) -> Any | None:
    """The action with where it stands, what stands beside it, and whether some things are there at all, which most
    actions have not. None on a day on which it was not in the plan.
    """
    return _tracked.first(action, moment)


@prepared
def _tracked(action: Action, moment: Moment) -> QuerySet[TrackedAction]:
    rows = TrackedAction.objects.filter(pk=action).at(moment).counting_once(moment)
    return rows.with_neighbours(moment.plan_day).annotate(
        has_references=Exists(action_facts.references_of(OuterRef("pk"))),
        has_proposals=Exists(MilestoneProposal.objects.filter(action=OuterRef("pk"))),
        has_questions=Exists(Question.objects.of_action(OuterRef("pk"))),
    )


def _may_have(tracked: Any | None, things: str) -> bool:
    """Whether it is worth asking for them; of an action that was not in the plan it is not known."""
    return tracked is None or getattr(tracked, f"has_{things}")


def neighbours(action: Action, tracked: Any | None, moment: Moment) -> tuple[str, str]:
    """The codes of the action before and after this one in the plan's order; empty at its ends."""
    row = tracked or Action.objects.with_neighbours(moment.plan_day).get(pk=action.pk)
    before, after = row.order_before, row.order_after
    return (code_of(before) if before else "", code_of(after) if after else "")


def lead_of(action: Action, on: datetime.date) -> Organisation | None:
    row = _leads.first(action, on)
    return row.organisation if row else None


@prepared
def _leads(action: Action, on: datetime.date) -> QuerySet[Lead]:
    return Lead.objects.in_force(on).of(action).select_related("organisation").order_by("pk")


def absence_of(action: Action, on: datetime.date) -> str:
    """Why the action was not in the plan on the day."""
    if action.in_force_until and action.in_force_until <= on:
        day = formatting.day(action.in_force_until)
        return _("This action is no longer in the plan since %(day)s.") % {"day": day}
    return _("This action was added to the plan on %(day)s.") % {"day": formatting.day(action.in_force_from)}


def words_of(reports: list[ProgressReport], action: Action, user: Any) -> list[dict[str, Any]]:
    """What the standing reports say, as far as the person may read it; lead first, then the contributions."""
    may_read = sees_words(user, action)
    said = []
    for report in reports:
        report.action = action
        note = report.note_to_platform if sees_note(user, report) else ""
        said.append({"report": report, "may_read": may_read, "note": note})
    return said


def chart_of(
    action: Action, tracked: Any, phases: action_facts.Phases, milestones: list[Any], moment: Moment
) -> ScheduleLine:
    points = [
        Milestone(line.achieved_on or line.terms.due, line.terms.local_title, line.chart_state)  # type: ignore[arg-type]
        for line in milestones
        if not line.terms.recurrence and (line.achieved_on or line.terms.due)
    ]
    return schedule_line(
        plan=Span(action.plan.start, action.plan.end),
        adopted=[Span(phase.start, phase.end) for phase in phases.adopted],
        in_force=[Span(phase.start, phase.end) for phase in phases.in_force if phases.were_amended],
        on=moment.reckoned_on,
        started=tracked.actual_start if tracked else None,
        ended=tracked.actual_end if tracked else None,
        forecast_end=tracked.forecast_end if tracked else None,
        milestones=points,
    )


def action_page(request: HttpRequest, action: Action, tracked: Any | None, asked: Asked) -> dict[str, Any]:
    """The context of the page; `tracked` is None on a day on which the action was not in the plan."""
    moment, user = asked.moment, request.user
    facts = _printed(action, tracked, moment)
    record = _recorded(action, tracked, facts["budget"], user, moment)
    word = next((report for report in record["reports"] if report.is_lead), None)
    lead, organisations, phases = facts["lead"], facts["organisations"], facts["all_phases"]
    told = action_record.milestones_told(word) if word and facts["terms"] else []
    milestones = action_record.milestone_lines(
        facts["terms"], told, moment.reckoned_on, plan=action.plan, phases=phases.in_force
    )
    before, after = neighbours(action, tracked, moment)
    context = {
        "plan": action.plan,
        "receipt_url": address_of("money-receipt", action.plan.code),
        "absence": "" if tracked else absence_of(action, moment.plan_day),
        "is_continuous": any(phase.continuous for phase in phases.in_force),
        "milestones_due": action_record.milestones_due(milestones, moment.reckoned_on),
        "action": action,
        "asked": asked,
        "tracked": tracked,
        "word": word,
        "milestones": milestones,
        "chart": chart_of(action, tracked, phases, milestones, moment),
        "before": before,
        "after": after,
        "trail_events": trail_in_words(trail_of(action, _keys(lead, organisations), user, moment.known_at)),
        "may_read_trail": user.has_perm("audit.read_trail_of_action", action),
        **facts,
        **record,
        **_breadcrumbs(action, asked),
        **_what_may_be_done(request, action, lead if moment.is_now else None),
        **what_may_be_amended(request, action, lead if moment.is_now else None),
        "proposals": proposals_shown(request, action, asked) if _may_have(tracked, "proposals") else [],
    }
    if tracked:
        context |= _where_it_stands(tracked, facts["budget"], record["money"], phases, record["history"])
    return context


def _printed(action: Action, tracked: Any | None, moment: Moment) -> dict[str, Any]:
    """What the plan says of the action on the moment's day."""
    day = moment.plan_day
    organisations = action_facts.organisations_of(action, day)
    phases = action_facts.phases_of(action, day)
    budget = action_facts.budget_of(action, action.plan, phases, day)
    return {
        "all_phases": phases,
        "phases": [(phase, action_facts.phase_words(phase)) for phase in phases.in_force],
        "budget": budget,
        "planned_words": planned_words_of_action(budget),
        "ministers": action_facts.ministers_of(action, day),
        "organisations": organisations,
        "lead": _lead_among(organisations, tracked) or lead_of(action, day),
        "terms": action_facts.milestone_terms_of(action, day),
        "references": action_facts.references_between(action) if _may_have(tracked, "references") else [],
    }


def _lead_among(organisations: list[action_facts.Party], tracked: Any | None) -> Organisation | None:
    """The lead, where it promotes the action or partners in it too, as nearly always: then it was read already."""
    key = tracked.lead_organisation if tracked else None
    return next((party.subject for party in organisations if party.subject.pk == key), None)


def _recorded(
    action: Action, tracked: Any | None, budget: list[action_facts.LineOfBudget], user: Any, moment: Moment
) -> dict[str, Any]:
    """What was reported and asked about the action, as known at the moment and as far as the person may see it."""
    known = action_record.reports_of(action, user, moment)
    reports = action_record.standing_reports(known)
    threads = threads_about_action(action, user, moment) if _may_have(tracked, "questions") else []
    return {
        "reports": reports,
        "drafts": [report for report in known if report.is_draft and moment.is_now],
        "said": words_of(reports, action, user),
        "money": action_record.money_of(action, budget, moment),
        "history": action_record.report_history(known, user, moment),
        "happenings": happenings_of(known, threads, user, moment),
        "open_threads": to_answer(open_threads(threads) if moment.is_now else [], user),
    }


def _keys(lead: Organisation | None, organisations: list[action_facts.Party]) -> list[int]:
    return [party.subject.pk for party in organisations] + ([lead.pk] if lead else [])


def _breadcrumbs(action: Action, asked: Asked) -> dict[str, Any]:
    plan, kept = action.plan, asked.query_string
    trail = [
        (_("Actions"), address_of("action-list", plan.code) + kept),
        (str(action.objective), address_of("objective", plan.code, action.objective.number) + kept),
    ]
    return {"trail": trail}


def _what_may_be_done(request: HttpRequest, action: Action, lead: Organisation | None) -> dict[str, Any]:
    """Links to what this person may do here, today whatever day is shown; each page asks the rules again."""
    user, today = request.user, day_of(request.now)
    rights = rights_today(user, action.plan_id)
    in_plan = action.is_in_force(today)
    may_report = in_plan and owns_action(user, action) and bool(writes_for(user, action))
    on_behalf = in_plan and rights.is_coordinator and not may_report
    return {
        "may_report": may_report,
        "may_ask": in_plan and user.has_perm("reporting.ask_question", action),
        "token": new_token(),
        "lead_today": (lead or lead_of(action, today)) if on_behalf else None,
    }


def _where_it_stands(
    tracked: Any,
    lines: list[action_facts.LineOfBudget],
    money: action_record.MoneyOfAction,
    phases: action_facts.Phases,
    history: list[action_record.ReportEntry],
) -> dict[str, Any]:
    overspent = _overspent(tracked.pk, lines, money)
    continuous = tracked.is_continuous
    return {
        "status": status_word(tracked),
        "status_note": status_note(tracked),
        "confidence": confidence_word(tracked.confidence, continuous=continuous),
        "verdict": confidence_word(tracked.verdict, continuous=continuous),
        "schedule": schedule_words(tracked),
        "slip": action_record.slip_of(tracked, phases.end_as_adopted, history),
        "reasons": attention_reasons(tracked, overspent),
        "disagreements": disagreements(tracked),
    }


def _overspent(
    action: int, lines: list[action_facts.LineOfBudget], money: action_record.MoneyOfAction
) -> list[Overspent]:
    found = []
    for line in lines:
        planned = add_up(line.planned.values())
        paid = add_up(row.paid for row in money.rows if row.line == line.line)
        if line.has_amount and paid > planned:
            found.append(Overspent(line.line, action, planned, paid))
    return found
