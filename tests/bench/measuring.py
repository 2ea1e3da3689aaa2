"""The median time and the number of queries of what is done again and again, in one process, without any cache of results."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from actionplan.accounts.models import User
from objectives.models import Plan

from . import stock
from .databases import READER
from .pages import CHANGE_LIST, EXPORT, WITHOUT_FILTERS, pages

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
Tasks = Mapping[str, Callable[[], Any]]


@dataclass(frozen=True)
class Figure:
    milliseconds: float
    queries: int


def measured(runs: int) -> dict[str, Figure]:
    """Every page and what it is measured beside, in the database at hand.

    The peers are measured before the pages and again after them, half of the runs each time, so that a machine that has
    become busier or quieter meanwhile tells on both.
    """
    times, half = Times(), (runs + 1) // 2
    with override_settings(**stock.SETTINGS):
        times.take(_peers(), half)
    times.take(_pages(), runs)
    with override_settings(**stock.SETTINGS):
        times.take(_peers(), half)
    return times.medians()


def _peers() -> Tasks:
    """Under the settings that Django begins a project with."""
    client = _signed_in()
    return {
        CHANGE_LIST: _opening(client, stock.ADDRESS),
        WITHOUT_FILTERS: _opening(client, stock.WITHOUT_FILTERS),
        EXPORT: stock.exported,
    }


def _pages() -> Tasks:
    client = _signed_in()
    return {page.label: _opening(client, page.address) for page in pages(Plan.objects.get())}


def _signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.get(username=READER), backend=BACKEND)
    return client


def _opening(client: Client, address: str) -> Callable[[], None]:
    def opened() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    return opened


class Times:
    """Seconds and queries of tasks, by name."""

    def __init__(self) -> None:
        self.queries: dict[str, int] = {}
        self.seconds: dict[str, list[float]] = {}

    def take(self, tasks: Tasks, runs: int) -> None:
        """Warm up and count queries, then do every task in turn, so many times."""
        for name, task in tasks.items():
            self.queries[name] = queries_of(task)
        for _run in range(runs):
            for name, task in tasks.items():
                gc.collect()
                begun = time.perf_counter()
                task()
                self.seconds.setdefault(name, []).append(time.perf_counter() - begun)

    def medians(self) -> dict[str, Figure]:
        return {
            name: Figure(statistics.median(seconds) * 1000, self.queries[name])
            for name, seconds in self.seconds.items()
        }


def queries_of(task: Callable[[], Any]) -> int:
    count = 0

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        task()
    return count
