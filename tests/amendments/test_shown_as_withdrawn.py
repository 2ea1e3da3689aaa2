"""An action that left the plan is counted nowhere, named beside the totals, and late for nothing; the one it was merged into names it."""

import copy
import io
import json
from dataclasses import dataclass

import pytest
from django.test import Client
from openpyxl import load_workbook

from actionplan.base.canonical import canonical
from actionplan.picture import frozen
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis
from actionplan.rounds.verifying import verify
from tests.personas import named, new_bodies, new_small_plan, signed_in
from tests.plan_document.changed_plan import MONEY, ChangedPlan, begin, end, with_two_rounds
from tests.reading import Element, part, read_csv_by_head
from tests.reading import read as element_of
from tests.reporting_factories import noon
from tests.stages import stage_of

from .amending import DAY, prepared, put_in_force, withdrawn

LATER = "?on=2023-06-01"
MERGED = (
    "1.1 Training for teachers, merged into 1.2 from 1 September 2022 on: €9,000.00 committed, €4,000.00 paid"
)
REPORTED = "2.1 Exchange of information, withdrawn from 1 September 2022 on"
LEFT = "Not counted, no longer in the plan"
NEVER_REPORTED = "2.2 Support for families, withdrawn from 1 September 2022 on"


@dataclass
class Shown:
    """What somebody sees of the amended plan."""

    world: ChangedPlan
    client: Client

    def __call__(self, address: str) -> Element:
        response = self.client.get(f"/2020-2024/{address}")
        assert response.status_code == 200, address
        return element_of(response)

    def row(self, address: str, code: str) -> dict[str, str]:
        """Of a file."""
        rows = read_csv_by_head(self.client.get(f"/2020-2024/{address}"))
        return next(row for row in rows if row["Code"] == code)


def new_changed_plan() -> ChangedPlan:
    """1.1, with money and a milestone that was missed, is merged into 1.2; 2.1, with reports alone, and 2.2 are withdrawn."""
    bodies = new_bodies()
    contributor, coordinator = named("contributor", bodies.lead), named("coordinator")
    world = with_two_rounds(new_small_plan(bodies), contributor, coordinator)
    amendment = prepared(world.plan, coordinator, DAY(2022, 9, 1))
    withdrawn(amendment, "1.1", coordinator, into="1.2")
    withdrawn(amendment, "2.1", coordinator)
    withdrawn(amendment, "2.2", coordinator)
    put_in_force(amendment, coordinator, noon(2022, 9, 1))
    return world


stage = stage_of(new_changed_plan, "module")


@pytest.fixture
def shown(stage: ChangedPlan, db: None) -> Shown:
    world = copy.deepcopy(stage)
    return Shown(world, signed_in(world.coordinator))


def test_it_is_counted_until_it_leaves_and_kept_apart_afterwards(shown: Shown) -> None:
    before = read(shown.world.plan, Moment.end_of_day(DAY(2022, 8, 31)))
    after = read(shown.world.plan, Moment.end_of_day(DAY(2022, 9, 1)))
    assert [action.code for action in before.actions] == ["1.1", "1.2", "2.1", "2.2"]
    assert [action.code for action in before.left] == []
    assert [action.code for action in after.actions] == ["1.2"]
    assert [action.code for action in after.left] == ["1.1", "2.1", "2.2"]
    assert by_year(before.actions)[2022]["paid"] == MONEY["2022-06"] == by_year(after.left)[2022]["paid"]
    assert "paid" not in by_year(after.actions).get(2022, {})


@pytest.mark.full
@pytest.mark.parametrize("page", ["", "budget/", "milestones/"])
def test_a_dashboard_of_one_objective_names_what_left_it(shown: Shown, page: str) -> None:
    assert MERGED in shown(f"{page}{LATER}&objective=1").text
    assert MERGED not in shown(f"{page}{LATER}&objective=2").text


@pytest.mark.parametrize(
    "page",
    [
        "",
        "budget/",
        "milestones/",
        "timeline/",
        "quality/",
        "actions/",
        "organisations/ov/",
        "objectives/2/",
    ],
)
def test_one_with_reports_alone_or_without_is_named_where_those_with_money_are(
    shown: Shown, page: str
) -> None:
    text = shown(page + LATER).text
    assert REPORTED in text
    assert (NEVER_REPORTED in text) == (page != "organisations/ov/")
    assert (MERGED in text) == (page != "objectives/2/")
    assert REPORTED not in shown(page + "?on=2022-08-31").text


def test_the_list_names_what_left_only_where_it_is_narrowed_to_words_and_parts(shown: Shown) -> None:
    assert REPORTED in shown(f"actions/{LATER}&q=exchange").text
    assert MERGED not in shown(f"actions/{LATER}&q=exchange").text
    assert REPORTED not in shown(f"actions/{LATER}&objective=1").text
    assert REPORTED not in shown(f"actions/{LATER}&status=ongoing").text
    assert REPORTED not in shown(f"actions/{LATER}&objective=99").text


@pytest.mark.parametrize("file", ["actions", "budget", "milestones", "timeline"])
def test_a_workbook_names_what_left_on_the_sheet_that_says_what_it_is_and_no_row_is_about_it(
    shown: Shown, file: str
) -> None:
    content = shown.client.get(f"/2020-2024/{file}.xlsx{LATER}&objective=2").content
    table, about = load_workbook(io.BytesIO(content)).worksheets
    named = [value for what, value in about.iter_rows(values_only=True) if what == LEFT]
    assert named == [REPORTED, NEVER_REPORTED]
    assert {"2.1", "2.2"}.isdisjoint(row[0] for row in table.iter_rows(values_only=True))


def test_its_milestones_are_named_beside_those_that_count(shown: Shown) -> None:
    title = shown.world.small.milestone.terms.get().title
    sentence = f"{MERGED} {title}: not achieved when the action left the plan"
    assert sentence in shown(f"milestones/{LATER}").text
    assert title not in shown(f"budget/{LATER}").text


@pytest.mark.full
def test_it_is_late_for_nothing_on_its_page(shown: Shown) -> None:
    missed = part(shown("actions/1.1/?on=2022-08-31"), "milestones")
    assert "due 62 days ago" in missed
    for code, sentence in [
        ("1.1", "Merged into 1.2 from 1 September 2022 on"),
        ("2.1", "Withdrawn from 1 September 2022 on"),
    ]:
        page = shown(f"actions/{code}/{LATER}")
        assert part(page, "voice-computed") == f"Computed {sentence}"
        assert [element.text for element in page.all("span", class_="warn")] == []
        assert "overdue" not in page.text
        assert "days ago" not in page.text
    page = shown(f"actions/1.1/{LATER}")
    assert "The vertical line is 31 August 2022" in part(page, "when")  # where its chart ends
    assert "not achieved when the action left the plan" in part(page, "milestones")
    assert "no longer in the plan since 1 September 2022. It was merged into 1.2" in page.text
    assert (
        "This action was withdrawn: it is no longer in the plan since 1 September 2022."
        in shown(f"actions/2.1/{LATER}").text
    )


def test_its_page_keeps_what_was_last_said_of_it(shown: Shown) -> None:
    page = shown(f"actions/1.1/{LATER}")
    sentence = "Reported by the lead ongoing off track 5 July 2022, 12:00 · Education and Training"
    assert part(page, "voice-reported") == sentence
    assert "needs attention 5 July 2022" in part(page, "voice-assessed")
    never = shown(f"actions/2.2/{LATER}")
    assert part(never, "voice-reported").endswith(" –")
    assert part(never, "voice-assessed").endswith(" –")


def test_nothing_more_is_computed_of_it(shown: Shown) -> None:
    for basis in Basis:
        for moment in [Moment.end_of_day(DAY(2023, 6, 1), basis), Moment.now(noon(2023, 6, 1), basis)]:
            left = read(shown.world.plan, moment).left
            assert [action.code for action in left] == ["1.1", "2.1", "2.2"]
            for action in left:
                computed = (
                    action.schedule,
                    action.days_late,
                    action.freshness,
                    action.attention,
                    action.quality,
                )
                assert computed == ("", None, "", (), ())
                assert {each.outcome for each in action.milestones} <= {"open"}
                assert action.milestones_due == 0


@pytest.mark.full
def test_the_action_that_it_was_merged_into_says_so(shown: Shown) -> None:
    page = shown(f"actions/1.2/{LATER}")
    assert "Merged into it: 1.1" in page.text
    assert f"/2020-2024/actions/1.1/{LATER}&basis=reported" in page.links
    assert "1.1 is merged into 1.2." in part(page, "amended")
    assert "put amendment 1 in force: 1.1 → 1.2, 2.1, 2.2." in page.text
    assert "Merged into it" not in shown("actions/1.2/?on=2022-08-31").text
    assert "1.1 merged into it" in shown(f"actions/{LATER}").text
    assert shown.row(f"actions.csv{LATER}", "1.2")["Merged into it"] == "1.1"
    assert shown.row("actions.csv?on=2022-08-31", "1.2")["Merged into it"] == ""


def test_a_receipt_and_the_report_say_that_its_action_left(shown: Shown) -> None:
    receipt = shown(f"money/{LATER}&action=1.1&measure=paid")
    assert "1.1 Training for teachers merged into 1.2 from 1 September 2022 on" in receipt.text
    report = shown.world.reports["1.1", "2022-06"]
    assert "no longer in the plan since 1 September 2022" in shown(f"actions/1.1/reports/{report.pk}/").text


@pytest.mark.full
def test_a_closing_keeps_all_of_it(shown: Shown) -> None:
    end(shown.world, begin(shown.world, "2022-12", DAY(2022, 12, 31)))
    snapshot = Snapshot.objects.order_by("-pk")[0]
    assert verify(snapshot) == []
    for basis in Basis:
        live = read(shown.world.plan, Moment(snapshot.taken_at, snapshot.reckoned_on, basis))
        assert by_year(frozen.read(snapshot, basis).left) == by_year(live.left)
    in_round = "?round=2022-12"
    for page in ["", "budget/", "milestones/", "timeline/", "actions/"]:
        text = shown(page + in_round).text
        for sentence in [MERGED, REPORTED, NEVER_REPORTED]:
            assert sentence in text, page
    page = shown(f"actions/1.1/{in_round}")
    assert part(page, "voice-computed") == "Computed Merged into 1.2 from 1 September 2022 on"
    assert "Merged into it: 1.1" in shown(f"actions/1.2/{in_round}").text
    assert "€4,000.00 in 1 row" in shown(f"money/{in_round}&action=1.1&measure=paid").text
    report = shown("rounds/2022-12/report/").text
    assert "merged into it: 1.1" in report.lower()
    assert MERGED in report


def test_what_an_earlier_closing_froze_of_it_is_read_as_having_left(shown: Shown) -> None:
    """It was frozen as any action then: overdue, with a milestone that was missed."""
    picture = read(shown.world.plan, Moment.end_of_day(DAY(2023, 6, 1)))
    documents = {
        document.table: document
        for document in frozen.documents_of(picture)
        if document.key in ("2020-2024", "1.1")
    }
    earlier = json.loads(canonical(documents["left"].content))
    del earlier["has_left"]
    earlier |= {"schedule": "overdue", "days_late": 152, "freshness": "stale", "attention": ["overdue"]}
    earlier["milestones"][0] |= {"outcome": "missed", "days_late": 336, "is_due": True}
    plan = json.loads(canonical(documents["picture"].content))
    [left] = frozen.picture_of(plan, [], [earlier], basis="accepted").left
    assert left == picture.left.get("1.1")
