"""`./dev load`: so many people at once on PostgreSQL, behind gunicorn as in production; prints how long they wait.

It begins with the bench's database of so many actions, copied, so that each run finds the same.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence

import psycopg2

from deploy.measuring.bench.__main__ import step
from deploy.measuring.bench.databases import Database
from tests.served import ROOT, environment, served

from .visiting import SECONDS_BETWEEN, Answer, Person

WANTED = {"reads": 0.5, "writes": 1.0}
"""Seconds for 95 of 100, on two processors that do nothing else."""
WARMING_UP = 20.0
"""Seconds of which the answers do not count: everybody has come by then, and every worker has read the plan."""


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev load", description="How long people wait where many come at once."
    )
    parser.add_argument("--people", type=int, default=200, metavar="N")
    parser.add_argument("--actions", type=int, default=500, metavar="N", help="of the plan (500)")
    parser.add_argument("--seconds", type=float, default=120, metavar="N", help="for how long (120)")
    parser.add_argument("--workers", type=int, default=3, metavar="N", help="of gunicorn (3)")
    parser.add_argument("--check", action="store_true", help="end with 1 where a wanted figure is missed")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    chosen = options(arguments)
    base = Database("postgresql", chosen.actions)
    if not base.is_made:
        print(f"Making {base.actions:,} actions in {base.folder} …", file=sys.stderr)
        step(base, "fill", base.actions)
        base.keep()
    url = copy_of(base.url)
    made = subprocess.run(
        [sys.executable, "-m", "deploy.measuring.load.people", str(chosen.people)],
        cwd=ROOT,
        env=environment(url),
        stdout=subprocess.PIPE,
        check=True,
    )
    with served(url, chosen.workers) as port:
        people = [
            Person(port=port, chance=random.Random(place), **facts)
            for place, facts in enumerate(json.loads(made.stdout))
        ]
        processor, answers = visited(people, chosen.seconds)
    print(f"{len(people)} people, {SECONDS_BETWEEN:.0f} s between pages, {chosen.workers} workers, ", end="")
    print(f"{chosen.actions} actions, PostgreSQL:")
    print("\n".join(figures(answers, chosen.seconds)))
    print(f"the generator itself: {processor:.1f} s of a processor in {chosen.seconds + WARMING_UP:.0f} s")
    misses = list(missed(answers))
    print("\n".join(["Missed:", *misses] if misses else ["Everything is as wanted."]))
    return 1 if misses and chosen.check else 0


def copy_of(url: str) -> str:
    """A database beside the one that is kept, made anew."""
    connection = psycopg2.connect(url.replace("/postgres?", "/template1?"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS load")
        cursor.execute("CREATE DATABASE load TEMPLATE postgres")
    connection.close()
    return url.replace("/postgres?", "/load?")


def visited(people: list[Person], seconds: float) -> tuple[float, list[Answer]]:
    """The seconds of a processor that asking took, and the answers after everybody had come."""
    stopped, begun, processor = threading.Event(), time.monotonic(), time.process_time()
    counts_from, until = begun + WARMING_UP, begun + WARMING_UP + seconds
    threads = [threading.Thread(target=one.visit, args=(until, stopped), daemon=True) for one in people]
    for thread in threads:
        thread.start()
    try:
        time.sleep(until - time.monotonic())
    finally:
        stopped.set()
    for thread in threads:
        thread.join()
    answers = [answer for one in people for answer in one.answers if counts_from <= answer.at < until]
    return time.process_time() - processor, answers


def kinds(answers: list[Answer]) -> dict[str, list[float]]:
    return {
        kind: [answer.seconds for answer in answers if answer.is_write == (kind == "writes")]
        for kind in WANTED
    }


def figures(answers: list[Answer], seconds: float) -> Iterator[str]:
    for kind, waited in kinds(answers).items():
        if len(waited) > 1:
            half, most = statistics.median(waited), quantile(waited)
            share = len(waited) / len(answers)
            yield f"{kind}: {len(waited) / seconds:.1f} a second ({share:.0%}), p50 {half:.2f} s, p95 {most:.2f} s"
    yield f"together: {len(answers) / seconds:.1f} a second, {sum(bool(one.failed) for one in answers)} failed"


def quantile(waited: list[float]) -> float:
    return statistics.quantiles(waited, n=20)[-1]


def missed(answers: list[Answer]) -> Iterator[str]:
    for kind, waited in kinds(answers).items():
        if len(waited) > 1 and (most := quantile(waited)) > WANTED[kind]:
            yield f"{kind}: p95 {most:.2f} s, wanted {WANTED[kind]} s"
    yield from sorted({answer.failed for answer in answers if answer.failed})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
