"""A session that ended loses nothing: who signs in again as the same person finds what was typed, nobody else does."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actionplan.accounts import typed
from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.accounts.session_end import SEEN
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from tests.database_state import undone
from tests.factories import PASSWORD
from tests.personas import ClientOf, SmallPlan, person, signed_in
from tests.reporting_factories import hand_in
from tests.sent_forms import form_to
from tests.sheet.asked_sheet import ago

WORDS = "Sample: typed while the session ended."
NOT_SAVED = "Your session had ended. What you typed stands here again; it is not saved yet."
KEPT = "Your session had ended before this was saved."
FORM = "/2020-2024/actions/1.1/report/ov/"
SHEET = "/2020-2024/my-actions/ov/"
ROW = f"{SHEET}1.1/"


@pytest.fixture
def browser(contributor: User, asked: Round) -> Client:
    """A browser whose forms must carry their token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def colleague(lead_organisation: Organisation) -> User:
    """Somebody else of the same organisation."""
    return person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)


def sign_in(browser: Client, user: User, following: HttpResponse | None = None) -> HttpResponse:
    page = browser.get(following["Location"] if following else reverse("account_login"))
    fields = form_to(page, "/login/") | {"login": user.username, "password": PASSWORD}
    return browser.post(reverse("account_login"), fields)


def end_the_session(browser: Client) -> None:
    Session.objects.all().delete()
    del browser.cookies["sessionid"]


def sent_too_late(browser: Client, user: User, page: str, to: str, **typed: Any) -> HttpResponse:
    """What a form answers that was opened while somebody was signed in, and sent after the session ended."""
    browser.force_login(user)
    opened = browser.get(page)
    fields = form_to(opened, to or page)
    end_the_session(browser)
    return browser.post(f"{page.split('?')[0]}{to}", fields | typed)


FORMS = [
    (FORM, "", "done"),
    (ROW, "", "done"),
    (FORM, "save-and-check/", "done"),
    (ROW, "ready/", "done"),
]


def finds_and_saves(browser: Client, user: User, page: str, to: str, field: str) -> None:
    ended = sent_too_late(browser, user, page, to, **{field: WORDS})
    assert (ended.status_code, ended["Location"]) == (302, f"/accounts/login/?next={page}")
    assert KEPT in browser.get(ended["Location"]).content.decode()
    back = sign_in(browser, user, ended)
    assert back["Location"] == page
    form = browser.get(page)
    assert form.status_code == 200
    assert NOT_SAVED in form.content.decode()
    fields = form_to(form, to or page)
    assert fields[field] == WORDS
    assert not ProgressReport.objects.exists()
    if to:
        return
    assert browser.post(f"{page}{to}", fields).status_code == 302
    assert ProgressReport.objects.get().done == WORDS
    assert NOT_SAVED not in browser.get(page).content.decode()


@pytest.mark.full
@pytest.mark.parametrize("forms", [FORMS[:2], pytest.param(FORMS[2:], marks=pytest.mark.full)])
def test_the_same_person_finds_what_was_typed_and_saves_it(
    forms: list[tuple[str, str, str]], contributor: User, asked: Round
) -> None:
    for form in forms:
        with undone():
            finds_and_saves(Client(enforce_csrf_checks=True), contributor, *form)


def test_what_is_sent_after_an_idle_time_is_kept_too(
    browser: Client, contributor: User, settings: Any
) -> None:
    browser.force_login(contributor)
    fields = form_to(browser.get(FORM), FORM)
    session = browser.session
    session[SEEN] -= settings.SESSION_IDLE_MINUTES * 60
    session.save()
    ended = browser.post(FORM, fields | {"done": WORDS})
    assert ended["Location"] == f"/accounts/login/?next={FORM}"
    sign_in(browser, contributor, ended)
    assert form_to(browser.get(FORM), FORM)["done"] == WORDS


@pytest.mark.full
def test_somebody_else_finds_nothing_of_it(contributor: User, colleague: User, asked: Round) -> None:
    for page, to, field in FORMS[:2]:
        browser = Client(enforce_csrf_checks=True)
        ended = sent_too_late(browser, contributor, page, to, **{field: WORDS})
        assert WORDS not in browser.get(ended["Location"]).content.decode()
        sign_in(browser, colleague, ended)
        form = browser.get(page).content.decode()
        assert WORDS not in form
        assert NOT_SAVED not in form
        assert typed.SESSION_KEY not in browser.session
        assert WORDS not in signed_in(contributor).get(page).content.decode()


def test_a_stranger_stores_nothing_and_learns_nothing(
    client: Client, contributor: User, asked: Round
) -> None:
    """Whether the plan, the action and the organisation are there or not."""
    for page, to, field in FORMS:
        for place in [page, page.replace("2020-2024", "1999-2000"), page.replace("/ov/", "/none/")]:
            for mark in [
                {},
                {typed.MARK_FIELD: ""},
                {typed.MARK_FIELD: "forged"},
                {typed.MARK_FIELD: "1:forged:forged"},
            ]:
                answer = client.post(f"{place}{to}", {field: WORDS} | mark)
                assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={place}{to}")
    assert not Session.objects.exists()
    assert KEPT not in client.get(answer["Location"]).content.decode()


def test_it_is_kept_for_an_hour_unless_its_mark_is_too_old_or_the_words_too_long(
    client: Client, contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"done": WORDS, typed.MARK_FIELD: typed.mark_of(contributor, FORM)}
    with monkeypatch.context() as patched:
        patched.setattr(typed, "MARK_MAX_AGE_SECONDS", -1)
        client.post(FORM, sent)
        assert not Session.objects.exists()
    with monkeypatch.context() as patched:
        patched.setattr(typed, "MAX_LENGTH_KEPT", 20)
        ended = client.post(FORM, sent)
        assert not Session.objects.exists()
        assert "too long to be kept" in client.get(ended["Location"]).content.decode()
    without = Client(enforce_csrf_checks=True).post(FORM, sent)
    assert without.status_code == 403, "a form without its token is refused as before"
    assert not Session.objects.exists()
    client.post(FORM, sent)
    assert 0 < client.session.get_expiry_age() <= 60 * 60


@pytest.mark.full
def test_what_somebody_saved_in_the_meantime_stands_beside_what_was_typed(
    browser: Client,
    contributor: User,
    colleague: User,
    client_of: ClientOf,
    small_plan: SmallPlan,
) -> None:
    ended = sent_too_late(browser, contributor, FORM, "", done=WORDS)
    other = client_of(colleague)
    fields = form_to(other.get(FORM), FORM)
    assert other.post(FORM, fields | {"done": "Sample: of a colleague."}).status_code == 302
    sign_in(browser, contributor, ended)
    assert WORDS not in browser.get(f"{FORM}?saved=on").content.decode(), "what is saved can be seen instead"
    fields = form_to(browser.get(FORM), FORM)
    assert fields["done"] == WORDS, "nothing is lost by looking"
    answer = browser.post(FORM, fields)
    assert answer.status_code == 409
    assert WORDS in answer.content.decode()
    assert "Sample: of a colleague." in answer.content.decode()
    assert ProgressReport.objects.get().done == "Sample: of a colleague."


@pytest.mark.full
def test_what_was_handed_in_in_the_meantime_stands_beside_it(
    browser: Client,
    contributor: User,
    colleague: User,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
) -> None:
    for page in [FORM, ROW]:
        with undone():
            ended = sent_too_late(browser, contributor, page, "", done=WORDS)
            hand_in(small_plan.with_money, lead_organisation, colleague, ago(0), done="Sample: submitted.")
            sign_in(browser, contributor, ended)
            answer = browser.get(page)
            assert answer.status_code == 409
            for words in [WORDS, "Sample: submitted."]:
                assert words in answer.content.decode()
    # What cannot be read is said at its field.
    ended = sent_too_late(browser, contributor, ROW, "", actual_end="someday", done=WORDS)
    sign_in(browser, contributor, ended)
    text = browser.get(ROW).content.decode()
    for words in [WORDS, "Write a day such as 31/12/2022."]:
        assert words in text


def test_what_is_submitted_without_a_session_leads_to_the_checks(client: Client, contributor: User) -> None:
    for page in [FORM, SHEET]:
        sent = {typed.MARK_FIELD: typed.mark_of(contributor, f"{page}checks/")}
        answer = client.post(f"{page}submit/", sent)
        assert answer["Location"] == f"/accounts/login/?next={page}checks/"
