"""An import whose process is killed leaves nothing behind, wherever that happens, and the next one works."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.plan_document.killed_import import prepared_import
from tests.served import ROOT, environment

pytestmark = pytest.mark.django_db(transaction=True)

Document = dict[str, Any]


def large(document: Document, actions: int) -> Document:
    """The plan with as many actions, each one of those that are printed."""
    printed = document["actions"]
    items = [
        printed[number % len(printed)]
        | {"code": f"{printed[number % len(printed)]['objective']}.{number + 1}"}
        for number in range(actions)
    ]
    short = {"cross_references": [], "summary": "", "summary_nl": ""}
    return document | {"actions": [item | short for item in items]}


def address_of_database() -> str:
    used = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{used['NAME']}"
    return f"postgres://{used['USER']}@/{used['NAME']}?host={used['OPTIONS']['host']}"


def run(file: Path, points: list[int]) -> list[list[int]]:
    command = [sys.executable, "-m", "tests.plan_document.killed_import", file, *map(str, points)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(address_of_database()), stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.full
def test_a_process_that_is_killed_leaves_nothing_and_the_next_import_works(
    tmp_path: Path, printed_document: Document
) -> None:
    actions, times = 200, 8
    content = json.dumps(large(printed_document, actions)).encode()
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    statements: list[int] = []
    with transaction.atomic():
        prepared_import(content)(statements.append)
        transaction.set_rollback(True)
    last = len(statements) - 2  # without the savepoint that stood around it here
    points = [last * time // times for time in range(1, times + 1)]
    *killed, whole = run(file, [*points, 0])
    assert killed == [[signal.SIGKILL, 0, 0, 0, 0]] * times
    assert whole == [0, 1, actions, 20, 1]
