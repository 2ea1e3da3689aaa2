"""The printed plan as a document to be changed, and a small one with its workbook."""

import copy
from typing import Any

import pytest
from django.utils.translation import override

from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.planned.json_form import read_document
from tests.plan_document.workbooks import small

Document = dict[str, Any]


@pytest.fixture
def document(printed_document: Document) -> Document:
    return copy.deepcopy(printed_document)


@pytest.fixture(scope="session")
def small_document(printed_document: Document) -> Document:
    """Of two actions. It is shared: copy it before changing it."""
    return small(printed_document)


@pytest.fixture(scope="session")
def small_workbook(small_document: Document) -> bytes:
    """The same as a workbook, in English."""
    with override("en"):
        return plan_workbook(read_document(small_document))
