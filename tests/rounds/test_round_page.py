"""The page of a round under way: who has answered, what waits and hangs, what is asked, what keeps it from closing."""

import datetime

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.extensions import ask_extension
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from actionplan.rounds.closing import excuse_requests
from actionplan.rounds.life import take_into_review
from actions.models import Lead
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, part, read
from tests.reporting_factories import By, drafted, hand_in, noon
from tests.rounds.opened_rounds import REVIEWED
from tests.sent_forms import form_to, send

VALIDATE = "take-into-validation"
PAGE = "/2020-2024/rounds/2022-12/"


@pytest.fixture
def answered_in_part(
    opened: Round,
    small_plan: SmallPlan,
    by_lead: By,
    other_organisation: Organisation,
    stranger: User,
    coordinator: User,
) -> dict[str, ProgressReport]:
    """1.1 submitted, 1.2 returned, 2.1 in draft, 2.2 accepted; the partner of 1.2 has not answered."""
    submitted = hand_in(small_plan.with_money, *by_lead, noon(2022, 12, 5))
    returned = hand_in(small_plan.joint, *by_lead, noon(2022, 12, 5))
    return_report(report=returned, remark="Sample.", by=coordinator, at=noon(2022, 12, 6))
    drafted(small_plan.limited, *by_lead, noon(2022, 12, 6))
    accepted = hand_in(small_plan.elsewhere, other_organisation, stranger, noon(2022, 12, 5))
    accept(report=accepted, verdict="on_track", by=coordinator, at=noon(2022, 12, 7))
    return {"submitted": submitted, "returned": returned, "accepted": accepted}


def table(page: Element) -> list[list[str]]:
    """Who has answered, without the bars."""
    (rows_table,) = page.all("table", **{"aria-labelledby": "answered"})
    return [[row[0], *row[2:]] for row in rows_table.rows]


@pytest.mark.full
@pytest.mark.usefixtures("answered_in_part")
def test_the_page_says_who_has_answered_with_the_actions_in_each_state(platform: Client) -> None:
    page = read(platform.get(PAGE))
    assert "Open · about 31 December 2022 · due 20 December 2022" in page.text
    assert "2 of 4 requested reports are submitted." in page.text
    assert "2 reports are late." in page.text
    assert "closes 20 January 2023" in page.text
    # each organisation with its actions under what became of their request; invited partners apart
    heads = [
        head.text for head in page.all("table", **{"aria-labelledby": "answered"})[0].all("th", scope="col")
    ]
    assert heads[2:] == ["Submitted", "Accepted", "To review", "Returned", "Draft"]
    assert table(page) == [
        ["Education and Training 2 late", "1 of 3", "–", "1.1", "1.2", "2.1"],
        ["Growing Up Agency", "1 of 1", "2.2", "–", "–", "–"],
    ]
    assert "Invited as partners only: Agency for Home Affairs (0 of 1)" in page.text


@pytest.mark.full
@pytest.mark.usefixtures("answered_in_part")
@pytest.mark.parametrize(("language", "of"), [("en", "of"), ("nl", "van")])
def test_how_many_are_submitted_leads_to_those_of_leads_and_of_partners(
    small_plan: SmallPlan, by_partner: By, platform: Client, language: str, of: str
) -> None:
    hand_in(small_plan.joint, *by_partner, noon(2022, 12, 7))
    asked = {"headers": {"accept-language": language}}
    page, work = (read(platform.get(address, **asked)) for address in [PAGE, "/2020-2024/my-work/"])
    assert f"Agency for Home Affairs (1 Agency for Home Affairs {of} 1)" in page.text
    assert f"2 {of} 4" in page.all("tfoot")[0].text
    leads, ours = f"{PAGE}requests/?role=lead&state=answered", "organisation=ov&role=lead&state=answered"
    for url, count in {
        leads: "2",
        f"{PAGE}requests/?{ours}": "1",
        f"{PAGE}requests/?organisation=kbbj_abb&role=partner&state=answered": "1 Agency for Home Affairs",
    }.items():
        assert page.links[url] == count
        assert len(read(platform.get(url)).rows) == int(count[0])
    assert work.links[f"{PAGE}requests/?{ours}"] == "1"


def count_of(words: str) -> int:
    """The last number of `1 of 4`, the first of what has no `of`."""
    if " of " not in words:
        return int(words.split()[0])
    return next(int(word) for word in reversed(words.replace("/", " ").split()) if word.isdigit())


def counts_in(section: Element) -> dict[str, str]:
    """The words with the count, by address: of the link or, in a tally, before it."""
    tally = [row for shares in section.all("ul", class_="tally") for row in shares.all("li")]
    return section.links | {url: row.all("b")[0].text for row in tally for url in row.links}


@pytest.mark.full
@pytest.mark.usefixtures("answered_in_part")
def test_everybody_reads_what_they_may_and_every_count_leads_to_the_list_that_it_counts(
    platform: Client, reader: User, contributor: User, auditor: User, client_of: ClientOf
) -> None:
    page = read(client_of(reader).get(PAGE))
    assert table(page)[0] == ["Education and Training 2 late", "1 of 3", "–", "1.1", "1.2 2.1"]
    for word in ["draft", "returned", f"{PAGE}change/"]:
        assert word not in page.text.lower() + " ".join(page.links)
    page = read(client_of(auditor).get(PAGE))
    assert "draft" not in page.text.lower()
    assert table(page)[0] == ["Education and Training 2 late", "1 of 3", "–", "1.1", "1.2", "2.1"]
    for browser, asked in [
        (platform, "?"),
        (client_of(contributor), "organisation="),
        (client_of(auditor), "state="),
    ]:
        page = read(browser.get(PAGE))
        section = next(
            element for element in page.all("section") if element.attributes["aria-labelledby"] == "answered"
        )
        links = {url: words for url, words in counts_in(section).items() if "?" in url and asked in url}
        counts = {url: words for url, words in links.items() if words[0].isdigit()}
        assert len(counts) > 1
        for url, words in counts.items():
            assert len(read(browser.get(url)).rows) == count_of(words), (url, words)


@pytest.mark.full
def test_an_extension_that_is_asked_leads_to_the_page_that_answers_it(
    opened: Round, small_plan: SmallPlan, contributor: User, platform: Client
) -> None:
    request = opened.requests.get(action=small_plan.limited)
    until = datetime.date(2099, 1, 31)
    facts = {"until": until, "reason": "Sample reason.", "at": noon(2022, 12, 15)}
    ask_extension(request=request, by=contributor, **facts)
    page = platform.get(PAGE)
    assert "until 31 January 2099" in part(read(page), "extensions")
    assert "Sample reason." in part(read(page), "extensions")
    answers = f"{PAGE}requests/{request.pk}/extension/"
    assert answers in read(page).links
    assert send(platform, platform.get(answers), f"{answers}grant/").status_code == 302
    request.refresh_from_db()
    assert request.extended_to == until
    assert "extensions" not in platform.get(PAGE).content.decode()


@pytest.mark.full
def test_organisations_for_which_nobody_can_hand_in_are_named_and_the_acts_follow_the_state(
    opened: Round, contributor: User, partner: User, coordinator: User, platform: Client
) -> None:
    def offered() -> set[str]:
        text = platform.get(PAGE).content.decode()
        names = ["take-into-review", "open-again", VALIDATE, "close", "change", "asked"]
        return {name for name in names if f"{PAGE}{name}/" in text}

    page = platform.get(f"{PAGE}take-into-review/")
    section = part(read(platform.get(PAGE)), "silent")
    assert "Growing Up Agency" in section
    assert "Education and Training" not in section
    assert offered() == {"take-into-review", "change", "asked"}
    # an act that came too late is answered with the round as it is now
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    response = send(platform, page, f"{PAGE}take-into-review/")
    assert response.status_code == 409
    text = response.content.decode()
    assert "The round is in review now." in text
    assert "take-into-validation/" in text
    # it cannot be closed: the reason stands in the place of the button
    assert offered() == {"open-again", VALIDATE, "change"}
    page = read(platform.get(PAGE))
    hangs = "4 requests to leads and partners need an accepted report, or a reason."
    assert f"The round cannot be closed yet. {hangs}" in page.text
    assert "#hanging" in page.links
    send(platform, platform.get(f"{PAGE}open-again/"), f"{PAGE}open-again/")
    assert offered() == {"take-into-review", "change", "asked"}
    send(platform, platform.get(f"{PAGE}take-into-review/"), f"{PAGE}take-into-review/")
    send(platform, platform.get(f"{PAGE}{VALIDATE}/"), f"{PAGE}take-into-validation/")
    assert offered() == {"take-into-review", "change"}
    keys = list(opened.requests.values_list("pk", flat=True))
    excuse_requests(round=opened, requests=keys, reason="Sample.", by=coordinator, at=REVIEWED)
    assert offered() == {"take-into-review", "close", "change"}


def test_a_new_lead_is_asked_once_the_page_has_said_what_follows(
    opened: Round,
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    coordinator: User,
    platform: Client,
) -> None:
    assert "Are the present leads asked?" not in platform.get(PAGE).content.decode()
    facts = {"organisation": partner_organisation, "from_day": datetime.date(2022, 12, 10)}
    appoint_lead(action=small_plan.limited, by=coordinator, at=noon(2022, 12, 3), **facts)
    assert "Are the present leads asked?" in platform.get(PAGE).content.decode()
    page = platform.get(f"{PAGE}bring-up-to-date/")
    assert "What a former lead did not answer is asked of the present lead" in page.content.decode()
    assert send(platform, page, f"{PAGE}bring-up-to-date/").status_code == 302
    assert opened.requests.of_leads().get(action=small_plan.limited).organisation == partner_organisation
    assert "Are the present leads asked?" not in platform.get(PAGE).content.decode()


def test_what_keeps_the_round_from_closing_gets_one_reason_for_the_ticked_or_for_all_in_one_state(
    answered_in_part: dict[str, ProgressReport], opened: Round, coordinator: User, platform: Client
) -> None:
    assert "hanging" not in platform.get(PAGE).content.decode()
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    page = platform.get(PAGE)
    assert "3 requests to leads and partners need an accepted report, or a reason." in part(
        read(page), "hanging"
    )
    fields = form_to(page, "excuse/")
    ticked = [opened.requests.of_leads().get(action__code=code).pk for code in ["1.1", "2.1"]]
    # a reason without ticks or words comes back with what was ticked or typed
    response = platform.post(f"{PAGE}excuse/", {**fields, "requests": ticked[:1]})
    assert response.status_code == 400
    assert "Say why the round may close without them." in response.content.decode()
    response.status_code = 200
    (box,) = [box for box in read(response).all("input", name="requests") if "checked" in box.attributes]
    assert box.attributes["value"] == str(ticked[0])
    response = platform.post(f"{PAGE}excuse/", {**fields, "reason": "Sample typed."})
    assert "Tick the requests that the reason is for, or choose a group." in response.content.decode()
    assert "Sample typed." in response.content.decode()
    # a reason fits each of the ticked, or none gets it
    wrong = {**fields, "requests": ticked, "kind": "unanswered"}
    response = platform.post(f"{PAGE}excuse/", wrong)
    assert response.status_code == 409
    reason = "“Returned, and not submitted again before the closing.” is no reason for 1.1, 2.1"
    assert reason in response.content.decode()
    # nor does a group in which nothing hangs
    empty = {**fields, "which": "nobody", "reason": "Sample."}
    response = platform.post(f"{PAGE}excuse/", empty)
    assert response.status_code == 409
    assert "No request of this group waits for a reason." in response.content.decode()
    # the ticked, for a reason in words, which fits all
    answers = {**fields, "requests": ticked, "reason": "Sample words."}
    assert platform.post(f"{PAGE}excuse/", answers)["Location"] == f"{PAGE}#hanging"
    page = read(platform.get(PAGE))
    assert "1 request to a lead or partner" in part(page, "hanging")
    # offered are the groups in which something hangs, and the reasons that fit one of them
    selects = [select for name in ["which", "kind"] for select in page.all("select", name=name)]
    offered = [[option.attributes["value"] for option in select.all("option")] for select in selects]
    assert offered == [["", "returned"], ["", "unanswered"]]
    # all in one state
    platform.post(f"{PAGE}excuse/", {**fields, "which": "returned", "kind": "unanswered"})
    assert dict(opened.requests.exclude(excuse="").values_list("action__code", "excuse")) == {
        "1.1": "Sample words.",
        "1.2": "Returned, and not submitted again before the closing.",
        "2.1": "Sample words.",
    }


def test_what_is_asked_of_nobody_counts_under_none(
    prepared: Round, small_plan: SmallPlan, platform: Client
) -> None:
    prepared.requests.filter(action=small_plan.elsewhere).update(organisation=None)
    Lead.objects.filter(action=small_plan.elsewhere).delete()
    page = read(platform.get(PAGE))
    assert table(page)[-1] == ["none", "0 of 1", "2.2"]
