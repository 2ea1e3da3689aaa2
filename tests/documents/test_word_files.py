"""The Word file as a file: headings, styles, repeated header rows, captions, bars, contents, language, hash; its template."""

import datetime
import io
import itertools
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import settings
from django.test import Client
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from actionplan.accounts.models import User
from actionplan.documents.checks import report_template_is_complete, template_faults
from actionplan.documents.content import Bar
from actionplan.documents.word.runs import bar
from tests.actions.action_factories import reword
from tests.documents import soffice
from tests.documents.written_documents import got, headings_of, raw_text_of, word_of, words_of
from tests.personas import ClientOf
from tests.rounds.frozen_round import CLOSED_AT, FrozenRound

pytestmark = pytest.mark.django_db
NAMES = ["2020-2024", "2022-06"]
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
REPORT, WORKBOOK = "government-report-docx", "government-report-xlsx"


def xml_of(document: Document, tag: str) -> list[Any]:
    return list(document.element.body.iter(qn(tag)))


def headings_never_skip_a_level(document: Document) -> None:
    levels = [level for level, _title in headings_of(document)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def tables_of(document: Document, *, named: bool) -> list[Any]:
    """Those of figures, which have a name, or those that lay out the sheets of actions."""
    return [
        table for table in document.tables if (table._tbl.tblPr.find(qn("w:tblCaption")) is not None) == named
    ]


def every_table_has_a_name_repeats_its_header_row_and_never_cuts_a_row(document: Document) -> None:
    assert len(tables_of(document, named=True)) > 8
    for table in tables_of(document, named=True):
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")))
        rows = table._tbl.tr_lst
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def a_sheet_stays_with_its_heading_and_its_facts(document: Document) -> None:
    sheets = tables_of(document, named=False)
    assert len(sheets) == 4
    for sheet in sheets:
        *rows, last = sheet._tbl.tr_lst
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in [*rows, last])
        paragraphs = [paragraph for row in rows for paragraph in row.iter(qn("w:p"))]
        assert all(paragraph.pPr.find(qn("w:keepNext")) is not None for paragraph in paragraphs)


def captions_are_numbered_in_their_order(document: Document) -> None:
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    assert captions
    assert [text.split(".")[0] for text in captions] == [f"Table {n}" for n in range(1, len(captions) + 1)]


def every_bar_says_in_words_what_it_shows_or_the_cells_beside_it_do(document: Document) -> None:
    bars = xml_of(document, "wp:docPr")
    assert all(bar.get("descr") is not None for bar in bars)
    assert len({bar.get("id") for bar in bars}) == len(bars)


def test_a_bar_is_as_long_as_its_amounts() -> None:
    xml = bar(Bar(Decimal(50), Decimal(75), Decimal(25), Decimal(100)), 1_000_000).xml
    drawn = etree.fromstring(f"<p {nsdecls('w')}>{xml}</p>")
    boxes = [box.find(f".//{{{DRAWING}}}xfrm") for box in drawn.iter("{*}wsp")]
    assert [(box.find("{*}off").get("x"), box.find("{*}ext").get("cx")) for box in boxes] == [
        ("0", "1000000"),  # unseen
        ("0", "500000"),
        ("0", "250000"),
        ("741000", "18000"),
    ]


def the_contents_stand_there_before_anything_is_pressed(document: Document) -> None:
    entries = [paragraph for paragraph in document.paragraphs if paragraph.style.name.startswith("toc ")]
    wanted = [title for level, title in headings_of(document) if level < 3]
    assert ["".join(node.text or "" for node in entry._p.iter(qn("w:t"))) for entry in entries] == wanted
    fields = [node.text for node in xml_of(document, "w:instrText")]
    assert len([field for field in fields if "PAGEREF" in field]) == len(entries)
    assert document.settings.element.find(qn("w:updateFields")) is not None


def every_entry_of_the_contents_leads_to_its_heading(document: Document) -> None:
    places = {element.get(qn("w:name")) for element in xml_of(document, "w:bookmarkStart")}
    links = [element.get(qn("w:anchor")) for element in xml_of(document, "w:hyperlink")]
    assert links
    assert set(links) <= places
    assert len(links) == len(set(links))


def every_page_names_the_round_its_whole_hash_and_its_number(document: Document, sha256: str) -> None:
    assert len(document.sections) == 3
    for section in document.sections:
        foot = " ".join(paragraph.text for paragraph in section.footer.paragraphs)
        assert "Round Mid-2022, about 30 June 2022" in foot
        assert f"SHA-256 {sha256}" in foot
        fields = "".join(node.text for node in section.footer._element.iter(qn("w:instrText")))
        assert "PAGE" in fields
        assert "NUMPAGES" in fields


def wide_annexes_lie_on_their_side(document: Document) -> None:
    turned = [section.orientation for section in document.sections]
    upright, wide = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert turned == [upright, wide, upright]
    assert all(section.page_height > section.page_width for section in document.sections[::2]), (
        "A4, standing upright"
    )


def it_is_by_the_platform_of_the_instant_of_the_closing_and_names_no_person(
    document: Document, coordinator: User
) -> None:
    core = document.core_properties
    assert core.title == "Progress report to the Government of Flanders"
    assert core.author == core.last_modified_by == "Flemish Platform"
    assert core.created == CLOSED_AT.astimezone(datetime.UTC)
    assert str(coordinator) not in " ".join([core.author, core.comments, core.keywords, core.subject])


@pytest.mark.full
def test_the_file_is_well_made(
    frozen: FrozenRound, client_of: ClientOf, reader: User, coordinator: User
) -> None:
    client = client_of(reader)
    response = got(client, REPORT, *NAMES)
    document = word_of(response)
    headings_never_skip_a_level(document)
    every_table_has_a_name_repeats_its_header_row_and_never_cuts_a_row(document)
    a_sheet_stays_with_its_heading_and_its_facts(document)
    captions_are_numbered_in_their_order(document)
    every_bar_says_in_words_what_it_shows_or_the_cells_beside_it_do(document)
    the_contents_stand_there_before_anything_is_pressed(document)
    every_entry_of_the_contents_leads_to_its_heading(document)
    every_page_names_the_round_its_whole_hash_and_its_number(document, frozen.snapshot.sha256)
    wide_annexes_lie_on_their_side(document)
    it_is_by_the_platform_of_the_instant_of_the_closing_and_names_no_person(document, coordinator)
    # the file says in which language it is
    for language, tag in [("nl", "nl-BE"), ("en", "en-GB")]:
        document = word_of(got(client, REPORT, *NAMES, language=language))
        default = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
        assert default.get(qn("w:val")) == document.core_properties.language == tag
    # an internal edition says so on every page
    internal = word_of(got(client_of(coordinator), REPORT, *NAMES, edition="internal"))
    assert all("Internal edition" in section.header.paragraphs[0].text for section in internal.sections)
    # the same closing gives the same bytes
    for name, once in [(REPORT, response), (WORKBOOK, got(client, WORKBOOK, *NAMES))]:
        again = got(client, name, *NAMES)
        assert once.content == again.content, name
        assert once["Content-Disposition"] == again["Content-Disposition"]


@pytest.mark.full
def test_libreoffice_opens_it_and_makes_a_pdf_of_it(
    frozen: FrozenRound, viewer: Client, tmp_path: Path
) -> None:
    program, source = soffice.needed(), tmp_path / "report.docx"
    source.write_bytes(got(viewer, REPORT, *NAMES).content)
    pdf = soffice.as_pdf(program, source)
    assert pdf.read_bytes().startswith(b"%PDF")
    pages = soffice.pages_of(pdf)
    assert len(pages) > 8
    assert all(frozen.snapshot.sha256 in page for page in pages)
    assert f"page {len(pages)} / {len(pages)}" in pages[-1]


@pytest.mark.full
def test_texts_are_those_of_the_closing_however_long_or_odd(
    frozen: FrozenRound, viewer: Client, coordinator: User
) -> None:
    long = ("A plan with a long title " * 12).strip()
    frozen.round.plan.title = long
    frozen.round.plan.save()
    assert long not in [paragraph.text for paragraph in word_of(got(viewer, REPORT, *NAMES)).paragraphs]
    action = frozen.small.with_money
    reword(action, title="A <b>bold</b> title & \x0b more")
    action.budget_printed = "€104,320/year"
    action.save()
    frozen.again(CLOSED_AT + datetime.timedelta(days=1), coordinator)
    response = got(viewer, REPORT, *NAMES, language="nl")
    document = word_of(response)
    assert long in [paragraph.text for paragraph in document.paragraphs]
    assert len(document.core_properties.subject) <= 255
    # every part is well formed and no text breaks it
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    assert any("<b>bold</b> title & " in title for _level, title in headings_of(document))
    assert "<b>bold</b>" not in raw_text_of(got(viewer, "government-report", *NAMES))
    # what the plan prints keeps its own language
    marked = [
        "".join(node.text or "" for node in run.iter(qn("w:t")))
        for run in xml_of(document, "w:r")
        if run.find(f".//{qn('w:lang')}") is not None
    ]
    assert "“€104,320/year”" in marked


ODD = "{_{ 1 }_} {_% if %_} {{ 2 }} {% if %} {# 3 #} &#95; &amp;"


@pytest.mark.full
def test_words_are_never_changed_by_the_template_engine(
    frozen: FrozenRound, viewer: Client, coordinator: User
) -> None:
    frozen.round.plan.title = ODD
    frozen.round.plan.save()
    action = frozen.small.with_money
    reword(action, title=ODD)
    action.budget_printed = ODD
    action.save()
    frozen.again(CLOSED_AT + datetime.timedelta(days=1), coordinator)
    document = word_of(got(viewer, REPORT, *NAMES))
    assert ODD in [paragraph.text for paragraph in document.paragraphs], "a line of the template"
    assert any(ODD in title for _level, title in headings_of(document)), "a run of our own"


# The template


def changed(path: Path, name: str, *, replaced: str, by: str) -> Path:
    """The template of the repository with a part changed."""
    with zipfile.ZipFile(settings.REPORT_TEMPLATE) as ours, zipfile.ZipFile(path, "w") as theirs:
        for part in ours.namelist():
            content = ours.read(part).decode()
            assert part != name or replaced in content
            theirs.writestr(part, content.replace(replaced, by) if part == name else content)
    return path


FOOTER, BODY, STYLES = "word/footer1.xml", "word/document.xml", "word/styles.xml"


@pytest.mark.parametrize(
    ("part", "replaced", "by", "fault"),
    [
        (BODY, "{{ contents_title }}", "{{ contents_titel }}", "names {{ contents_titel }}, which no"),
        (BODY, "{{ block.sheet.who }}", "{{ block.sheet.whom }}", "has no attribute 'whom'"),
        (BODY, "{%p endfor %}", "", "is not a template that docxtpl reads"),
        (STYLES, "SignRed", "SignPink", "lacks the style SignRed"),
        (STYLES, "<w:styles", "<w:", "cannot be read as a Word file"),
    ],
)
def test_a_template_of_the_house_is_refused_with_what_it_lacks(
    tmp_path: Path, settings: Any, part: str, replaced: str, by: str, fault: str
) -> None:
    settings.REPORT_TEMPLATE = changed(tmp_path / "house.docx", part, replaced=replaced, by=by)
    [message] = call_for_checks()
    assert fault in message
    assert str(settings.REPORT_TEMPLATE) in message


def call_for_checks() -> list[str]:
    return [message.msg for message in report_template_is_complete()]


def test_a_template_without_the_hash_or_without_a_file_is_refused(tmp_path: Path, settings: Any) -> None:
    document = docx.Document(str(settings.REPORT_TEMPLATE))
    for section in document.sections:
        for paragraph in section.footer.paragraphs:
            if "seal" in paragraph.text:
                paragraph.text = ""
    document.save(str(tmp_path / "house.docx"))
    settings.REPORT_TEMPLATE = tmp_path / "house.docx"
    assert template_faults() == ["lacks {{ seal }}"]
    settings.REPORT_TEMPLATE = tmp_path / "none.docx"
    assert "cannot be read" in template_faults()[0]


@pytest.mark.full
def test_a_template_of_the_house_writes_the_documents(
    frozen: FrozenRound, viewer: Client, tmp_path: Path, settings: Any
) -> None:
    house = changed(tmp_path / "house.docx", BODY, replaced="{{ subtitle }}", by="House: {{ subtitle }}")
    settings.REPORT_TEMPLATE = house
    assert template_faults() == []
    assert "House: " in words_of(word_of(got(viewer, REPORT, *NAMES)))
