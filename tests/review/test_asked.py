"""What is asked with a verdict: who sees it and where, how it is settled, and what a closing keeps of it."""

import datetime
import re
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
from actionplan.reporting.models import MinisterAnswer, ProgressReport, Question, SnapshotText
from actionplan.reports.leads import appoint_lead
from actionplan.reports.questions import ToAsk, answer_question, ask_question, settle_question
from actionplan.reports.reviewing import accept
from actionplan.rounds.redacting import redact
from actionplan.rounds.taking_snapshots import take_snapshot
from actionplan.rounds.verifying_contents import compare_contents
from tests.factories import MinisterFactory, MinisterInvolvementFactory, OrganisationFactory
from tests.government.reshuffle import AT, NEW_MINISTER, carried_out, ends, prepared_change
from tests.personas import ClientOf, SmallPlan, person, signed_in
from tests.reading import navigation_counts, part, read, read_csv_by_head
from tests.reminders.reminding import duties_at, told
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import By, RequestFactory, RoundFactory, asked_of, hand_in, noon
from tests.sent_forms import form_to

MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)
DUE = datetime.date(2022, 6, 30)
WHAT = "Sample: hire two trainers."
PLAN = "/2020-2024/"


@pytest.fixture
def asked(small_plan: SmallPlan, by_lead: By, coordinator: User) -> Question:
    """Of the lead of 1.1, with “off track”, by 30 June 2022."""
    return ask(small_plan, by_lead, coordinator)


def ask(small_plan: SmallPlan, by_lead: By, by: User, code: str = "with_money") -> Question:
    report = hand_in(getattr(small_plan, code), *by_lead, MARCH, confidence="off_track", obstacles="Sample.")
    accept(report=report, verdict="off_track", to_ask=ToAsk(WHAT, by_lead[0], DUE), by=by, at=APRIL)
    return Question.objects.get(report=report)


@pytest.mark.full
def test_it_is_seen_wherever_the_action_is_and_by_whom_it_is_asked(
    asked: Question, people: dict[str, User], client_of: ClientOf
) -> None:
    reader = client_of(people["reader"])
    action, minister = f"{PLAN}actions/1.1/", f"{PLAN}ministers/education/"
    page = read(reader.get(action))
    assert WHAT in part(page, "asked")
    assert "Settle the question" not in page.text
    assert page.text.index(WHAT) < page.text.index("Printed in the plan"), "first on the action"
    assert "Education and Training, by 30 June 2022, 1," in part(page, "asked")
    attention = part(read(reader.get(PLAN)), "attention")
    assert re.search(rf"Asked of lead, by 30 June 2022, [\d,]+ days late: {WHAT}", attention)
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
    assert duty_kinds(people["contributor"]) == ["question"]
    assert duty_kinds(people["partner"]) == []
    (due,) = due_dates_of(people["contributor"], MAY)
    assert (due.day, due.title) == (
        DUE,
        "Answer the question of 1 April 2022 on action 1.1 Training for teachers",
    )


@pytest.mark.full
def test_whoever_is_asked_answers_everybody_reads_it_and_a_coordinator_settles_it(
    asked: Question, people: dict[str, User], coordinator: User, client_of: ClientOf
) -> None:
    action, minister, page = (
        f"{PLAN}actions/1.1/",
        f"{PLAN}ministers/education/",
        f"{PLAN}actions/1.1/questions/",
    )
    reader, platform, lead = (client_of(people[name]) for name in ["reader", "coordinator", "contributor"])
    answer, settle = (
        reverse(f"question-{act}", args=["2020-2024", "1.1", asked.pk]) for act in ["answer", "settle"]
    )
    shown = lead.get(page)
    assert "Everybody reads the question and its answers." in read(shown).text
    assert lead.post(answer, form_to(shown, answer) | {"text": "Sample: two were hired."}).status_code == 302
    told = read(reader.get(page)).text
    assert WHAT in told
    assert "Sample: two were hired." in told
    assert "by 30 June 2022, answered" in part(read(reader.get(action)), "asked")
    assert reader.post(settle, {}).status_code == 403
    shown = platform.get(page)
    assert platform.post(settle, form_to(shown, settle)).url == f"{PLAN}my-work/", "back to the work"
    late = client_of(people["submitter"])
    refused = late.post(settle, form_to(shown, settle))
    assert refused.status_code == 409
    assert "Coordinator settled this question in the meantime." in refused.content.decode()
    after = read(reader.get(action))
    assert 'id="asked"' not in reader.get(action).content.decode()
    assert WHAT in part(after, "reports"), "the history keeps it"
    assert WHAT not in read(reader.get(minister)).text
    assert duty_kinds(people["contributor"]) == []
    verbs = ["question_asked", "question_answered", "question_closed"]
    events = Event.objects.filter(verb__in=verbs).order_by("pk")
    assert [event.sentence for event in events] == [
        "Coordinator asked Education and Training a question.",
        "Contributor answered a question.",
        "Coordinator settled a question.",
    ]


def duty_kinds(user: User) -> list[str]:
    return [str(duty.kind) for duty in duties_at(MAY).get(user.username, []) if duty.kind != "accepted"]


@pytest.mark.full
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
    ("facts", "proposes"),
    [
        ({"confidence": "off_track", "obstacles": "Sample."}, False),
        ({"confidence": "needs_attention", "obstacles": "Sample."}, True),
        ({"confidence": "on_track"}, True),
        ({"status": "completed", "completion": "as_planned", "confidence": ""}, True),
        ({"status": "stopped", "stop_reason": "Sample.", "confidence": ""}, True),
    ],
)
def test_a_better_verdict_proposes_to_settle_it_and_nothing_ends_by_itself(
    facts: dict[str, str],
    proposes: bool,
    asked: Question,
    small_plan: SmallPlan,
    by_lead: By,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, MAY, **facts)
    shown = client_of(coordinator).get(f"{PLAN}actions/1.1/reports/{report.pk}/review/")
    fields = form_to(shown, "review/")
    assert (str(asked.pk) in fields.get("settles", [])) == proposes
    accept(report=report, verdict=facts["confidence"], by=coordinator, at=noon(2022, 5, 2))
    asked.refresh_from_db()
    assert asked.settled_at is None, "unless the Platform says so"


def test_it_is_settled_with_the_acceptance_and_says_so(
    asked: Question, small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, MAY, confidence="on_track")
    facts = {"verdict": "on_track", "settles": [asked.pk], "by": coordinator, "at": noon(2022, 5, 2)}
    accept(report=report, **facts)
    asked.refresh_from_db()
    assert (asked.settled_how, asked.settled_by) == ("better_verdict", coordinator)


@pytest.mark.full
def test_off_track_needs_that_something_is_still_asked_of_which_everybody_reads(
    asked: Question, small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    facts = {"confidence": "off_track", "obstacles": "Sample."}
    report = hand_in(small_plan.with_money, *by_lead, MAY, **facts)
    late = {"verdict": "off_track", "by": coordinator, "at": noon(2022, 5, 2)}
    with pytest.raises(Refused, match="is not answered, and this verdict is no better"), transaction.atomic():
        accept(report=report, settles=[asked.pk], **late)
    answer_question(question=asked, text="Sample.", by=by_lead[1], at=noon(2022, 5, 1))
    with pytest.raises(Refused, match="this verdict needs it"), transaction.atomic():
        accept(report=report, settles=[asked.pk], **late)
    accept(report=report, **late)


def test_an_older_report_accepted_later_asks_no_office_anew(
    small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    older = hand_in(small_plan.with_money, *by_lead, noon(2022, 2, 1))
    opened = RoundFactory(plan=small_plan.plan, state="open")
    RequestFactory(round=opened, action=small_plan.with_money, organisation=by_lead[0])
    ask(small_plan, by_lead, coordinator)
    answer = MinisterAnswer.objects.create(
        round=opened, action=older.action, minister=Minister.objects.get(), by=coordinator, at=APRIL
    )
    accept(report=older, verdict="on_track", by=coordinator, at=MAY)
    answer.refresh_from_db()
    assert answer.superseded_at is None


@pytest.mark.parametrize(
    ("verdict", "to_ask", "says"),
    [
        ("off_track", lambda lead: None, "Say what you ask, of whom and by when"),
        ("off_track", lambda lead: asked_of(lead, " "), "Write your question."),
        (
            "off_track",
            lambda lead: ToAsk(WHAT, lead, datetime.date(2022, 3, 31)),
            "The last day to answer has passed",
        ),
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
    assert not Question.objects.exists()


@pytest.mark.full
@pytest.mark.parametrize("for_everybody", [True, False])
def test_a_minister_can_be_asked_and_its_office_answers_as_its_office(
    for_everybody: bool,
    small_plan: SmallPlan,
    by_lead: By,
    coordinator: User,
    people: dict[str, User],
    minister: Minister,
    client_of: ClientOf,
) -> None:
    to_ask = ToAsk(WHAT, minister, datetime.date(2099, 1, 31), for_everybody=for_everybody)
    report = hand_in(small_plan.with_money, *by_lead, MARCH)
    accept(report=report, verdict="needs_attention", to_ask=to_ask, by=coordinator, at=APRIL)
    assert duty_kinds(people["minister_reader"]) == ["question"]
    assert duty_kinds(people["contributor"]) == []
    question = Question.objects.get()
    page, office = f"{PLAN}ministers/education/", client_of(people["minister_reader"])
    answer = reverse("question-answer", args=["2020-2024", "1.1", question.pk])
    shown = office.get(page)
    readers = (
        "Everybody"
        if for_everybody
        else f"The office of {minister}, the action’s organisations, the Platform and auditors"
    )
    assert f"{readers} read" in part(read(shown), "to-answer")
    assert "Nothing is asked of your office now." not in read(shown).text
    first, *_others = [one.text for one in read(shown).all("p", class_="says")]
    assert first == "1 question to answer, by 31 January 2099."
    assert navigation_counts(shown) == {"My minister": 1}
    sent = office.post(answer, form_to(shown, answer) | {"text": "Sample: agreed."})
    assert sent.url == f"{page}#question-{question.pk}", "back where the office came from"
    assert navigation_counts(office.get(page)) == {}
    assert navigation_counts(client_of(coordinator).get(f"{PLAN}actions/")) == {"My work": 1}, "to judge"
    given = question.answers.get()
    assert (given.minister, given.organisation, given.by) == (minister, None, people["minister_reader"])
    for name, sees in [("reader", for_everybody), ("contributor", True), ("auditor", True)]:
        for address in [f"{PLAN}actions/1.1/questions/", f"{PLAN}actions/1.1/?basis=reported"]:
            assert ("Sample: agreed." in read(client_of(people[name]).get(address)).text) == sees, (
                name,
                address,
            )
    assert (WHAT in read(client_of(people["reader"]).get(page)).text) == for_everybody
    stranger = client_of(people["reader"]).post(answer, {"text": "Sample."})
    assert stranger.status_code == (403 if for_everybody else 404)


def test_an_office_has_boxes_for_its_own_minister_alone_and_answered_questions_last(
    small_plan: SmallPlan,
    coordinator: User,
    people: dict[str, User],
    minister: Minister,
    client_of: ClientOf,
) -> None:
    action, other = small_plan.with_money, MinisterFactory(key="welfare", title="Minister for Welfare")
    MinisterInvolvementFactory(action=action, minister=other)
    about = {"action": action, "due": datetime.date(2099, 1, 31), "for_everybody": True}
    theirs = ask_question(**about, of_whom=other, text="Sample: theirs?", by=coordinator, at=APRIL)
    first, second = (
        ask_question(**about, of_whom=minister, text=f"Sample: ours {n}?", by=coordinator, at=APRIL)
        for n in range(2)
    )
    answer_question(question=first, text="Sample.", by=people["minister_reader"], at=MAY)
    office = client_of(people["minister_reader"])
    page = read(office.get(f"{PLAN}ministers/education/"))
    boxes = {
        one.attributes["action"] for one in page.all("form") if "/questions/" in one.attributes["action"]
    }
    to = {
        one.pk: reverse("question-answer", args=["2020-2024", "1.1", one.pk])
        for one in [first, second, theirs]
    }
    assert boxes == {to[first.pk], to[second.pk]}
    said = {
        name: [words for words in ["theirs?", "ours 0?", "ours 1?"] if f"Sample: {words}" in part(page, name)]
        for name in ["to-answer", "answered"]
    }
    assert said == {"to-answer": ["ours 1?"], "answered": ["ours 0?"]}
    assert page.text.rindex("Answered") > page.text.index("Which actions first?")
    # On the page of the other minister the office reads what everybody reads, and has no box.
    page = read(office.get(f"{PLAN}ministers/welfare/"))
    assert "Sample: theirs?" in part(page, "asked")
    assert not [one for one in page.all("form") if "/questions/" in one.attributes["action"]]


@pytest.mark.full
def test_it_reaches_who_took_over_from_whom_it_was_asked_of(
    asked: Question,
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
    for name, counts in [("partner", {"My actions": 1}), ("stranger", {})]:
        assert navigation_counts(client_of(people[name]).get(f"{PLAN}actions/")) == counts, name
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
    assert f"Asked of {minister} (now Education and Welfare)" in part(page, "to-answer")


def asked_at(at: datetime.datetime) -> set[str]:
    return set(told(at, ["question"]))


def test_the_database_lets_it_be_settled_once_and_nothing_else(asked: Question, coordinator: User) -> None:
    settle_question(question=asked, by=coordinator, at=MAY)
    for change in [
        {"text": "Other."},
        {"due": datetime.date(2023, 1, 1)},
        {"for_everybody": False},
        {"settled_how": "no_longer_asked"},
        {"text": "", "redacted_at": MAY},
        {"salt": ""},
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            Question.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Question.objects.all().delete()


@pytest.mark.full
@pytest.mark.owner
def test_a_closing_keeps_what_was_asked_and_a_removal_by_law_empties_it_everywhere(
    asked: Question,
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
    administrator: User,
    viewer: Client,
) -> None:
    answer_question(question=asked, text="Sample: two were hired.", by=contributor, at=MAY)
    closed = noon(2022, 9, 1)
    round = RoundFactory(plan=small_plan.plan, code="2022-06", state="closed", closed_at=closed)
    closing = ClosingFactory(round=round, closed_by=coordinator, closed_at=closed)
    take_snapshot(closing=closing, by=coordinator, at=closed)
    settle_question(question=asked, by=coordinator, at=noon(2022, 9, 2))
    page = f"{PLAN}actions/1.1/?round={round.code}"
    assert WHAT in part(read(viewer.get(page)), "asked"), "as it was asked then"
    report = viewer.get(reverse("government-report", args=["2020-2024", round.code]))
    first, *_others = read(report).all("table")
    assert WHAT in first.text, "in the report's first table"
    assert "answered" in first.text
    redact(
        report=asked.report, parts=["questions"], reason="Sample law.", by=administrator, at=noon(2022, 9, 3)
    )
    asked.refresh_from_db()
    assert (asked.text, asked.redacted_at) == ("", noon(2022, 9, 3))
    for of in ["open_question", "open_answer"]:
        kept = SnapshotText.objects.get(of=of)
        assert (kept.text, kept.salt, kept.redacted_at) == ("", "", noon(2022, 9, 3))
    assert "Removed by law." in part(read(viewer.get(page)), "asked")
    for address in ["actions/1.1/", "actions/1.1/questions/"]:
        text = read(viewer.get(f"{PLAN}{address}")).text
        assert WHAT not in text
        assert "two were hired" not in text
    assert compare_contents(small_plan.plan.pk).faults == []
