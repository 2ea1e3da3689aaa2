"""What the page of one action shows: facts of the picture, with words, reports, questions and the trail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.amendments.amended_words import amended_in_words, decision_in_words
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.pages.choices import Choices
from actionplan.pages.figures import SUMMED_MEASURES, MoneyCell, cells_of
from actionplan.pages.getters import plans_seen
from actionplan.pages.indicators import indicator_lines
from actionplan.pages.milestones.periods import PeriodsOfYear, periods_by_year
from actionplan.pages.questions.read import (
    Thread,
    ThreadToAnswer,
    open_threads,
    threads_about_action,
    to_answer,
)
from actionplan.pages.timeline.read import legend_of, one_action
from actionplan.picture import frozen, live, money, sentences
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.evidence_words import EvidenceOfReport, evidence_in
from actionplan.picture.milestones import MilestoneOutcome
from actionplan.picture.picture import ActionPicture, MilestonePicture, ReportPicture
from actionplan.picture.planned_words import how_all_planned, how_planned
from actionplan.picture.unknown_figures import certainty_in_words, unknown_figures_in_words
from actionplan.picture.words import (
    ABSENT,
    NOT_SHOWN,
    PersonReading,
    ReportWords,
    WrittenText,
    names_of,
    words_of,
)
from actionplan.planned.json_form import read_kept
from actionplan.planned.words import (
    BodyNames,
    changed_facts,
    line_in_words,
    named_locally,
    period_in_words,
)
from actionplan.reporting.models import MilestoneProposal, Recommendation
from actionplan.reporting.rules import owns_action, writes_for
from actionplan.reporting.states import ProposalState
from actions.models import Action, AmendedAction
from actions.states import Kind, MinisterRole, PromotionRole
from budgets.states import BudgetKind

from .history import OfficeAnswer, history_of, office_answers, office_answers_now, reports_seen
from .stands import Names, Words, where_it_stands
from .trail import trail_in_words, trail_of

PROPOSALS_SHOWN = 10


def action_page(request: PortalRequest, row: Action, choices: Choices) -> dict[str, Any]:
    """The context of the page; `row` is the action today, which decides what may be done and seen."""
    action, is_in_plan = action_in(choices, row)
    picture, user = choices.picture, request.user
    words = words_of(picture, [action], PersonReading(user), {row.pk: row})
    names = names_of(picture, _people_of(action))
    lead = picture.organisations.get(action.lead or "")
    return {
        "plan": choices.plan,
        "choices": choices,
        "action": action,
        "today": row,
        "is_in_plan": is_in_plan,
        "absence": "" if is_in_plan else _absence(action, choices),
        "merged_into": row.merged_into if action.merged_into else None,
        "merged": _merged(choices, action),
        "theme": picture.objectives[action.objective].themes.get(action.theme or 0),
        "lead": lead,
        "parties": _parties(choices, action),
        "references": [*_references(choices, action), *_continuations(request, row)],
        "kind": str(Kind(action.kind).label),
        "phases": [(phase, period_in_words(phase)) for phase in action.phases],
        "printed_timing": sentences.adopted_phase_words(action),
        "printed_budget": sentences.budget_words(action),
        "amended_timing": sentences.amended_phase_words(action),
        **_timing(choices, action),
        **_amendments(choices, row),
        "indicators": indicator_lines(choices, [action], words),
        "recommendations": Recommendation.objects.of_plan(choices.plan)
        .at(choices.moment.known_at)
        .about_action(row),
        "milestones": [
            MilestoneLine(milestone, _lead_words(action, words)) for milestone in action.milestones
        ],
        "not_shown": NOT_SHOWN,
        "current_reports": _current_reports(choices, action, words, names, row, user),
        **_neighbours(choices, action),
        **where_it_stands(choices, action, words, names),
        **_money(choices, action, words),
        **_history(request, row, choices),
        **_trail(request, row, choices, action),
        **_rights_context(request, row, choices, lead),
        "breadcrumbs": [
            (_("Actions"), choices.url("action-list")),
            (
                str(picture.objectives[action.objective]),
                reverse("objective", args=[choices.plan.code, action.objective]) + choices.query_string,
            ),
        ],
    }


def action_in(choices: Choices, row: Action) -> tuple[ActionPicture, bool]:
    """The action in the picture, and whether it was in the plan then. Raises Http404 if a round lacks it."""
    pictured = choices.picture.actions.by_pk(row.pk)
    if pictured:
        return pictured, True
    if choices.snapshot is None:
        [absent] = live.read(choices.plan, choices.moment, [row.pk]).actions
        return absent, False
    withdrawn = frozen.withdrawn(choices.snapshot, choices.basis)
    gone = next((action for action in [*choices.picture.left, *withdrawn] if action.pk == row.pk), None)
    if gone is None:
        raise Http404
    return gone, False


def _absence(action: ActionPicture, choices: Choices) -> str:
    """Why the action was not in the plan at that moment."""
    if choices.snapshot:
        return _("This action left the plan before the round closed; it is in no count of the round.")
    if action.has_left:
        words = {"day": formatting.day(action.in_force_until)}
        if action.merged_into:
            return _("This action is no longer in the plan since %(day)s.") % words
        return _("This action was withdrawn: it is no longer in the plan since %(day)s.") % words
    day = {"day": formatting.day(action.in_force_from)}
    return _("This action was added to the plan on %(day)s.") % day


def _neighbours(choices: Choices, action: ActionPicture) -> dict[str, str]:
    """The actions before and after this one in the plan's order; empty at its ends."""
    others = [(row.order, row.code) for row in choices.picture.actions]
    before = max((other for other in others if other[0] < action.order), default=(0, ""))[1]
    after = min((other for other in others if other[0] > action.order), default=(0, ""))[1]
    return {
        "before": before,
        "before_url": choices.action_url(before) if before else "",
        "after": after,
        "after_url": choices.action_url(after) if after else "",
    }


@dataclass(frozen=True)
class Party:
    """A minister or an organisation with its role; inferred if only the printed order suggests it."""

    body: Any
    role: str
    inferred: bool
    url: str


def _parties(choices: Choices, action: ActionPicture) -> dict[str, Any]:
    picture, code, kept = choices.picture, choices.plan.code, choices.query_string

    def parties(rows: Iterable[Any], page: str, known: Mapping[str, Any], roles: Any) -> list[Party]:
        return [
            Party(
                known[key], str(roles(row.role).label), row.inferred, reverse(page, args=[code, key]) + kept
            )
            for row in rows
            for key in [getattr(row, page)]
        ]

    return {
        "inferred": any(row.inferred for row in action.involvements)
        or any(row.inferred for row in action.promotions),
        "ministers": parties(action.involvements, "minister", picture.ministers, MinisterRole),
        "organisations": parties(action.promotions, "organisation", picture.organisations, PromotionRole),
    }


def _references(choices: Choices, action: ActionPicture) -> list[dict[str, Any]]:
    """Actions and objectives that the action's text refers to, and actions that refer to it."""
    picture, references = choices.picture, []
    for reference in action.references:
        if reference.objective is not None:
            objective = picture.objectives[reference.objective]
            url = reverse("objective", args=[choices.plan.code, reference.objective]) + choices.query_string
            references.append(
                {"label": _("Refers to"), "mark": f"{reference.objective}.", "to": objective, "url": url}
            )
        elif other := picture.actions.get(reference.action or ""):
            references.append(_reference(choices, _("Refers to"), other))
    for other in picture.actions:
        if any(reference.action == action.code for reference in other.references):
            references.append(_reference(choices, _("Referred to by"), other))
    return references


def _reference(choices: Choices, label: str, other: ActionPicture) -> dict[str, Any]:
    return {"label": label, "mark": other.code, "to": other, "url": choices.action_url(other.code)}


def _continuations(request: PortalRequest, row: Action) -> list[dict[str, Any]]:
    """The actions that this one continues or that continue it, in all plans that the person sees."""
    others = Action.objects.filter(Q(pk=row.continues_id) | Q(continues=row), plan__in=plans_seen(request))
    others = others.select_related("plan").prefetch_related("terms").order_by("plan", "order")
    return [
        {
            "label": _("Continues") if other.pk == row.continues_id else _("Continued by"),
            "mark": f"{other.plan.code}, {other.code}",
            "to": other,
            "url": reverse("action", args=[other.plan.code, other.code]),
        }
        for other in others
    ]


def _amendments(choices: Choices, row: Action) -> dict[str, Any]:
    """The amendments of the action, and those that merged another into it, in force at the moment, the
    earliest first; and what the plan says now, compared with before the first of its own.

    For an action that an amendment added, as adopted means as it was first in force. One query.
    """
    rows = (
        AmendedAction.objects.filter(Q(code=row.code) | Q(merged_into=row.code), amendment__plan=row.plan_id)
        .filter(amendment__put_in_force_at__lte=choices.moment.known_at)
        .select_related("amendment")
        .order_by("amendment__effective_from", "amendment__put_in_force_at", "order")
    )
    names = BodyNames(choices.picture.organisations, choices.picture.ministers)
    entries = [amended_in_words(row, names) for row in rows]
    own = [row for row in rows if row.code == row.code]
    versions = [action for row in own for action in (read_kept(row.before), read_kept(row.after)) if action]
    budgets = [
        [line_in_words(named_locally(line), names) for line in version.lines]
        for version in [*versions[:1], *versions[-1:]]
    ]
    adopted, amended = budgets if versions and versions[0].lines != versions[-1].lines else (None, None)
    return {
        "amendments": [(entry, decision_in_words(entry.amended.amendment)) for entry in entries],
        "since_adopted": changed_facts(versions[0], versions[-1], names) if versions else [],
        "adopted_budget": adopted,
        "amended_budget": amended,
        "left_by": own[-1].amendment if own and own[-1].is_withdrawn else None,
    }


def _merged(choices: Choices, action: ActionPicture) -> list[dict[str, str]]:
    """The actions that were merged into this one: their codes, and their pages."""
    codes = choices.picture.merged_into(action.code)
    return [{"code": code, "url": choices.action_url(code)} for code in codes]


def _timing(choices: Choices, action: ActionPicture) -> dict[str, Any]:
    timing, chart = (
        one_action(choices, action),
        reverse("schedule-chart", args=[choices.plan.code, action.code]),
    )
    return {
        "timing": timing,
        "legend": legend_of([timing]),
        "schedule_url": chart + choices.query_string,
    }


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone as promised and as reported; `words` are those of the lead report, if there is one."""

    milestone: MilestonePicture
    words: ReportWords

    @property
    def undone_why(self) -> WrittenText:
        return self.words.show_of_milestone("undone_why", self.milestone.key)

    @property
    def expected_why(self) -> WrittenText:
        return self.words.show_of_milestone("expected_why", self.milestone.key)

    @property
    def followed(self) -> str:
        return sentences.what_followed_words(self.milestone)

    @property
    def missed(self) -> str:
        """In words, for one that was due and is not achieved; else empty."""
        if self.milestone.outcome != MilestoneOutcome.MISSED:
            return ""
        return f"{MilestoneOutcome.MISSED.label}, {sentences.past_its_date_words(self.milestone)}"

    @property
    def periods(self) -> str:
        return sentences.periods_words(self.milestone)

    @cached_property
    def years(self) -> list[PeriodsOfYear]:
        return periods_by_year(self.milestone) if self.milestone.recurrence else []

    @property
    def has_numbers(self) -> bool:
        return any(year.number is not None for year in self.years)


def _people_of(action: ActionPicture) -> list[int | None]:
    """The keys of who submitted and reviewed its reports, and gave the verdict."""
    of_reports = [key for row in action.reports for key in (row.submitted_by, row.reviewed_by)]
    return [*of_reports, action.last_verdict.reviewed_by] if action.last_verdict else of_reports


def _lead_words(action: ActionPicture, words: Words) -> ReportWords:
    return words[action.lead_report.pk] if action.lead_report else ReportWords(may_read=True)


TEXTS_SAID = (
    *("done", "next_steps", "obstacles", "stop_reason", "stop_decision", "forecast_reason"),
    *("source", "agreed_by", "note_to_platform"),
)
"""Those of a report that the page shows as they were written."""


def _current_reports(
    choices: Choices, action: ActionPicture, words: Words, names: Names, row: Action, user: User
) -> list[
    tuple[ReportPicture, OrganisationPicture, dict[str, WrittenText] | None, WrittenText, EvidenceOfReport]
]:
    """What the current reports say, the lead's first, each with its organisation, its texts by name (None for whom may not
    read them), who submitted it, and its evidence.
    """
    organisations = choices.picture.organisations
    evidence = evidence_in(choices.picture, [action], PersonReading(user), {row.pk: row})
    return [
        (
            report,
            organisations[report.organisation],
            {name: words[report.pk].show(name) for name in TEXTS_SAID} if words[report.pk].may_read else None,
            names.get(report.submitted_by or 0, ABSENT),
            evidence.get(report.pk, EvidenceOfReport()),
        )
        for report in action.reports
    ]


@dataclass(frozen=True)
class MoneyOfYear:
    """Planned, committed and paid on the action in one or all calendar years, each with its receipt."""

    year: int | None
    cells: list[MoneyCell]
    full_time_equivalents: Decimal | None = None


def _money(choices: Choices, action: ActionPicture, words: Words) -> dict[str, Any]:
    years, people = money.by_year([action]), _people_by_year(action)
    shown = sorted({*(year for year, sums in years.items() if sums.keys() & set(SUMMED_MEASURES)), *people})

    def of_year(year: int | None, sums: money.Sums) -> MoneyOfYear:
        cells = cells_of(choices, sums, action=action.code, year=year)[:-1]
        return MoneyOfYear(year, cells, people.get(year) if year else None)

    return {
        "lines": [
            (
                line,
                str(BudgetKind(line.kind).label),
                sentences.payers_in_words(line.funding, choices.picture.organisations),
                how_planned(line),
            )
            for line in action.lines
        ],
        "years_of_money": [of_year(year, years.get(year, {})) for year in shown],
        "total_of_money": of_year(None, money.total(years.values())),
        "has_people": bool(people),
        "unknown_figures": unknown_figures_in_words([action], choices.picture.organisations),
        "planned_words": f"{how_all_planned(action.lines)} {sentences.planned_note()}",
        "spending": [
            (report, choices.picture.organisations[report.organisation], row, certainty_in_words(row), source)
            for report, row, source in sorted(
                (
                    (report, row, words[report.pk].show_source_of_spending(row.place, row.year))
                    for report in action.reports
                    for row in report.spending
                ),
                key=lambda row: (row[1].year, row[1].place),
            )
        ],
    }


def _people_by_year(action: ActionPicture) -> dict[int, Decimal]:
    people: dict[int, Decimal] = defaultdict(Decimal)
    for row in action.spending:
        if row.full_time_equivalents is not None:
            people[row.year] += row.full_time_equivalents
    return dict(people)


def _history(request: PortalRequest, row: Action, choices: Choices) -> dict[str, Any]:
    """Reports and questions as known at the moment; today's drafts and questions; answers of offices."""
    user, moment = request.user, choices.moment
    reports = reports_seen(row, user)
    threads = threads_about_action(row, user, moment)
    return {
        "history": history_of(row, reports, threads, user, moment),
        "drafts": [report for report in reports if report.submitted_at is None and choices.is_now],
        "open_threads": _open_threads(threads, request) if choices.is_now else [],
        "office_answers": _office_answers(choices, row, user),
    }


def _open_threads(threads: list[Thread], request: PortalRequest) -> list[ThreadToAnswer]:
    """Those in which the person may do something, and those that do not stand above with what is asked of everybody."""
    shown = to_answer(open_threads(threads), request)
    return [one for one in shown if one.form or not one.thread.question.for_everybody]


def _office_answers(choices: Choices, row: Action, user: User) -> list[OfficeAnswer]:
    if choices.snapshot:
        return office_answers(choices.snapshot, row, user)
    return office_answers_now(row, user) if choices.is_now else []


def _trail(request: PortalRequest, row: Action, choices: Choices, action: ActionPicture) -> dict[str, Any]:
    bodies = [choices.picture.organisations[key].pk for key in action.bodies]
    events = trail_of(row, bodies, request.user, choices.moment.known_at)
    return {
        "trail_events": trail_in_words(events, row),
        "may_read_trail": request.user.has_perm("audit.read_trail_of_action", row),
    }


def _rights_context(
    request: PortalRequest, row: Action, choices: Choices, lead: OrganisationPicture | None
) -> dict[str, Any]:
    """What this person may do today, whatever day is shown; nothing in a closed round."""
    user, today = request.user, day_of(request.now)
    in_plan, rights = row.is_in_force(today), rights_today(user, choices.plan)
    can_act = choices.snapshot is None and in_plan
    may_report = can_act and owns_action(user, row) and bool(writes_for(user, row))
    on_behalf = can_act and rights.is_coordinator and not may_report
    lead_today = lead.key if lead else ""
    if on_behalf and not choices.is_now:
        lead_today = row.leads.in_force(today).values_list("organisation__key", flat=True).first() or ""
    may_propose = in_plan and choices.is_now and lead is not None and lead.pk in rights.submits_for
    return {
        "may_report": may_report,
        "lead_today": lead_today if on_behalf else "",
        "may_ask": can_act and user.has_perm("reporting.ask_question", row),
        "may_appoint": in_plan and user.has_perm("reporting.appoint_lead", row),
        "may_amend": in_plan and user.has_perm("actions.amend", row),
        "may_propose": may_propose,
        "proposals": _proposals_shown(row, user) if choices.is_now else [],
    }


def _proposals_shown(action: Action, user: User) -> list[Any]:
    """Milestones proposed for the action that did not become part of the plan, newest first."""
    if not user.has_perm("reporting.see_reported", action):
        return []
    rows = MilestoneProposal.objects.filter(action=action).exclude(state=ProposalState.AGREED)
    shown = list(rows.order_by("-proposed_at", "-pk")[:PROPOSALS_SHOWN])
    note_words(action, shown)
    return shown
