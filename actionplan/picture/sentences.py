"""The picture of an action in words, in the language of the page: status and confidence, disagreements, when
it runs, its milestones, its money and what is missing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.base import formatting
from actionplan.base.formatting import in_dutch, local
from actionplan.base.vague import Precision
from actionplan.planned.words import amount_in_words, period_in_words
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.report_fields import CHOICE_FIELDS, OTHER_CHOICE_FIELDS
from actionplan.reporting.states import (
    DATE_PASSED,
    DONE,
    NEVER_ASSESSED,
    NEVER_REPORTED,
    NEVER_REPORTED_WORDS,
    Confidence,
    Schedule,
    Status,
)
from actions.states import Recurrence
from budgets.states import BudgetKind

from .bodies import OrganisationPicture
from .milestones import MilestoneOutcome, counted_by_period
from .money import by_year, total
from .picture import (
    ActionPicture,
    FundingPicture,
    LinePicture,
    MilestonePicture,
    ReportedMilestonePicture,
    ReportPicture,
)
from .results import DueItem, Gap, OutOfStepLine, PaidOfPlanned, Slip
from .unknown_figures import unknown_payments_words


def status_word(status: str, on_hold_since: datetime.date | None = None) -> str:
    """The word for a reported status, or for never reported; ongoing since a day on hold is on hold."""
    if status == Status.ONGOING and on_hold_since:
        return pgettext("status", "on hold")
    return str(NEVER_REPORTED_WORDS if status == NEVER_REPORTED else Status(status).label)


def status_note(action: ActionPicture) -> str:
    """Since when it is on hold, if reported."""
    return on_hold_words(action.on_hold_since)


def on_hold_words(since: datetime.date | None) -> str:
    """Since when; empty if it is not."""
    return _("on hold since %(day)s") % {"day": formatting.day(since)} if since else ""


def choice_word(report: ReportPicture | ProgressReport | None, name: str) -> str:
    """The word for what the report chose there; empty where it chose nothing."""
    value = getattr(report, name) if report else ""
    return str(CHOICE_FIELDS[name](value).label) if value else ""


def other_choices(report: ReportPicture | ProgressReport | None) -> list[str]:
    """The words for what the report chose beside its status and confidence."""
    return [word for name in OTHER_CHOICE_FIELDS if (word := choice_word(report, name))]


def confidence_word(value: str) -> str:
    """The word for a confidence or a verdict; empty for none."""
    return str(Confidence(value).label) if value else ""


def taken_over_words() -> str:
    """The mark of a verdict that is the lead's own word, given to several reports at once."""
    return _("taken over from the lead")


def marked_verdict(verdict: str, *, taken_over: bool) -> str:
    """The verdict with its mark, for where nothing else says that it was taken over; empty without a verdict."""
    word = confidence_word(verdict)
    return f"{word} ({taken_over_words()})" if taken_over else word


def unassessed_word(status: str) -> str:
    """Instead of a verdict: that there is none yet; a dash for what is done, which gets none any more."""
    return formatting.UNKNOWN if status in DONE else str(NEVER_ASSESSED)


def review_marks(action: ActionPicture, *, within: bool = True) -> list[str]:
    """What is to be known of the review beside the verdict: the report that still waits for it, and whose word it is.

    Without `within`, not that it was reviewed within the submitting agency.
    """
    marks = [newer_report_words(action) or (_("to review") if action.awaits_review else "")]
    marks += [taken_over_words()] if action.verdict_taken_over else []
    marks += [_("reviewed within the submitting agency")] if within and action.reviewed_within else []
    return list(filter(None, marks))


def newer_report_words(action: ActionPicture) -> str:
    """That a report newer than the verdict waits for its review, and of which day it is; empty if none does."""
    if action.newer_report_since is None:
        return ""
    return _("report of %(day)s to review") % {"day": formatting.day(action.newer_report_since)}


def schedule_words(action: ActionPicture) -> str:
    """The computed schedule in words: how long ago its end date passed, with the forecast; if done, how much later than
    planned; or that the action left the plan.
    """
    if action.has_left:
        return gone_words(action)
    if action.schedule == Schedule.OVERDUE:
        return f"{passed_words(action)}, {forecast_words(action)}"
    if action.schedule == Schedule.DONE and action.days_late is not None:
        return _done_words(action.days_late)
    return str(Schedule(action.schedule).label)


def schedule_and_end(action: ActionPicture) -> str:
    """The same, and for an action that runs, the day until which it is planned."""
    if action.schedule in (Schedule.RUNNING, Schedule.ENDS_SOON) and not action.has_left:
        return _("planned until %(day)s") % {"day": formatting.day(action.runs_until)}
    return schedule_words(action)


def passed_words(action: ActionPicture) -> str:
    """That its start date passed, or how long ago its end date did; empty if neither."""
    if action.schedule != Schedule.OVERDUE:
        return str(Schedule(action.schedule).label) if action.schedule in DATE_PASSED else ""
    days = action.days_late or 0
    words = ngettext("end date passed %(days)s day ago", "end date passed %(days)s days ago", days)
    return words % {"days": formatting.number(days)}


def _done_words(days: int) -> str:
    if days > 0:
        later = ngettext(
            "done, %(days)s day later than planned", "done, %(days)s days later than planned", days
        )
        return later % {"days": formatting.number(days)}
    if days < 0:
        earlier = ngettext(
            "done, %(days)s day earlier than planned", "done, %(days)s days earlier than planned", -days
        )
        return earlier % {"days": formatting.number(-days)}
    return _("done on time")


def forecast_words(action: ActionPicture) -> str:
    if not action.forecast_end:
        return _("no new forecast")
    day = {"day": formatting.day(action.forecast_end)}
    if action.has_new_forecast:
        return _("new forecast %(day)s") % day
    return _("the forecast, %(day)s, has passed too") % day


# Where reported, computed and assessed differ


def disagreements(action: ActionPicture) -> list[str]:
    """A sentence for each difference between reported and computed or assessed."""
    sentences = []
    confidence = {"confidence": confidence_word(action.confidence)}
    if action.assessed_otherwise:
        sentence = _("Reported as “%(confidence)s”, assessed by the Platform as “%(verdict)s”.")
        sentences.append(sentence % {**confidence, "verdict": confidence_word(action.verdict)})
    if action.computed_otherwise:
        sentence = _("Reported as “%(confidence)s”, while the dates say: %(schedule)s.")
        sentences.append(sentence % {**confidence, "schedule": schedule_words(action)})
    return sentences


# When it runs, and how its end slipped


def adopted_phase_words(action: ActionPicture) -> list[str]:
    return [period_in_words(phase) for phase in action.adopted_phases or action.phases]


def amended_phase_words(action: ActionPicture) -> list[str]:
    """The phases in force, if they differ from those as adopted."""
    is_amended = action.adopted_phases and action.phases != action.adopted_phases
    return [period_in_words(phase) for phase in action.phases] if is_amended else []


def budget_words(action: ActionPicture) -> list[str]:
    """What it may cost, of each budget line: its label and amount, or without an amount its kind; each once."""
    return list(dict.fromkeys(map(_line_words, action.lines)))


def _line_words(line: LinePicture) -> str:
    named = line.local_label and line.amount is not None
    return f"{line.local_label}: {amount_words(line)}" if named else amount_words(line)


def amount_words(line: LinePicture) -> str:
    """Its amount, in all or per year; without one its kind."""
    return amount_in_words(BudgetKind(line.kind), line.amount, per_year=line.per_year)


def slip_sentences(slip: Slip) -> list[str]:
    """The end against the end as adopted and, if an amendment moved it, against the end in force."""
    sentences = []
    if slip.against_adopted is not None:
        sentences.append(
            _("%(distance)s the end as adopted.") % {"distance": _distance(slip.against_adopted)}
        )
    if slip.against_in_force is not None and slip.against_in_force != slip.against_adopted:
        sentences.append(_("%(distance)s the end in force.") % {"distance": _distance(slip.against_in_force)})
    return sentences


def _distance(days: int) -> str:
    """The distance from a promised day: "12 days later than", "3 days earlier than", "On"."""
    if days > 0:
        later = ngettext("%(days)s day later than", "%(days)s days later than", days)
        return later % {"days": formatting.number(days)}
    if days < 0:
        earlier = ngettext("%(days)s day earlier than", "%(days)s days earlier than", -days)
        return earlier % {"days": formatting.number(-days)}
    return pgettext("a promised day", "On")


# Actions that left the plan


def gone_words(action: ActionPicture) -> str:
    """Since when the action has left the plan, and into which other it was merged."""
    words = {"day": formatting.day(action.in_force_until), "into": action.merged_into}
    if action.merged_into:
        return _("merged into %(into)s from %(day)s on") % words
    return _("withdrawn from %(day)s on") % words


def merged_words(codes: Iterable[str]) -> str:
    """Which actions were merged into this one; empty if none."""
    listed = formatting.listed(codes)
    return _("%(codes)s merged into it") % {"codes": listed} if listed else ""


def left_in_words(action: ActionPicture) -> str:
    """That an action left the plan, and the figures that remain under its own code."""
    sums = total(by_year([action]).values())
    achieved = sum(milestone.is_achieved for milestone in action.milestones)
    figures = [
        sentence % {"amount": formatting.euro(sums[measure])}
        for measure, sentence in [("committed", _("%(amount)s committed")), ("paid", _("%(amount)s paid"))]
        if measure in sums
    ]
    if achieved:
        reached = ngettext("%(count)s milestone achieved", "%(count)s milestones achieved", achieved)
        figures.append(reached % {"count": formatting.number(achieved)})
    name = f"{action.code} {action.local_title}, {gone_words(action)}"
    return f"{name}: {', '.join(figures)}" if figures else name


# Who pays


def payers_in_words(
    funding: Iterable[FundingPicture], organisations: Mapping[str, OrganisationPicture]
) -> list[str]:
    """Who pays what percentage: "60% Education and Training"."""
    payers = []
    for share in funding:
        places = 0 if share.percent == share.percent.to_integral_value() else 2
        body = organisations.get(share.organisation or "")
        name = body.local_name if body else share.source
        payers.append(f"{formatting.percent(share.percent, places)} {name}")
    return payers


# Paid out of planned


def paid_of_planned_words(share: PaidOfPlanned) -> str:
    """The portal's one percentage: what part of what was planned to date is paid, or why that is not known."""
    words = {
        "year": share.until,
        "percent": at_least(formatting.percent(share.percent), share),
        "paid": at_least(formatting.euro_short(share.paid), share),
        "planned": formatting.euro_short(share.planned),
    }
    if not share.planned and not share.paid:
        return _("Nothing was planned with an amount in a year that is over.")
    if not share.planned:
        said = _("Nothing was planned with an amount in a year that is over, but %(paid)s was paid")
    elif share.paid is None:
        said = _("Up to and including %(year)s, %(planned)s was planned; nothing was reported as paid")
    else:
        said = _("Up to and including %(year)s, %(paid)s was paid of %(planned)s planned (%(percent)s)")
    parts = [said % words, outside_percentage_words(share), *unknown_payments_words(share)]
    return "; ".join(filter(None, parts)) + "."


def outside_percentage_words(share: PaidOfPlanned) -> str:
    """What was paid on lines without an amount; empty if nothing, or if there is no percentage."""
    if not (share.planned and share.without_amount):
        return ""
    words = _("%(paid)s of it on lines without an amount, which the percentage leaves out")
    return words % {"paid": formatting.euro_short(share.without_amount)}


def at_least(paid: str, share: PaidOfPlanned) -> str:
    """What is paid, as an amount or a percentage in words; "at least" so much if a payment is unknown."""
    return _("at least %(paid)s") % {"paid": paid} if share.unknown and share.paid is not None else paid


def paid_in_all_words(line: OutOfStepLine) -> str:
    """Of a line on which too little was paid in the years that are over: what was paid with later ones; or empty."""
    if line.paid_in_all is None:
        return ""
    return _("Paid in all, this year included: %(paid)s.") % {"paid": formatting.euro(line.paid_in_all)}


def planned_note() -> str:
    """How planned and committed amounts must not be read."""
    return _(
        "What is planned is no credit. What is committed may be for several years: compare it with totals "
        "over all years alone."
    )


# Milestones: what is promised, and the outcome


def target_words(milestone: MilestonePicture) -> str:
    """ "3–4 peer reviews"; for a recurring milestone, the target of each period."""
    if milestone.target_from is None:
        return ""
    known = dict.fromkeys(
        number for number in (milestone.target_from, milestone.target_to) if number is not None
    )
    return with_unit(milestone, *known)


def with_unit(milestone: MilestonePicture, *numbers: Decimal) -> str:
    """The numbers with the unit, which has no Dutch if it is printed, but may if it was proposed."""
    unit = milestone.unit if milestone.is_proposed or not in_dutch() else ""
    words = [formatting.short_number(number) for number in numbers]
    return f"{'–'.join(words)} {unit}".strip()


def outcome_words(milestone: MilestonePicture) -> str:
    """The outcome on the day of the picture."""
    if milestone.recurrence:
        return periods_words(milestone)
    if milestone.due is None and milestone.is_achieved:
        return pgettext("milestones", "achieved, without a date to compare with")
    words = str(MilestoneOutcome(milestone.outcome).label)
    if milestone.outcome == MilestoneOutcome.UNDATED:
        words = pgettext("milestones", "open, without a date")
    undone = pgettext("milestone", "undone") if milestone.is_undone else ""
    since = overtaken_words(milestone) if milestone.achieved_since else ""
    return ", ".join(filter(None, [words, undone, since]))


def past_its_date_words(milestone: MilestonePicture) -> str:
    """How long after its date it was achieved, or is not; empty if it was in time, or may still be."""
    days = milestone.days_late
    if not days:
        return ""
    if milestone.is_achieved:
        words = ngettext("%(days)s day later than planned", "%(days)s days later than planned", days)
    else:
        words = ngettext("due %(days)s day ago", "due %(days)s days ago", days)
    return words % {"days": formatting.number(days)}


def expected_words(day: datetime.date) -> str:
    """The new date of what is not achieved."""
    return _("expected on %(day)s") % {"day": formatting.day(day)}


def overtaken_words(one: MilestonePicture | ReportedMilestonePicture | DueItem) -> str:
    """Of what is not achieved on the day reckoned on: that it was since, or that its new date has passed too; empty if
    neither is so.
    """
    if one.achieved_since:
        return _("achieved since, on %(day)s") % {"day": formatting.day(one.achieved_since)}
    if one.passed_expectation:
        day = {"day": formatting.day(one.passed_expectation)}
        return _("the expected day, %(day)s, has passed too") % day
    return ""


def what_followed_words(one: MilestonePicture | ReportedMilestonePicture | DueItem) -> str:
    """`overtaken_words`, or else when it is expected; empty if neither is known."""
    return overtaken_words(one) or (expected_words(one.expected_on) if one.expected_on else "")


def milestone_left_in_words(milestone: MilestonePicture) -> str:
    """A milestone of an action that left the plan, with its outcome."""
    if milestone.recurrence or milestone.is_achieved or milestone.is_dropped:
        became = outcome_words(milestone)
    else:
        became = pgettext("milestones", "not achieved when the action left the plan")
    return f"{milestone.local_title}: {became}"


def periods_words(milestone: MilestonePicture) -> str:
    """How many of the due periods were achieved."""
    counts = counted_by_period(milestone)
    return achieved_of_due(counts.achieved, counts.due)


def achieved_of_due(achieved: int, due: int) -> str:
    """ "18 of 23 periods achieved"."""
    if not due:
        return _("no period is due yet")
    return ngettext(
        "%(achieved)s of %(due)s period achieved", "%(achieved)s of %(due)s periods achieved", due
    ) % {"achieved": achieved, "due": due}


def period_words(recurrence: str | None, start: datetime.date) -> str:
    """The name of a period: "March 2022", "2022", "2022–2023"."""
    if recurrence == Recurrence.MONTHLY:
        return formatting.vague(start, Precision.MONTH)
    if recurrence == Recurrence.EVERY_TWO_YEARS:
        return f"{start.year}–{start.year + 1}"
    return str(start.year)


# What is left to do on a point of quality


def new_forecast_words(end: datetime.date) -> str:
    return _("The planned end, %(day)s, has passed. Give a new forecast.") % {"day": formatting.day(end)}


def gap_words(gap: Gap, action: ActionPicture) -> str:
    milestone = next(
        (milestone.local_title for milestone in action.milestones if milestone.key == gap.about), ""
    )
    return GAPS[gap.what](gap, milestone, action)


def _no_money(gap: Gap, milestone: str, action: ActionPicture) -> str:
    line = action.line(int(gap.about))
    label = local(line, "label") if line else ""
    words = _("Nothing committed or paid is reported on %(line)s. Fill it in, also when it is zero.")
    return words % {"line": f"“{label}”" if label else _("the budget line")}


def _no_numbers(gap: Gap, milestone: str, action: ActionPicture) -> str:
    return ngettext(
        "“%(milestone)s” has a target. Say which number was reached in %(count)s period that is due.",
        "“%(milestone)s” has a target. Say which number was reached in %(count)s periods that are due.",
        gap.count,
    ) % {"milestone": milestone, "count": gap.count}


def _no_source(gap: Gap, milestone: str, action: ActionPicture) -> str:
    if not gap.count:
        return _("The report names no source. Name one.")
    return ngettext(
        "%(count)s figure has no source. Name it there, or one for the whole report.",
        "%(count)s figures have no source. Name it there, or one for the whole report.",
        gap.count,
    ) % {"count": gap.count}


GAPS: dict[str, Callable[[Gap, str, ActionPicture], str]] = {
    "no_date": lambda gap, milestone, action: (
        _("“%(milestone)s” has no date, and a report cannot give it one: ask the Platform to amend the plan.")
        % {"milestone": milestone}
    ),
    "no_target": lambda gap, milestone, action: (
        _(
            "“%(milestone)s” is counted and has no target, and a report cannot give it one: "
            "ask the Platform to amend the plan."
        )
        % {"milestone": milestone}
    ),
    "no_number": lambda gap, milestone, action: (
        _("“%(milestone)s” has a target. Say which number was reached.") % {"milestone": milestone}
    ),
    "no_numbers": _no_numbers,
    "no_forecast": lambda gap, milestone, action: new_forecast_words(action.runs_until or action.reckoned_on),
    "no_money": _no_money,
    "no_obstacle": lambda gap, milestone, action: _("It needs attention or is off track. Name the obstacle."),
    "no_source": _no_source,
}
"""A milestone belongs to the plan: no report can change it, and a proposal adds another one."""
