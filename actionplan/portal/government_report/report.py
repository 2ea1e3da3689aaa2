"""The report to the Government: the whole plan in one round."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actionplan.base.twins import local
from actionplan.reporting.models import Round, SnapshotAction
from actionplan.reporting.states import PlatformPart
from objectives.models import Objective

from .actions import action_section
from .annexes import annexes
from .attention import attention_section
from .changes import changes_section
from .content import Document, Paragraph, Said, Section
from .figures import plan_in_figures, status_sentence, verdict_sentence
from .framing import framed
from .method import method_section
from .more_sheets import platform_table, sentences_table, words_table
from .platform import platform_words
from .source import Source
from .stood import Stood


def government_report(source: Source, before: Stood, earlier: Round | None) -> Document:
    """`before` is how the actions stood in the round before, `earlier`; without one there is nothing to compare with."""
    actions, method = source.actions, method_section(source, source.actions)
    sections = [
        *_of_the_platform(source, PlatformPart.INTRODUCTION, _("Introduction")),
        plan_in_figures(source),
        *_objectives(source, actions),
        attention_section(source, actions),
        changes_section(before, Stood.now(source), earlier),
        *_of_the_platform(source, PlatformPart.CONCLUSION, _("Conclusion")),
        *annexes(source),
        method,
    ]
    return framed(
        source,
        sections,
        kind="report",
        title=_("Progress report to the Government of Flanders"),
        more_sheets=[words_table(source), platform_table(source), sentences_table(method)],
    )


def _of_the_platform(source: Source, part: str, title: str) -> Iterator[Section]:
    if blocks := list(platform_words(source, part)):
        yield Section(title, blocks)


def _objectives(source: Source, actions: list[SnapshotAction]) -> Iterator[Section]:
    """Every objective of the plan as it was, those without an action included."""
    under: dict[int, list[SnapshotAction]] = {}
    for row in actions:
        under.setdefault(row.objective_number, []).append(row)
    for objective in source.objectives:
        rows = under.get(objective.number, [])
        blocks = [*platform_words(source, PlatformPart.OBJECTIVE, objective.number)]
        if rows:
            words = f"{status_sentence(rows)} {verdict_sentence(rows)}"
            blocks.append(Paragraph(Said(words)))
        else:
            blocks.append(Paragraph(Said(_("No action is under this objective."))))
        sections = [action_section(source, row) for row in rows]
        yield Section(_title(objective), blocks, sections, on_new_page=True)


def _title(objective: Objective) -> str:
    return _("Objective %(number)s: %(title)s") % {
        "number": objective.number,
        "title": local(objective, "title"),
    }
