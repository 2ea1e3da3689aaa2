"""What is known of an action, in sentences: its schedule, its status, why it needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.brussels import day_of, start_of

from .moments import STALE_AFTER
from .overspending import Overspent
from .states import (
    NEVER_REPORTED,
    Attention,
    Confidence,
    Freshness,
    Schedule,
    Status,
    confidence_word,
)


@dataclass(frozen=True)
class Reason:
    """Why an action is a point of attention: which kind, and the sentence that put it there."""

    code: str
    sentence: str


def status_word(action: Any) -> str:
    """The word for the reported status; never reported is a state of its own."""
    if action.status == NEVER_REPORTED:
        return str(Freshness.NEVER.label)
    return str(Status(action.status).label)


def status_note(action: Any) -> str:
    """On hold since when, where that was reported."""
    if action.on_hold_since:
        return _("on hold since %(day)s") % {"day": formatting.day(action.on_hold_since)}
    return ""


def days_overdue(action: Any) -> int:
    return (action.reckoned_on - action.runs_until).days


def schedule_words(action: Any) -> str:
    """The computed schedule in words, with days and forecast where it is late."""
    if action.schedule == Schedule.OVERDUE:
        days = days_overdue(action)
        late = ngettext("overdue by %(days)s day", "overdue by %(days)s days", days) % {
            "days": formatting.number(days)
        }
        return f"{late}, {_forecast_words(action)}"
    if action.schedule == Schedule.DONE:
        return _done_words(action)
    return str(Schedule(action.schedule).label)


def _done_words(action: Any) -> str:
    """Done early, on time or late, where both ends are known."""
    if not action.actual_end or not action.runs_until or action.status != Status.COMPLETED:
        return str(Schedule.DONE.label)
    days = (action.actual_end - action.runs_until).days
    if days > 0:
        return ngettext("done, %(days)s day late", "done, %(days)s days late", days) % {
            "days": formatting.number(days)
        }
    if days < 0:
        return ngettext("done, %(days)s day early", "done, %(days)s days early", -days) % {
            "days": formatting.number(-days)
        }
    return _("done on time")


def _forecast_words(action: Any) -> str:
    if action.has_new_forecast:
        return _("new forecast %(day)s") % {"day": formatting.day(action.forecast_end)}
    if action.forecast_end:
        return _("the forecast, %(day)s, has passed too") % {"day": formatting.day(action.forecast_end)}
    return _("no new forecast")


def attention_reasons(action: Any, overspent: list[Overspent]) -> list[Reason]:
    """Every reason for which the action is a point of attention, worst first; `overspent` are its own lines."""
    found = []
    if Confidence.OFF_TRACK in (action.confidence, action.verdict):
        found.append(Reason(Attention.OFF_TRACK, _off_track_words(action)))
    if action.schedule == Schedule.OVERDUE:
        found.append(
            Reason(
                Attention.OVERDUE,
                _("The planned end, %(day)s, passed: %(late)s.")
                % {"day": formatting.day(action.runs_until), "late": schedule_words(action)},
            )
        )
    if action.schedule == Schedule.SHOULD_HAVE_STARTED:
        words = {"day": formatting.day(action.runs_from)}
        sentence = _("The planned start, %(day)s, passed: no report that counts here says that it started.")
        found.append(Reason(Attention.LATE_START, sentence % words))
    found += [Reason(Attention.OVERSPENT, _overspent_words(line)) for line in overspent]
    if action.voices_differ:
        found += [Reason(Attention.VOICES_DIFFER, sentence) for sentence in disagreements(action)]
    if action.freshness == Freshness.STALE:
        found.append(Reason(Attention.STALE, stale_words(action)))
    if action.status == NEVER_REPORTED:
        found.append(Reason(Attention.NEVER_REPORTED, _("Nobody has reported on this action yet.")))
    return found


def stale_words(action: Any) -> str:
    """Since when something should have been said: half a year ago, or the opening of a round.

    True on either basis: something newer may have been handed in that does not count yet.
    """
    words = {"day": formatting.day(day_of(action.reported_at))}
    if action.fresh_since == start_of(action.reckoned_on - STALE_AFTER):
        return _("The report that counts here is of %(day)s: more than half a year old.") % words
    words["opened"] = formatting.day(day_of(action.fresh_since))
    sentence = _(
        "The report that counts here is of %(day)s, from before the round that opened on %(opened)s."
    )
    return sentence % words


def _off_track_words(action: Any) -> str:
    words = {"off_track": confidence_word(Confidence.OFF_TRACK, continuous=action.is_continuous)}
    if action.confidence == action.verdict:
        return _("Reported and assessed by the Platform as “%(off_track)s”.") % words
    if action.confidence == Confidence.OFF_TRACK:
        return _("Reported as “%(off_track)s”.") % words
    return _("Assessed by the Platform as “%(off_track)s”.") % words


def _overspent_words(line: Overspent) -> str:
    words = {"paid": formatting.euro(line.paid), "planned": formatting.euro(line.planned)}
    return _("Paid %(paid)s, above the planned total of %(planned)s.") % words


def disagreements(action: Any) -> list[str]:
    """Where what is reported differs from what is computed or assessed, one sentence each."""
    continuous = action.is_continuous
    found = []
    if action.assessed_otherwise:
        found.append(
            _("Reported as “%(confidence)s”, assessed by the Platform as “%(verdict)s”.")
            % {
                "confidence": confidence_word(action.confidence, continuous=continuous),
                "verdict": confidence_word(action.verdict, continuous=continuous),
            }
        )
    if action.computed_otherwise:
        found.append(
            _("Reported as “%(confidence)s”, while the dates say: %(schedule)s.")
            % {
                "confidence": confidence_word(action.confidence, continuous=continuous),
                "schedule": schedule_words(action),
            }
        )
    return found
