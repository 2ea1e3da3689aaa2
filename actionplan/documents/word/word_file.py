"""Writes a document as a Word file, by docxtpl. The same document gives the same bytes, so that its hash can be checked."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined

from actionplan.documents.content import (
    ActionSheet,
    Block,
    Bullets,
    DocumentContent,
    FactList,
    LabelledText,
    Paragraph,
    Table,
    Voice,
)

from .cells import table_xml
from .runs import NO_BREAK, Run, bar, entry, heading, joined, labelled, plain, sign, signed, words

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest day in a ZIP archive, given to all files in it."""
LONGEST_PROPERTY = 255
IN_CONTENTS = 2
"""Levels of headings in the contents."""
SHEET_BAR = 2_900_000
"""The width of the bar of an action, in English metric units."""
TEXTS_IN_A_ROW = 3


def word_file(document: DocumentContent) -> bytes:
    template = DocxTemplate(settings.REPORT_TEMPLATE)
    widths = widths_of_text(template)
    template.render(context_of(document, *widths), environment())
    _set_language(template, document.language)
    _set_properties(template, document)
    content = io.BytesIO()
    template.save(content)
    return _without_times(content)


def environment() -> Environment:
    """A name that no document has is a fault, not nothing."""
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_as_said,
    )


def _as_said(said: Any) -> Any:
    """Of `{_{` docxtpl makes `{{` wherever it stands, so that a template can write that; in what people said it stays."""
    if not isinstance(said, str | Run):
        return said
    xml = said.xml if isinstance(said, Run) else escape(plain(said))
    return Run(xml.replace("{_", "{&#95;").replace("_}", "&#95;}"))


def widths_of_text(template: DocxTemplate) -> tuple[int, int]:
    """Between the margins of an upright and of a turned page, in English metric units."""
    sections = template.get_docx().sections
    widths = {page.orientation: page.page_width - page.left_margin - page.right_margin for page in sections}
    upright = widths[WD_ORIENT.PORTRAIT]
    return upright, widths.get(WD_ORIENT.LANDSCAPE, upright)


def context_of(document: DocumentContent, upright: int, turned: int) -> dict[str, Any]:
    """Every name that a template may use; `docs/developers.md` lists them."""
    headings = list(enumerate(document.headings(), start=1))
    contents = [
        {"level": level, "line": entry(section.title, number)}
        for number, (section, level) in headings
        if level <= IN_CONTENTS
    ]
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "lead": document.lead,
        "marks": document.marks,
        "mark": "; ".join(document.marks),
        "facts": document.facts,
        "contents_title": _("Contents"),
        "contents": contents,
        "parts": list(_parts(document, upright, turned)),
        "foot": document.foot,
        "seal": document.seal,
        "page_word": _("page"),
    }


def _parts(document: DocumentContent, upright: int, turned: int) -> Iterator[dict[str, Any]]:
    """Every section with its heading and blocks; a heading behind the contents has its place there."""
    number = tables = 0
    was_wide = False
    first = len(document.summary)
    for place, (section, level) in enumerate(document.parts()):
        is_summary = place < first
        is_wide = was_wide if level > 1 else section.is_wide
        number += not is_summary
        blocks = []
        for block in section.blocks:
            tables += isinstance(block, Table) and not is_summary
            blocks.append(_block(block, tables, turned if is_wide else upright))
        yield {
            "level": 0 if is_summary else level,
            "heading": section.title if is_summary else heading(section.title, number),
            "follows_contents": place == first,
            "turns": is_wide and not was_wide,
            "turns_back": was_wide and not is_wide,
            "on_new_page": section.on_new_page and is_wide == was_wide and place != first,
            "blocks": blocks,
        }
        was_wide = is_wide


def _block(block: Block, tables: int, width: int) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": type(block).__name__}
    if isinstance(block, Paragraph):
        told |= {"kind": "Note" if block.is_note else "Paragraph", **_text(block)}
    elif isinstance(block, FactList):
        told["items"] = list(map(_text, block.items))
    elif isinstance(block, Bullets):
        told |= {"label": block.label, "items": block.items}
    elif isinstance(block, Table):
        caption = _("Table %(number)s. %(caption)s") % {"number": tables, "caption": block.caption}
        told |= {"caption": caption, "table": table_xml(block, width)}
    else:
        told["sheet"] = _sheet(block)
    return told


def _text(text: LabelledText) -> dict[str, Any]:
    mark = joined(sign(text.sign), words(NO_BREAK)) if text.sign and text.label else ""
    return {"sign": mark, "label": text.label, "text": labelled(text), "is_empty": not text.text}


def _sheet(sheet: ActionSheet) -> dict[str, Any]:
    texts = list(map(_text, sheet.texts))
    rows = [texts[place : place + TEXTS_IN_A_ROW] for place in range(0, len(texts), TEXTS_IN_A_ROW)]
    empty = _text(LabelledText(""))
    return {
        "who": sheet.who,
        "summary": _text(sheet.summary),
        "voices": list(map(_voice, sheet.voices)),
        "notes": sheet.notes,
        "rows": [[*row, *[empty] * (TEXTS_IN_A_ROW - len(row))] for row in rows],
        "money_title": _("Money"),
        "bar": bar(sheet.bar, SHEET_BAR) if sheet.bar else "",
        "money": list(map(_text, sheet.money)) or [_text(LabelledText(_("No budget line in the plan.")))],
        "milestones_title": _("Milestones"),
        "milestones": list(map(_text, sheet.milestones))
        or [_text(LabelledText(_("No milestone in the plan.")))],
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "label": voice.label,
        "heads": list(map(signed, voice.heads)),
        "notes": list(map(_text, voice.notes)),
    }


def _set_language(template: DocxTemplate, language: str) -> None:
    """The language of all text that has none of its own."""
    for default in template.docx.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), language)


def _set_properties(template: DocxTemplate, of: DocumentContent) -> None:
    core = template.docx.core_properties
    properties = {"title": of.title, "author": of.author, "last_modified_by": of.author}
    properties |= {"subject": of.subtitle, "keywords": of.foot, "comments": of.seal}
    properties |= {"language": of.language, "category": ", ".join(of.marks)}
    for name, text in properties.items():
        setattr(core, name, plain(text)[:LONGEST_PROPERTY])
    core.created = core.modified = of.made_of.astimezone(datetime.UTC).replace(microsecond=0)
    core.revision = 1


def _without_times(content: io.BytesIO) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(content) as made, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as again:
        for name in made.namelist():
            again.writestr(zipfile.ZipInfo(name, EPOCH), made.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
