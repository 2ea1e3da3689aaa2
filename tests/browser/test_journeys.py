"""In Dutch, each role of the demo on a Monday morning: signs in, sees what there is to do, and does it, by what is said."""

import pytest
from playwright.sync_api import Locator, Page, expect

from actionplan.accounts.models import Invitation
from actionplan.reporting.models import ProgressReport
from tests.browser.conftest import Enter
from tests.browser.test_try_it import the_five_steps

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]


def test_after_the_five_steps_each_role_finds_its_job_on_the_first_page_and_does_it(enter: Enter) -> None:
    the_five_steps(enter)
    a_contributor_submits_what_did_not_change(enter("education", "nl"))
    a_file_holder_makes_ready_what_another_submits(enter("schools", "nl"))
    a_coordinator_accepts_with_a_verdict(enter("platform", "nl"))
    an_office_finds_what_is_wrong_with_an_action(enter("cabinet", "nl"))
    an_auditor_finds_who_corrected_a_figure(enter("auditor", "nl"))
    an_administrator_invites_somebody(enter("admin", "nl"))
    a_reader_reads_why_an_action_is_off_track(enter("reader", "nl"))


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    main(page).get_by_role("link", name=name, exact=exact).first.click()


def press(page: Page, name: str) -> None:
    main(page).get_by_role("button", name=name).click()


def is_said(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(words)


def a_contributor_submits_what_did_not_change(page: Page) -> None:
    expect(heading(page)).to_have_text("Mijn acties")
    follow(page, "Niets gewijzigd 4.6")
    press(page, "Niets gewijzigd")
    is_said(page, "4.6")
    follow(page, "1 nakijken en indienen")
    page.get_by_label("Akkoord van").fill("Voorbeeldfunctie")
    page.get_by_label("Akkoord op").fill("2023-06-12")
    press(page, "Indienen wat aangevinkt is")
    is_said(page, "ingediend")
    assert ProgressReport.objects.get(action__code="4.6", round__code="2023-06").state == "submitted"


def a_file_holder_makes_ready_what_another_submits(page: Page) -> None:
    expect(heading(page)).to_have_text("Mijn acties")
    follow(page, "Verder schrijven 4.4")
    row = page.locator("[id='row-4.4']")
    row.get_by_role("textbox", name="Wat is gerealiseerd?").fill(
        "Voorbeeld: tien scholen werden ondersteund."
    )
    row.get_by_role("button", name="Nakijken en klaarzetten").click()
    is_said(page, "4.4 is klaar voor akkoord")
    expect(main(page).get_by_role("link", name="indienen")).to_have_count(0)
    assert ProgressReport.objects.get(action__code="4.4", round__code="2023-06").state == "draft"


def a_coordinator_accepts_with_a_verdict(page: Page) -> None:
    expect(heading(page)).to_have_text("Mijn werk")
    expect(main(page).get_by_role("heading", name="Te beoordelen").first).to_be_visible()
    follow(page, "Beoordelen 4.7")
    main(page).get_by_role("radio", name="Aanvaarden").check()
    main(page).get_by_role("radio", name="op schema").check()
    press(page, "Aanvaarden en naar")
    is_said(page, "aanvaard")
    assert ProgressReport.objects.get(action__code="4.7", round__code="2023-06").state == "accepted"


def an_office_finds_what_is_wrong_with_an_action(page: Page) -> None:
    expect(heading(page)).to_contain_text("Binnenlands Bestuur")
    expect(main(page)).to_contain_text("van 18 acties")
    follow(page, "1 actie met niet-bereikte mijlpaal")
    follow(page, "Coördineren van het Vlaams Platform")
    expect(heading(page)).to_contain_text("3.1")
    expect(main(page)).to_contain_text("moest tegen 31 december 2022 bereikt zijn")


def an_auditor_finds_who_corrected_a_figure(page: Page) -> None:
    expect(heading(page)).to_have_text("Hoe staat het met het plan?")
    page.get_by_role("navigation").get_by_role("link", name="Rondes").click()
    follow(page, "december 2022", exact=True)
    expect(main(page).get_by_role("heading", name="Wat werd sindsdien gecorrigeerd?")).to_be_visible()
    follow(page, "6.3 Voortzetten")
    expect(main(page)).to_contain_text("21 februari 2023")


def an_administrator_invites_somebody(page: Page) -> None:
    expect(heading(page)).to_have_text("Welke plannen zijn er?")
    page.get_by_role("navigation").locator("summary", has_text="Beheer").click()
    page.get_by_role("navigation").get_by_role("link", name="Personen").click()
    follow(page, "Iemand uitnodigen")
    main(page).get_by_role("radio", name="Auditor").check()
    main(page).get_by_role("combobox", name="Voor wie?").select_option(label="Het hele portaal")
    main(page).get_by_role("textbox", name="Naam").fill("Noa Nieuw")
    main(page).get_by_role("textbox", name="E-mailadres").fill("noa@example.org")
    press(page, "De uitnodiging versturen")
    is_said(page, "Noa Nieuw")
    assert Invitation.objects.filter(email="noa@example.org").exists()


def a_reader_reads_why_an_action_is_off_track(page: Page) -> None:
    expect(heading(page)).to_have_text("Hoe staat het met het plan?")
    follow(page, "4 bijsturing nodig")
    expect(main(page).get_by_role("list").get_by_text("bijsturing nodig").first).to_be_visible()
    follow(page, "Herzien van het afsprakenkader")
    expect(heading(page)).to_contain_text("3.9")
    expect(main(page)).to_contain_text("528 dagen")
