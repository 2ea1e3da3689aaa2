"""A plan goes out as a workbook and comes in again as it was; a person fills in an empty one."""

import copy
from typing import Any

import pytest
from django.utils.translation import override

from actionplan.plan_document.reading import read_plan_file
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.plan_document.writing import as_text

Document = dict[str, Any]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_plan_goes_out_and_comes_in_to_the_byte(printed_document: Document, language: str) -> None:
    with override(language):
        content = plan_workbook(printed_document)
    read = read_plan_file(content)
    assert as_text(read.document) == as_text(printed_document)
    assert read.notes == []
