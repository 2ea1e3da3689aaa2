"""The real plan amended during a round and then brought under another government, all through the pages, against plain Python.

A coordinator adds, amends, withdraws and merges an action while a round is open, and closes it; an administrator carries out
a change of government in the next, which is closed too. What dashboards, lists, files and *what changed* say of the days
around it and of both rounds is what `plain_story` makes of the files of the plan.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.pages.overview.read import MARKS_SHOWN
from actionplan.reports.contents import ExpenditureRow
from actions.models import Action
from budgets.models import BudgetLine
from objectives.models import Plan
from tests.amendments.plain_story import (
    AMENDED,
    NEW_AGENCY,
    NEW_MINISTER,
    OBJECTIVES,
    REPORTS,
    RESHUFFLED,
    TITLE,
    Day,
    Said,
    Side,
    changes,
    counted_changes,
    planned,
    planned_of,
)
from tests.personas import person, signed_in
from tests.reading import Element, read, read_csv, read_csv_by_head
from tests.reporting_factories import accepted_report, noon
from tests.sent_forms import send

pytestmark = [pytest.mark.django_db, pytest.mark.full]
PLAN = "/2020-2024/"
AMENDMENT = f"{PLAN}amendments/1/"
FIRST_OPENED, FIRST_CLOSED = Day(2023, 1, 2), Day(2023, 1, 31)
SECOND_OPENED, SECOND_CLOSED = Day(2023, 2, 6), Day(2023, 3, 1)
TODAY = Day(2023, 3, 10)
ONE_DAY = datetime.timedelta(days=1)
MOMENTS = {
    **{
        f"{day:%Y-%m-%d}": Side(day)
        for day in [AMENDED - ONE_DAY, AMENDED, AMENDED + ONE_DAY, Day(2023, 1, 20)]
    },
    "2022-12": Side(FIRST_CLOSED),
    **{f"{day:%Y-%m-%d}": Side(day) for day in [RESHUFFLED - ONE_DAY, RESHUFFLED, RESHUFFLED + ONE_DAY]},
    "2023-02": Side(SECOND_CLOSED),
    f"{TODAY:%Y-%m-%d}": Side(TODAY),
}
"""As they follow one another; a closed round is known as of the day of its closing."""


LEAVING = {"4.2", "6.4"}
"""What the amendment takes out of the plan; on 6.4 nobody reported."""


class ClockOfTheStory:
    """Middleware in the place of the portal's clock: it is noon of the day that the story has come to."""

    today = FIRST_OPENED

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = type(self).today
        request.now = noon(today.year, today.month, today.day)
        return self.get_response(request)


@pytest.fixture
def story(printed_plan: Plan, settings: Any) -> Client:
    """Everything done; the browser of the coordinator, on the last day."""
    clock = "actionplan.base.clock.ClockMiddleware"
    own = f"{ClockOfTheStory.__module__}.{ClockOfTheStory.__qualname__}"
    settings.MIDDLEWARE = [own if name == clock else name for name in settings.MIDDLEWARE]
    Plan.objects.filter(pk=printed_plan.pk).update(state="in_force")
    leads = ["wvg_growing_up", "kbbj_abb", "wvg_welfare_society"]
    for key in leads:
        person(key, Role.CONTRIBUTOR, organisation=Organisation.objects.get(key=key))
    platform = signed_in(person("platform", Role.COORDINATOR))
    tell(platform, signed_in(person("administrator", Role.ADMINISTRATOR)))
    ClockOfTheStory.today = TODAY
    return platform


def tell(platform: Client, administrator: Client) -> None:
    open_round(platform, FIRST_OPENED, "2022-12", Day(2022, 12, 31), FIRST_CLOSED)
    report("2.1", Day(2023, 1, 4))
    report("4.2", Day(2023, 1, 5))
    amend(platform)
    report("6.3", Day(2023, 1, 12))
    close_round(platform, FIRST_CLOSED, "2022-12")
    open_round(platform, SECOND_OPENED, "2023-02", Day(2023, 2, 28), SECOND_CLOSED)
    change_the_government(administrator)
    report("2.1", Day(2023, 2, 20))
    close_round(platform, SECOND_CLOSED, "2023-02")


def done(answer: Any) -> str:
    """Where an act that was carried out leads."""
    assert answer.status_code == 302, read(answer).text
    return str(answer.url)


def open_round(client: Client, on: Day, code: str, about: Day, closes: Day) -> None:
    ClockOfTheStory.today = on
    facts = {"code": code, "name": f"Round {code}", "name_nl": f"Ronde {code}", "about": about}
    days = {"opens": on, "due": on + 14 * ONE_DAY, "closes": closes}
    page = client.get(f"{PLAN}rounds/prepare/")
    page_of_requests = done(send(client, page, f"{PLAN}rounds/prepare/", **facts, **days))
    everything = {f"objective_{number}": "all" for number in OBJECTIVES}
    done(send(client, client.get(page_of_requests), f"{page_of_requests}", **everything))
    done(send(client, client.get(f"{PLAN}rounds/{code}/open/"), f"{PLAN}rounds/{code}/open/"))


def close_round(client: Client, on: Day, code: str) -> None:
    """What nobody answered is excused."""
    ClockOfTheStory.today = on
    round = f"{PLAN}rounds/{code}/"
    done(send(client, client.get(f"{round}take-into-review/"), f"{round}take-into-review/"))
    for which in ["nobody", "not_started"]:
        done(send(client, client.get(round), f"{round}excuse/", which=which, reason="Sample."))
    done(send(client, client.get(f"{round}close/"), f"{round}close/"))


def report(code: str, on: Day) -> None:
    (told,) = [entry for entry in REPORTS if (entry.code, entry.on) == (code, on)]
    action = Action.objects.get(code=code)
    lead = action.leads.in_force(on).get().organisation
    by = User.objects.get(username="wvg_growing_up" if lead.name == NEW_AGENCY else lead.key)
    platform = User.objects.get(username="platform")
    at, money = noon(on.year, on.month, on.day), expenditures(told)
    ended = {"outcome": "as_planned", "actual_end": told.ended} if told.ended else {}
    more = {"status": told.status, "done": told.done, "expenditures": money, **ended}
    accepted_report(action, lead, by, at, reviewer=platform, **more)


def expenditures(told: Said) -> list[ExpenditureRow]:
    line = BudgetLine.objects.get(action__code=told.code, place=1)
    return [ExpenditureRow(line.pk, year, amount, amount) for year, amount in told.paid.items()]


def amend(client: Client) -> None:
    """6.6 is added, 2.1 gets another end and amount, 4.2 is withdrawn, 6.4 merged into 6.3 with its money; then it is put in force."""
    ClockOfTheStory.today = AMENDED
    page = client.get(f"{PLAN}amendments/new/")
    prepare = f"{PLAN}amendments/new/"
    assert done(send(client, page, prepare, reason="Sample: halfway the plan.")) == AMENDMENT
    new = {
        "objective": 6,
        "title": TITLE,
        "phases__0__start": "01/02/2023",
        "phases__0__end": "2024-03-31",
        "lines__0__label": "Staff",
        "lines__0__kind": "amount",
        "lines__0__amount": "60.000",
        "promoters__0__organisation": "wvg_care_health",
        "promoters__0__role": "promoter",
        "ministers__0__minister": "welfare",
        "ministers__0__role": "coordinating",
    }
    of_actions = f"{AMENDMENT}actions/"
    done(send(client, client.get(f"{of_actions}new/"), f"{of_actions}new/", **new))
    later = {"phases__0__end": "30/06/2023"}
    later |= {"lines__0__amount": "120.000,50"}
    done(send(client, client.get(f"{of_actions}2.1/"), f"{of_actions}2.1/", **later))
    done(send(client, client.get(f"{of_actions}4.2/"), f"{of_actions}4.2/withdraw/"))
    done(send(client, client.get(f"{of_actions}6.4/"), f"{of_actions}6.4/merge/", into="6.3", lines="1"))
    decision = {
        "decision_body": "Sample Government",
        "decided_on": "09/01/2023",
        "decision_reference": "VR 1",
    }
    assert done(send(client, client.get(AMENDMENT), f"{AMENDMENT}put-in-force/", **decision)) == AMENDMENT


def change_the_government(client: Client) -> None:
    """One minister takes over two portfolios, Houses of Justice leaves its policy area, two agencies merge into a new one."""
    ClockOfTheStory.today = RESHUFFLED
    facts = {"title": "Sample Government II", "effective_from": RESHUFFLED}
    change = done(send(client, client.get("/plans/government/"), "/plans/government/", **facts))
    for kind, values in [
        ("portfolio-begins", {"name": NEW_MINISTER}),
        ("portfolio-ends", {"body": "education", "successors": "education_and_welfare"}),
        ("portfolio-ends", {"body": "welfare", "successors": "education_and_welfare"}),
        ("organisation-moves", {"body": "wvg_houses_of_justice", "policy_area": ""}),
        ("organisation-begins", {"name": NEW_AGENCY, "key": "prevention", "policy_area": "WVG"}),
        ("organisation-ends", {"body": "wvg_growing_up", "successor": "prevention"}),
        ("organisation-ends", {"body": "wvg_care_health", "successor": "prevention"}),
    ]:
        sent = {f"{kind}-{name}": value for name, value in values.items()}
        done(send(client, client.get(change), f"{change}add/{kind}/", **sent))
    preview = client.get(f"{change}preview/")
    assert done(send(client, preview, f"{change}carry-out/")) == change


def address(page: str, moment: str, **more: str) -> str:
    name = "round" if len(moment) == len("2022-12") else "on"
    query = {name: moment, "basis": "accepted", **more}
    return f"{PLAN}{page}?" + "&".join(f"{key}={value}" for key, value in query.items())


def test_what_pages_and_files_say_of_every_day_and_round(story: Client) -> None:
    for moment, side in MOMENTS.items():
        page = read(story.get(address("", moment)))
        the_parts_agree(story, moment, side)
        the_money_agrees(page, side)
        gone = LEAVING if moment == "2022-12" else set()
        rows = read_csv_by_head(story.get(address("actions.csv", moment)))
        the_list_agrees(rows, side, gone)
        the_lines_agree(read_csv_by_head(story.get(address("budget.csv", moment))), side)
        listed = read(story.get(address("actions/", moment)))
        assert codes_in(listed) == {*side.actions, *left_by(side)}, moment
    for before, after in pairwise(MOMENTS):
        the_changes_agree(story, before, after)
    the_effects_agree(read(story.get(AMENDMENT)))
    the_changes_agree(story, "2022-12", "2023-02")
    the_changes_agree(story, "2023-01-09", "2023-02-16")


def the_parts_agree(story: Client, moment: str, side: Side) -> None:
    """By objective, policy area and minister: which actions there are, as signs, and how many."""
    part_of: dict[str, Callable[[str], str]] = {
        "objective": lambda code: (
            f"{side.actions[code]['objective']}. {OBJECTIVES[side.actions[code]['objective']]}"
        ),
        "policy_area": lambda code: side.area(code) or "none",
        "minister": lambda code: side.minister(code) or "none",
    }
    for by, of in part_of.items():
        page = read(story.get(address("", moment, by=by)))
        (table,) = page.all("table", class_="breakdown")
        (body,) = table.all("tbody")
        wanted: dict[str, set[str]] = {}
        for code in side.actions:
            wanted.setdefault(of(code), set()).add(code)
        shown = {row[0]: codes_in(signs) for row, signs in zip(table.rows, body.all("ul"), strict=True)}
        assert {name: int(words.split()[2]) for name, _signs, words, _paid in table.rows} == {
            name: len(codes) for name, codes in wanted.items()
        }, by
        assert shown == {
            name: codes if len(codes) <= MARKS_SHOWN else set() for name, codes in wanted.items()
        }, by


def the_money_agrees(page: Element, side: Side) -> None:
    (section,) = page.all("section", **{"aria-labelledby": "money"})
    amounts = {year: [euro(cell) for cell in cells] for year, _bar, *cells in section.rows}
    planned, paid = side.planned(), side.paid(side.actions)
    years = sorted(planned.keys() | paid.keys())
    assert amounts == {
        str(year): [*map(whole_euro, [planned.get(year), paid.get(year), paid.get(year)])] for year in years
    }
    total = [euro(cell.text) for cell in section.all("tfoot")[0].all("tr")[-1].all("td", class_="numbers")]
    spent = whole_euro(sum(paid.values())) if paid else None
    assert total == [whole_euro(sum(planned.values())), spent, spent]
    assert {code for code in LEAVING if f"{code} " in section.text} == left_by(side)


def whole_euro(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(Decimal(1), ROUND_HALF_UP)


def left_by(side: Side) -> set[str]:
    return LEAVING - side.actions.keys()


def the_effects_agree(page: Element) -> None:
    """Of the amendment: planned before and after on the actions that it changes, and what was paid on them by then."""
    before, after = Side(AMENDED - ONE_DAY), Side(AMENDED)
    changed = {"2.1", "4.2", "6.3", "6.4", "6.6"}
    sides = []
    for side in (before, after):
        sides.append(summed(planned(side.actions[code]) for code in changed & side.actions.keys()))
    paid = before.paid(changed)
    rows = {row[0]: [euro(cell) for cell in row[1:]] for row in table_rows(page, "planned")}
    years = sides[0].keys() | sides[1].keys() | paid.keys()
    assert set(rows) == {str(year) for year in years}
    for year in years:
        was, becomes = (side.get(year) for side in sides)
        moved = (becomes or 0) - (was or 0)
        assert rows[str(year)] == [was, becomes, moved, paid.get(year), paid.get(year)], year
    (table,) = page.all("table", **{"aria-labelledby": "planned"})
    total = [euro(cell.text) for cell in table.all("tfoot")[0].all("td")]
    was, becomes, spent = (sum(each.values()) for each in [*sides, paid])
    assert total == [was, becomes, becomes - was, spent, spent]


def summed(all_years: Iterable[dict[int, Decimal]]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for years in all_years:
        for year, amount in years.items():
            sums[year] = sums.get(year, Decimal(0)) + amount
    return sums


def table_rows(page: Element, name: str) -> list[list[str]]:
    (table,) = page.all("table", **{"aria-labelledby": name})
    return table.rows


def euro(text: str) -> Decimal | None:
    plain = re.sub("[€,+]", "", text).replace("\N{MINUS SIGN}", "-")
    return Decimal(plain) if text != "–" else None


def the_list_agrees(rows: list[dict[str, str]], side: Side, gone: set[str]) -> None:
    """`gone` were asked in the round that is shown, and are named apart."""
    assert {row["Code"] for row in rows if row["Left the plan before the round closed"] == "yes"} == gone
    there = {row["Code"]: row for row in rows if row["Code"] not in gone}
    assert list(there) == list(side.actions)
    merged = {"6.3": "6.4"} if "6.4" in left_by(side) else {}
    for code, row in there.items():
        wanted = side.row(code) | {"Merged into it": merged.get(code, "")}
        assert {head: row[head] for head in wanted} == wanted, (side, code)


def the_lines_agree(rows: list[dict[str, str]], side: Side) -> None:
    lines = [(row["Code"], row["Label"], row["Planned"]) for row in rows]
    wanted = []
    for code, action in side.actions.items():
        for line in action["lines"]:
            amounts = planned_of(action, line)
            wanted.append((code, line["label"], f"{sum(amounts.values()):.2f}" if amounts else ""))
    assert lines == wanted


def codes_in(page: Element) -> set[str]:
    matches = [re.search(r"/actions/([\d.]+)/", link) for link in page.links]
    return {match.group(1) for match in matches if match}


def the_changes_agree(client: Client, before: str, after: str) -> None:
    query = f"from={before}&to={after}&basis=accepted"
    _heads, *rows = read_csv(client.get(f"{PLAN}changes.csv?{query}"))
    shown = {(row[0], row[2], row[3]): (row[4], row[5]) for row in rows}
    wanted = changes(MOMENTS[before], MOMENTS[after])
    assert shown == wanted, (before, after)
    assert len(shown) == len(rows)
    page = read(client.get(f"{PLAN}changes/?{query}"))
    links = [
        link.text.partition(" ") for element in page.all("p", class_="says") for link in element.all("a")
    ]
    expected = counted_changes(MOMENTS[before], MOMENTS[after])
    assert {words: int(count) for count, _, words in links[1:]} == {
        words: len(codes) for words, codes in expected.items() if codes
    }
