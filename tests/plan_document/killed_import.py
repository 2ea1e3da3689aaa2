"""A plan imported in processes that kill themselves before a statement: `FILE NUMBER …`, where 0 is never.

Prints for each number the signal that ended its process, and how many plans, actions, organisations and events there were then.
"""

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def prepared_import(content: bytes) -> Callable[[Callable[[int], None]], None]:
    """What commits the file, all warnings accepted; it tells its argument the number of every statement, from 1."""
    from django.db import connection
    from django.utils import timezone

    from actionplan.base.days import day_of
    from actionplan.plan_document.importing import Decisions, import_plan_document, preview_import
    from actionplan.plan_document.parsing import read_plan_document

    document, at = read_plan_document(content), timezone.now()
    warnings = preview_import(document=document, on=day_of(at)).warnings
    decisions = Decisions(accepted=frozenset(warning.word for warning in warnings))

    def commit(before_each: Callable[[int], None]) -> None:
        numbers = itertools.count(1)

        def told(execute: Callable[..., Any], *arguments: Any) -> Any:
            before_each(next(numbers))
            return execute(*arguments)

        with connection.execute_wrapper(told):
            import_plan_document(document=document, by=None, at=at, decisions=decisions)

    return commit


def killed_at(last: int, commit: Callable[[Callable[[int], None]], None]) -> int:
    """The signal that ended a process which commits; 0: it came to its end."""

    def kill(number: int) -> None:
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        commit(kill)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def main(file: str, points: list[int]) -> None:
    import django

    django.setup()
    from django.db import connection

    from actionplan.audit.models import Event
    from actionplan.organisations.models import Organisation
    from actions.models import Action
    from objectives.models import Plan

    commit = prepared_import(Path(file).read_bytes())
    result = []
    for point in points:
        connection.close()  # a process takes no connection along
        ended = killed_at(point, commit)
        result.append([ended, *(model.objects.count() for model in (Plan, Action, Organisation, Event))])
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1], [int(number) for number in sys.argv[2:]])
