"""Reads the files that documents are written as: the words of a Word file, its XML, the rows of a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
from django.http import HttpResponse
from django.test import Client
from docx.document import Document
from openpyxl import load_workbook

from tests.page_list.entries import address

FORMATS = ["government-report", "government-report-docx", "government-report-xlsx"]


def got(client: Client, name: str, *args: Any, **query: Any) -> HttpResponse:
    response = client.get(address(name, *args, **query))
    assert response.status_code == 200, response
    return response


def word_of(response: HttpResponse) -> Document:
    return docx.Document(io.BytesIO(response.content))


def sheets_of(response: HttpResponse) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every sheet, the header first."""
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def raw_text_of(response: HttpResponse) -> str:
    """Everything that is in the answer: of a file that is an archive, all its parts."""
    if not response.content.startswith(b"PK"):
        return response.content.decode()
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def words_of(document: Document) -> str:
    """Paragraphs and cells, in single spaces."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join(texts).split())


def headings_of(document: Document) -> list[tuple[int, str]]:
    """The level and the words of every heading."""
    headings = []
    for paragraph in document.paragraphs:
        if match := re.fullmatch(r"Heading (\d)", paragraph.style.name):
            headings.append((int(match[1]), paragraph.text))
    return headings


def table_with(document: Document, *head: str) -> list[list[str]]:
    """The cells of the first table whose first header cells say so."""
    for table in document.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if rows[0][: len(head)] == list(head):
            return rows
    raise AssertionError(head)
