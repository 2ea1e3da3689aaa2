"""What a report says that is new, old beside new, for who agrees with it: on the sheet and on paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from actionplan.base.access_log import note_words
from actionplan.base.canonical import canonical, sha256
from actionplan.pages.report.contents_in_words import ComparedField, PlanOfAction, in_words, on_one_line
from actionplan.picture.evidence_words import evidence_of, rows_of_evidence
from actionplan.picture.words import REMOVED
from actionplan.reporting.models import Answer, ProgressReport
from actionplan.reports.contents import ROWS_OF_REPORTS, Contents, contents_of

SHORT = 12
"""How many characters of a hash stand on paper."""


@dataclass(frozen=True)
class WhatIsNew:
    contents: Contents = field(default_factory=Contents)
    rows: list[ComparedField] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    """What it says as the report before did, by name."""
    has_last: bool = False
    beside: list[list[str]] = field(default_factory=list)
    """What stands beside the report and is agreed to with it: answers, and pieces of evidence."""


def read_rows(reports: Iterable[ProgressReport | None]) -> None:
    """Of all reports that are compared, at once."""
    known = [report for report in reports if report is not None]
    prefetch_related_objects(known, *ROWS_OF_REPORTS, "corrected_facts", rows_of_evidence())


def answers_of(organisation: int, actions: Iterable[int]) -> dict[int, list[Answer]]:
    """What the organisation answered to the Platform, by action, the oldest first."""
    answers: dict[int, list[Answer]] = defaultdict(list)
    rows = Answer.objects.filter(organisation=organisation, question__action__in=list(actions))
    for row in rows.select_related("question").order_by("at", "pk"):
        answers[row.question.action_id].append(row)
    return answers


def what_is_new(
    report: ProgressReport,
    last: ProgressReport | None,
    plan: PlanOfAction,
    *,
    organisation: str,
    answers: Iterable[Answer],
) -> WhatIsNew:
    """For the organisation's own people, beside its report that counts; `organisation` is its key, `answers` those that it
    gave about the action.
    """
    before = contents_of(last) if last else None
    contents = contents_of(report).without_meaningless_values(before)
    note_words(report.action, any(one and one.has_words for one in (contents, before)))
    shown = contents.with_fields(unchanged_since=None)  # which the head of the report says
    parts = in_words(shown, before, plan, organisation=organisation, is_lead=report.is_lead)
    rows = [*parts["fields"], *parts["milestones"], *parts["money"], *parts["measurements"]]
    given = [one for one in answers if not (last and last.submitted_at and one.at <= last.submitted_at)]
    rows += [_answered(one) for one in given]
    evidence = ComparedField(
        _("Evidence"), _evidence(report, plan), _evidence(last, plan) if last else "", is_word=True
    )
    rows += [evidence] if evidence.text or evidence.other else []
    return WhatIsNew(
        contents,
        [row for row in rows if row.differs],
        [row.label for row in rows if not row.differs],
        last is not None,
        [[str(one.question_id), one.text] for one in given]
        + [[one.description, one.sha256, one.link, one.archive_reference] for one in report.evidence.all()],
    )


def _answered(answer: Answer) -> ComparedField:
    label = _("Answer to “%(question)s”") % {"question": answer.question.text or REMOVED.in_words}
    return ComparedField(label, answer.text or str(REMOVED.in_words), is_word=True)


def _evidence(report: ProgressReport, plan: PlanOfAction) -> str:
    """A line for each piece: what it is about, what it shows, where it is."""
    pieces = evidence_of(report, plan.action, {True: True, False: True}).shown
    return "\n".join(
        on_one_line(filter(None, [one.about, one.description.in_words, "" if one.is_removed else one.where]))
        for one in pieces
    )


def short_hash(said: Iterable[tuple[str, WhatIsNew]]) -> str:
    """Of reports by the code of their action: the same where they say the same, with the same answers and evidence."""
    reports = []
    for code, new in said:
        contents = new.contents
        rows: list[Any] = [
            *contents.expenditures,
            *contents.milestones,
            *contents.measurements,
            *contents.corrected,
        ]
        cells = sorted((asdict(row) for row in rows), key=canonical)
        reports.append([code, contents.fields, cells, sorted(new.beside)])
    return sha256(canonical(reports))[:SHORT]
