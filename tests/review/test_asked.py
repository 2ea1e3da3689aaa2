"""What is asked with a verdict: who sees it and where, how it ends, and what a closing keeps of it."""

import datetime
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.reminders.calendars import due_dates_of
from actionplan.reporting.models import Asked, MinisterAnswer, ProgressReport, SnapshotText
from actionplan.reports.asked import ToAsk, end_asked
from actionplan.reports.handover import appoint_lead
from actionplan.reports.reviewing import accept
from actionplan.rounds.redacting import redact
from actionplan.rounds.taking import take_snapshot
from tests.factories import OrganisationFactory
from tests.government.reshuffle import AT, NEW_MINISTER, carried_out, ends, prepared_change
from tests.personas import ClientOf, SmallPlan, person, signed_in
from tests.reading import part, read, read_csv_by_head
from tests.reminders.reminding import duties_at, told
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import By, RequestFactory, RoundFactory, asked_of, hand_in, noon
from tests.sent_forms import form_to

MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)
DUE = datetime.date(2022, 6, 30)
WHAT = "Sample: hire two trainers."
PLAN = "/2020-2024/"


@pytest.fixture
def asked(small_plan: SmallPlan, by_lead: By, coordinator: User) -> Asked:
    """Of the lead of 1.1, with “off track”, by 30 June 2022."""
    return ask(small_plan, by_lead, coordinator)


def ask(small_plan: SmallPlan, by_lead: By, by: User, code: str = "with_money") -> Asked:
    report = hand_in(getattr(small_plan, code), *by_lead, MARCH, confidence="off_track", obstacles="Sample.")
    accept(report=report, verdict="off_track", to_ask=ToAsk(WHAT, by_lead[0], DUE), by=by, at=APRIL)
    return Asked.objects.get(report=report)


def test_it_is_seen_wherever_the_action_is_and_by_whom_it_is_asked(
    asked: Asked, people: dict[str, User], client_of: ClientOf
) -> None:
    reader = client_of(people["reader"])
    action, minister = f"{PLAN}actions/1.1/", f"{PLAN}ministers/education/"
    page = read(reader.get(action))
    assert WHAT in part(page, "asked")
    assert "Say that it is done" not in page.text
    assert page.text.index(WHAT) < page.text.index("Printed in the plan"), "first on the action"
    assert "Education and Training, by 30 June 2022, 1," in part(page, "asked")
    assert f"Asked: {WHAT} · lead, by 30 June 2022" in part(read(reader.get(PLAN)), "attention")
    assert WHAT in part(read(reader.get(minister)), "trouble")
    for query, codes in [("asked=any", ["1.1"]), ("asked=late", ["1.1"]), ("asked=late&on=2022-06-30", [])]:
        assert read(reader.get(f"{PLAN}actions/?{query}")).codes == codes, query
    (row,) = (row for row in read_csv_by_head(reader.get(f"{PLAN}actions.csv")) if row["Code"] == "1.1")
    assert [row[head] for head in ["Asked of", "Asked by when", "What is asked"]] == [
        "Education and Training",
        "2022-06-30",
        WHAT,
    ]
    # who is asked sees it in their work, mail and calendar
    contributor = client_of(people["contributor"])
    for work in ["my-actions/", "actions/1.1/report/ov/"]:
        assert WHAT in read(contributor.get(f"{PLAN}{work}")).text, work
    RoundFactory(plan=asked.action.plan, state="open")  # which does not ask about the action
    assert WHAT in read(contributor.get(f"{PLAN}my-actions/")).text
    assert duty_kinds(people["contributor"]) == ["asked"]
    assert duty_kinds(people["partner"]) == []
    (due,) = due_dates_of(people["contributor"], MAY)
    assert (due.day, due.title) == (DUE, "Do what the Platform asks about action 1.1 Training for teachers")


@pytest.mark.engine
def test_a_coordinator_says_on_a_page_that_it_is_done_and_it_is_asked_no_more(
    asked: Asked, people: dict[str, User], coordinator: User, client_of: ClientOf
) -> None:
    action, minister, reader = (
        f"{PLAN}actions/1.1/",
        f"{PLAN}ministers/education/",
        client_of(people["reader"]),
    )
    platform, end = client_of(coordinator), reverse("asked-end", args=["2020-2024", "1.1", asked.pk])
    assert read(platform.get(action)).links[end] == "Say that it is done or no longer asked"
    assert reader.get(end).status_code == 403
    shown = platform.get(end)
    fields = form_to(shown, end)
    assert platform.post(end, fields).status_code == 400
    assert platform.post(end, fields | {"how": "done"}).url == action
    late = client_of(people["submitter"])
    refused = late.post(end, form_to(shown, end) | {"how": "no_longer_asked"})
    assert refused.status_code == 409
    assert "Coordinator ended this in the meantime: done." in refused.content.decode()
    page = read(reader.get(action))
    assert 'id="asked"' not in reader.get(action).content.decode()
    assert "what was asked of Education and Training: done" in part(page, "reports")
    assert WHAT in part(page, "reports"), "the history keeps it"
    assert WHAT in part(read(reader.get(f"{action}?on=2022-05-01")), "asked"), "and so does a past day"
    assert WHAT not in read(reader.get(minister)).text
    assert duty_kinds(people["contributor"]) == []
    verbs = ["asked_with_verdict", "asked_ended"]
    events = Event.objects.filter(verb__in=verbs).order_by("pk")
    assert [event.sentence for event in events] == [
        "Coordinator asked something with the verdict: 1.1, Education and Training.",
        "Coordinator ended what was asked: 1.1, Education and Training.",
    ]


def duty_kinds(user: User) -> list[str]:
    return [str(duty.kind) for duty in duties_at(MAY).get(user.username, []) if duty.kind != "accepted"]


def test_what_is_asked_about_a_limited_action_reaches_only_whom_its_words_reach(
    small_plan: SmallPlan, by_lead: By, coordinator: User, people: dict[str, User], client_of: ClientOf
) -> None:
    ask(small_plan, by_lead, coordinator, "limited")
    for name, sees in [("reader", False), ("stranger", False), ("minister_reader", True), ("auditor", True)]:
        client = client_of(people[name])
        for page in ["actions/2.1/", "ministers/education/", "", "actions.csv"]:
            assert (WHAT in client.get(f"{PLAN}{page}").getvalue().decode()) == sees, (name, page)
    page = read(client_of(people["reader"]).get(f"{PLAN}actions/2.1/"))
    assert "Not shown to you: the action is limited." in part(page, "asked")
    assert "by 30 June 2022" in part(page, "asked"), "of whom and by when are facts"


@pytest.mark.parametrize(
    ("verdict", "how"),
    [("off_track", ""), ("needs_attention", "better_verdict"), ("on_track", "better_verdict")],
)
def test_a_better_verdict_on_the_action_ends_it(
    verdict: str, how: str, asked: Asked, small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, MAY, confidence="on_track")
    accept(report=report, verdict=verdict, by=coordinator, at=noon(2022, 5, 2))
    asked.refresh_from_db()
    assert asked.ended_how == how, "an equal verdict needs nothing new: it is still asked"


@pytest.mark.parametrize("status", ["completed", "stopped"])
def test_accepting_that_the_action_is_done_ends_it_and_the_review_says_so(
    status: str,
    asked: Asked,
    small_plan: SmallPlan,
    by_lead: By,
    coordinator: User,
    people: dict[str, User],
    client_of: ClientOf,
) -> None:
    facts = {"completion": "as_planned"} if status == "completed" else {"stop_reason": "Sample."}
    report = hand_in(small_plan.with_money, *by_lead, MAY, status=status, confidence="", **facts)
    review = read(client_of(coordinator).get(f"{PLAN}actions/1.1/reports/{report.pk}/review/")).text
    assert "it ends when you accept that the action is completed or stopped" in review
    accept(report=report, by=coordinator, at=noon(2022, 5, 2))
    asked.refresh_from_db()
    assert (asked.ended_how, asked.ended_by) == ("no_longer_asked", coordinator)
    assert duty_kinds(people["contributor"]) == []


def test_an_older_report_that_says_completed_leaves_what_is_asked(
    small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    facts = {"status": "completed", "completion": "as_planned", "confidence": ""}
    older = hand_in(small_plan.with_money, *by_lead, noon(2022, 2, 1), **facts)
    opened = RoundFactory(plan=small_plan.plan, state="open")
    RequestFactory(round=opened, action=small_plan.with_money, organisation=by_lead[0])
    asked = ask(small_plan, by_lead, coordinator)
    accept(report=older, by=coordinator, at=MAY)
    asked.refresh_from_db()
    assert asked.ended_at is None, "the newer report stands, so the action is not done"


def test_an_older_report_accepted_later_has_the_newest_verdict_and_no_office_is_asked_anew(
    small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    older = hand_in(small_plan.with_money, *by_lead, noon(2022, 2, 1))
    opened = RoundFactory(plan=small_plan.plan, state="open")
    RequestFactory(round=opened, action=small_plan.with_money, organisation=by_lead[0])
    asked = ask(small_plan, by_lead, coordinator)
    answer = MinisterAnswer.objects.create(
        round=opened, action=older.action, minister=Minister.objects.get(), by=coordinator, at=APRIL
    )
    accept(report=older, verdict="on_track", by=coordinator, at=MAY)
    asked.refresh_from_db()
    answer.refresh_from_db()
    assert (asked.ended_how, answer.superseded_at) == ("better_verdict", None)


@pytest.mark.parametrize(
    ("verdict", "to_ask", "says"),
    [
        ("off_track", lambda lead: None, "Say what you ask, of whom and by when"),
        ("on_track", lambda lead: asked_of(lead), "With this verdict nothing is asked"),
        ("off_track", lambda lead: asked_of(lead, " "), "Say what you ask."),
        ("off_track", lambda lead: ToAsk(WHAT, lead, datetime.date(2022, 3, 31)), "The last day has passed"),
        (
            "off_track",
            lambda lead: asked_of(OrganisationFactory(name="Sample")),
            "Sample has no part in this",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_accepted(
    verdict: str,
    to_ask: Callable[[Organisation], ToAsk | None],
    says: str,
    small_plan: SmallPlan,
    by_lead: By,
    coordinator: User,
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, MARCH)
    with pytest.raises(Refused, match=says), transaction.atomic():
        accept(report=report, verdict=verdict, to_ask=to_ask(by_lead[0]), by=coordinator, at=APRIL)
    assert ProgressReport.objects.get(pk=report.pk).state == "submitted"
    assert not Asked.objects.exists()


def test_a_minister_can_be_asked_and_its_office_hears_of_it(
    small_plan: SmallPlan, by_lead: By, coordinator: User, people: dict[str, User], minister: Minister
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, MARCH)
    accept(report=report, verdict="needs_attention", to_ask=asked_of(minister), by=coordinator, at=APRIL)
    assert duty_kinds(people["minister_reader"]) == ["asked"]
    assert duty_kinds(people["contributor"]) == []


def test_it_reaches_who_took_over_from_whom_it_was_asked_of(
    asked: Asked,
    small_plan: SmallPlan,
    coordinator: User,
    administrator: User,
    people: dict[str, User],
    client_of: ClientOf,
) -> None:
    action, later = small_plan.with_money, noon(2023, 1, 1)
    carried_out(prepared_change(administrator, [ends("ov", "kbbj_abb")]), administrator)
    assert "partner" in asked_at(AT), "a contact point of the successor"
    partner, page = client_of(people["partner"]), read(client_of(people["reader"]).get(f"{PLAN}actions/1.1/"))
    assert "Education and Training (now Agency for Home Affairs), by 30 June 2022" in part(page, "asked")
    for work in ["my-actions/", "actions/1.1/report/kbbj_abb/"]:
        assert WHAT in read(partner.get(f"{PLAN}{work}")).text, work
    lead = Organisation.objects.get(key="wvg_growing_up")
    appoint_lead(action=action, organisation=lead, from_day=later.date(), by=coordinator, at=later)
    assert "partner" in asked_at(later), "which still takes part"
    action.promotions.filter(organisation__key="kbbj_abb").update(in_force_until=later.date())
    assert asked_at(later) == {"stranger", "area_contributor"}, "the lead, once no successor takes part"


def test_what_a_minister_was_asked_reaches_the_office_of_the_successor(
    small_plan: SmallPlan, by_lead: By, coordinator: User, administrator: User, minister: Minister
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, MARCH)
    accept(report=report, verdict="needs_attention", to_ask=asked_of(minister), by=coordinator, at=APRIL)
    acts = [NEW_MINISTER, ends("education", "education_welfare")]
    carried_out(prepared_change(administrator, acts), administrator)
    reader = person("new_office", Role.READER, minister=Minister.objects.get(key="education_welfare"))
    assert asked_at(AT) == {"new_office"}
    page = read(signed_in(reader).get(f"{PLAN}ministers/education_welfare/"))
    assert f"{minister} (now Education and Welfare), by 31 January 2099" in part(page, "asked")


def asked_at(at: datetime.datetime) -> set[str]:
    return set(told(at, ["asked"]))


@pytest.mark.engine
def test_the_database_lets_it_be_ended_once_and_nothing_else(asked: Asked, coordinator: User) -> None:
    end_asked(asked=asked, how="done", by=coordinator, at=MAY)
    for change in [
        {"text": "Other."},
        {"due": datetime.date(2023, 1, 1)},
        {"ended_how": "no_longer_asked"},
        {"text": "", "redacted_at": MAY},
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            Asked.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Asked.objects.all().delete()


@pytest.mark.owner
def test_a_closing_keeps_what_was_asked_and_a_removal_by_law_empties_it_everywhere(
    asked: Asked, small_plan: SmallPlan, coordinator: User, administrator: User, viewer: Client
) -> None:
    closed = noon(2022, 9, 1)
    round = RoundFactory(plan=small_plan.plan, code="2022-06", state="closed", closed_at=closed)
    closing = ClosingFactory(round=round, closed_by=coordinator, closed_at=closed)
    take_snapshot(closing=closing, by=coordinator, at=closed)
    end_asked(asked=asked, how="done", by=coordinator, at=noon(2022, 9, 2))
    page = f"{PLAN}actions/1.1/?round={round.code}"
    assert WHAT in part(read(viewer.get(page)), "asked"), "as it was asked then"
    report = viewer.get(reverse("government-report", args=["2020-2024", round.code]))
    first, *_others = read(report).all("table")
    assert WHAT in first.text, "in the report's first table"
    redact(report=asked.report, parts=["asked"], reason="Sample law.", by=administrator, at=noon(2022, 9, 3))
    asked.refresh_from_db()
    assert (asked.text, asked.redacted_at) == ("", noon(2022, 9, 3))
    kept = SnapshotText.objects.get(of="asked")
    assert (kept.text, kept.salt, kept.redacted_at) == ("", "", noon(2022, 9, 3))
    assert "Removed by law." in part(read(viewer.get(page)), "asked")
    assert WHAT not in read(viewer.get(f"{PLAN}actions/1.1/")).text
