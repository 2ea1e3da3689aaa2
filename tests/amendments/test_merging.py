"""What goes along when an action is merged into another: by choice, from the day of effect on, without what was reported on it."""

from decimal import Decimal

import pytest

from actionplan.accounts.models import User
from actionplan.amendments.merging import CarriedOver
from actionplan.amendments.preparing import leave_action_unchanged, merge_action
from actionplan.base.refusals import Refused
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year
from actions.models import Amendment, Milestone
from budgets.models import BudgetLine
from tests.factories import IndicatorFactory, MilestoneFactory
from tests.personas import ClientOf
from tests.plan_document.changed_plan import MONEY, ChangedPlan
from tests.reading import part
from tests.reading import read as element_of
from tests.reporting_factories import noon
from tests.sent_forms import form_to, send

from .amending import DAY, added, amended, new_action, prepared, put_in_force

pytestmark = pytest.mark.full

FROM = DAY(2022, 9, 1)
AT = noon(2022, 9, 5)
ONE = "/2020-2024/amendments/1/actions/1.1/"
EVERYTHING = CarriedOver(lines=[1, 2], milestones=["handbook"], indicators=["share"])


@pytest.fixture
def amendment(two_rounds: ChangedPlan, coordinator: User) -> Amendment:
    """Of the plan in which money and a milestone of 1.1 were reported on."""
    IndicatorFactory(action=two_rounds.small.with_money, key="share", order=1)
    return prepared(two_rounds.plan, coordinator, FROM)


def merge(amendment: Amendment, by: User, carried_over: CarriedOver, into: str = "1.2") -> None:
    merge_action(
        amendment=amendment, code="1.1", into=into, by=by, at=noon(2022, 8, 1), carried_over=carried_over
    )


def test_lines_and_milestones_go_along_from_the_day_on_and_what_was_reported_stays(
    amendment: Amendment, two_rounds: ChangedPlan, coordinator: User
) -> None:
    before = read(two_rounds.plan, Moment.end_of_day(DAY(2022, 8, 31)))
    merge(amendment, coordinator, EVERYTHING)
    put_in_force(amendment, coordinator, AT)
    after = read(two_rounds.plan, Moment.end_of_day(FROM))
    into = after.actions.get("1.2")
    assert into is not None
    assert [(line.kind, line.amount, line.in_force_from) for line in into.lines] == [
        ("amount", Decimal("10000.00"), FROM),
        ("regular_resources", None, FROM),
    ]
    [promised] = into.milestones
    assert (promised.key, promised.due, promised.in_force_from) == ("handbook", DAY(2022, 6, 30), FROM)
    [measured] = into.indicators
    assert (measured.key, len(measured.targets), measured.in_force_from) == ("share", 2, FROM)
    planned = [
        {year: sums.get("planned") for year, sums in by_year(action).items()}
        for action in (before.actions, after.actions)
    ]
    assert planned[0] == planned[1]  # in the same years, under the other code
    assert by_year([into])[2022].keys() == {"planned"}
    assert by_year(after.left)[2022]["paid"] == MONEY["2022-06"]
    own, given = BudgetLine.objects.filter(terms__amount=10000).order_by("pk")
    assert (own.action.code, given.action.code) == ("1.1", "1.2")
    assert Milestone.objects.filter(key="handbook").count() == 2


def test_nothing_goes_along_unless_it_is_chosen(amendment: Amendment, coordinator: User) -> None:
    merge(amendment, coordinator, CarriedOver())
    assert [action.code for action in amendment.actions.all()] == ["1.1"]
    leave_action_unchanged(amendment=amendment, code="1.1", by=coordinator, at=AT)
    merge(amendment, coordinator, CarriedOver(lines=[2]))
    [_merged, into] = amendment.actions.all()
    assert [line["kind"] for line in into.after["budget"]["lines"]] == ["regular_resources"]
    assert into.after["milestones"] == []


def test_it_goes_behind_what_the_amendment_gave_the_other_and_a_key_that_is_taken_gets_a_number(
    amendment: Amendment, two_rounds: ChangedPlan, coordinator: User
) -> None:
    MilestoneFactory(action=two_rounds.small.joint, key="handbook", order=1)
    IndicatorFactory(action=two_rounds.small.joint, key="share", order=1)
    amended(amendment, "1.2", coordinator, title="Another title")
    merge(amendment, coordinator, EVERYTHING)
    into = amendment.actions.get(code="1.2")
    assert into.after["title"] == "Another title"
    assert [each["key"] for each in into.after["milestones"]] == ["handbook", "handbook_2"]
    assert [each["key"] for each in into.after["indicators"]] == ["share", "share_2"]
    assert len(into.after["budget"]["lines"]) == 3  # its own is what `amended` adds
    assert into.line_places == [1, 2, 3]


def test_it_goes_along_with_an_action_that_the_amendment_adds(
    amendment: Amendment, coordinator: User
) -> None:
    added(amendment, new_action("1.3", "ov"), coordinator)
    merge(amendment, coordinator, CarriedOver(lines=[1]), into="1.3")
    lines = amendment.actions.get(code="1.3").after["budget"]["lines"]
    assert [line["amount"] for line in lines] == ["5000.00", "10000.00"]
    assert (lines[1]["start"], lines[1]["end"]) == ("2021-01-01", "2022-12-31")
    put_in_force(amendment, coordinator, AT)


def test_it_does_not_go_along_twice(amendment: Amendment, coordinator: User) -> None:
    merge(amendment, coordinator, CarriedOver(lines=[1]))
    with pytest.raises(Refused, match=r"This amendment merges 1\.1 already: change on the form of 1\.2"):
        merge(amendment, coordinator, CarriedOver(lines=[1]))


@pytest.mark.usefixtures("amendment")
def test_the_form_of_a_merger_offers_each_line_and_milestone(
    two_rounds: ChangedPlan, coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    page = client.get(ONE)
    words = part(element_of(page), "away")
    title = two_rounds.small.milestone.terms.get().title
    assert "Which budget lines go along?" in words
    for offered in [
        "Line 1: €10,000.00",
        "Line 2: within the regular resources",
        f"{title}; due 30 June 2022",
    ]:
        assert offered in words
    assert not {"lines", "milestones"} & form_to(page, "merge/").keys()  # nothing is ticked
    send(client, page, f"{ONE}merge/", into="1.2", lines="1", milestones="handbook")
    shown = element_of(client.get("/2020-2024/amendments/1/")).text
    assert "1.1 is merged into 1.2." in shown
    assert "1.2 is amended: budget, milestones." in shown
    assert "Which budget lines go along?" not in part(element_of(client.get(ONE)), "away")
    wrong = client.post(f"{ONE}merge/", form_to(client.get(ONE), "merge/") | {"into": "9.9"})
    assert wrong.status_code == 400
