"""What stands in a line of the Word file beside plain words: signs, bars, languages, bookmarks, page numbers.

Everything here is WordprocessingML for `{{r … }}` of docxtpl, by the character styles of the template.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls
from docxtpl import RichText

from actionplan.documents.content import Bar, Headed, LabelledText, Sign, Signs, Value

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML does not allow."""
RED, AMBER, GREEN, SLATE = "SignRed", "SignAmber", "SignGreen", "SignSlate"
SMALL, STRONG, QUOTED = "Small", "Strong", "Quoted"
CHARACTER_STYLES = [RED, AMBER, GREEN, SLATE, SMALL, STRONG, QUOTED]
"""The ids of the character styles that a template must have."""

SIGNS = {
    "on_track": ("●", GREEN),
    "needs_attention": ("▲", AMBER),
    "off_track": ("◆", RED),
    "completed": ("■", SLATE),
    "ongoing": ("◧", SLATE),
    "not_started": ("□", SLATE),
    "stopped": ("▣", SLATE),
    "never": ("○", SLATE),
    "stale": ("○", SLATE),
    "": ("○", SLATE),
    "overdue": ("◔", RED),
    "late_start": ("◔", RED),
    "overspent": ("€", RED),
    "underspent": ("€", SLATE),
    "milestone_missed": ("◇", RED),
    "milestone_open": ("◇", SLATE),
    "milestone_achieved": ("◆", SLATE),
    "better": ("▲", SLATE),
    "worse": ("▽", SLATE),
}
"""By code: the sign, and its style."""
NO_BREAK = "\u00a0"
BAR_HEIGHT = 100_000
"""In English metric units, as `width` below."""
INK, FILL = "1A1D21", "2C3B4D"


class Run:
    """XML that stands as it is."""

    def __init__(self, xml: str) -> None:
        self.xml = xml

    def __html__(self) -> str:
        return self.xml


def plain(text: str) -> str:
    return ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def words(text: str, style: str = "", language: str = "") -> Run:
    """Lines stay lines."""
    rich = [RichText(line, style=style or None, lang=language or None) for line in plain(text).split("\n")]
    return Run("<w:r><w:br/></w:r>".join(map(str, rich)))


def joined(*runs: Run) -> Run:
    return Run("".join(run.xml for run in runs))


def sign(code: str) -> Run:
    shape, style = SIGNS.get(code, SIGNS[""])
    return words(shape, style)


def signed(one: Sign) -> Run:
    """A sign with its word; without a code the word alone."""
    if not one.code or one.code not in SIGNS:
        return words(one.word)
    return joined(sign(one.code), words(NO_BREAK + one.word))


def labelled(text: LabelledText) -> Run:
    """The text alone; its label is the template's."""
    style = QUOTED if text.is_quotation else ""
    mark = [sign(text.sign), words(NO_BREAK)] if text.sign and not text.label else []
    return joined(*mark, words(text.text, style, text.language))


def in_cell(value: Value, text: str, width: int) -> Run:
    """`text` is the value in words; `width`, that of the cell."""
    if isinstance(value, Sign):
        return signed(value)
    if isinstance(value, Signs):
        if value.as_counts:
            return joined(*(joined(sign(one.code), words(f" {count}   ")) for one, count in value.counts))
        return joined(*(words(SIGNS[one.code][0] * count, SIGNS[one.code][1]) for one, count in value.counts))
    if isinstance(value, Headed):
        mark = [sign(value.sign), words(NO_BREAK)] if value.sign in SIGNS and value.sign else []
        below = [words("\n"), words(value.text, SMALL)] if value.text else []
        return joined(*mark, words(value.head, STRONG), *below)
    if isinstance(value, Bar):
        return bar(value, width)
    return words(text)


def bar(of: Bar, width: int) -> Run:
    """What was planned as an outline, what was paid filled, what was committed as a line across."""
    if not of.longest:
        return words("")
    planned, committed, paid = (
        max(0, int(width * amount / of.longest)) for amount in (of.planned, of.committed, of.paid)
    )
    shapes = _box(0, width)  # unseen: a group is as wide as what is in it
    shapes += _box(0, planned, outline=INK) if planned else ""
    shapes += _box(0, paid, inset=18_000, fill=FILL) if paid else ""
    shapes += _box(max(0, committed - 9_000), 18_000, fill=INK) if committed else ""
    described = f"name={quoteattr(plain(of.words) or '-')} descr={quoteattr(plain(of.words))}"
    return Run(
        f"<w:r><w:drawing {nsdecls('w', 'wp', 'a')}><wp:inline distT='0' distB='0' distL='0' distR='0'>"
        f'<wp:extent cx="{width}" cy="{BAR_HEIGHT}"/><wp:docPr id="1" {described}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{GROUP}"><wpg:wgp xmlns:wpg="{GROUP}" xmlns:wps="{SHAPE}">'
        f'<wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{BAR_HEIGHT}"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{BAR_HEIGHT}"/></a:xfrm></wpg:grpSpPr>'
        f"{shapes}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def _box(left: int, width: int, *, inset: int = 0, fill: str = "", outline: str = "") -> str:
    filled = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    lined = f'<a:solidFill><a:srgbClr val="{outline}"/></a:solidFill>' if outline else "<a:noFill/>"
    return (
        "<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm>"
        f'<a:off x="{left}" y="{inset}"/><a:ext cx="{width}" cy="{BAR_HEIGHT - 2 * inset}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{filled}<a:ln w="9525">{lined}</a:ln></wps:spPr>'
        "<wps:bodyPr/></wps:wsp>"
    )


# Headings, the contents, numbers


def field(instruction: str, shown: str) -> Run:
    """A field with what it shows until a program updates it."""
    parts = [
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{escape(shown)}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ]
    return Run("".join(f"<w:r>{part}</w:r>" for part in parts))


def heading(title: str, number: int) -> Run:
    """With a bookmark, to which the contents lead."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{place(number)}"/>'
    return Run(f'{start}{words(title).xml}<w:bookmarkEnd w:id="{number}"/>')


def entry(title: str, number: int) -> Run:
    """A line of the contents: the title, a tab, the number of the page."""
    page = field(f"PAGEREF {place(number)} \\h", "")
    text = f"{words(title).xml}<w:r><w:tab/></w:r>{page.xml}"
    return Run(f'<w:hyperlink w:anchor="{place(number)}" w:history="1">{text}</w:hyperlink>')


def place(number: int) -> str:
    return f"_Toc{number:06}"
