"""The checks before submitting, shown to the submitter and again to the reviewer.

Blocking findings stop a submission; warnings and information do not. Each has a sentence and names the form
field that it is about, so that a page can link to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.picture.field_words import label_of
from actionplan.picture.sentences import new_forecast_words
from actionplan.reporting.states import IN_TROUBLE, Outcome, Status

from .contents import Contents
from .findings import CheckContext, Finding, Level, blocking, warning
from .row_checks import about_measurements, about_milestones, about_money, about_rows


def findings(contents: Contents, context: CheckContext) -> list[Finding]:
    """All findings, blocking ones first."""
    results = [*about_rows(contents, context), *about_money(contents, context)]
    results += about_measurements(contents, context)
    if context.is_lead:
        results = [
            *_about_status(contents),
            *_about_completion(contents, context),
            *_about_schedule(contents, context),
            *_about_done(contents, context),
            *results,
            *about_milestones(contents, context),
        ]
    else:
        results = [*_about_contribution(contents, context), *results]
    results += [*_about_agreement(contents, context), *_about_change(contents, context)]
    results += _about_corrected_round(contents)
    results += _about_questions(context)
    order = list(Level)
    return sorted(results, key=lambda finding: order.index(finding.level))


def _about_questions(context: CheckContext) -> Iterator[Finding]:
    for question in context.unanswered:
        sentence = _("The Platform’s question “%(question)s” is not answered yet.") % {"question": question}
        yield warning("not_answered", sentence, "question")


# Status and time


def _about_status(contents: Contents) -> Iterator[Finding]:
    if not contents["status"]:
        yield blocking("status_missing", _("Say what the status is."), "status")
    elif not contents.is_done and not contents["confidence"]:
        yield blocking("confidence_missing", _("Say how it is going."), "confidence")
    if contents["status"] == Status.STOPPED and not contents["stop_reason"]:
        yield blocking("stopped_without_reason", _("Say why the action was stopped."), "stop_reason")
    if (
        contents["actual_start"]
        and contents["actual_end"]
        and contents["actual_end"] < contents["actual_start"]
    ):
        yield blocking("ends_before_start", _("The actual end comes before the actual start."), "actual_end")
    if dropped := contents.meaningless_fields():
        sentence = _("Left out when you submit, since it does not go with this status: %(fields)s.")
        about = {"fields": ", ".join(label_of(name) for name in dropped)}
        yield Finding(Level.INFORMATION, "does_not_apply", sentence % about, dropped[0])


def _about_completion(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    if contents["status"] != Status.COMPLETED:
        return
    end = contents["actual_end"]
    if end is None:
        yield warning("completed_without_date", _("Say on which day it was completed."), "actual_end")
    elif end > context.today:
        sentence = _("The action is completed, so its end cannot be after today.")
        yield blocking("completed_in_future", sentence, "actual_end")
    elif context.end and end > context.end and contents["outcome"] == Outcome.AS_PLANNED:
        sentence = _("Completed as planned, but after the planned end, %(day)s.")
        yield warning("planned_yet_late", sentence % {"day": date_format(context.end)}, "outcome")


def _about_schedule(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    if contents["actual_start"] and contents["actual_start"] > context.today:
        yield blocking("started_in_future", _("It cannot have started after today."), "actual_start")
    forecast, end = contents["forecast_end"], context.end
    is_passed = end is not None and end < context.today and (forecast is None or forecast < context.today)
    if end and is_passed and contents["status"] == Status.ONGOING:
        yield warning("end_passed", new_forecast_words(end), "forecast_end")
    is_in_trouble = not contents.is_done and contents["confidence"] in IN_TROUBLE
    if is_in_trouble and not contents["obstacles"]:
        yield warning(
            "no_obstacle", _("It needs attention or is off track, and no obstacle is named."), "obstacles"
        )


# Texts


def _about_done(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    """No text is expected if the round asks only for money, or if the action has not started."""
    if context.money_only or contents["status"] == Status.NOT_STARTED:
        return
    if not contents["done"].strip():
        yield warning("nothing_done_said", _("Nothing is said of what was done."), "done")
    yield from _about_repeated_text(contents, context)


def _about_contribution(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    if not (contents["done"] or contents.filled_expenditures() or contents.measurements):
        sentence = _("Say what your organisation did, or fill in what it spent or measured.")
        yield blocking("nothing_said", sentence, "done")
    if not context.money_only:
        yield from _about_repeated_text(contents, context)


def _about_repeated_text(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    """Warn about the last report's text under changed figures; `_about_change` handles no change at all."""
    last = context.last
    if contents["unchanged_since"]:
        return
    if last is None or not contents["done"].strip() or contents.same_contents(last):
        return
    if _plain(contents["done"]) == _plain(last["done"]):
        sentence = _("What was done is told in the words of the last report. Say what was done since.")
        yield warning("same_words", sentence, "done")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _about_agreement(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    agreed_on = contents["agreed_on"]
    if bool(contents["agreed_by"]) != (agreed_on is not None):
        yield blocking(
            "agreed_by_half",
            _("Give both the function of who agreed and the day, or neither."),
            "agreed_on" if contents["agreed_by"] else "agreed_by",
        )
    if agreed_on is not None and agreed_on > context.today:
        yield blocking("agreed_in_future", _("It cannot be agreed on a day after today."), "agreed_on")


def _about_change(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    if sentence := unchanged_words(contents, context):
        yield Finding(Level.INFORMATION, "unchanged", sentence)


def _about_corrected_round(contents: Contents) -> Iterator[Finding]:
    if contents["corrects_id"] and not contents.corrected:
        sentence = _("Say what the closed round should have said, or choose no round to correct.")
        yield blocking("corrects_nothing", sentence, "corrects_id")
    if contents["corrects_id"] and not contents["correction_reason"].strip():
        sentence = _("Say why the closed round is corrected.")
        yield blocking("corrects_without_reason", sentence, "correction_reason")


def unchanged_words(contents: Contents, context: CheckContext) -> str:
    """That nothing changed since the organisation's last report, and for how long: in rounds if the report is in one, otherwise
    in reports. Empty if something changed, and of a first report.
    """
    if context.last is None or not contents.same_contents(context.last):
        return ""
    if context.unchanged_rounds > 1:
        return unchanged_for_rounds(context.unchanged_rounds)
    count = 1 if context.unchanged_rounds else context.unchanged_for + 1
    words = ngettext(
        "Nothing changed since the last report.", "Nothing changed in the last %(count)s reports.", count
    )
    return words % {"count": count}


def unchanged_for_rounds(count: int) -> str:
    words = ngettext("Nothing changed for %(count)s round.", "Nothing changed for %(count)s rounds.", count)
    return words % {"count": count}
