"""A file of many rows needs no more memory than a small one: rows are written as they come."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SCRIPT = """
import django, resource, sys
django.setup()
import actionplan.urls
from decimal import Decimal
from actionplan.base.sheets import csv_lines, workbook

def rows(count):
    yield ["Code", "Number", "Amount", *["Words"] * 9]
    for number in range(count):
        yield [f"3.{number}", number, Decimal(number), *[f"What was done in {number}. " * 5] * 9]

count = int(sys.argv[1])
written = sum(map(len, csv_lines(rows(count)))), len(workbook(rows(count), title="x", about=[]))
print(*written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def written_and_peak(count: int) -> tuple[int, int, float]:
    """Bytes of the CSV and of the workbook, and what the process held at most, in megabytes."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "actionplan.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    command = [sys.executable, "-c", SCRIPT, str(count)]
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    csv, book, peak = map(int, output.stdout.split())
    return csv, book, peak / 1024  # kilobytes, as Linux says it


@pytest.mark.full
def test_rows_stream_within_twice_the_size_of_the_csv_above_the_idle_process() -> None:
    rows, megabytes = 50_000, 80
    _csv, _book, idle = written_and_peak(1)
    csv, book, peak = written_and_peak(rows)
    assert csv > megabytes * 1_000_000 / 2
    assert book > rows * 20
    assert peak - idle < megabytes
