"""A whole round on the demo plan, through the pages and as people of the demo; then its figures a second way."""

import hashlib
import io
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.picture.unknown_figures import unknown_figures
from actionplan.reporting.models import (
    Evidence,
    Extension,
    MinisterAnswer,
    ProgressReport,
    Question,
    Round,
    Snapshot,
)
from actionplan.reports.extensions import grant_extension
from actionplan.reports.questions import settle_question
from actionplan.reports.workflow import discard_draft
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import requests_that_need_a_reason, take_into_review
from actionplan.rounds.verifying import verify
from actions.models import Indicator
from tests.documents.written_documents import got, sheets_of
from tests.evidence import evidence_files as sample
from tests.evidence.evidence_rows import verified
from tests.personas import signed_in
from tests.picture.test_command import printed
from tests.reading import Element, part, read
from tests.roles import as_owner
from tests.second_way import indicators, money, review
from tests.second_way.exported import exported
from tests.second_way.plain import Plain
from tests.second_way.test_indicators import the_states_agree
from tests.second_way.test_milestones import the_counts_agree, what_fell_due_agrees
from tests.second_way.test_unknown import lacking
from tests.second_way.two_ways import PLAN, Told, TwoWays, both, end_of, of_the_story
from tests.sent_forms import form_to, send
from tests.sheet.asked_sheet import in_days

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.full,
]  # each step has a test of its own; here they follow one another
ABOUT, TODAY = in_days(-2), in_days(0)
ROUND = f"{ABOUT:%Y-%m}"
CORRECTED = "2022-12"
"""A closed round of the story."""
PAGES, SHEET = f"/{PLAN}/", f"/{PLAN}/my-actions/kbbj_abb/"
LIVE = f"?on={TODAY}"
"""The plan has ended, so that its pages open on the last closed round."""
TYPED = ["1.1", "1.2", "1.3", "2.3", "3.1", "3.2", "3.7", "3.15", "3.16", "4.1", "4.2", "4.3", "8.1"]
UNCHANGED = "8.5"
FOURTEEN = [*TYPED, UNCHANGED]
MEASURED, PAID, TROUBLED, REOPENED = "1.3", "8.1", "4.1", "1.1"
"""Four of them: with the indicator and the evidence, with wrong figures, off track, and reopened in validation."""
ASKED = "Sample: widen the call."
CommitCallbacks = Callable[..., Any]


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """The evidence of the story, copied to a folder of this test's own; the people of the demo may sign in, today."""
    settings.DEBUG, settings.DEMO_CLOCK = True, False
    kept = settings.STORAGES["evidence"]
    for name in Evidence.objects.exclude(sha256="").values_list("sha256", flat=True):
        copy = tmp_path / "evidence" / name[:2] / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(kept["OPTIONS"]["location"]) / name[:2] / name, copy)
    settings.STORAGES = settings.STORAGES | {
        "evidence": kept | {"OPTIONS": {"location": tmp_path / "evidence"}}
    }
    return tmp_path / "evidence"


def browser(name: str) -> Client:
    return signed_in(User.objects.get(username=name))


def shown(who: str, address: str, status: int = 200) -> Element:
    """A page of the plan, as that person of the demo sees it."""
    return read(browser(who).get(PAGES + address), status)


def sent(who: str, page: str, to: str = "", /, **answers: Any) -> HttpResponse:
    """That person fills in the form on the page and sends it, to the page itself or to an address."""
    client, address = browser(who), PAGES + (to or page)
    answer = send(client, client.get(PAGES + page), address, **answers)
    assert answer.status_code == 302, read(answer, answer.status_code).text
    return answer


def draft_on(code: str) -> ProgressReport:
    return ProgressReport.objects.drafts().get(action__code=code, organisation__key="kbbj_abb")


def report_on(code: str) -> ProgressReport:
    """The newest that was submitted in the round."""
    reports = ProgressReport.objects.handed_in().filter(round__code=ROUND, action__code=code)
    return reports.latest("version")


@of_the_story
def test_a_round_from_its_opening_to_the_report_to_the_government(
    told_plan: Told, folder: Path, django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    the_round_of_the_story_closes()
    an_indicator_is_added_by_an_amendment()
    a_round_opens()
    fourteen_drafts_are_saved()
    figures_are_withdrawn_and_corrected_and_the_indicator_is_measured()
    evidence_is_refused_added_and_read()
    fourteen_reports_are_agreed_at_once()
    they_are_reviewed_and_something_is_asked()
    a_request_is_reopened_in_validation()
    a_recommendation_is_carried_out()
    the_round_closes()
    the_report_to_the_government_says_it()
    what_was_asked_is_done()
    a_lost_file_is_restored_from_the_backup(folder)
    with django_capture_on_commit_callbacks(execute=True):
        evidence_is_removed_by_law()
    its_file_is_gone_and_the_closing_still_verifies(folder)
    the_figures_agree_a_second_way()


def the_round_of_the_story_closes() -> None:
    """Without what it waits for, and without the drafts."""
    under_way, by = Round.objects.under_way().get(), User.objects.get(username="platform2")
    at = timezone.now()
    grant_extension(extension=Extension.objects.get(state="asked"), until=TODAY, by=by, at=at)
    for question in Question.objects.open():
        settle_question(question=question, by=by, at=at)
    for draft in ProgressReport.objects.drafts():
        discard_draft(report=draft, opened_on=draft.revision, by=draft.saved_by, at=at)
    take_into_review(round=under_way, by=by, at=at)
    left = [request.pk for request in requests_that_need_a_reason(under_way)]
    excuse_requests(round=under_way, requests=left, reason="Sample: not in this round.", by=by, at=at)
    close_round(round=under_way, by=by, at=at)


def an_indicator_is_added_by_an_amendment() -> None:
    sent("platform", "amendments/new/", effective_from=TODAY, reason="Sample reason.")
    number = "amendments/3/"
    typed = {
        "indicators__0__name": "Sample share of towns",
        "indicators__0__name_nl": "Voorbeeldaandeel steden",
        "indicators__0__unit": "towns",
        "indicators__0__unit_nl": "steden",
        "indicators__0__baseline": "10",
        "indicators__0__baseline_on": "2020-12-31",
        "indicators__0__targets": f"{ABOUT.year}: 60",
    }
    sent("platform", f"{number}actions/{MEASURED}/", **typed)
    decision = {"decision_body": "Sample Government", "decided_on": TODAY, "decision_reference": "VR 41"}
    sent("platform", number, f"{number}put-in-force/", **decision)
    assert "Sample share of towns" in part(shown("reader", f"actions/{MEASURED}/{LIVE}"), "indicators")


def a_round_opens() -> None:
    days = {"about": ABOUT, "opens": in_days(-1), "due": in_days(4), "closes": in_days(30)}
    sent("platform2", "rounds/prepare/", code=ROUND, name="Sample round", name_nl="Voorbeeldronde", **days)
    sent("platform2", f"rounds/{ROUND}/open/")
    assert "Sample round" in shown("abb", "my-actions/kbbj_abb/").text


def fourteen_drafts_are_saved() -> None:
    """Thirteen are typed in their rows; of one, a press says that nothing changed."""
    said = {"done": "Sample: done since.", "status": "ongoing", "confidence": "on_track"}
    off_track = {"confidence": "off_track", "obstacles": "Sample: nobody applied."}
    for code in TYPED:
        row = f"my-actions/kbbj_abb/{code}/"
        sent("abb", row, **said | (off_track if code == TROUBLED else {}))
    sent("abb", f"my-actions/kbbj_abb/unchanged/{UNCHANGED}/", source="Sample: asked around.")
    assert draft_on(UNCHANGED).unchanged_since
    assert ProgressReport.objects.drafts().filter(action__code__in=FOURTEEN).count() == 14


def figures_are_withdrawn_and_corrected_and_the_indicator_is_measured() -> None:
    """Of two years that the closed round froze, one figure is withdrawn and the other another; the round is named."""
    form = f"actions/{PAID}/report/kbbj_abb/"
    line = draft_on(PAID).expenditures.first().line_id
    old, new = f"money__{line}__2021", f"money__{line}__2022"
    answers = {f"{old}__paid": "", f"{old}__withdrawn": "paid", f"{old}__source": "Booked twice"}
    answers |= {f"{new}__paid": "81250", f"{new}__as_of": "2022-12-31", f"{new}__finality": "final"}
    corrects = Round.objects.get(code=CORRECTED).pk
    sent("abb", form, corrects_id=corrects, **answers)
    corrected = {
        f"corrected__paid_{line}_2021__unknown": "on",
        f"corrected__paid_{line}_2022__value": "81250",
    }
    sent("abb", form, f"{form}save-and-check/", correction_reason="Booked twice", **corrected)
    form = f"actions/{MEASURED}/report/kbbj_abb/"
    field = f"measurement-{Indicator.objects.get(terms__name='Sample share of towns').pk}-new"
    measured = {f"{field}-value": "45", f"{field}-measured_on": ABOUT, f"{field}-source": "Sample count"}
    sent("abb", form, f"{form}save-and-check/", **measured)


def evidence_is_refused_added_and_read() -> None:
    """A script in a chart is refused; minutes for the organisations and a link for all who read the plan are added."""
    draft = draft_on(MEASURED)
    page = f"actions/{MEASURED}/reports/{draft.pk}/evidence/"
    client = browser("abb")
    fields = form_to(client.get(PAGES + page), page) | {"description": "Sample: the minutes."}
    chart = {"file": SimpleUploadedFile("chart.png", sample.SVG)}
    refused = client.post(PAGES + page, fields | chart)
    assert "none of these" in read(refused, 409).text
    minutes = {"file": SimpleUploadedFile("minutes.pdf", sample.PDF)}
    assert client.post(PAGES + page, fields | minutes).status_code == 302
    sent("abb", page, link="https://example.org/sample", description="Sample: the page.", is_open="on")
    piece = f"{page}{draft.evidence.get(name='minutes.pdf').pk}/"
    assert client.get(PAGES + piece).getvalue() == sample.PDF
    assert browser("reader").get(PAGES + piece).status_code == 404


def fourteen_reports_are_agreed_at_once() -> None:
    client = browser("abb")

    def named(codes: list[str]) -> list[str]:
        return [f"{draft.pk}-{draft.revision}" for draft in map(draft_on, codes)]

    def press(to: str, codes: list[str], **said: Any) -> Element:
        fields = form_to(client.get(f"{SHEET}checks/"), to)
        return read(client.post(SHEET + to, fields | {"draft": named(codes)} | said, follow=True))

    assert "13 drafts are ready for agreement." in press("ready/", TYPED).text
    # evidence that is added to a ready one takes the mark off
    page = f"actions/{PAID}/reports/{draft_on(PAID).pk}/evidence/"
    sent("abb", page, archive_reference="Sample 2026/14", description="Sample: the bookings.")
    paper = read(client.get(f"{PAGES}organisations/kbbj_abb/preparation/?only=ready"))
    assert {heading.text.split()[0] for heading in paper.all("h2")} == {*FOURTEEN} - {PAID}
    assert "minutes.pdf" in paper.text
    assert "45 towns" in paper.text
    press("ready/", [PAID])
    assert "14 of 14 ticked" in read(client.get(f"{SHEET}checks/")).text
    agreed = {"agreed_by": "Administrateur-generaal", "agreed_on": TODAY}
    assert "14 reports are submitted." in press("submit/", FOURTEEN, **agreed).text


def they_are_reviewed_and_something_is_asked() -> None:
    """At once what may be, with the lead's own word as the verdict; the others singly, one with what is asked."""
    client = browser("platform2")
    waiting = ProgressReport.objects.waiting_for_review().filter(round__code=ROUND)
    chosen = {"report": [row.pk for row in waiting]}
    chosen |= {f"verdict-{row.pk}": row.confidence for row in waiting}
    confirm = client.get(f"{PAGES}reviews/accept/confirm/", chosen)
    left = read(confirm).all("section", **{"aria-labelledby": "left"})[0].text
    assert all(f"{code} " in left for code in [MEASURED, PAID, TROUBLED])
    answer = client.post(f"{PAGES}reviews/accept/", form_to(confirm, "accept/") | chosen, follow=True)
    assert "3 reports are accepted." in read(answer).text
    ask = {"asked": ASKED, "asked_of": "organisation-kbbj_abb", "asked_due": in_days(20)}
    ask["asked_readers"] = "everybody"
    for report in waiting.select_related("action"):
        page = f"actions/{report.action.code}/reports/{report.pk}/"
        asked = ask if report.action.code == TROUBLED else {}
        sent("platform2", f"{page}review/", decision="accept", verdict=report.confidence, **asked)
    accepted = ProgressReport.objects.filter(round__code=ROUND, state="accepted")
    assert sorted(accepted.values_list("verdict_taken_over", flat=True)) == [False] * 11 + [True] * 3
    for name, address in [("abb", "my-actions/"), ("cabinet", f"ministers/home_affairs/{LIVE}")]:
        assert ASKED in shown(name, address).text


def a_request_is_reopened_in_validation() -> None:
    """Because of an office's remark; the new version takes the evidence along, adds to it, and the office is asked anew."""
    sent("platform2", f"rounds/{ROUND}/take-into-review/")
    sent("platform2", f"rounds/{ROUND}/take-into-validation/")
    page = f"rounds/{ROUND}/validation/home_affairs/"
    field = f"action-{report_on(REOPENED).action_id}"
    sent("cabinet", page, f"{page}save/", **{f"{field}-remark": "Sample: too rosy."})
    withdrew = f"{PAID}, line 1, 2021: Agency for Home Affairs withdrew a figure; unknown is paid"
    assert withdrew in shown("cabinet", page).text, "what the money lacks is said beside it"
    remark = MinisterAnswer.objects.get(round__code=ROUND, objects_to_it=True)
    sent("platform2", f"rounds/{ROUND}/remarks/{remark.pk}/reopen/")
    assert "Sample: too rosy." in shown("abb", "my-actions/kbbj_abb/").text
    form = f"actions/{REOPENED}/report/kbbj_abb/"
    sent("abb", form, f"{form}save-and-check/", done="Sample: done since, though late.")
    evidence = f"actions/{REOPENED}/reports/{draft_on(REOPENED).pk}/evidence/"
    sent("abb", evidence, archive_reference="Sample 2026/15", description="Sample: the list.")
    sent("abb", f"{form}checks/", f"{form}submit/")
    new = report_on(REOPENED)
    assert (new.version, new.evidence.count()) == (2, 3), "two came along from the story"
    report = f"actions/{REOPENED}/reports/{new.pk}/"
    assert "Sample 2026/15" in shown("platform2", f"{report}review/").text
    sent("platform2", f"{report}review/", decision="accept", verdict="on_track")
    assert "On the version before: Sample: too rosy." in shown("cabinet", page).text
    sent("cabinet", page, f"{page}no-objection/")


def a_recommendation_is_carried_out() -> None:
    page = "recommendations/1/change/"
    sent("platform2", page, state="carried_out", actions=PAID, answer="Sample: every line has its own now.")
    assert "Recommendation 1: carried out" in shown("reader", "recommendations/1/").text
    assert "carried out" in part(shown("reader", f"actions/{PAID}/{LIVE}"), "recommendations")


def the_round_closes() -> None:
    page = f"rounds/{ROUND}/"
    for which in ["not_started", "returned"]:
        sent("platform2", page, f"{page}excuse/", which=which, reason="Sample: not in this round.")
    sent("platform2", f"{page}close/")
    assert verify(newest_snapshot()) == []
    closed = shown("reader", f"rounds/{CORRECTED}/")
    corrected = {row[1]: row[2:] for row in closed.rows if PAID in row[0] and "Booked twice" in row[-1]}
    assert "unknown " in corrected["Paid in 2021"][-1]
    assert "€81,250.00 " in corrected["Paid in 2022"][-1]


def newest_snapshot() -> Snapshot:
    return Snapshot.objects.get(closing__round__code=ROUND)


def the_report_to_the_government_says_it() -> None:
    page = shown("reader", f"rounds/{ROUND}/report/").text
    for words in [
        "Sample share of towns",
        ASKED,
        "https://example.org/sample",
        "Sample: every line has its own now.",
        "Unchanged since 18 January 2023",
    ]:
        assert words in page, words
    assert "minutes.pdf" not in page, "it is of the action's organisations"


def what_was_asked_is_done() -> None:
    """After the closing: its report goes on saying that it was asked."""
    asked = Question.objects.open().get(action__code=TROUBLED)
    page = f"actions/{TROUBLED}/questions/"
    sent("abb", page, f"{page}{asked.pk}/answer/", text="Sample: done.")
    sent("platform2", page, f"{page}{asked.pk}/settle/")
    assert ASKED not in shown("abb", "my-actions/").text
    assert ASKED in shown("reader", f"rounds/{ROUND}/report/").text


def a_lost_file_is_restored_from_the_backup(folder: Path) -> None:
    """As `docs/operators/incidents.md` says: the folder is copied, a file goes, the check names it, and it is put back."""
    backup, name = folder.parent / "backup", hashlib.sha256(sample.PDF).hexdigest()
    shutil.copytree(folder, backup)
    file = folder / name[:2] / name
    file.unlink()
    piece = report_on(MEASURED).evidence.get(name="minutes.pdf")
    fault = f"{name[:2]}/{name}: the file is gone; evidence of report {piece.report_id}\n"
    assert verified() == f"{fault} ends with 1"
    address = f"actions/{MEASURED}/reports/{piece.report_id}/evidence/{piece.pk}/"
    assert "not where it was kept" in shown("abb", address, 404).text
    shutil.copy(backup / name[:2] / name, file)
    assert "Files verified: 4." in verified()
    assert browser("auditor").get(PAGES + address).getvalue() == sample.PDF


def evidence_is_removed_by_law() -> None:
    piece = report_on(MEASURED).evidence.get(name="minutes.pdf")
    options = ["--evidence", str(piece.pk), "--by", "admin", "--reason", "Sample law.", "--no-input"]
    with as_owner():
        call_command("redact_report", str(piece.report_id), *options, stdout=io.StringIO())


def its_file_is_gone_and_the_closing_still_verifies(folder: Path) -> None:
    name = hashlib.sha256(sample.PDF).hexdigest()
    assert not (folder / name[:2] / name).exists()
    assert "Files verified: 3." in verified()
    assert verify(newest_snapshot()) == []
    page = shown("abb", f"actions/{MEASURED}/?round={ROUND}").text
    assert "Removed by law." in page
    assert "minutes.pdf" not in page
    assert name in page, "the hash stays"


def the_figures_agree_a_second_way() -> None:
    plain = Plain(exported(), PLAN)
    two = both(plain, ROUND, "accepted")
    keys = {stand.code: stand.key for stand in two.stands}
    the_states_agree(two)
    the_counts_agree(two)
    what_fell_due_agrees(two)
    [measured] = [one for one in indicators.each(plain, two.stands, two.when) if one[0] == MEASURED]
    assert measured[2:] == ("behind", 1), "45 of 60 towns"
    [(_question, due, _is_answered)] = review.asked(plain, keys[TROUBLED], two.when)
    assert due == in_days(20)
    assert review.asked(plain, keys[TROUBLED], end_of(f"{in_days(1)}", "accepted")) == []
    taken_over = {stand.code for stand in two.stands if review.taken_over(stand)}
    assert taken_over & {*FOURTEEN} == {"3.2", "3.7", "3.15"}
    the_money_agrees(plain, two, keys)


def the_money_agrees(plain: Plain, two: TwoWays, keys: dict[str, int]) -> None:
    """In the frozen picture and the report's workbook; the closed round that was corrected stays as it was frozen."""
    unknown = {
        (one.action.code, one.place, one.organisation, one.year, one.measures)
        for one in unknown_figures(two.choices.picture.actions)
    }
    assert unknown == lacking(two)
    assert (PAID, 1, "kbbj_abb", 2021, ("paid",)) in unknown
    found = {one["code"]: one["money"]["paid"] for one in printed("--round", ROUND)["actions"]}
    for stand in two.stands:
        years = money.by_year([], two.spent, {stand.key}, ["paid"])
        paid = {str(year): f"{amounts['paid']:.2f}" for year, amounts in sorted(years.items()) if amounts}
        assert found[stand.code] == paid, stand.code
    assert found[PAID] == {"2022": "81250.00"}, "what was withdrawn is unknown, not zero"
    rows = sheets_of(got(browser("reader"), "government-report-xlsx", PLAN, ROUND))["Money by line"]
    place = rows[0].index("Paid")
    total = sum((Decimal(str(row[place])) for row in rows[1:] if row[place] is not None), Decimal(0))
    assert total == money.total([], two.spent, set(keys.values()))["paid"]
    assert any(
        "withdrawn: paid" in (row[rows[0].index("How certain")] or "") for row in rows if row[0] == PAID
    )
    before = both(plain, CORRECTED, "accepted")
    frozen = money.by_year([], before.spent, {keys[PAID]}, ["paid"])
    assert frozen == {2021: {"paid": Decimal(100000)}, 2022: {"paid": Decimal(71250)}}
