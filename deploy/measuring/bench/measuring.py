"""How long pages take in one process, how often they ask, how much memory that takes; and what they are measured beside."""

from __future__ import annotations

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from actionplan.accounts.models import User
from actionplan.accounts.sessions import SUBSTANTIAL
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base import clock
from actions.models import Action

from . import imports, stock
from .filling import READER, REPORTER
from .pages import pages

Task = Callable[[], Any]
BACKEND = settings.AUTHENTICATION_BACKENDS[0]
UNIT = 2**20 if sys.platform == "darwin" else 2**10
"""Of `ru_maxrss`, in a megabyte."""


def measured(runs: int) -> dict[str, Any]:
    """Median milliseconds of the peers and the pages; the most memory, in megabytes, before the first page and after the last.

    The change list is taken before the pages and again after them, so that a machine that becomes busier or quieter meanwhile
    tells on both.
    """
    change_list = seconds_of_peer(stock.ADDRESS, runs)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clients = {name: signed_in(name) for name in (READER, REPORTER)}
    found = {
        page.label: {"kind": page.kind, **times_of_page(opening(clients[page.reader], page.address), runs)}
        for page in pages()
    }
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    change_list += seconds_of_peer(stock.ADDRESS, runs)
    peers = {"change list": median(change_list), "export": median(seconds_of(stock.exported, runs))}
    return {
        "peers": peers,
        "pages": found,
        "memory": [before // UNIT, after // UNIT],
        "import": milliseconds_of_import(min(runs, 5)),
    }


def milliseconds_of_import(runs: int) -> list[float]:
    """Of an import of the plan as a new one, and of what it is measured beside: in turn, so that a busy moment tells on both."""
    content = imports.document_of_next_plan()
    rows = imports.imported(content, imports.rows_of_next_plan)
    pairs = [
        seconds_of(lambda: imports.imported(content), 1)
        + seconds_of(lambda: imports.written_at_once(content, rows), 1)
        for _run in range(runs)
    ]
    return [median(seconds) for seconds in zip(*pairs, strict=True)]


def seconds_of_peer(address: str, runs: int) -> list[float]:
    """Under the settings that Django begins a project with."""
    with override_settings(**stock.SETTINGS):
        opened = opening(signed_in(READER), address)
        opened()
        return seconds_of(opened, runs)


def times_of_page(opened: Task, runs: int) -> dict[str, Any]:
    """First after a write about an action, and then with the picture kept; queries likewise."""
    write()
    return {
        "queries": {"after_write": queries_of(opened), "warm": queries_of(opened)},
        "after_write": median(seconds_of(opened, runs, before_each=write)),
        "warm": median(seconds_of(opened, runs)),
    }


def write() -> None:
    """An event about an action, as of a report that is submitted: that action is read again."""
    action = Action.objects.earliest("plan_id", "pk")
    record(Verb.AMENDED, by=None, at=clock.now(), subject=action, plan=action.plan_id, action=action.pk)


def seconds_of(task: Task, runs: int, before_each: Task = lambda: None) -> list[float]:
    gc.collect()
    found = []
    for _run in range(runs):
        before_each()
        begun = time.perf_counter()
        task()
        found.append(time.perf_counter() - begun)
    return found


def median(seconds: Sequence[float]) -> float:
    return statistics.median(seconds) * 1000


def queries_of(task: Task) -> int:
    count = 0

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        task()
    return count


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name), backend=BACKEND)
    session = client.session
    session[SUBSTANTIAL] = True
    session.save()
    return client


def opening(client: Client, address: str) -> Task:
    def opened() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    return opened
