"""Parts of WordprocessingML that python-docx does not support: fields, bookmarks, internal links, languages."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML does not allow."""


def plain(text: str) -> str:
    return ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def element(tag: str, **attributes: str) -> Any:
    """`element("w:fldChar", fldCharType="begin")`: attributes are of the w namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def in_language(run: Run, tag: str) -> None:
    run._r.get_or_add_rPr().append(element("w:lang", val=tag))


def add_field(paragraph: Paragraph, instruction: str, shown: str, parent: Any = None) -> None:
    """Add a field with the text that it shows until a program updates it."""
    parent = paragraph._p if parent is None else parent
    begin_field(parent, instruction)
    run = element("w:r")
    text = element("w:t")
    text.text = shown
    run.append(text)
    parent.append(run)
    end_field(parent)


def begin_field(parent: Any, instruction: str) -> None:
    code = element("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    for part in [
        element("w:fldChar", fldCharType="begin"),
        code,
        element("w:fldChar", fldCharType="separate"),
    ]:
        run = element("w:r")
        run.append(part)
        parent.append(run)


def end_field(parent: Any) -> None:
    run = element("w:r")
    run.append(element("w:fldChar", fldCharType="end"))
    parent.append(run)


def bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """Put a bookmark around the contents of the paragraph."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.pPr
    place = 0 if properties is None else list(paragraph._p).index(properties) + 1
    paragraph._p.insert(place, start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def link_to(paragraph: Paragraph, name: str) -> Any:
    """A link to a bookmark, to put runs into."""
    link = element("w:hyperlink", anchor=name, history="1")
    paragraph._p.append(link)
    return link


def add_text(parent: Any, text: str) -> None:
    run = element("w:r")
    for place, part in enumerate(text.split("\t")):
        if place:
            run.append(element("w:tab"))
        text_element = element("w:t")
        text_element.set(qn("xml:space"), "preserve")
        text_element.text = plain(part)
        run.append(text_element)
    parent.append(run)
