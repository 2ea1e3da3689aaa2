"""A plan imported in a process of its own, which kills itself before a statement: `FILE NUMBER`, 0 for never."""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def import_with_all_warnings(content: bytes, before_each: Callable[[int], None]) -> None:
    """Commit the file; `before_each` is told the number of every statement, from 1."""
    from django.db import connection
    from django.utils import timezone

    from actionplan.base.brussels import day_of
    from actionplan.plan_document.importing import Decisions, import_plan_document, preview_import
    from actionplan.plan_document.reading import read_plan_document

    numbers = itertools.count(1)

    def told(execute: Callable[..., Any], *arguments: Any) -> Any:
        before_each(next(numbers))
        return execute(*arguments)

    document, at = read_plan_document(content), timezone.now()
    warnings = preview_import(document=document, on=day_of(at)).warnings
    decisions = Decisions(accepted=frozenset(one.word for one in warnings))
    with connection.execute_wrapper(told):
        import_plan_document(document=document, by=None, at=at, decisions=decisions)


def main(file: str, last: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()

    def kill(number: int) -> None:
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)

    import_with_all_warnings(Path(file).read_bytes(), kill)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
