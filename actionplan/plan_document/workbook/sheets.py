"""The sheets of a plan workbook and their columns: what each is called, what it holds, and its member of the document."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionplan.planned.document import (
    DescribedMinister,
    DescribedObjective,
    DescribedOrganisation,
    DescribedPlan,
    DescribedPolicyArea,
    FundingShare,
    MinisterPart,
    OrganisationPart,
    PlannedAction,
    PlannedBudgetLine,
    PlannedIndicator,
    PlannedMilestone,
    PlannedPhase,
)

from .columns import Holds, PlanColumn, dated, plan_sheet, reference

SAME_IN_DUTCH = _("The same in Dutch.")
PRINTED = _("As the plan prints it, word for word.")
INFERRED = _("Yes where the role was concluded from the printed order.")
SUCCESSOR = _("Who takes over, by key or name.")
FROM = _("First day. Empty: from the beginning.")
UNTIL = _("The day from which it is there no more. Empty: still there.")
EXPLAINED = _("Explanation")
PROGRESS = _("Progress")
"""Titles of sheets with reported progress, which are not read, begin with these words."""

ACTION_COLUMN = reference("action", _("Action"), _("The code of the action."), "actions", required=True)
"""The first column of sheets with parts of actions."""

PLAN_SHEET = plan_sheet(
    "plan",
    _("Plan"),
    DescribedPlan,
    [
        PlanColumn(
            "code",
            _("Code"),
            _("Small letters, digits and hyphens: it stands in every address."),
            required=True,
        ),
        PlanColumn("title", _("Title"), _("What the plan is called."), required=True),
        PlanColumn("title_nl", _("Title in Dutch"), SAME_IN_DUTCH),
        PlanColumn("start", _("First day"), _("On which the plan begins."), required=True, edge="first"),
        PlanColumn("end", _("Last day"), _("On which the plan ends."), required=True, edge="last"),
        PlanColumn("state", _("State"), _("May stay empty.")),
    ],
    _("The plan itself, in one row."),
)
OBJECTIVES_SHEET = plan_sheet(
    "objectives",
    _("Objectives"),
    DescribedObjective,
    [
        PlanColumn(
            "number",
            _("Number of the objective"),
            _("With which the codes of its actions begin."),
            required=True,
        ),
        PlanColumn("title", _("Title"), _("What is to be reached."), required=True),
        PlanColumn("title_nl", _("Title in Dutch"), SAME_IN_DUTCH),
        PlanColumn("summary", _("Summary"), _("One to three sentences.")),
        PlanColumn("summary_nl", _("Summary in Dutch"), SAME_IN_DUTCH),
    ],
    _("A row for each objective."),
)
THEMES_SHEET = plan_sheet(
    "themes",
    _("Themes"),
    None,
    [
        reference("objective", _("Objective"), _("Its number."), "objectives", required=True),
        PlanColumn("title", _("Theme"), _("A sub-heading inside the objective."), required=True),
        PlanColumn("title_nl", _("Theme in Dutch"), SAME_IN_DUTCH),
    ],
    _("A row for each sub-heading, in the plan’s order. May stay empty."),
)
MINISTERS_SHEET = plan_sheet(
    "ministers",
    _("Ministers"),
    DescribedMinister,
    [
        PlanColumn("key", _("Key"), _("By which the minister is known in all plans.")),
        PlanColumn("title", _("Portfolio"), _("Without “Minister for”."), required=True),
        PlanColumn("title_nl", _("Portfolio in Dutch"), SAME_IN_DUTCH),
        PlanColumn("holder", _("Holder"), _("Name of the person.")),
        PlanColumn("in_force_from", _("From"), FROM),
        PlanColumn("in_force_until", _("No longer from"), UNTIL),
        reference("succeeded_by", _("Succeeded by"), SUCCESSOR, "ministers"),
    ],
    _("A row for each minister who takes part."),
)
POLICY_AREAS_SHEET = plan_sheet(
    "policy_areas",
    _("Policy areas"),
    DescribedPolicyArea,
    [
        PlanColumn("code", _("Code"), _("Short, such as WVG."), required=True),
        PlanColumn("name", _("Name"), _("In full."), required=True),
        PlanColumn("name_nl", _("Name in Dutch"), SAME_IN_DUTCH),
    ],
    _("A row for each policy area. May stay empty."),
)
ORGANISATIONS_SHEET = plan_sheet(
    "organisations",
    _("Organisations"),
    DescribedOrganisation,
    [
        PlanColumn("key", _("Key"), _("By which the organisation is known in all plans.")),
        PlanColumn("name", _("Name"), _("In full."), required=True),
        PlanColumn("name_nl", _("Name in Dutch"), SAME_IN_DUTCH),
        PlanColumn("abbreviation", _("Abbreviation"), _("May stay empty.")),
        reference(
            "policy_area", _("Policy area"), _("Its code. Empty: outside every policy area."), "policy_areas"
        ),
        PlanColumn("in_force_from", _("From"), FROM),
        PlanColumn("in_force_until", _("No longer from"), UNTIL),
        reference("succeeded_by", _("Succeeded by"), SUCCESSOR, "organisations"),
    ],
    _("A row for each organisation that takes part."),
)
ACTIONS_SHEET = plan_sheet(
    "actions",
    _("Actions"),
    PlannedAction,
    [
        PlanColumn("code", _("Code"), _("Number of the objective, point, number."), required=True),
        reference("objective", _("Objective"), _("Its number. Empty: as the code says."), "objectives"),
        reference("theme", _("Theme"), _("Empty: under none."), "themes"),
        PlanColumn("title", _("Title"), _("What the action is called."), required=True),
        PlanColumn("title_nl", _("Title in Dutch"), SAME_IN_DUTCH),
        PlanColumn("summary", _("Summary"), _("One to three sentences.")),
        PlanColumn("summary_nl", _("Summary in Dutch"), SAME_IN_DUTCH),
        PlanColumn("kind", _("Kind"), _("Empty: unknown.")),
        PlanColumn("limited", _("Limited"), _("Yes where few may read what is reported.")),
        reference(
            "lead", _("Lead"), _("The organisation that reports. Empty: the first promoter."), "organisations"
        ),
        PlanColumn("timing_printed", _("Timing as printed"), PRINTED),
        PlanColumn("budget_printed", _("Budget as printed"), PRINTED),
    ],
    _("A row for each action."),
)
ACTION_MINISTERS_SHEET = plan_sheet(
    "action_ministers",
    _("Ministers of actions"),
    MinisterPart,
    [
        ACTION_COLUMN,
        reference("minister", _("Minister"), _("By key or portfolio."), "ministers", required=True),
        PlanColumn("role", _("Role"), _("What part it is."), required=True),
        PlanColumn("printed_as", _("As printed"), PRINTED),
        PlanColumn("inferred", _("Inferred"), INFERRED),
    ],
    _("A row for each minister of each action; the first coordinating one counts the action."),
)
PROMOTERS_SHEET = plan_sheet(
    "promoters",
    _("Promoters"),
    OrganisationPart,
    [
        ACTION_COLUMN,
        reference(
            "organisation",
            _("Organisation"),
            _("By key, name or abbreviation."),
            "organisations",
            required=True,
        ),
        PlanColumn("role", _("Role"), _("What part it is."), required=True),
        PlanColumn("printed_as", _("As printed"), PRINTED),
        PlanColumn("inferred", _("Inferred"), INFERRED),
    ],
    _("A row for each organisation of each action, promoters and partners, in the plan’s order."),
)
TIMING_SHEET = plan_sheet(
    "timing",
    _("Timing"),
    PlannedPhase,
    [
        ACTION_COLUMN,
        PlanColumn("label", _("Label"), _("Of the phase. May stay empty.")),
        PlanColumn("label_nl", _("Label in Dutch"), SAME_IN_DUTCH),
        *dated(
            "start",
            _("Beginning"),
            _("A day, a month, a quarter (Q3 2021), a season (spring 2021) or a year; “2021 et seq.” too."),
            "first",
        ),
        *dated(
            "end",
            _("End"),
            _("A day, a month, a quarter (Q3 2021), a season (spring 2021) or a year. Empty: no end."),
            "last",
        ),
        PlanColumn("continuous", _("Continuous"), _("Yes: neither beginning nor end.")),
        PlanColumn("printed_as", _("As printed"), PRINTED),
    ],
    _("A row for each phase of each action; each action has one at least."),
)
BUDGET_SHEET = plan_sheet(
    "budget",
    _("Budget"),
    PlannedBudgetLine,
    [
        ACTION_COLUMN,
        PlanColumn("label", _("Label"), _("Of the budget line. May stay empty.")),
        PlanColumn("label_nl", _("Label in Dutch"), SAME_IN_DUTCH),
        PlanColumn("kind", _("Kind"), _("Only an amount has a number."), required=True),
        PlanColumn("amount", _("Amount"), _("In euro, with or without cents.")),
        PlanColumn("per_year", _("Per year"), _("Yes where the amount is for each year.")),
        PlanColumn("start", _("Beginning"), _("Empty: as the phase, or the action."), edge="first"),
        PlanColumn("end", _("End"), _("Empty: as the phase, or the action."), edge="last"),
        PlanColumn(
            "phase_place",
            _("Phase"),
            _("Which phase of the action it is for, counted from 1. May stay empty."),
        ),
        PlanColumn("article", _("Budget article"), _("May stay empty.")),
        PlanColumn(
            "years",
            _("Planned per year"),
            _("Where the plan states it; they add up to the amount. Empty: derived."),
        ),
        PlanColumn("printed_as", _("As printed"), PRINTED),
    ],
    _("A row for each budget line of each action; each action has one at least."),
)
FUNDING_SHEET = plan_sheet(
    "funding",
    _("Funding"),
    FundingShare,
    [
        ACTION_COLUMN,
        PlanColumn(
            "line",
            _("Budget line"),
            _("Which line of the action, counted from 1. Empty: the first."),
            Holds.WHOLE,
        ),
        PlanColumn("source", _("Source"), _("The key of an organisation, or any name."), required=True),
        PlanColumn("percent", _("Per cent"), _("Together 100 at most."), required=True),
    ],
    _("A row for each share of a budget line. May stay empty."),
)
MILESTONES_SHEET = plan_sheet(
    "milestones",
    _("Milestones"),
    PlannedMilestone,
    [
        ACTION_COLUMN,
        PlanColumn("key", _("Key"), _("By which the action knows it.")),
        PlanColumn("title", _("Title"), _("What is to be there."), required=True),
        PlanColumn("title_nl", _("Title in Dutch"), SAME_IN_DUTCH),
        *dated(
            "due",
            _("Due"),
            _("A day, a month, a quarter (Q3 2021), a season (spring 2021) or a year. Empty: undated."),
            "last",
        ),
        PlanColumn("recurrence", _("Recurrence"), _("How often it comes again; then it has no date.")),
        PlanColumn("target_from", _("Target from"), _("The number to reach. May stay empty.")),
        PlanColumn("target_to", _("Target to"), _("Where a range is aimed at.")),
        PlanColumn("unit", _("Unit"), _("What the target counts.")),
        PlanColumn("proof", _("Proof"), _("How it will be proved, in a few words. May stay empty.")),
        PlanColumn("proof_nl", _("Proof in Dutch"), SAME_IN_DUTCH),
        PlanColumn("printed_as", _("As printed"), PRINTED),
    ],
    _("A row for each milestone. May stay empty."),
)
INDICATORS_SHEET = plan_sheet(
    "indicators",
    _("Indicators"),
    PlannedIndicator,
    [
        ACTION_COLUMN,
        PlanColumn("key", _("Key"), _("By which the action knows it.")),
        PlanColumn("name", _("Name"), _("What is measured."), required=True),
        PlanColumn("name_nl", _("Name in Dutch"), SAME_IN_DUTCH),
        PlanColumn("scope", _("About"), _("Empty: the action.")),
        PlanColumn("unit", _("Unit"), _("In what it is measured.")),
        PlanColumn("unit_nl", _("Unit in Dutch"), SAME_IN_DUTCH),
        PlanColumn("direction", _("Direction"), _("Whether higher or lower is better."), required=True),
        PlanColumn("baseline", _("Baseline"), _("The value before. May stay empty.")),
        PlanColumn("baseline_on", _("Day of the baseline"), _("Of which day that value is.")),
        PlanColumn("targets", _("Targets"), _("What is aimed at by the end of a year."), required=True),
        PlanColumn("source", _("Source"), _("Where the figures come from.")),
        PlanColumn("measured_by", _("Measured by"), _("Who measures. May stay empty.")),
        reference(
            "asked_of",
            _("Asked of"),
            _("The organisation in whose report it is asked. Of the action, empty is the lead."),
            "organisations",
        ),
        PlanColumn("printed_as", _("As printed"), PRINTED),
    ],
    _("A row for each indicator, also of an objective or the plan, with the action that reports on it."),
    is_optional=True,
)
CROSS_REFERENCES_SHEET = plan_sheet(
    "cross_references",
    _("Cross-references"),
    None,
    [
        ACTION_COLUMN,
        reference(
            "to",
            _("Refers to"),
            _("The code of an action, or the number of an objective."),
            "actions or objectives",
            required=True,
        ),
    ],
    _("A row for each reference of an action to another. May stay empty."),
)
PLAN_SHEETS = [
    PLAN_SHEET,
    OBJECTIVES_SHEET,
    THEMES_SHEET,
    MINISTERS_SHEET,
    POLICY_AREAS_SHEET,
    ORGANISATIONS_SHEET,
    ACTIONS_SHEET,
    ACTION_MINISTERS_SHEET,
    PROMOTERS_SHEET,
    TIMING_SHEET,
    BUDGET_SHEET,
    FUNDING_SHEET,
    MILESTONES_SHEET,
    CROSS_REFERENCES_SHEET,
    INDICATORS_SHEET,
]
BY_NAME = {sheet.name: sheet for sheet in PLAN_SHEETS}
