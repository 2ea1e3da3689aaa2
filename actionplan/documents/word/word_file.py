"""Writes a document as a Word file. The same document gives the same bytes, so that its hash can be checked."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from actionplan.documents.content import (
    BarFigure,
    Block,
    Bullets,
    DocumentContent,
    FactList,
    LabelledText,
    Paragraph,
    Section,
    Table,
)

from .marks import (
    add_field,
    add_text,
    begin_field,
    bookmark,
    element,
    end_field,
    in_language,
    link_to,
    plain,
)
from .styles import A4_HEIGHT, A4_WIDTH, BODY_TEXT, FACT, IN_TABLE, MARGIN, NOTE, PAGE_MARK, styled_document
from .word_charts import add_chart
from .word_tables import table_xml

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest day in a ZIP archive, given to all files in it."""
BELOW_A_TABLE = Pt(8)
LONGEST_PROPERTY = 255
BEHIND_UPDATE_FIELDS = [
    "w:hdrShapeDefaults",
    "w:footnotePr",
    "w:endnotePr",
    "w:compat",
    "w:docVars",
    "w:rsids",
    "m:mathPr",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:shapeDefaults",
    "w:decimalSymbol",
    "w:listSeparator",
]
"""The settings that must come after `updateFields`, in the order that Word requires."""
IN_CONTENTS = 2
"""Levels of headings in the table of contents."""


def word_file(document: DocumentContent) -> bytes:
    return _Writer(document).written()


class _Writer:
    def __init__(self, document: DocumentContent) -> None:
        self.of, self.file = document, styled_document(document.language)
        self.headings = self.tables = self.figures = 0
        self.width = A4_WIDTH - 2 * MARGIN
        self.is_below_table = False
        self.styles: dict[str, str] = {}

    def written(self) -> bytes:
        self._properties()
        self._header_and_footer(self.file.sections[0])
        self._title_page()
        self._contents()
        for section, level in self.of.headings():
            self._section(section, level)
        content = io.BytesIO()
        self.file.save(content)
        return _without_times(content)

    def _properties(self) -> None:
        core, of = self.file.core_properties, self.of
        properties = {"title": of.title, "author": of.author, "last_modified_by": of.author}
        properties |= {"subject": of.subtitle, "keywords": of.foot, "comments": of.seal}
        properties |= {"language": of.language, "category": ", ".join(of.marks)}
        for name, text in properties.items():
            setattr(core, name, plain(text)[:LONGEST_PROPERTY])
        core.created = core.modified = of.made_of.astimezone(datetime.UTC).replace(microsecond=0)
        core.revision = 1
        package: Any = self.file.part.package
        for key, relation in list(package.rels.items()):
            if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
                del package.rels[key]
        settings = self.file.settings.element
        settings.insert_element_before(element("w:updateFields", val="true"), *BEHIND_UPDATE_FIELDS)

    def _header_and_footer(self, section: Any) -> None:
        """Header and footer: title, marks, round, hash, page number."""
        width = section.page_width - 2 * MARGIN
        for part in (section.header, section.footer):
            part.is_linked_to_previous = False
        header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
        header.text = plain("\t".join([self.of.title, "; ".join(self.of.marks)]))
        header.runs[0].bold = bool(self.of.marks)
        footer.add_run(plain(f"{self.of.foot}\t"))
        add_text(footer._p, _("page") + " ")
        add_field(footer, "PAGE", "1")
        add_text(footer._p, " / ")
        add_field(footer, "NUMPAGES", "1")
        for paragraph in (header, footer):
            paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        seal = section.footer.add_paragraph(plain(self.of.seal), style="Footer")
        _without_borders(seal)

    def _title_page(self) -> None:
        for mark in self.of.marks:
            self._paragraph(PAGE_MARK, mark)
        self._paragraph("Title", self.of.title)
        self._paragraph("Subtitle", self.of.subtitle)
        for fact in self.of.facts:
            self._labelled(fact, FACT)

    def _contents(self) -> None:
        """The table of contents, filled in; page numbers appear once Word or LibreOffice updates the fields."""
        heading = self._paragraph("TOC Heading", _("Contents"))
        heading.paragraph_format.page_break_before = True
        listed = [
            (number, section, level)
            for number, (section, level) in enumerate(self.of.headings(), start=1)
            if level <= IN_CONTENTS
        ]
        for place, (number, section, level) in enumerate(listed):
            paragraph = self._paragraph(f"toc {level}")
            if place == 0:
                begin_field(paragraph._p, f'TOC \\o "1-{IN_CONTENTS}" \\h \\z \\u')
            link = link_to(paragraph, _name_of(number))
            add_text(link, f"{section.title}\t")
            add_field(paragraph, f"PAGEREF {_name_of(number)} \\h", "", link)
            if place == len(listed) - 1:
                end_field(paragraph._p)

    def _section(self, section: Section, level: int) -> None:
        self._set_orientation(section, level)
        heading = self._paragraph(f"Heading {min(level, 3)}", section.title)
        self.headings += 1
        bookmark(heading, self.headings, _name_of(self.headings))
        heading.paragraph_format.page_break_before = section.on_new_page and not self._is_turned
        for block in section.blocks:
            self._block(block)

    def _set_orientation(self, section: Section, level: int) -> None:
        """Use landscape pages for a wide section, and portrait after it."""
        page = self.file.sections[-1]
        is_wide = page.orientation == WD_ORIENT.LANDSCAPE
        self._is_turned = False
        if level > 1 or section.is_wide == is_wide:
            return
        page = self.file.add_section(WD_SECTION.NEW_PAGE)
        page.orientation = WD_ORIENT.LANDSCAPE if section.is_wide else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = (
            (A4_HEIGHT, A4_WIDTH) if section.is_wide else (A4_WIDTH, A4_HEIGHT)
        )
        self._header_and_footer(page)
        self.width, self._is_turned = page.page_width - 2 * MARGIN, True

    def _block(self, block: Block) -> None:
        below, self.is_below_table = self.is_below_table, False
        if isinstance(block, Paragraph):
            paragraph = self._labelled(block, NOTE if block.is_note else BODY_TEXT)
            if below:
                paragraph.paragraph_format.space_before = BELOW_A_TABLE
        elif isinstance(block, FactList):
            for item in block.items:
                self._labelled(item, FACT).paragraph_format.keep_with_next = item is not block.items[-1]
        elif isinstance(block, Bullets):
            if block.label:
                self._labelled(LabelledText("", block.label), FACT).paragraph_format.keep_with_next = True
            for text in block.items:
                self._paragraph("List Bullet", text)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._figure(block)

    def _paragraph(self, style: str, text: str = "") -> WordParagraph:
        paragraph = self.file.add_paragraph(plain(text))
        paragraph._p.style = self._style(style)
        return paragraph

    def _style(self, name: str) -> str:
        """The id of a style, cached: python-docx searches all styles for every paragraph."""
        if name not in self.styles:
            self.styles[name] = str(self.file.styles[name].style_id)
        return self.styles[name]

    def _labelled(self, words: LabelledText, style: str) -> WordParagraph:
        paragraph = self._paragraph(style)
        if words.label:
            paragraph.add_run(plain(f"{words.label}: " if words.text else words.label)).bold = True
        if words.text:
            run = paragraph.add_run(plain(words.text))
            if words.language:
                in_language(run, words.language)
        return paragraph

    def _table(self, table: Table) -> None:
        self.tables += 1
        self._caption(_("Table"), "Table", self.tables, table.caption)
        body = self.file.element.body
        body.insert_element_before(table_xml(table, self.width, self._style(IN_TABLE)), "w:sectPr")
        self.is_below_table = True

    def _figure(self, figure: BarFigure) -> None:
        self.figures += 1
        self._caption(_("Figure"), "Figure", self.figures, figure.caption)
        paragraph = self.file.add_paragraph()
        paragraph.add_run()._r.append(add_chart(self.file, figure, self.figures, self.width))

    def _caption(self, word: str, sequence: str, number: int, caption: str) -> None:
        paragraph = self._paragraph("Caption")
        add_text(paragraph._p, f"{word} ")
        add_field(paragraph, f"SEQ {sequence} \\* ARABIC", str(number))
        add_text(paragraph._p, f". {caption}")


def _name_of(heading: int) -> str:
    return f"_Toc{heading:06}"


def _without_borders(paragraph: WordParagraph) -> None:
    borders = element("w:pBdr")
    borders.append(element("w:top", val="nil"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _without_times(content: io.BytesIO) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(content) as made, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as again:
        for name in made.namelist():
            again.writestr(zipfile.ZipInfo(name, EPOCH), made.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
