"""The report to the Government: the whole plan in a round."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actionplan.reporting.states import PlatformPart

from .action_pages import action_section
from .amendments import amendments_section
from .annexes import annexes
from .asked import asked_section
from .attention_points import attention_section
from .changes import changes_section
from .content import DocumentContent, Paragraph, Section
from .corrections import corrections_section
from .due_section import due_section
from .method import method_section
from .plan_figures import plan_in_figures, status_sentence, verdict_sentence
from .platform_texts import platform_words
from .recommendations import recommendations_section
from .source import DocumentSource
from .title_page import with_title_page
from .workbook import platform_table, sentences_table, words_table


def government_report(source: DocumentSource, earlier: DocumentSource | None) -> DocumentContent:
    """`earlier` is the round before; without it there is no comparison."""
    method = method_section(source, source.actions)
    sections = [
        *_of_the_platform(source, PlatformPart.INTRODUCTION, _("Introduction")),
        *asked_section(source, source.actions),
        plan_in_figures(source),
        due_section(source),
        *_objectives(source),
        attention_section(source, source.actions),
        changes_section(source, earlier),
        *corrections_section(source, earlier),
        *amendments_section(source, earlier),
        *_of_the_platform(source, PlatformPart.CONCLUSION, _("Conclusion")),
        *annexes(source),
        *recommendations_section(source),
        method,
    ]
    return with_title_page(
        source,
        sections,
        kind="report",
        title=_title(source),
        more_sheets=[words_table(source), platform_table(source), sentences_table(method)],
    )


def _title(source: DocumentSource) -> str:
    """The title, with the addressee of the plan if it has one."""
    addressee = source.picture.plan.local_addressee
    return (
        _("Progress report to %(addressee)s") % {"addressee": addressee}
        if addressee
        else _("Progress report")
    )


def _of_the_platform(source: DocumentSource, part: str, title: str) -> Iterator[Section]:
    if blocks := list(platform_words(source, part)):
        yield Section(title, [*blocks])


def _objectives(source: DocumentSource) -> Iterator[Section]:
    """A section for every objective of the plan in the round, also those without actions."""
    for number, objective in source.picture.objectives.items():
        actions = source.actions.of_objective(number)
        summary = _("No action is under this objective.")
        if actions:
            summary = f"{status_sentence(actions)} {verdict_sentence(actions)}"
        title = _("Objective %(number)s: %(title)s") % {"number": number, "title": objective.local_title}
        yield Section(
            title,
            [*platform_words(source, PlatformPart.OBJECTIVE, number), Paragraph(summary)],
            [action_section(source, action) for action in actions],
            on_new_page=True,
        )
