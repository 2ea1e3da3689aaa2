"""Texts of a report that must go by law go everywhere, and the snapshot still verifies."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.reporting.models import ProgressReport, SnapshotText
from actionplan.rounds.redacting import FIELDS, PARTS, Places, places_of, redact
from actionplan.rounds.verifying import verify
from tests.page_list.entries import today
from tests.page_list.every_page import address
from tests.reporting.round_factories import QuestionFactory
from tests.reporting_factories import accepted_report, drafted, noon
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = pytest.mark.django_db
AT = noon(2023, 2, 1)
REASON = "Decision 2023/1 of the supervisory commission."


def remove(report: ProgressReport, by: User, **options: Any) -> Places:
    return redact(report=report, by=by, **{"reason": REASON, "at": AT} | options)


def kept(report: ProgressReport) -> list[str]:
    """Every text that snapshots still hold of the report."""
    rows = SnapshotText.objects.filter(of__in=["report", "remark", "note"], of_key=report.pk)
    return list(rows.exclude(text="").values_list("text", flat=True))


@pytest.fixture
def report(frozen: FrozenRound) -> ProgressReport:
    return frozen.reports["1.1"]


def test_every_text_of_the_report_goes(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    remove(report, administrator)
    report.refresh_from_db()
    assert report.redacted_at == AT
    assert {getattr(report, name) for name in FIELDS} == {""}
    assert set(report.expenditures.values_list("source", flat=True)) == {""}
    assert set(report.milestones.values_list("source", flat=True)) == {""}
    assert report.status == "ongoing"
    assert report.expenditures.first().paid == 5500


def test_text_and_salt_go_from_the_snapshot_and_it_still_verifies(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    count = len(kept(report))
    assert count > 8
    remove(report, administrator)
    assert kept(report) == []
    rows = SnapshotText.objects.filter(of__in=["report", "remark", "note"], of_key=report.pk)
    assert set(rows.values_list("text", "salt", "redacted_at")) == {("", "", AT)}
    assert rows.count() == count
    assert verify(frozen.snapshot) == []


def test_texts_go_from_every_snapshot(
    frozen: FrozenRound, report: ProgressReport, administrator: User, coordinator: User
) -> None:
    second = frozen.again(noon(2022, 10, 1), coordinator)
    remove(report, administrator)
    assert kept(report) == []
    assert verify(second) == verify(frozen.snapshot) == []


def test_other_reports_keep_their_texts(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    before = kept(frozen.reports["1.2"])
    remove(report, administrator)
    assert kept(frozen.reports["1.2"]) == before
    assert not ProgressReport.objects.exclude(pk=report.pk).filter(redacted_at__isnull=False).exists()


def test_a_part_goes_alone_and_another_later(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    remove(report, administrator, parts=["obstacles"])
    report.refresh_from_db()
    assert report.obstacles == ""
    assert report.done == f"{HASHED} 1.1 done"
    assert f"{HASHED} 1.1 done" in kept(report)
    assert f"{HASHED} 1.1 obstacles" not in kept(report)
    remove(report, administrator, parts=["sources"], at=noon(2023, 3, 1))
    assert f"{HASHED} 1.1 ledger" not in kept(report)
    assert f"{HASHED} 1.1 source" in kept(report)
    assert verify(frozen.snapshot) == []


def test_what_was_copied_into_a_later_report_and_a_draft_goes_too(
    frozen: FrozenRound, report: ProgressReport, administrator: User, contributor: User, coordinator: User
) -> None:
    lead = report.organisation
    later = accepted_report(
        report.action,
        lead,
        contributor,
        noon(2022, 10, 1),
        reviewer=coordinator,
        next_steps="Sample: others.",
    )
    draft = drafted(report.action, lead, contributor, noon(2022, 11, 1), obstacles="Sample: none.")
    assert later.done == draft.done == report.done
    remove(report, administrator)
    for copy in [later, draft]:
        copy.refresh_from_db()
        assert copy.done == ""
        assert set(copy.expenditures.values_list("source", flat=True)) == {""}
    assert later.next_steps == draft.next_steps == "Sample: others."
    assert (later.obstacles, draft.obstacles) == ("", "Sample: none.")
    assert later.redacted_at == AT
    assert (draft.redacted_at, draft.revision) == (None, 2)


def test_questions_asked_with_the_report_go_with_their_answers(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    question = QuestionFactory(
        action=report.action, organisation=report.organisation, report=report, text="Sample: who is that?"
    )
    remove(report, administrator)
    question.refresh_from_db()
    frozen.question.refresh_from_db()
    assert (question.text, question.redacted_at) == ("", AT)
    assert frozen.question.text == f"{HASHED} question"


def test_a_ministers_answer_goes_only_when_it_is_named(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    answer = frozen.minister_answer
    remove(report, administrator)
    answer.refresh_from_db()
    assert answer.remark
    remove(report, administrator, parts=["minister_answers"])
    answer.refresh_from_db()
    assert (answer.remark, answer.objects_to_it, answer.redacted_at) == ("", True, AT)
    assert not SnapshotText.objects.about("minister_answer", answer.pk).not_redacted().exists()
    assert verify(frozen.snapshot) == []


def test_an_event_that_quotes_it_is_emptied(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    facts = {"by": None, "at": AT, "subject": report, "action": report.action_id}
    quoting = record(Verb.AMENDED, reason=f"As said: “{report.obstacles}”", **facts)
    other = record(Verb.AMENDED, reason="Sample.", **facts)
    remove(report, administrator)
    quoting.refresh_from_db()
    other.refresh_from_db()
    assert (quoting.names_json, quoting.redacted_at) == ("", AT)
    assert other.redacted_at is None


def test_the_trail_says_who_removed_what_and_why(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    remove(report, administrator, parts=["obstacles", "remark"])
    event = Event.objects.get(verb=Verb.REDACTED)
    assert event.sentence == (f"Administrator removed texts by law from the report {report}: {REASON}")
    assert event.names["parts"] == ["obstacles", "remark"]
    assert event.names["report"] == report.pk
    assert HASHED not in event.names_json


@pytest.mark.parametrize("name", ["coordinator", "auditor", "contributor", "reader"])
def test_an_administrator_alone_may(
    frozen: FrozenRound, report: ProgressReport, name: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        remove(report, request.getfixturevalue(name))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"reason": " "}, "Say which law"),
        ({"parts": ["done", "everything"]}, "no part called everything"),
        ({"parts": ["stop_reason"]}, "no text left"),
    ],
)
def test_what_makes_no_sense_is_refused(
    frozen: FrozenRound, report: ProgressReport, administrator: User, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        remove(report, administrator, **options)


def test_nothing_is_left_to_remove_the_second_time(report: ProgressReport, administrator: User) -> None:
    remove(report, administrator)
    with pytest.raises(Refused, match="no text left"):
        remove(report, administrator, at=noon(2023, 3, 1))


def test_a_draft_is_not_redacted(frozen: FrozenRound, administrator: User, contributor: User) -> None:
    action = frozen.small.limited
    draft = drafted(action, action.leads.get().organisation, contributor, noon(2022, 11, 1))
    with pytest.raises(Refused, match="draft"):
        remove(draft, administrator)


def test_live_pages_say_that_it_was_removed(
    report: ProgressReport, administrator: User, client_of: Callable[[User], Client], reader: User
) -> None:
    remove(report, administrator)
    names = [report.action.plan.code, report.action.code]
    for url in [address("action", *names, on=today()), address("report", *names, report.pk)]:
        body = client_of(reader).get(url).content.decode()
        assert "Texts of this report were removed by law on 1 February 2023." in body
        assert f"{HASHED} 1.1" not in body


def test_looking_where_it_is_changes_nothing(frozen: FrozenRound, report: ProgressReport) -> None:
    places = places_of(report, PARTS)
    assert not places.is_empty
    report.refresh_from_db()
    assert report.redacted_at is None
    assert verify(frozen.snapshot) == []


def _command(report: int, *words: str, by: str = "administrator") -> str:
    said = StringIO()
    call_command("redact_report", str(report), "--by", by, "--reason", REASON, *words, stdout=said)
    return said.getvalue()


def test_the_command_shows_where_it_is_and_never_what_it_says(
    frozen: FrozenRound, report: ProgressReport, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: str(report.pk))
    said = _command(report.pk)
    assert f"report {report.pk}: forecast_reason, done, next_steps" in said
    assert "3 sources" in said
    assert "snapshot of 2022-06, closing 1: 11 texts" in said
    assert HASHED not in said
    assert kept(report) == []


def test_the_command_asks_first(
    frozen: FrozenRound, report: ProgressReport, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: "yes")
    with pytest.raises(CommandError, match="Nothing was removed"):
        _command(report.pk)
    assert kept(report)


def test_the_command_removes_a_part_without_asking_when_told_so(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    _command(report.pk, "--part", "done", "--no-input")
    assert f"{HASHED} 1.1 done" not in kept(report)
    assert f"{HASHED} 1.1 obstacles" in kept(report)


def test_the_command_says_what_is_wrong(
    frozen: FrozenRound, report: ProgressReport, administrator: User, coordinator: User
) -> None:
    for words, by, sentence in [
        ([str(report.pk)], "coordinator", "not an administrator"),
        ([str(report.pk)], "nobody", "no user nobody"),
        (["4711"], "administrator", "no report 4711"),
        ([str(report.pk), "--part", "stop_reason"], "administrator", "no text left"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            _command(*words, "--no-input", by=by)
    assert kept(report)
