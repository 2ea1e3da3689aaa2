"""A draft that saves itself: the fields that were sent, and of each whether two people changed it."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.states import MilestoneState
from actionplan.reports.contents import MeasurementRow, MilestoneRow, contents_of
from actionplan.reports.workflow import submit
from actionplan.rounds.life import take_into_review, take_into_validation
from actions.models import Action
from actions.states import Recurrence
from tests.factories import IndicatorFactory, MilestoneFactory
from tests.personas import ClientOf, SmallPlan, person
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import By, drafted, noon
from tests.sent_forms import form_to, send, to_form

Saves = Callable[..., dict[str, Any]]
JANUARY = datetime.date(2022, 1, 1)


class Window:
    """An opened form that saves itself, as `autosave.js` does."""

    def __init__(self, user: User, client: Client, action: Action, key: str = "ov") -> None:
        self.user, self.client, self.to = user, client, to_form(action, "report-autosave", key)
        self.page = client.get(to_form(action, key=key))
        fields = form_to(self.page, "save-and-check/")
        self.known = {"report": fields["report"], "opened_on": fields["opened_on"]}
        self.base = {name: [value] if value else [] for name, value in fields.items()}

    def post(self, typed: dict[str, Any], *, rows: tuple[str, ...] = ()) -> Any:
        sent: dict[str, Any] = {"of": self.user.pk, **self.known, "field": list(typed), "row": rows}
        sent |= {f"was-{name}": self.base.get(name, []) for name in typed}
        sent |= {f"now-{name}": value for name, value in typed.items()}
        return self.client.post(self.to, sent)

    def saves(self, rows: tuple[str, ...] = (), **typed: Any) -> dict[str, Any]:
        named = {name.replace("__", "-"): value for name, value in typed.items()}
        response = self.post(named, rows=rows)
        assert response.status_code == 200, response.content
        answer: dict[str, Any] = response.json()
        self.known = {"report": answer["report"] or "", "opened_on": answer["opened_on"]}
        for new, row in answer["rows"].items():
            named = {name.replace(new, row["to"]): value for name, value in named.items()}
        self.base |= {name: [named[name]] for name in answer["saved"]}
        self.base |= answer["news"]
        return answer


@pytest.fixture
def colleague(lead_organisation: Organisation) -> User:
    return person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)


@pytest.fixture
def mine(contributor: User, author: Client, small_plan: SmallPlan) -> Window:
    return Window(contributor, author, small_plan.with_money)


@pytest.fixture
def theirs(colleague: User, client_of: ClientOf, small_plan: SmallPlan) -> Window:
    return Window(colleague, client_of(colleague), small_plan.with_money)


def the_draft() -> ProgressReport:
    return ProgressReport.objects.get()


@pytest.mark.full
def test_fields_are_saved_without_a_token_an_event_or_what_a_report_requires(
    mine: Window, small_plan: SmallPlan
) -> None:
    paid = f"money-{small_plan.line.pk}-2021-paid"
    answer = mine.saves(done="Sample: one.\r\nTwo.", **{paid: "1500,-"})
    draft = the_draft()
    assert (draft.done, draft.status, draft.revision) == ("Sample: one.\nTwo.", "", 1)
    assert [(row.year, row.paid) for row in draft.expenditures.all()] == [(2021, Decimal("1500.00"))]
    assert (answer["report"], answer["opened_on"], answer["errors"]) == (draft.pk, 1, {})
    assert set(answer["saved"]) == {"done", paid}
    assert answer["said"].startswith("saved at ")
    assert not Event.objects.exists()
    mine.saves(next_steps="Sample: next.", **{paid: "1600"})
    assert (the_draft().done, the_draft().next_steps) == ("Sample: one.\nTwo.", "Sample: next.")
    assert mine.client.get(mine.to).status_code == 405
    # The buttons are sent with the version of the answer.
    answer = send(
        mine.client, mine.page, to_form(small_plan.with_money), done="Sample: pressed.", **mine.known
    )
    assert answer.status_code == 302
    assert the_draft().done == "Sample: pressed."


@pytest.mark.full
def test_what_cannot_be_read_is_said_at_its_field_and_stops_no_other(
    mine: Window, small_plan: SmallPlan
) -> None:
    line, year = f"money-{small_plan.line.pk}-2021", {"finality": "final"}
    typed = {f"{line}-paid": "much", f"{line}-committed": "5", "actual_start": "soon", "done": "Sample."}
    answer = mine.saves(**typed)
    assert set(answer["saved"]) == {f"{line}-committed", "done"}
    assert set(answer["errors"]) == {f"{line}-paid", "actual_start"}
    assert "Write a number such as" in answer["errors"][f"{line}-paid"]
    assert answer["said"].endswith("2 fields are not saved: see there why")
    assert the_draft().done == "Sample."
    assert the_draft().expenditures.get().paid is None
    # On hold is said by its day: without it the status waits, and nothing else does.
    answer = mine.saves(status="on_hold", obstacles="Sample: nobody.")
    assert (answer["saved"], list(answer["errors"])) == (["obstacles"], ["on_hold_since"])
    answer = mine.saves(status="on_hold", on_hold_since="1/5/2022", unknown="Sample.", **year)
    assert set(answer["saved"]) == {"status", "on_hold_since"}
    assert (the_draft().status, the_draft().on_hold_since) == ("ongoing", datetime.date(2022, 5, 1))
    answer = mine.saves(status="ongoing")
    assert answer["news"] == {"on_hold_since": []}, "what follows of it"


@pytest.mark.full
def test_a_day_that_is_only_proposed_is_not_saved_before_the_form_is_sent(
    mine: Window, small_plan: SmallPlan
) -> None:
    year = timezone.localdate().year
    line, new_year = f"money-{small_plan.line.pk}-{year}", datetime.date(year, 1, 1)
    answer = mine.saves(**{f"{line}-paid": "7"})
    assert answer["saved"] == [f"{line}-paid"]
    assert answer["news"] == {}
    assert the_draft().expenditures.get().as_of is None
    mine.saves(**{f"{line}-as_of": f"1/1/{year - 2000}"})
    assert the_draft().expenditures.get().as_of == new_year
    mine.saves(**{f"{line}-as_of": ""})
    send(mine.client, mine.client.get(to_form(small_plan.with_money)), to_form(small_plan.with_money))
    row = the_draft().expenditures.get()
    assert (row.paid, row.as_of, row.finality) == (Decimal(7), timezone.localdate(), "provisional")


@pytest.mark.full
def test_only_a_field_that_both_changed_is_a_conflict(
    mine: Window, theirs: Window, contributor: User, author: Client, small_plan: SmallPlan
) -> None:
    theirs.saves(done="Sample: theirs.", status="ongoing")
    answer = mine.saves(done="Sample: mine.", next_steps="Sample: next.")
    assert answer["conflicts"] == {"done": ["Sample: theirs."]}
    assert answer["saved"] == ["next_steps"]
    assert answer["news"]["status"] == ["ongoing"], "the page learns what it did not know"
    assert answer["said"].startswith("Colleague saved this draft in the meantime.")
    assert (the_draft().done, the_draft().next_steps) == ("Sample: theirs.", "Sample: next.")
    mine.base["done"] = ["Sample: theirs."]  # decided
    mine.saves(done="Sample: mine.")
    assert the_draft().done == "Sample: mine."
    # One's own other window, with older text: only what both changed.
    other = Window(contributor, author, small_plan.with_money)
    mine.saves(done="Sample: newer.")
    answer = other.saves(obstacles="Sample.")
    assert (answer["conflicts"], answer["news"]["done"]) == ({}, ["Sample: newer."])
    assert "in another window" in answer["said"]
    assert mine.saves(obstacles="Sample: typed too.")["conflicts"] == {"obstacles": ["Sample."]}
    # Both say the same, or the answer to the first sending was lost.
    revision = the_draft().revision
    assert mine.saves(obstacles="Sample.")["saved"] == ["obstacles"]
    assert the_draft().revision == revision


@pytest.mark.full
def test_a_new_row_gets_its_name_from_the_first_answer_and_is_there_once(
    mine: Window, small_plan: SmallPlan
) -> None:
    line = f"money-{small_plan.line.pk}"
    new = {f"{line}-new-year_typed": "2015", f"{line}-new-paid": "7"}
    assert list(mine.saves(**{f"{line}-new-paid": "7"})["errors"]) == [f"{line}-new-year_typed"]
    assert not ProgressReport.objects.exists()
    answer = mine.saves(**new)
    assert answer["rows"] == {f"{line}-new": {"to": f"{line}-2015", "key": "year_typed"}}
    assert answer["saved"] == [f"{line}-2015-paid"]
    # Its answer was lost: sent again, with more.
    answer = mine.saves(**new, **{f"{line}-new-source": "Sample."})
    assert (answer["conflicts"], answer["errors"]) == ({}, {})
    [row] = contents_of(the_draft()).expenditures
    assert (row.year, row.paid, row.source) == (2015, Decimal(7), "Sample.")
    # A year that the page has a row for is refused, as by the buttons.
    answer = mine.saves(rows=(f"{line}-2021",), **{f"{line}-new-year_typed": "2021", f"{line}-new-paid": "8"})
    assert answer["errors"] == {f"{line}-new-year_typed": "This year has a row already."}
    mine.saves(**{f"{line}-2015-paid": "", f"{line}-2015-source": ""})
    assert contents_of(the_draft()).expenditures == ()


def test_periods_and_measurements_have_one_row_each(
    contributor: User, author: Client, small_plan: SmallPlan
) -> None:
    action = small_plan.joint
    milestone = MilestoneFactory(action=action, order=1, terms__recurrence=Recurrence.MONTHLY)
    indicator = IndicatorFactory(action=action)
    window = Window(contributor, author, action)
    period, measured = f"milestone-{milestone.pk}-new", f"measurement-{indicator.pk}-new"
    typed = {
        f"{period}-period_start": "15/1/2022",
        f"{period}-state": "achieved",
        f"{period}-number": "3",
        f"{measured}-measured_on": "31/12/2021",
        f"{measured}-value": "12,5",
    }
    for _ in range(2):
        answer = window.saves(**typed)
        assert answer["errors"] == answer["conflicts"] == {}
    contents = contents_of(the_draft())
    assert [row for row in contents.milestones if row.period_start] == [
        MilestoneRow(milestone.pk, JANUARY, MilestoneState.ACHIEVED, number=Decimal(3))
    ]
    assert contents.measurements == (
        MeasurementRow(indicator.pk, datetime.date(2021, 12, 31), Decimal("12.5")),
    )
    answer = window.saves(**{f"measurement-{indicator.pk}-2021-12-31-value": "many"})
    assert list(answer["errors"]) == [f"measurement-{indicator.pk}-2021-12-31-value"]
    assert contents_of(the_draft()).measurements == contents.measurements


@pytest.mark.full
def test_nobody_writes_by_this_door_what_they_may_not_write(
    mine: Window,
    small_plan: SmallPlan,
    by_lead: By,
    partner: User,
    coordinator: User,
    lead_organisation: Organisation,
    client_of: ClientOf,
) -> None:
    action = small_plan.joint
    window = Window(partner, client_of(partner), action, "kbbj_abb")
    answer = window.saves(done="Sample: ours.", status="completed")
    assert answer["saved"] == ["done"]
    assert (the_draft().status, the_draft().done) == ("", "Sample: ours.")
    window.user = coordinator  # who signed in since in the same browser
    refused = window.post({"done": "Sample: of another."})
    assert (refused.status_code, "Somebody else has signed in" in refused.json()["said"]) == (409, True)
    # The Platform's page, where the organisation began a draft of its own.
    platform = Window(coordinator, client_of(coordinator), small_plan.with_money)
    drafted(small_plan.with_money, *by_lead, noon(2022, 3, 1), done="Sample: secret.")
    refused = platform.post({"done": "Sample: typed on behalf."})
    assert (refused.status_code, b"secret" in refused.content) == (403, False)
    # A file holder writes on the actions whose files they hold.
    holder = person("holder", Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    mine.user, mine.client = holder, client_of(holder)
    assert mine.post({"done": "Sample."}).status_code == 403
    FileHolderFactory(action=small_plan.with_money, organisation=lead_organisation, user=holder)
    mine.saves(obstacles="Sample: of the file holder.")
    assert mine.client.post(mine.to, {"field": "done"}).status_code == 400


@pytest.mark.full
def test_a_report_that_was_submitted_or_discarded_is_not_begun_again(
    mine: Window, theirs: Window, colleague: User
) -> None:
    mine.saves(done="Sample: mine.")
    mine.saves(status="ongoing", confidence="on_track")
    draft = the_draft()
    submit(report=draft, opened_on=2, by=colleague, at=draft.saved_at)
    refused = mine.post({"done": "Sample: late."})
    assert (refused.status_code, "Colleague submitted this report" in refused.json()["said"]) == (409, True)
    mine.known["report"] = draft.pk + 1
    assert mine.post({"done": "Sample: late."}).status_code == 409
    assert the_draft().done == "Sample: mine."


@pytest.mark.full
def test_a_round_that_takes_no_answer_keeps_drafts_as_before(
    asked: Round, mine: Window, coordinator: User, small_plan: SmallPlan
) -> None:
    mine.saves(done="Sample: open.")
    for act in [take_into_review, take_into_validation]:
        act(round=asked, by=coordinator, at=the_draft().saved_at)
        mine.saves(done=f"Sample: {act.__name__}.")
        assert (the_draft().round, the_draft().done) == (asked, f"Sample: {act.__name__}.")


@pytest.mark.full
def test_a_form_with_errors_says_what_is_saved_and_one_to_decide_about_does_not_save_itself(
    mine: Window, theirs: Window, small_plan: SmallPlan
) -> None:
    action, marks = small_plan.with_money, ["data-autosave=", "data-saved="]

    def has(response: Any) -> list[bool]:
        return [mark in response.content.decode() for mark in marks]

    assert has(mine.page) == [True, False]
    wrong = send(mine.client, mine.page, to_form(action), actual_start="soon")
    assert (wrong.status_code, has(wrong)) == (400, [True, True])
    theirs.saves(done="Sample: theirs.")
    wrong = send(mine.client, mine.page, to_form(action), actual_start="soon")
    assert (wrong.status_code, has(wrong)) == (400, [False, False]), "opened on an older version"
    conflict = send(mine.client, mine.page, to_form(action), done="Sample: mine.")
    assert (conflict.status_code, has(conflict)) == (409, [False, False])
