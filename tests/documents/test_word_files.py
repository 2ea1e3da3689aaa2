"""The Word file as a file: headings, styles, repeated header rows, captions, alternative texts, contents, language, hash."""

import datetime
import io
import itertools
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from docx import Document as WordDocument
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from actionplan.accounts.models import User
from actionplan.documents.content import BarFigure, BarName, BarSeries
from actionplan.documents.word.word_charts import CHART, add_chart
from tests.actions.action_factories import reword
from tests.documents import soffice
from tests.documents.written_documents import got, headings_of, raw_text_of, word_of
from tests.personas import ClientOf
from tests.rounds.frozen_round import CLOSED_AT, FrozenRound

pytestmark = pytest.mark.django_db
NAMES = ["2020-2024", "2022-06"]
REPORT, WORKBOOK = "government-report-docx", "government-report-xlsx"


def xml_of(document: Document, tag: str) -> list[Any]:
    return list(document.element.body.iter(qn(tag)))


def headings_never_skip_a_level(document: Document) -> None:
    levels = [level for level, _title in headings_of(document)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def every_table_repeats_its_header_row_and_never_cuts_a_row(document: Document) -> None:
    assert len(document.tables) > 8
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def no_table_has_merged_cells_and_each_has_a_name(document: Document) -> None:
    for table in document.tables:
        assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")))
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def captions_are_numbered_by_fields_in_their_order(document: Document) -> None:
    captions = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    tables = [caption.text for caption in captions if caption.text.startswith("Table")]
    assert len(tables) == len(document.tables)
    assert [text.split(".")[0] for text in tables] == [f"Table {n}" for n in range(1, len(tables) + 1)]
    assert all(
        "SEQ" in "".join(node.text for node in caption._p.iter(qn("w:instrText"))) for caption in captions
    )


def every_figure_has_its_message_as_alternative_text(document: Document) -> None:
    figures = xml_of(document, "wp:docPr")
    assert figures
    for figure in figures:
        assert "From the first objective to the last: ongoing 2, 1" in figure.get("descr")
        assert figure.get("name") == "Status of the actions by objective"


def test_a_number_over_stripes_stands_on_white_and_none_is_told_of_nothing() -> None:
    series = [BarSeries("stopped", "stopped", [4, 0, 1]), BarSeries("ongoing", "ongoing", [2, 5, 10])]
    bars = [BarName(str(number), str(number)) for number in (1, 2, 3)]
    written = WordDocument()
    add_chart(written, BarFigure("Caption", "Message", bars, series), 1, 5_500_000)
    (part,) = [
        iter_part for iter_part in written.part.package.iter_parts() if "/charts/" in iter_part.partname
    ]
    stopped, ongoing = etree.fromstring(part.blob).iter(f"{{{CHART}}}dLbls")
    assert [element.get("val") for element in stopped.iterfind(".//{*}spPr//{*}srgbClr")] == ["FFFFFF"]
    assert [element.get("val") for element in stopped.iterfind("{*}dLbl/{*}idx")] == ["1"]
    assert ongoing.find("{*}spPr/{*}noFill") is not None


def the_contents_stand_there_before_anything_is_pressed(document: Document) -> None:
    entries = [paragraph for paragraph in document.paragraphs if paragraph.style.name.startswith("toc ")]
    wanted = [title for level, title in headings_of(document) if level < 3]
    assert ["".join(node.text or "" for node in entry._p.iter(qn("w:t"))) for entry in entries] == wanted
    fields = "".join(node.text for node in xml_of(document, "w:instrText"))
    assert 'TOC \\o "1-2"' in fields
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
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
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


def test_the_file_is_well_made(
    frozen: FrozenRound, client_of: ClientOf, reader: User, coordinator: User
) -> None:
    client = client_of(reader)
    response = got(client, REPORT, *NAMES)
    document = word_of(response)
    headings_never_skip_a_level(document)
    every_table_repeats_its_header_row_and_never_cuts_a_row(document)
    no_table_has_merged_cells_and_each_has_a_name(document)
    captions_are_numbered_by_fields_in_their_order(document)
    every_figure_has_its_message_as_alternative_text(document)
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
    assert "€104,320/year" in marked
