"""Verifying what is kept of a plan against the hashes in the newest act on it: reports, standings and amendments, what its
actions say, its rounds and what they ask, and the Platform's questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.report_hashes import hashes_of_reports, hashes_of_standings
from actions.amending import hashes_of_amendments
from actions.models import Amendment

from .comparison import Comparison
from .verifying_told import compare_actions, compare_questions, compare_rounds, read_told

ACTS_ON_REPORTS = [  # each of which says what the report and the standings of its action say after it
    Verb.SUBMITTED,
    Verb.SUBMITTED_ON_BEHALF,
    Verb.TAKEN_BACK,
    Verb.RETURNED,
    Verb.ACCEPTED,
    Verb.REPORT_EMPTIED,
]
NAMES = {
    "report": "its facts",
    "report_texts": "its texts",
    "rows": "its rows",
    "rows_texts": "the texts of its rows",
}
"""Of the hashes of a report."""
ENDS_OF_PREPARING = [Verb.AMENDMENT_PUT_IN_FORCE, Verb.AMENDMENT_DROPPED]


def compare_contents(plan: int) -> Comparison:
    """A sentence for each fault that a second look finds too: what is written meanwhile is none."""
    first = _compare(plan)
    if first.faults:
        again = set(_compare(plan).faults)
        first.faults = [fault for fault in first.faults if fault in again]
    return first


def faults_of_contents(plan: int) -> list[str]:
    return compare_contents(plan).faults


def _compare(plan: int) -> Comparison:
    result = Comparison()
    reported = list(Event.objects.filter(plan=plan, verb__in=ACTS_ON_REPORTS).order_by("pk"))
    _compare_reports(plan, reported, result)
    result.faults += _faults_of_standings(plan, reported)
    _compare_amendments(plan, result)
    told = read_told(plan)
    compare_actions(plan, told, result)
    compare_rounds(plan, told, result)
    compare_questions(plan, told, result)
    return result


def _compare_reports(plan: int, events: Iterable[Event], result: Comparison) -> None:
    reports = ProgressReport.objects.filter(action__plan=plan).handed_in()
    acts: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        acts[event.subject_key].append(event)
    for report, known in hashes_of_reports(reports).items():
        on_report = acts.pop(str(report), [])
        if not on_report:
            result.faults.append(f"report {report}: no event tells that it was submitted")
        expected = {part: (word, event.pk) for event in on_report for part, word in event.contents.items()}
        if "report" in expected:
            result.compared["reports"] += 1
            if not expected.get("report_texts", ("", 0))[0]:
                result.not_compared["texts of reports of before they had a salt"] += 1
        elif on_report:
            result.has_no_hash("reports")
        for part, name in NAMES.items():
            word, event_key = expected.get(part, ("", 0))
            if word not in ("", known[part]):
                result.faults.append(f"report {report}: {name} were changed after event {event_key}")
    for key, on_report in acts.items():
        result.faults.append(f"report {key} is gone: event {on_report[-1].pk} knows of it")


def _faults_of_standings(plan: int, events: Iterable[Event]) -> Iterator[str]:
    newest = {event.action: event for event in events}
    known = hashes_of_standings(Standing.objects.filter(action__plan=plan))
    for action in known.keys() - newest.keys():
        yield f"action {action}: a report stands of which no event tells"
    for key, event in newest.items():
        if event.contents and event.contents["standings"] != known.get(key or 0, ""):
            yield f"action {key}: what stands of its reports was changed after event {event.pk}"


def _compare_amendments(plan: int, result: Comparison) -> None:
    events = Event.objects.filter(plan=plan, verb__in=ENDS_OF_PREPARING).order_by("pk")
    known = hashes_of_amendments(Amendment.objects.filter(plan=plan))
    for key, event in {int(event.subject_key): event for event in events}.items():
        name = f"amendment {event.names.get('number', key)}"
        if key not in known:
            result.faults.append(f"{name} is gone: event {event.pk} knows of it")
        elif not event.contents:
            result.has_no_hash("amendments")
        else:
            result.compared["amendments"] += 1
            if event.contents["amendment"] != known[key]:
                result.faults.append(f"{name}: it was changed after event {event.pk}")
