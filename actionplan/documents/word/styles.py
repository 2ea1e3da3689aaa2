"""The styles of the Word file: black on white, one thin yellow line, white space instead of boxes; and its language."""

from __future__ import annotations

from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from .marks import element

INK, SOFT, LINE, YELLOW = "1C1F23", "5A6069", "B9BEC6", "FFE615"
FONT = "Calibri"
MARGIN = Cm(2.2)
A4_HEIGHT, A4_WIDTH = Cm(29.7), Cm(21)
BODY_TEXT, NOTE, FACT, IN_TABLE, PAGE_MARK = "Normal", "Note", "Fact", "Table Text", "Mark"
TABLE_STYLE_ID = "PortalTable"

SIZES: dict[str, tuple[float, float, float, bool, str]] = {
    "Normal": (10.5, 0, 6, False, INK),
    "Title": (28, 0, 6, True, INK),
    "Subtitle": (14, 0, 18, False, SOFT),
    "Heading 1": (18, 18, 8, True, INK),
    "Heading 2": (13, 14, 4, True, INK),
    "Heading 3": (11, 10, 3, True, INK),
    "Caption": (9.5, 10, 3, True, INK),
    "List Bullet": (10.5, 0, 2, False, INK),
    "Header": (8.5, 0, 0, False, SOFT),
    "Footer": (8.5, 0, 0, False, SOFT),
    "TOC Heading": (18, 0, 8, True, INK),
}
"""Size, space before and after in points, bold, colour."""
OWN: dict[str, tuple[float, float, float, bool, str]] = {
    NOTE: (9.5, 0, 6, False, SOFT),
    FACT: (10, 0, 1, False, INK),
    IN_TABLE: (9, 1, 1, False, INK),
    PAGE_MARK: (14, 6, 6, True, INK),
    "toc 1": (10, 4, 1, True, INK),
    "toc 2": (9, 0, 1, False, INK),
}


def styled_document(language: str) -> WordDocument:
    """An empty A4 document with all styles that the writer uses."""
    document = docx.Document()
    for name, look in SIZES.items():
        _shape(document.styles[name], *look)
    for name, look in OWN.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _shape(style, *look)
    _finish(document)
    _set_language(document, language)
    document.styles.element.append(parse_xml(TABLE_STYLE))
    section = document.sections[0]
    section.page_width, section.page_height = A4_WIDTH, A4_HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    return document


def _shape(style: Any, size: float, before: float, after: float, bold: bool, colour: str) -> None:
    font, paragraph = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold or None, False
    font.color.rgb = RGBColor.from_string(colour)
    for spacing in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)
    fonts = style.element.rPr.get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ["ascii", "hAnsi", "cs", "eastAsia"]:
        fonts.set(qn(f"w:{name}"), FONT)
    paragraph.space_before, paragraph.space_after, paragraph.line_spacing = Pt(before), Pt(after), 1.1


def _finish(document: WordDocument) -> None:
    styles = document.styles
    for name in ["Heading 1", "Heading 2", "Heading 3", "Caption"]:
        styles[name].paragraph_format.keep_with_next = True
    _border(styles["Title"], "top", YELLOW, 36, 14)
    for name in ["Subtitle", "Title"]:
        _no_border(styles[name], "bottom")
    _border(styles["Header"], "bottom", LINE, 4, 3)
    _border(styles["Footer"], "top", LINE, 4, 3)
    for name, indent in [("toc 1", 0.0), ("toc 2", 0.6)]:
        layout = styles[name].paragraph_format
        layout.left_indent, layout.right_indent = Cm(indent), Cm(1)
        layout.tab_stops.add_tab_stop(A4_WIDTH - 2 * MARGIN, WD_TAB_ALIGNMENT.RIGHT)
    for name in ["Header", "Footer"]:
        for tabs in styles[name].element.pPr.findall(qn("w:tabs")):
            styles[name].element.pPr.remove(tabs)


def _border(style: Any, side: str, colour: str, size: int, space: int) -> None:
    """`size` in eighths of a point."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    borders = element("w:pBdr")
    borders.append(element(f"w:{side}", val="single", sz=str(size), space=str(space), color=colour))
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )


def _no_border(style: Any, side: str) -> None:
    properties = style.element.get_or_add_pPr()
    for borders in properties.findall(qn("w:pBdr")):
        for border in borders.findall(qn(f"w:{side}")):
            borders.remove(border)


def _set_language(document: WordDocument, language: str) -> None:
    """Set the default language of the text."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))
    for old in document.settings.element.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), language)


TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE_ID}">
  <w:name w:val="Portal Table"/>
  <w:basedOn w:val="TableNormal"/>
  <w:uiPriority w:val="59"/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{INK}"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>
  </w:tblStylePr>
  <w:tblStylePr w:type="lastRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr><w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>
"""
