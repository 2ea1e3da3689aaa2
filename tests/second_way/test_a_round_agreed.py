"""A round on the demo plan, through the pages: fourteen reports agreed to at once, a closed round corrected in one of them."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Expenditure, ProgressReport, Round
from actionplan.rounds.life import RoundFacts, open_round, prepare_round
from objectives.models import Plan
from tests.personas import person, signed_in
from tests.reading import read
from tests.second_way.two_ways import PLAN, Told, of_the_story
from tests.sent_forms import form_to
from tests.sheet.asked_sheet import ROW, ago, in_days

pytestmark = [pytest.mark.django_db, pytest.mark.again]
SHEET = f"/{PLAN}/my-actions/kbbj_abb/"
AGREED = {"agreed_by": "Administrateur-generaal", "agreed_on": "2023-06-20"}


@pytest.fixture
def asked(told_plan: Told, db: None) -> Round:
    """A round that was opened ten days ago and asks about everything that goes on."""
    facts = RoundFacts(
        code="2023-06",
        name="June 2023",
        about=in_days(-12),
        opens=in_days(-10),
        due=in_days(4),
        closes=in_days(30),
    )
    by = person("opens", Role.COORDINATOR)
    return open_round(
        round=prepare_round(plan=Plan.objects.get(code=PLAN), facts=facts, by=by, at=ago(11)),
        by=by,
        at=ago(10),
    )


def save_rows(writer: Client, count: int) -> list[str]:
    """Type a sentence in so many rows of the sheet that are led; returns their codes."""
    page = writer.get(SHEET)
    codes = [
        code
        for code in ROW.findall(page.content.decode())
        if re.search(rf'name="row-{re.escape(code)}-status"', page.content.decode())
    ][:count]
    typed = {f"row-{code}-done": "Sample: what was done since." for code in codes}
    stand = {f"row-{code}-{name}": value for code in codes for name, value in STANDS.items()}
    sent = form_to(page, "save/") | {"row": codes} | typed | stand
    assert writer.post(f"{SHEET}save/", sent).status_code == 302
    return codes


STANDS = {"status": "ongoing", "confidence": "on_track"}


@of_the_story
def test_fourteen_reports_are_agreed_to_at_once_and_one_of_them_corrects_a_closed_round(asked: Round) -> None:
    organisation = Organisation.objects.get(key="kbbj_abb")
    writer = signed_in(person("writes", Role.CONTRIBUTOR, organisation=organisation))
    codes = save_rows(writer, 14)
    assert len(codes) == 14
    own = Expenditure.objects.filter(
        report__organisation=organisation, report__action__code__in=codes, paid__isnull=False, year__lte=2022
    )
    row = own.order_by("-report__submitted_at").first()
    form = f"/{PLAN}/actions/{row.report.action.code}/report/kbbj_abb/"
    closed, name = Round.objects.get(code="2022-12"), f"money-{row.line_id}-{row.year}"
    figure = {f"{name}-paid": "", f"{name}-withdrawn": "paid", f"{name}-source": "Booked twice"}
    corrects = {"corrects_id": closed.pk, f"{name}-as_of": "2022-12-31"}
    sent = form_to(writer.get(form), "save-and-check/") | figure | corrects
    assert writer.post(f"{form}save-and-check/", sent).status_code == 302
    drafts = {
        report.action.code: report for report in ProgressReport.objects.drafts().select_related("action")
    }
    named = [f"{drafts[code].pk}-{drafts[code].revision}" for code in codes]
    ready = writer.post(f"{SHEET}ready/", form_to(writer.get(f"{SHEET}checks/"), "ready/") | {"draft": named})
    assert ready.status_code == 302
    paper = read(writer.get(f"/{PLAN}/organisations/kbbj_abb/preparation/?only=ready"))
    assert sorted(heading.text.split()[0] for heading in paper.all("h2")) == sorted(codes)
    assert "withdrawn: paid" in paper.text
    # one is saved again meanwhile: it is named, and does not stop the others
    checks = writer.get(f"{SHEET}checks/")
    assert "Submit 14 reports" in read(checks).text
    late = next(code for code in codes if code != row.report.action.code)
    ProgressReport.objects.filter(pk=drafts[late].pk).update(revision=99)
    answer = writer.post(
        f"{SHEET}submit/", form_to(checks, "submit/") | {"draft": named} | AGREED, follow=True
    )
    text = read(answer).text
    assert "13 reports are submitted." in text
    assert f"Not submitted: {late}:" in text
    submitted = ProgressReport.objects.filter(round=asked, state="submitted")
    assert set(submitted.values_list("agreed_by", "agreed_on")) == {
        (AGREED["agreed_by"], datetime.date(2023, 6, 20))
    }
    # accepted, it corrects the round of before
    report = submitted.get(action=row.report.action)
    reviewer = signed_in(person("reviews", Role.COORDINATOR))
    names = [PLAN, report.action.code, report.pk]
    review = form_to(reviewer.get(reverse("report-review", args=names)), "accept/") | {"verdict": "on_track"}
    assert reviewer.post(reverse("report-accept", args=names), review).status_code == 302
    page = read(reviewer.get(f"/{PLAN}/rounds/2022-12/"))
    found = [one for one in page.rows if one[-1].startswith("corrected on") and report.action.code in one[0]]
    assert f"Paid in {row.year}" in [one[1] for one in found]
    assert any(one[-1].endswith(": now unknown") for one in page.rows if "corrected on" in one[-1])
