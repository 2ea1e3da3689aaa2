"""System check: the Word template has what the documents fill in, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from docxtpl import DocxTemplate

from .content import (
    ActionSheet,
    Bar,
    Bullets,
    DocumentContent,
    FactList,
    LabelledText,
    Paragraph,
    Section,
    Sign,
    Table,
    TableColumn,
    Voice,
    note,
)
from .word.cells import HEAD_STYLE, TABLE_STYLE, TEXT_STYLE
from .word.runs import CHARACTER_STYLES
from .word.word_file import context_of, environment, word_file

MUST_HAVE = ["title", "marks", "lead", "facts", "contents", "parts", "foot", "seal"]
"""Without one of these a document would lack its contents, its marks or its hash."""


@register()
def report_template_is_complete(**kwargs: Any) -> list[CheckMessage]:
    """`manage.py check`, and every command that runs it, says what the template lacks."""
    hint = "Begin with templates/report.docx; docs/operators/settings.md tells how."
    return [
        Error(f"REPORT_TEMPLATE, {settings.REPORT_TEMPLATE}, {fault}.", hint=hint, id="documents.E001")
        for fault in template_faults()
    ]


def template_faults() -> list[str]:
    """What is wrong with the template, as ends of a sentence that begins with its name; a first fault hides others."""
    try:
        template = DocxTemplate(settings.REPORT_TEMPLATE)
        template.init_docx()
    except Exception as fault:  # a file may be wrong in many ways
        return [f"cannot be read as a Word file ({type(fault).__name__})"]
    try:
        faults = list(_faults_of(template))
        if not faults:
            word_file(EXAMPLE)
    except Exception as fault:
        return [f"is not a template that docxtpl reads: {fault}"]
    return faults


def _faults_of(template: DocxTemplate) -> Iterator[str]:
    named, known = template.get_undeclared_template_variables(environment()), context_of(EXAMPLE, 1, 1)
    for name in MUST_HAVE:
        if name not in named:
            yield f"lacks {{{{ {name} }}}}"
    for name in sorted(named - known.keys()):
        yield f"names {{{{ {name} }}}}, which no document has"
    styles = {style.style_id for style in template.docx.styles}
    for style in [TABLE_STYLE, TEXT_STYLE, HEAD_STYLE, *CHARACTER_STYLES]:
        if style not in styles:
            yield f"lacks the style {style}"


_WORDS = LabelledText("words", "label")
_SHEET = ActionSheet(
    who="who",
    summary=_WORDS,
    voices=[Voice("voice", [Sign("on_track", "on track")], [_WORDS])] * 4,
    notes=["note"],
    texts=[_WORDS],
    money=[_WORDS],
    bar=Bar(Decimal(3), Decimal(2), Decimal(1), Decimal(3)),
    milestones=[_WORDS],
)
EXAMPLE = DocumentContent(
    name="example",
    language="en-GB",
    title="title",
    subtitle="subtitle",
    marks=["mark"],
    facts=[_WORDS],
    lead=_WORDS,
    summary=[Section("summary", [Paragraph("words")], on_new_page=True)],
    sections=[
        Section(
            "section",
            [note("note"), FactList([_WORDS]), Bullets(["item"], "label")],
            [Section("part", [], [Section("sheet", [_SHEET])])],
        ),
        Section("wide", [Table("table", [TableColumn("column")], [["cell"]])], is_wide=True),
        Section("upright"),
    ],
    foot="foot",
    seal="seal",
    author="author",
    made_of=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
)
"""One of everything that a template fills in."""
