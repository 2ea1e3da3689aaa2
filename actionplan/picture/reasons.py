"""Why an action needs attention, in sentences in the language of the page: what and since when, the amount,
who says so, and the obstacle if the reader may read it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.formatting import local
from actionplan.reporting.states import FORMER_REASONS, Attention, Confidence, Freshness, attention_label

from .asks_in_words import asks_in_words
from .bodies import PlanAndBodies
from .money import LESS, MORE, last_year_over
from .picture import ActionPicture
from .results import OutOfStepLine
from .sentences import (
    confidence_word,
    disagreements,
    forecast_words,
    overtaken_words,
    paid_in_all_words,
    passed_words,
    schedule_words,
    taken_over_words,
)
from .words import NOT_SHOWN, ReportWords, WrittenText

MAX_OBSTACLE = 240
"""Characters of an obstacle; the full text is with the report."""
MAX_SHORT = 110
"""Likewise in a row of a list that says reasons; `MAX_BESIDE` in one that says a judgement."""
MAX_BESIDE = 70
Words = Mapping[int | str, ReportWords]
"""By report key."""


@dataclass(frozen=True)
class Reason:
    """A reason why an action needs attention: its code and its sentence."""

    code: str
    sentence: str


def reasons_in_words(
    action: ActionPicture, words: Words, bodies: PlanAndBodies, not_shown: object = NOT_SHOWN
) -> list[Reason]:
    """The action's reasons with their sentences, gravest first; several of one kind if several milestones or
    lines apply. The first that somebody stated says why, and what the Platform asks.

    `words` are the texts of its reports that the reader may read, with what is asked; `not_shown` replaces
    an obstacle or what is asked that they may not.
    """
    reasons = [
        Reason(code, sentence) for code in action.attention for sentence in REASON_SENTENCES[code](action)
    ]
    place = next((place for place, reason in enumerate(reasons) if reason.code in STATED_REASONS), None)
    why = "" if place is None else _why(action, words, reasons[place].code, not_shown)
    more = [why] if why else []
    more += [ask.sentence(not_shown) for ask in asks_in_words(action, words, bodies)]
    if reasons and more:
        said = reasons[place or 0]
        reasons[place or 0] = Reason(said.code, " ".join([said.sentence, *more]))
    return reasons


def short_reason(action: ActionPicture, words: Words) -> str:
    """The gravest reason in a sentence, for beside `reason_word` and who says so: where that says all, the next
    reason; and why somebody says so. `words` as above.
    """
    gravest = action.attention[0]
    told = [code for code in action.attention if code != gravest or code not in STATED_REASONS]
    short = {**REASON_SENTENCES, **SHORT_SENTENCES}
    sentences = [sentence for code in told[:1] for sentence in short[code](action)][:1]
    stated = next((code for code in action.attention if code in STATED_REASONS), "")
    why = _why(action, words, stated, NOT_SHOWN, MAX_SHORT, admits=gravest == stated) if stated else ""
    return " ".join(filter(None, [*sentences, why]))


def why_judged(action: ActionPicture, words: Words, bodies: PlanAndBodies) -> str:
    """Why the action needs attention or is off track, or else what is asked, for a row that says that it is; else empty.
    `words` as above.
    """
    judged = "" if action.is_done else action.verdict or action.confidence
    if judged not in STATED_REASONS:
        return ""
    why = _why(action, words, judged, NOT_SHOWN, MAX_BESIDE)
    asked = [] if why else [ask.sentence(longest=MAX_BESIDE) for ask in asks_in_words(action, words, bodies)]
    return " ".join(filter(None, [why, *asked]))


def reason_word(action: ActionPicture) -> str:
    """The gravest reason, for beside `who_says`; of an end date that passed, how long ago."""
    gravest = action.attention[0]
    if gravest == Attention.OVERDUE:
        return passed_words(action)
    return confidence_word(gravest) if gravest in STATED_REASONS else attention_label(gravest)


def who_says(action: ActionPicture) -> str:
    """Whose the gravest reason is: the Platform's, the lead's, of both, or computed; since when the Platform says so,
    where a newer report waits.
    """
    gravest = action.attention[0]
    if gravest not in STATED_REASONS:
        return _("computed")
    if action.verdict != gravest:
        return _("the lead")
    day = {"day": formatting.short_day(action.verdict_on)}
    if action.confidence != gravest:
        return (
            _("says the Platform since %(day)s") % day
            if action.newer_report_since
            else _("says the Platform")
        )
    if action.newer_report_since:
        return _("the Platform since %(day)s, and the lead") % day
    return taken_over_words() if action.verdict_taken_over else _("the Platform and the lead")


def _why(
    action: ActionPicture,
    words: Words,
    code: str,
    not_shown: object,
    longest: int = MAX_OBSTACLE,
    *,
    admits: bool = True,
) -> str:
    """The obstacle that the lead names, or the Platform's remark; of whoever says so first. With `admits`, that
    nobody gave a reason; not where something is asked, or the reader does not read all.
    """
    of_lead = words.get(action.lead_report.pk) if action.lead_report else None
    of_verdict = words.get(action.last_verdict.report) if action.last_verdict else None
    remarked = of_verdict if action.verdict == code else None
    voices = [
        (of_lead, "obstacles", _("Obstacle: %(text)s")),
        (remarked, "remark", _("Remark of the Platform: %(text)s")),
    ]
    for read, name, sentence in voices if action.confidence == code else reversed(voices):
        if read and (text := read.show(name)):
            return sentence % {"text": _shown(text, not_shown, longest)}
    known = [(action.lead_report, of_lead), (action.last_verdict, of_verdict)]
    reads_all = all(read is not None and not read.keeps_remark for one, read in known if one)
    return _("No reason was given.") if admits and reads_all and not action.asks else ""


def _shown(text: WrittenText, not_shown: object, longest: int) -> str:
    return str(not_shown) if text.is_hidden else Truncator(text.in_words).chars(longest)


def _stated(code: Confidence) -> Callable[[ActionPicture], Iterable[str]]:
    """The sentence that says who says so: the lead, the Platform or both. A verdict taken over is no second voice."""

    def sentences(action: ActionPicture) -> Iterable[str]:
        words = {"word": confidence_word(code), "day": formatting.day(action.verdict_on)}
        if action.verdict != code:
            yield _("Reported by the lead as “%(word)s”.") % words
        elif action.confidence != code:
            yield _("Assessed by the Platform as “%(word)s” on %(day)s.") % words
        elif action.verdict_taken_over:
            yield _("Reported by the lead as “%(word)s”; the Platform took that over on %(day)s.") % words
        else:
            yield _("Reported by the lead, and on %(day)s assessed by the Platform, as “%(word)s”.") % words

    return sentences


STATED_REASONS = (Attention.OFF_TRACK, Attention.NEEDS_ATTENTION)
"""Reasons stated by somebody; the first one of an action also names the obstacle."""


def _overdue(action: ActionPicture) -> Iterable[str]:
    words = {"day": formatting.day(action.runs_until), "schedule": schedule_words(action)}
    yield _("Planned until %(day)s: %(schedule)s.") % words


def _late_start(action: ActionPicture) -> Iterable[str]:
    sentence = _("The start date, %(day)s, passed: no report that counts here says that it started.")
    yield sentence % {"day": formatting.day(action.runs_from)}


def _milestone_missed(action: ActionPicture) -> Iterable[str]:
    for milestone in action.missed_milestones:
        sentence = ngettext(
            "“%(milestone)s” was to be reached by %(day)s, %(days)s day ago, and is not.",
            "“%(milestone)s” was to be reached by %(day)s, %(days)s days ago, and is not.",
            milestone.days_late,
        )
        words = {"day": formatting.day(milestone.due), "days": formatting.number(milestone.days_late)}
        missed = sentence % {"milestone": milestone.local_title, **words}
        overtaken = overtaken_words(milestone)
        yield f"{missed} {capfirst(overtaken)}." if overtaken else missed


def _overspent(action: ActionPicture) -> Iterable[str]:
    for line in action.lines_out_of_step(MORE):
        sentence = _("Paid %(paid)s, above the planned total of %(planned)s.") % _amounts(line)
        yield _of_line(action, line, sentence)


def _underspent(action: ActionPicture) -> Iterable[str]:
    year = {"year": last_year_over(action.reckoned_on)}
    for line in action.lines_out_of_step(LESS):
        sentence = _("Paid %(paid)s up to and including %(year)s: less than half of the %(planned)s planned.")
        sentences = [sentence % (_amounts(line) | year), paid_in_all_words(line)]
        yield _of_line(action, line, " ".join(filter(None, sentences)))


def _amounts(line: OutOfStepLine) -> dict[str, str]:
    return {"paid": formatting.euro(line.paid), "planned": formatting.euro(line.planned)}


def _of_line(action: ActionPicture, out_of_step: OutOfStepLine, sentence: str) -> str:
    """The sentence, with the label of the line if the action has several."""
    line = action.line(out_of_step.place)
    label = local(line, "label") if line and len(action.lines) > 1 else ""
    return f"{label}: {sentence}" if label else sentence


def _never_reported(action: ActionPicture) -> Iterable[str]:
    if action.missing_since is None:  # in an old closing, which did not store it
        yield _("No report of the lead counts here yet.")
    elif action.asked:
        day = {"day": formatting.day(action.missing_since)}
        yield _("No report of the lead counts here yet. The first was asked for by %(day)s.") % day
    else:
        day = {"day": formatting.day(action.missing_since)}
        yield (
            _("No report of the lead counts here yet. Without a round the first was to come by %(day)s.")
            % day
        )


def stale_words(action: ActionPicture) -> str:
    """Since when there should have been a report: the opening of a round, or how old one may be.

    The sentence holds on either basis: a newer report may have been submitted that does not count yet.
    """
    if action.reported_at is None or action.fresh_since is None:
        return ""
    words = {"day": formatting.day(action.reported_at), "since": formatting.day(action.fresh_since)}
    limit = action.fresh_limit
    if limit is None:  # in an old closing, which did not keep it
        return _("The report that counts here is of %(day)s, from before %(since)s.") % words
    if limit.round:
        sentence = _(
            "The report that counts here is of %(day)s, from before the round that opened on %(since)s."
        )
        return sentence % words
    words["span"] = formatting.span_words(datetime.timedelta(days=limit.days or 0))
    return _("The report that counts here is of %(day)s: more than %(span)s old.") % words


REASON_SENTENCES: dict[str, Callable[[ActionPicture], Iterable[str]]] = {
    Attention.OFF_TRACK: _stated(Confidence.OFF_TRACK),
    Attention.OVERDUE: _overdue,
    Attention.LATE_START: _late_start,
    Attention.MILESTONE_MISSED: _milestone_missed,
    Attention.OVERSPENT: _overspent,
    Attention.UNDERSPENT: _underspent,
    Attention.NEVER_REPORTED: _never_reported,
    Attention.NEEDS_ATTENTION: _stated(Confidence.NEEDS_ATTENTION),
    Attention.STALE: lambda action: [stale_words(action)],
    **dict.fromkeys(FORMER_REASONS, disagreements),
}
"""By reason, including former ones."""


def _overdue_in_short(action: ActionPicture) -> Iterable[str]:
    words = {"day": formatting.day(action.runs_until), "forecast": forecast_words(action)}
    yield _("End date %(day)s, %(forecast)s.") % words


def _missed_in_short(action: ActionPicture) -> Iterable[str]:
    for milestone in action.missed_milestones:
        words = {"milestone": milestone.local_title, "day": formatting.day(milestone.due)}
        yield _("Milestone “%(milestone)s” was due on %(day)s.") % words


SHORT_SENTENCES: dict[str, Callable[[ActionPicture], Iterable[str]]] = {
    Attention.OVERDUE: _overdue_in_short,
    Attention.MILESTONE_MISSED: _missed_in_short,
}
"""Shorter ones for a row of a list, which says beside it how late the action is."""


def waiting_words(action: ActionPicture) -> str:
    """Since when a report has been awaiting review, if nothing newer counts; empty if none is."""
    if action.freshness != Freshness.WAITING or action.waits_since is None:
        return ""
    sentence = _("Newer report to review, of %(day)s.")
    return sentence % {"day": formatting.day(day_of(action.waits_since))}
