"""The report to the Government: the whole plan in a round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from actionplan.reporting.states import PlatformPart

from .action_sheet import action_section
from .amendments import amendments_section
from .annexes import annexes, sheets_of_actions
from .asked import asked_section
from .attention_points import attention_section
from .changes import changes_section
from .content import DocumentContent, LabelledText, Paragraph, Section, Table, note
from .corrections import corrections_section
from .due_section import due_by_body
from .method import method_section
from .offices import offices_section
from .plan_figures import figures_of_plan, status_sentence, verdict_sentence, voices_sentence
from .platform_texts import platform_words
from .recommendations import recommendations_section
from .source import DocumentSource
from .summary import lead_of, summary
from .title_page import with_title_page
from .workbook import platform_table, sentences_table, words_table


def government_report(source: DocumentSource, earlier: DocumentSource | None) -> DocumentContent:
    """`earlier` is the round before; without it there is no comparison."""
    method = method_section(source, source.actions)
    sections = [
        *_of_the_platform(source, PlatformPart.INTRODUCTION, _("Introduction")),
        _objectives(source),
        attention_section(source, source.actions),
        *corrections_section(source, earlier),
        *amendments_section(source, earlier),
        *offices_section(source),
        *_of_the_platform(source, PlatformPart.CONCLUSION, _("Conclusion")),
        _sheets(source),
        *annexes(source),
        *recommendations_section(source),
        method,
    ]
    return with_title_page(
        source,
        sections,
        kind="report",
        title=_title(source),
        last_facts=_trail_head(source),
        lead=lead_of(source),
        summary=summary(source, earlier),
        more_sheets=[
            *_tables(asked_section(source, source.actions)),
            *figures_of_plan(source),
            *due_by_body(source),
            *_tables([changes_section(source, earlier)]),
            *sheets_of_actions(source),
            words_table(source),
            platform_table(source),
            sentences_table(method),
        ],
    )


def _title(source: DocumentSource) -> str:
    """The title, with the addressee of the plan if it has one."""
    addressee = source.picture.plan.local_addressee
    return (
        _("Progress report to %(addressee)s") % {"addressee": addressee}
        if addressee
        else _("Progress report")
    )


def _trail_head(source: DocumentSource) -> list[LabelledText]:
    """The newest seal of the trail when the round closed: `manage.py verify_trail --head` proves the trail by it."""
    return [LabelledText(source.trail_head, _("Newest seal of the trail"))] if source.trail_head else []


def _of_the_platform(source: DocumentSource, part: str, title: str) -> Iterator[Section]:
    if blocks := list(platform_words(source, part)):
        yield Section(title, [*blocks])


def _named(number: int, title: str) -> str:
    return _("Objective %(number)s: %(title)s") % {"number": number, "title": title}


def _objectives(source: DocumentSource) -> Section:
    """What the Platform says on every objective of the plan in the round, also on those without actions."""
    sections = []
    for number, objective in source.picture.objectives.items():
        actions = source.actions.of_objective(number)
        counted = _("No action is under this objective.")
        if actions:
            counted = f"{status_sentence(actions)} {verdict_sentence(actions)}"
        words = platform_words(source, PlatformPart.OBJECTIVE, number)
        sections.append(Section(_named(number, objective.local_title), [*words, Paragraph(counted)]))
    return Section(_("The objectives"), [note(voices_sentence(source.actions))], sections)


def _sheets(source: DocumentSource) -> Section:
    sections = []
    for number, objective in source.picture.objectives.items():
        sheets = [action_section(source, action) for action in source.actions.of_objective(number)]
        if sheets:
            sections.append(Section(_named(number, objective.local_title), [], sheets))
    return Section(_("Annex: a sheet for each action"), [], sections, on_new_page=True)


def _tables(sections: Iterable[Section]) -> list[Table]:
    """For the workbook: tables of sections that the document itself does not have."""
    return [block for section in sections for block in section.blocks if isinstance(block, Table)]
