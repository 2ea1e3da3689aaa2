"""Evidence on the page of a draft: added, refused with a sentence, read by who may, taken away, copied, discarded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.reporting.evidence_files import is_kept
from actionplan.reporting.models import Evidence, ProgressReport
from actionplan.reports.contents import contents_of
from actionplan.reports.evidence import SentFile, add_evidence
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import discard_draft, save_draft, submit, take_back
from actions.models import Action
from tests.access_lines import access_lines
from tests.evidence import evidence_files as sample
from tests.evidence.evidence_rows import EvidenceFactory
from tests.personas import Bodies, ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import By, drafted, noon
from tests.sent_forms import new_token, to_form, to_report

CommitCallbacks = Callable[..., Any]
AT, LATER = noon(2022, 3, 1), noon(2022, 3, 2)


@pytest.fixture
def draft(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return drafted(small_plan.with_money, *by_lead, AT)


def add(client: Client, report: ProgressReport, content: bytes | None = None, **sent: Any) -> HttpResponse:
    name = sent.pop("name", "minutes.txt")
    file = {} if content is None else {"file": SimpleUploadedFile(name, content)}
    answers = {"token": new_token(), "description": "Sample: minutes."} | file | sent
    return client.post(to_report(report, "report-evidence"), answers)


def to_file(row: Evidence, name: str = "evidence-file") -> str:
    report = row.report
    return reverse(name, args=[report.action.plan.code, report.action.code, report.pk, row.pk])


@pytest.mark.full
def test_a_file_a_link_and_a_reference_are_added_about_what_the_report_says(
    draft: ProgressReport, small_plan: SmallPlan, author: Client
) -> None:
    form = author.get(to_form(draft.action)).content.decode()
    assert to_report(draft, "report-evidence") in form
    row = draft.milestones.get()
    assert (
        add(
            author, draft, sample.PDF, name="../Lijst.exe", about=f"milestone-{row.milestone_id}-"
        ).status_code
        == 302
    )
    assert add(author, draft, link="www.example.org/minutes", is_open="on").status_code == 302
    assert add(author, draft, archive_reference="Sample/2022/14").status_code == 302
    file, link, reference = Evidence.objects.all()
    assert (file.name, file.content_type, file.size) == ("Lijst.exe.pdf", "application/pdf", len(sample.PDF))
    assert (file.milestone, file.line, file.is_open) == (row.milestone, None, False)
    assert (link.link, link.is_open, reference.archive_reference) == (
        "https://www.example.org/minutes",
        True,
        "Sample/2022/14",
    )
    page = author.get(to_report(draft, "report-evidence")).content.decode()
    for words in ["Lijst.exe.pdf", "https://www.example.org/minutes", "Sample/2022/14", file.sha256]:
        assert words in page
    checks = author.get(to_form(draft.action, "report-checks")).content.decode()
    assert f"<strong>{row.milestone.terms.get().title}</strong>" in checks
    assert "Lijst.exe.pdf" in checks
    draft.refresh_from_db()
    assert draft.revision == 4, "what was checked before is not what would be submitted"


@pytest.mark.parametrize(
    ("content", "sent", "sentence"),
    [
        (sample.HTML, {"name": "report.pdf"}, "none of these"),
        (sample.SVG, {"name": "chart.png"}, "none of these"),
        (sample.MACROS, {"name": "report.docx"}, "none of these"),
        (b"", {}, "empty"),
        (None, {}, "one of the three"),
        (sample.PDF, {"link": "https://example.org"}, "one of the three"),
        (None, {"link": "ftp://example.org/x"}, "begins with https"),
        (None, {"link": "javascript:alert(1)"}, "valid URL"),
        (sample.PDF, {"description": " "}, "required"),
        (sample.PDF, {"about": "milestone-0-"}, "valid choice"),
    ],
)
def test_what_may_not_be_added_is_refused_with_a_sentence_and_nothing_is_kept(
    draft: ProgressReport, author: Client, content: bytes | None, sent: dict[str, str], sentence: str
) -> None:
    answer = add(author, draft, content, **sent)
    assert answer.status_code in (400, 409)
    assert sentence in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_file_that_is_too_large_and_one_piece_too_many_are_refused(
    draft: ProgressReport, author: Client, contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = sample.TEXT + b" " * (settings.EVIDENCE_MOST_MEGABYTES * 1024 * 1024)
    answer = add(author, draft, large)
    assert answer.status_code == 400
    assert "larger than 20 MB" in answer.content.decode()
    with pytest.raises(Refused, match="larger than 20 MB"):
        add_evidence(
            report=draft, description="Sample.", file=SentFile("a.txt", large), by=contributor, at=AT
        )
    monkeypatch.setattr(settings, "EVIDENCE_MOST_A_REPORT", 2)
    for number in range(2):
        assert add(author, draft, archive_reference=f"Sample {number}").status_code == 302
    answer = add(author, draft, sample.PDF)
    assert answer.status_code == 409
    assert "at most 2 pieces" in answer.content.decode()


def test_a_file_is_sent_to_be_saved_as_its_contents_are(draft: ProgressReport, author: Client) -> None:
    add(author, draft, sample.TEXT, name="Één <b>.html")
    row = Evidence.objects.get()
    answer = author.get(to_file(row))
    assert answer.getvalue() == sample.TEXT
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%89%C3%A9n%20b.html.txt"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_that_vanished_and_one_that_was_never_there_are_different_answers(
    draft: ProgressReport, author: Client, caplog: pytest.LogCaptureFixture
) -> None:
    add(author, draft, sample.TEXT + b"Vanished.")
    add(author, draft, link="https://example.org")
    file, link = Evidence.objects.all()
    _path(file).unlink()
    Action.objects.update(limited=True)
    with access_lines() as told:
        answer = author.get(to_file(file))
    assert answer.status_code == 404
    assert "The file is not where it was kept" in answer.content.decode()
    assert "https://example.org" in answer.content.decode()
    assert len(told) == 1, "limited words stand beside it"
    assert "a file of evidence is gone" in caplog.text
    assert "The file is not where" not in author.get(to_file(link)).content.decode()


def _path(row: Evidence) -> Path:
    return Path(settings.STORAGES["evidence"]["OPTIONS"]["location"]) / row.sha256[:2] / row.sha256


@pytest.mark.full
def test_whoever_may_read_it_does_and_of_a_limited_action_opening_says_nothing(
    small_plan: SmallPlan,
    by_lead: By,
    client_of: ClientOf,
    coordinator: User,
    contributor: User,
    everyone: dict[str, User],
) -> None:
    for action in [small_plan.joint, small_plan.limited]:
        draft = drafted(action, *by_lead, AT)
        for is_open in [True, False]:
            EvidenceFactory(report=draft, description=f"Sample: open {is_open}.", is_open=is_open)
        assert _readers(draft, everyone, client_of) == {"contributor": 2}
        draft.refresh_from_db()
        report = submit(report=draft, opened_on=draft.revision, by=contributor, at=AT)
        inside = {"contributor": 2, "coordinator": 2, "auditor": 2}
        partner = {"partner": 2} if action == small_plan.joint else {}
        assert _readers(report, everyone, client_of) == inside | partner
        accept(report=report, verdict="on_track", by=coordinator, at=LATER)
        opened = (
            {}
            if action.limited
            else dict.fromkeys(["reader", "minister_reader", "stranger", "administrator"], 1)
        )
        assert _readers(report, everyone, client_of) == inside | partner | opened
    assert not everyone["contributor"].has_perm("reporting.download_evidence", small_plan.plan)


@pytest.fixture
def everyone(
    reader: User,
    minister_reader: User,
    contributor: User,
    partner: User,
    stranger: User,
    coordinator: User,
    auditor: User,
    administrator: User,
) -> dict[str, User]:
    return dict(locals())


def _readers(report: ProgressReport, people: dict[str, User], client_of: ClientOf) -> dict[str, int]:
    """How many pieces each person reads on the page of evidence and, where it is current, on that of the action."""
    found = {}
    for name, user in people.items():
        client = client_of(User.objects.get(pk=user.pk))
        page = client.get(to_report(report, "report-evidence"))
        seen = _opened(page) if page.status_code == 200 else 0
        basis = "reported" if user.has_perm("reporting.see_reported", report.action) else "accepted"
        url = reverse("action", args=[report.action.plan.code, report.action.code])
        on_action = _opened(client.get(url, {"on": "2022-03-02", "basis": basis}))
        if not report.is_draft:
            assert on_action == seen, name
        if seen:
            found[name] = seen
    return found


def _opened(page: HttpResponse) -> int:
    return sum(f"Sample: open {is_open}." in page.content.decode() for is_open in [True, False])


def test_it_is_taken_away_from_a_draft_alone_and_its_file_goes_with_the_last_that_has_it(
    draft: ProgressReport,
    small_plan: SmallPlan,
    by_lead: By,
    author: Client,
    contributor: User,
    django_capture_on_commit_callbacks: CommitCallbacks,
) -> None:
    other = drafted(small_plan.joint, *by_lead, AT)
    content = sample.TEXT + b"Taken away."
    for report in [draft, other]:
        add(author, report, content)
    first, second = Evidence.objects.order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        assert author.post(to_file(first, "evidence-take-away"), {"token": new_token()}).status_code == 302
    assert is_kept(first.sha256)
    again = author.post(to_file(first, "evidence-take-away"), {"token": new_token()})
    assert again.status_code == 409
    assert "took this away" in again.content.decode()
    other.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(report=other, opened_on=other.revision, by=contributor, at=AT)
    assert not is_kept(second.sha256)
    add(author, draft, content)
    draft.refresh_from_db()
    submit(report=draft, opened_on=draft.revision, by=contributor, at=AT)
    row = Evidence.objects.get()
    answer = author.post(to_file(row, "evidence-take-away"), {"token": new_token()})
    assert answer.status_code == 409
    answer = add(author, draft, link="https://example.org/typed", description="Sample: typed.")
    [typed] = read(answer, 409).all("textarea", id="typed")
    assert typed.text == "Sample: typed. https://example.org/typed"
    assert Evidence.objects.count() == 1


def test_nobody_takes_away_what_is_in_another_report(
    draft: ProgressReport,
    small_plan: SmallPlan,
    bodies: Bodies,
    author: Client,
    stranger: User,
    django_capture_on_commit_callbacks: CommitCallbacks,
) -> None:
    theirs = drafted(small_plan.elsewhere, bodies.other, stranger, AT)
    content = sample.TEXT + b"Of somebody else."
    add_evidence(report=theirs, description="Sample.", file=SentFile("a.txt", content), by=stranger, at=AT)
    row = Evidence.objects.get()
    names = [draft.action.plan.code, draft.action.code, draft.pk, row.pk]
    for is_submitted in [False, True]:
        if is_submitted:
            theirs.refresh_from_db()
            submit(report=theirs, opened_on=theirs.revision, by=stranger, at=AT)
        with django_capture_on_commit_callbacks(execute=True):
            answer = author.post(reverse("evidence-take-away", args=names), {"token": new_token()})
        assert answer.status_code == 409
        assert "took this away" in answer.content.decode()
        assert Evidence.objects.get() == row
        assert is_kept(row.sha256)


def test_a_file_that_was_taken_away_elsewhere_before_its_row_was_committed_is_kept_again(
    draft: ProgressReport,
    author: Client,
    django_capture_on_commit_callbacks: CommitCallbacks,
) -> None:
    content = sample.TEXT + b"Kept again."
    with django_capture_on_commit_callbacks(execute=True):
        add(author, draft, content)
        row = Evidence.objects.get()
        _path(row).unlink()
    assert _path(row).read_bytes() == content


def test_the_next_draft_has_what_the_report_before_it_had(
    draft: ProgressReport, author: Client, contributor: User, coordinator: User
) -> None:
    add(author, draft, sample.TEXT, is_open="on")
    report = draft
    for number, (end, at) in enumerate(
        [(_taken_back, noon(2022, 3, 2)), (_returned, noon(2022, 3, 3)), (_accepted, noon(2022, 3, 4))],
        start=2,
    ):
        report.refresh_from_db()
        report = submit(report=report, opened_on=report.revision, by=contributor, at=at)
        report = end(report, contributor, coordinator, at)
        assert Evidence.objects.count() == number
        facts = {"sha256", "name", "description", "is_open", "added_by_id", "added_at"}
        copied, before = report.evidence.get(), Evidence.objects.first()
        assert {name: getattr(copied, name) for name in facts} == {
            name: getattr(before, name) for name in facts
        }


def _taken_back(report: ProgressReport, contributor: User, coordinator: User, at: Any) -> ProgressReport:
    return take_back(report=report, by=contributor, at=at)


def _returned(report: ProgressReport, contributor: User, coordinator: User, at: Any) -> ProgressReport:
    return_report(report=report, remark="Sample.", by=coordinator, at=at)
    return _next(report, contributor, at)


def _accepted(report: ProgressReport, contributor: User, coordinator: User, at: Any) -> ProgressReport:
    accept(report=report, verdict="on_track", by=coordinator, at=at)
    return _next(report, contributor, at)


def _next(report: ProgressReport, by: User, at: Any) -> ProgressReport:
    about = {"action": report.action, "organisation": report.organisation, "contents": contents_of(report)}
    return save_draft(**about, report=None, opened_on=0, by=by, at=at)
