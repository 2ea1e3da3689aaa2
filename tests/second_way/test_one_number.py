"""A report of June 2023, closed in the test: each fact has one number in every place where it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.picture.measures import measure_named
from objectives.models import Plan
from tests.documents.written_documents import got, sheets_of, word_of, words_of
from tests.personas import signed_in
from tests.reading import Element, read, read_csv_by_head
from tests.second_way.test_a_whole_round import the_round_of_the_story_closes
from tests.second_way.two_ways import PLAN, Told, of_the_story
from tests.systems.systems_world import key_for, system_with

pytestmark = [pytest.mark.django_db, of_the_story]
ROUND = "2023-06"
DONE = ("completed", "stopped")
AMOUNTS = r"at least €(\d\.\d) million was paid of €(\d\.\d) million planned \(at least (\d+)%\)"

PAGES = {
    "overview": f"?round={ROUND}",
    "page of the closed round": f"rounds/{ROUND}/",
    "list of its requests": f"rounds/{ROUND}/requests/",
    "report on the screen": f"rounds/{ROUND}/report/",
    "trend": f"trend/?round={ROUND}",
    "budget": f"budget/?round={ROUND}",
}

Places = dict[str, tuple[Any, ...]]
"""By the name of a place: the numbers that it says."""


@pytest.fixture
def closed(told_plan: Told, settings: Any) -> None:
    """As people of the demo, today: the round cannot close before the day that it is about."""
    settings.DEBUG, settings.DEMO_CLOCK = True, False
    the_round_of_the_story_closes()


def said(text: str, pattern: str) -> tuple[Any, ...]:
    """The numbers that the text says; where it says the fact twice, they must be equal."""
    [found] = {one if isinstance(one, tuple) else (one,) for one in re.findall(pattern, text)}
    return tuple(float(number) if "." in number else int(number) for number in found)


def newest(trend: Element, measure: str, *names: str) -> tuple[int]:
    """Of the newest round, the cells under these heads added up."""
    [section] = trend.all("section", **{"aria-labelledby": f"trend-{measure}"})
    [row] = section.all("thead")[0].all("tr")
    heads = [head.text.lower() for head in row.children if isinstance(head, Element)]
    cells = dict(zip(heads, section.rows[-1], strict=True))
    return (sum(int(cells.get(name, "0").replace("–", "0")) for name in names),)


def in_drawing(drawing: str, measure: str, *names: str) -> tuple[int]:
    """Of the newest round, the numbers beside its bar, which stand in the order of the legend."""
    [numbers] = re.findall(rf">{ROUND}</text>.*?>(\d+(?: · \d+)+)</text>", drawing, re.DOTALL)
    labels = [str(label) for _code, label in measure_named(measure).codes]
    counts = dict(zip(labels, map(int, numbers.split(" · ")), strict=True))
    return (sum(counts[name] for name in names),)


def agree(fact: str, places: Places) -> None:
    """Printed, for who runs it with `-s`."""
    print(
        f"\n{fact}",
        *(f"  {place}: {' '.join(map(str, numbers))}" for place, numbers in places.items()),
        sep="\n",
    )
    assert len(set(places.values())) == 1, (fact, places)


def total(rows: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    """The sum of each column of counts of a sheet, by its head."""
    heads, *counted = rows
    return {head: sum(row[place] for row in counted) for place, head in enumerate(heads) if place}


@dataclass(frozen=True)
class Surfaces:
    """Everything that tells of the closed round."""

    text: dict[str, str]
    """The words of pages and of the Word report, by name."""
    trend: Element
    book: dict[str, list[tuple[Any, ...]]]
    actions: list[dict[str, Any]]
    """As the read interface has them."""
    rows: list[dict[str, str]]
    """Of the file of the list of actions."""
    drawn: dict[str, str]
    """The drawings of the trend, by measure."""


def surfaces() -> Surfaces:
    platform = signed_in(User.objects.get(username="platform"))
    pages = {name: read(platform.get(f"/{PLAN}/{where}")) for name, where in PAGES.items()}
    key = key_for([Plan.objects.get(code=PLAN)], User.objects.get(username="admin"))
    interface = system_with(key).get(f"/api/v1/plans/{PLAN}/actions/?round={ROUND}")
    word = words_of(word_of(got(platform, "government-report-docx", PLAN, ROUND)))
    return Surfaces(
        {name: page.text for name, page in pages.items()} | {"Word report": word},
        pages["trend"],
        sheets_of(got(platform, "government-report-xlsx", PLAN, ROUND)),
        interface.json()["actions"],
        read_csv_by_head(platform.get(f"/{PLAN}/actions.csv?round={ROUND}")),
        {
            measure: platform.get(f"/{PLAN}/trend.svg?round={ROUND}&show={measure}").content.decode()
            for measure in ["verdict", "schedule"]
        },
    )


def every_fact(of: Surfaces) -> dict[str, Places]:
    return {
        "Reports: asked, submitted, accepted, to review, missing (returned or not submitted)": reports(of),
        "On track, says the Platform, of the unfinished": verdict(of, "on track", "on_track"),
        "Needs attention, says the Platform, of the unfinished": verdict(
            of, "needs attention", "needs_attention"
        ),
        "Needs attention, says lead or Platform, as the gravest reason": needs_attention(of),
        "Start or end date passed": passed(of),
        "Paid of planned up to 2022, in million euro, and per cent": paid(of),
    }


def reports(of: Surfaces) -> Places:
    to_all = r"of (\d+) asked, (\d+) submitted \((\d+) accepted, (\d+) to review\), (\d+) not answered yet"
    to_followers = r"of (\d+) asked, (\d+) submitted \((\d+) accepted, (\d+) to review\), (\d+) returned, (\d+) not submitted"
    followed = {
        name: said(of.text[name], to_followers)
        for name in ["page of the closed round", "list of its requests"]
    }
    answers = total(of.book["Answers"])
    accepted = answers["accepted, in time"] + answers["accepted, late"]
    sheet = (accepted, answers["to review"], answers["not answered yet"])
    return {
        **{name: (*numbers[:4], sum(numbers[4:])) for name, numbers in followed.items()},
        "report on the screen": said(of.text["report on the screen"], to_all),
        "Word report": said(of.text["Word report"], to_all),
        "workbook, Answers": (answers["asked"], sum(sheet[:2]), *sheet),
    }


def verdict(of: Surfaces, name: str, code: str) -> Places:
    [in_book] = [row[2] for row in of.book["Confidence and verdict"] if row[0] == name]
    by_objective = re.findall(rf"Verdict of the Platform on [^.]*?(\d+) {name}[,.]", of.text["Word report"])
    unfinished = [action for action in of.actions if action["status"] not in DONE]
    return {
        "overview": said(of.text["overview"], rf"{name} (\d+) \d+"),
        "page of the closed round": said(of.text["page of the closed round"], rf"(?<![.\d])(\d+) {name}"),
        "trend": newest(of.trend, "verdict", name),
        "Word report, by objective": (sum(map(int, by_objective)),),
        "workbook, Confidence and verdict": (in_book,),
        "read interface": (sum(action["verdict"] == code for action in unfinished),),
        "file of the list": (
            sum(row["Verdict"] == name and row["Status"].lower() not in DONE for row in of.rows),
        ),
        "drawing of the trend": in_drawing(of.drawn["verdict"], "verdict", name),
    }


def needs_attention(of: Surfaces) -> Places:
    name = "needs attention, says lead or Platform"
    gravest = [action["attention"][0] for action in of.actions if action["attention"]]
    return {
        place: said(of.text[place], rf"(?<![.\d])(\d+) {name}")
        for place in ["overview", "report on the screen", "Word report"]
    } | {"read interface": (gravest.count("needs_attention"),)}


def passed(of: Surfaces) -> Places:
    codes = ["end date passed", "start date passed"]
    return {
        "overview": said(of.text["overview"], r"(\d+) start or end dates? passed"),
        "page of the closed round": said(
            of.text["page of the closed round"], r"(\d+) start or end dates? passed"
        ),
        "trend": newest(of.trend, "schedule", *codes),
        "workbook, Schedule": (sum(row[1] for row in of.book["Schedule"] if row[0] in codes),),
        "read interface": (
            sum(action["schedule"] in ("overdue", "should_have_started") for action in of.actions),
        ),
        "file of the list": (sum(row["Schedule"].startswith(tuple(codes)) for row in of.rows),),
        "drawing of the trend": in_drawing(of.drawn["schedule"], "schedule", *codes),
    }


def paid(of: Surfaces) -> Places:
    [(_years, planned, spent, per_cent, *_unknown)] = of.book["Paid of planned"][1:]
    sentences = ["overview", "page of the closed round", "budget", "report on the screen", "Word report"]
    return {name: said(of.text[name], AMOUNTS) for name in sentences} | {
        "workbook, Paid of planned": (round(spent / 10**6, 1), round(planned / 10**6, 1), round(per_cent))
    }


def test_each_fact_has_one_number_in_every_place(closed: None) -> None:
    for fact, places in every_fact(surfaces()).items():
        agree(fact, places)
