"""A closed round that a later report corrects: its page, the trend and the next report say it beside what was frozen."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.picture.actions import Actions
from actionplan.picture.live import read as live_picture
from actionplan.picture.moment import Moment
from actionplan.reporting.models import ProgressReport, SnapshotItem, SnapshotText
from actionplan.reporting.states import Basis
from actionplan.reports.contents import CorrectedRow, ExpenditureRow
from actionplan.reports.reviewing import accept
from actionplan.reports.workflow import submit
from actionplan.rounds.redacting import redact
from actions.models import Action
from tests.documents.written_documents import got, sheets_of
from tests.factories import PlanFactory
from tests.page_list.every_page import address
from tests.personas import ClientOf
from tests.reading import read
from tests.reporting_factories import RoundFactory, accepted_report, drafted, hand_in, noon
from tests.rounds.frozen_round import FrozenRound, close_the_next_round
from tests.sent_forms import form_to

pytestmark = pytest.mark.django_db
ON = datetime.date(2022, 6, 30)
PLAN, ROUND = "2020-2024", "2022-06"


def rows(frozen: FrozenRound) -> list[ExpenditureRow]:
    """2021 was ten times too high, 2022 a mistake; what was paid later in 2022 is no figure of the round."""
    line, other = frozen.small.line.pk, frozen.small.line_without_amount.pk
    return [
        ExpenditureRow(line, 2021, Decimal(6000), Decimal(550), as_of=datetime.date(2022, 3, 1), source="S"),
        ExpenditureRow(
            line, 2022, Decimal(6000), None, as_of=ON, withdrawn="paid", source="Booked elsewhere"
        ),
        ExpenditureRow(other, 2022, paid=Decimal(77), as_of=datetime.date(2022, 12, 31)),
    ]


def corrected(frozen: FrozenRound, people: dict[str, User], at: datetime.datetime) -> ProgressReport:
    lead = frozen.small.with_money.leads.get().organisation
    said = {"corrects_id": frozen.round.pk, "expenditures": rows(frozen)}
    return accepted_report(
        frozen.small.with_money,
        lead,
        people["contributor"],
        at,
        reviewer=people["coordinator"],
        status="completed",
        confidence="",
        actual_end=datetime.date(2022, 6, 15),
        **said,
    )


def test_a_correction_of_a_closed_round_changes_no_figure_of_today(
    frozen: FrozenRound, people: dict[str, User], client_of: ClientOf
) -> None:
    action, line = frozen.small.with_money, frozen.small.line.pk
    lead, by = action.leads.get().organisation, people["contributor"]
    [today] = picture_of(action)
    report = accepted_report(
        *(action, lead, by, noon(2022, 9, 10)),
        reviewer=people["coordinator"],
        corrects_id=frozen.round.pk,
        correction_reason="Booked twice.",
        corrected=[
            CorrectedRow("paid", line=line, year=2021, amount=Decimal(550)),
            CorrectedRow("committed", line=line, year=2021),
            CorrectedRow("status", choice="completed"),
            CorrectedRow("actual_end", day=datetime.date(2022, 6, 15)),
        ],
    )
    [now] = picture_of(action)
    assert [report.spending for report in now.reports] == [report.spending for report in today.reports]
    assert (now.status, now.actual_end, now.milestones_due) == (today.status, None, today.milestones_due)
    page = read(client_of(people["reader"]).get(address("round", PLAN, ROUND)))
    shown = [tuple(row) for row in page.rows if "10 September 2022" in row[-1]]
    who = "Education and Training, Contributor: Booked twice."
    assert [row[1:] for row in shown if row[0].startswith("1.1")] == [
        ("Status", "ongoing", f"completed 10 September 2022 · {who}"),
        ("Actual end", "–", f"15 June 2022 10 September 2022 · {who}"),
        ("Committed in 2021", "€6,000.00", f"unknown 10 September 2022 · {who}"),
        ("Paid in 2021", "€5,500.00", f"€550.00 10 September 2022 · {who}"),
    ]
    assert ["Paid in 2021", "€5,500.00", "€550.00"] not in page.rows, "only the round was wrong, not today"
    own = read(client_of(people["coordinator"]).get(address("report", PLAN, "1.1", report.pk)))
    assert any("€550.00" in row[1] and "kept at the closing: €5,500.00" in row[0] for row in own.rows)
    draft = drafted(action, lead, by, noon(2022, 9, 20))
    assert (draft.corrects, draft.correction_reason, draft.corrected_facts.count()) == (None, "", 0)


def test_the_round_lists_what_is_different_now_though_nobody_called_it_a_correction(
    frozen: FrozenRound, people: dict[str, User], client_of: ClientOf
) -> None:
    action, line = frozen.small.with_money, frozen.small.line.pk
    lead, reader = action.leads.get().organisation, client_of(people["reader"])
    paid = [
        ExpenditureRow(line, 2021, Decimal(6000), Decimal(550), source="Booked twice"),
        ExpenditureRow(line, 2022, Decimal(6000), Decimal(5500)),
        ExpenditureRow(line, 2023, Decimal(100), Decimal(100)),
    ]
    accepted_report(
        *(action, lead, people["contributor"], noon(2022, 9, 10)),
        reviewer=people["coordinator"],
        confidence="needs_attention",
        obstacles="Nobody applied.",
        expenditures=paid,
    )
    page = read(reader.get(address("round", PLAN, ROUND)))
    assert ["Paid in 2021", "€5,500.00", "€550.00"] in page.rows
    assert "1 action, field by field" in page.text
    assert f"{action.code} {action.title}" in [heading.text for heading in page.all("h3")]
    assert ["Paid 2021", "€5,500.00", "€550.00 −€4,950.00"] in page.rows
    assert any(row[0] == "Confidence" and "needs attention" in row[2] for row in page.rows)
    assert not any(row[0].endswith("2023") for row in page.rows), "the round knew nothing of 2023"
    assert "Contributor" in page.text
    assert "Nobody applied." in page.text
    assert "Booked twice" in page.text
    today = read(reader.get(address("budget", PLAN, on=day_of(timezone.now()).isoformat()))).text
    assert "12,100 6,150" in today, "reckoned as everywhere else: 550, 5,500 and 100"


@pytest.mark.parametrize(
    ("basis", "counted", "status"),
    [("accepted", "accepted", "completed"), ("reported", "submitted", "stopped")],
)
def test_what_is_different_now_compares_by_the_basis_that_it_names(
    *,
    basis: str,
    counted: str,
    status: str,
    frozen: FrozenRound,
    people: dict[str, User],
    client_of: ClientOf,
) -> None:
    action = frozen.small.with_money
    by_lead = (action.leads.get().organisation, people["contributor"])
    done = {"status": "completed", "confidence": ""}
    accepted_report(action, *by_lead, noon(2022, 9, 10), reviewer=people["coordinator"], **done)
    hand_in(action, *by_lead, noon(2022, 9, 11), status="stopped", confidence="", stop_reason="Sample.")
    page = read(client_of(people["auditor"]).get(address("round", PLAN, ROUND, basis=basis)))
    (different,) = page.all("section", **{"aria-labelledby": "different"})
    assert (
        f"As it is today by what was {counted}: with all that was corrected and {counted} since."
        in different.text
    )
    (now,) = [row[2] for row in page.rows if row[0] == "Status"]
    assert now.startswith(status)


def test_the_form_has_a_field_beside_each_fact_that_was_kept(
    frozen: FrozenRound, people: dict[str, User], client_of: ClientOf
) -> None:
    action, line = frozen.small.with_money, frozen.small.line.pk
    lead = action.leads.get().organisation
    client, form = client_of(people["contributor"]), address("report-form", PLAN, "1.1", lead.key)
    name = f"corrected-paid_{line}_2021-value"
    assert name not in form_to(client.get(form), form)
    client.post(form, form_to(client.get(form), form) | {"corrects_id": frozen.round.pk})
    fields = form_to(client.get(form), form)
    assert fields[name] == ""
    kept = fields | {name: "5500"}
    assert "This is what was kept." in read(client.post(form, kept), 400).text
    status = {"corrected-status-value": "not_started", "correction_reason": "Sample."}
    client.post(form, fields | status | {name: "550"})
    draft = action.reports.drafts().get()
    said = set(draft.corrected_facts.values_list("kind", "amount", "choice"))
    assert said == {("paid", Decimal(550), ""), ("status", None, "not_started")}
    assert draft.expenditures.get(line=line, year=2021).paid == 5500, "today’s figure stays"
    client.post(form, form_to(client.get(form), form) | {"corrects_id": ""})
    assert draft.corrected_facts.count() == 0, "of no round nothing is corrected"


def picture_of(action: Action) -> Actions:
    moment = Moment.now(noon(2022, 9, 15), Basis.ACCEPTED)
    return live_picture(action.plan, moment, [action.pk]).actions


def table_of(client_of: ClientOf, user: User, name: str, *args: str) -> list[list[str]]:
    return read(client_of(user).get(address(name, *args))).rows


def test_the_round_and_the_trend_say_what_it_is_now_and_nothing_frozen_changes(
    frozen: FrozenRound, people: dict[str, User], client_of: ClientOf
) -> None:
    before = list(SnapshotItem.objects.order_by("pk").values_list("pk", "content"))
    reader = client_of(people["reader"])
    page = read(reader.get(address("round", PLAN, ROUND)))
    assert "corrected" not in page.text.casefold()
    trend = read(reader.get(address("trend", PLAN))).text
    assert "corrected on" not in trend
    corrected(frozen, people, noon(2022, 9, 10))
    now = read(reader.get(address("round", PLAN, ROUND)))
    shown = [tuple(row) for row in now.rows if "10 September 2022" in row[-1]]
    assert shown[:4] == [
        ("The whole plan", "Actions: completed", "0", "1 10 September 2022"),
        ("The whole plan", "Actions: ongoing", "3", "2 10 September 2022"),
        ("The whole plan", "Paid in 2021", "€5,500.00", "€550.00 10 September 2022"),
        ("The whole plan", "Paid in 2022", "€5,500.00", "unknown 10 September 2022"),
    ]
    assert [row[1:3] for row in shown[4:]] == [
        ("Status", "ongoing"),
        ("Actual end", "–"),
        ("Paid in 2021", "€5,500.00"),
        ("Paid in 2022", "€5,500.00"),
    ]
    assert "3 ongoing" in now.text, "the frozen count stays"
    assert ["Paid in 2021", "€5,500.00", "€550.00 This is the correction above."] in now.rows
    paid = [ExpenditureRow(frozen.small.line.pk, 2021, Decimal(6000), Decimal(600), source="Sample: late.")]
    ours = (frozen.small.with_money, frozen.small.with_money.leads.get().organisation, people["contributor"])
    accepted_report(*ours, noon(2022, 9, 20), reviewer=people["coordinator"], expenditures=paid)
    since = "€600.00 With the correction above it is €550.00. The rest was reported or accepted since."
    assert ["Paid in 2021", "€5,500.00", since] in read(reader.get(address("round", PLAN, ROUND))).rows
    trend = read(reader.get(address("trend", PLAN))).text
    assert "3 as corrected on 10 Sep 2022: 2" in trend
    assert "Mid-2022 corrected since" in trend
    assert list(SnapshotItem.objects.order_by("pk").values_list("pk", "content")) == before


@pytest.mark.full
def test_only_an_accepted_report_corrects_and_a_closing_that_knew_it_is_not_corrected_by_it(
    frozen: FrozenRound, people: dict[str, User], client_of: ClientOf
) -> None:
    lead, by = frozen.small.with_money.leads.get().organisation, people["contributor"]
    report = hand_in(
        *(frozen.small.with_money, lead, by, noon(2022, 9, 10)),
        corrects_id=frozen.round.pk,
        expenditures=rows(frozen),
    )
    page = client_of(people["coordinator"])
    assert "corrected since" not in read(page.get(address("round", PLAN, ROUND, basis="reported"))).text
    accept(report=report, verdict="on_track", by=people["coordinator"], at=noon(2022, 9, 11))
    assert "corrected since" in read(page.get(address("round", PLAN, ROUND))).text
    frozen.again(noon(2022, 9, 20), people["coordinator"])
    assert "corrected since" not in read(page.get(address("round", PLAN, ROUND))).text
    assert "corrected since" in read(page.get(address("round", PLAN, ROUND, closing="1"))).text


def test_a_round_that_is_open_again_or_of_another_plan_is_not_corrected(
    frozen: FrozenRound, people: dict[str, User]
) -> None:
    ours = frozen.small.with_money, frozen.small.with_money.leads.get().organisation, people["contributor"]
    with pytest.raises(ValueError, match="another plan"):
        drafted(
            *ours,
            noon(2022, 9, 10),
            corrects_id=RoundFactory(plan=PlanFactory(code="2030"), state="closed").pk,
        )
    draft = drafted(*ours, noon(2022, 9, 10), corrects_id=frozen.round.pk)
    frozen.round.state = "review"
    frozen.round.save()
    with pytest.raises(Refused, match="open again"):
        submit(report=draft, opened_on=draft.revision, by=ours[2], at=noon(2022, 9, 11))


@pytest.mark.owner
def test_why_a_figure_was_withdrawn_goes_by_law_and_it_stays_withdrawn(
    frozen: FrozenRound, people: dict[str, User], client_of: ClientOf
) -> None:
    report = corrected(frozen, people, noon(2022, 9, 10))
    again = frozen.again(noon(2022, 9, 20), people["coordinator"])
    kept = SnapshotText.objects.filter(snapshot=again.pk, text="Booked elsewhere")
    assert kept.count() == 1, "a closing freezes it as a text with a salt"
    redact(
        report=report, reason="A law.", by=people["administrator"], at=noon(2022, 10, 1), parts=["sources"]
    )
    row = report.expenditures.get(withdrawn="paid")
    assert (row.source, row.paid, kept.count()) == ("", None, 0)
    sentence = "1.1, line 1, 2022: Education and Training withdrew a figure; unknown is paid"
    assert sentence in read(client_of(people["reader"]).get(address("budget", PLAN))).text


def test_the_next_report_has_it_and_that_of_the_round_itself_stays_as_it_was_sent(
    frozen: FrozenRound, people: dict[str, User], client_of: ClientOf
) -> None:
    corrected(frozen, people, noon(2022, 9, 10))
    close_the_next_round(frozen, people["coordinator"])
    client = client_of(people["reader"])
    sheets = sheets_of(got(client, "government-report-xlsx", PLAN, "2022-12"))
    on = datetime.datetime(2022, 9, 10)
    assert [row[2:] for row in sheets["Corrections"][1:]] == [
        ("Status", "ongoing", "completed", on),
        ("Actual end", "–", "15 June 2022", on),
        ("Paid in 2021", "€5,500.00", "€550.00", on),
        ("Paid in 2022", "€5,500.00", "unknown", on),
    ]
    assert "Corrections" not in sheets_of(got(client, "government-report-xlsx", PLAN, ROUND))
