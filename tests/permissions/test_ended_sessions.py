"""A session that ends in the middle of any form of the portal: the same person finds what was typed, nobody else does."""

from collections.abc import Iterator
from itertools import count
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from actionplan.accounts.models import User
from tests.page_list.every_page import pages
from tests.permissions.table import names
from tests.personas import signed_in
from tests.reading import Element, read
from tests.world import World

PAGES = """
    report-form?checked=on, draft/open, contributor; report-form, draft/open, contributor
    sheet-row, sheet-open/draft, contributor
    sheet-unchanged, sheet-between/joint, contributor; report-evidence, draft/open, contributor
    report-review, submitted/open, coordinator
    questions, accepted/open, coordinator; questions, accepted/open, contributor
    extension, round-open/not_started, coordinator
    round-prepare, round-open, coordinator; amendment-new, plan, coordinator
    amended-action, amendment-prepared code=1.1, coordinator
    people-invite?for=organisation:ov&as=contact_point, -, coordinator
    sheet-checks, sheet-between, contributor; round-change, round-open, coordinator
    round-asked, round-open, coordinator; round, round-review, coordinator; round-reopen, round-closed, coordinator
    validation, round-validation, minister_reader; remark-treat, round-closed/remark, coordinator
    extension, round-open/not_started, contributor; extension, round-open/extended, coordinator
    round-texts, round-open, coordinator; sent-documents, round-closed, coordinator
    amendment-edit, amendment-prepared, coordinator; amended-action-new, amendment-prepared, coordinator
    correct, 1.1, coordinator; amendment, amendment-prepared, coordinator; milestone-propose, none/open, contributor
    proposal, proposal-waiting/open, coordinator; continues, 1.2, coordinator
    recommendation-new, plan, coordinator; recommendation-change, recommendation, coordinator
    role-end, role-of-contributor, coordinator; file-holders, files-of-lead, contributor
    calendar, -, contributor; system-key-make, -, administrator; plan-names, plan-in-force, administrator
    plan-import, -, administrator; plan-file, file-with-a-plan, administrator
    government-list, -, administrator; government, government-prepared, administrator
    government-preview, government-prepared, administrator
    sheet-row?checked=on, sheet-between/on_behalf, contributor
"""
"""Pages with a form or several, by their names in the page list."""
BUTTONS = [
    "amended-action-leave",
    "amended-action-withdraw",
    "amendment-drop",
    "account_logout",
    "calendar-make",
    "calendar-plan-revoke",
    "calendar-revoke",
    "evidence-take-away",
    "failed-mail-seen",
    "failed-mail-try-again",
    "government-drop",
    "government-take-out",
    "invitation-send-again",
    "invitation-withdraw",
    "list-confirm",
    "person-confirm",
    "plan-discard",
    "plan-end",
    "plan-file-discard",
    "plan-put-in-force",
    "proposal-withdraw",
    "question-settle",
    "report-discard",
    "report-submit",
    "report-take-back",
    "request-reopen",
    "round-bring-up-to-date",
    "round-close",
    "round-open",
    "round-open-again",
    "round-remind",
    "round-take-into-review",
    "round-take-into-validation",
    "set_language",
    "sheet-not-ready",
    "sso-first",
    "sso-unbind",
    "system-key-end",
    "usersessions_list",
]
"""With which nothing is typed."""
IN_THE_ADDRESS = ["lead", "reviews-accept"]
"""Signing in leads back to the address, in which stands what was chosen."""
OF_VISITORS = ["account_login", "account_signup", "account_reset_password", "invitation", "sso-logout-token"]
SECRETS = [
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "account_reset_password_from_key",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
]
"""Passwords and codes are kept nowhere."""
BY_SCRIPT = ["report-autosave"]
"""The page itself keeps what it could not save."""
GET_ALONE = ["sso-callback", "sso-leave", "sso-start"]
WITHOUT = {*BUTTONS, *IN_THE_ADDRESS, *OF_VISITORS, *SECRETS, *BY_SCRIPT, *GET_ALONE}

STANDS_AGAIN = "What you typed stands here again; it is not saved yet."
CHOOSE_AGAIN = "Files cannot be kept: choose them again."
OF_THE_PAGE = {"csrfmiddlewaretoken", "token", "whose", "mark", "warned"}
"""Which may be others when the page is shown again."""
Sent = dict[str, list[str]]


def forms_of(page: Element) -> list[Element]:
    return [form for form in page.all("form") if form.attributes.get("method") == "post"]


def acts_of(form: Element) -> list[str]:
    """The addresses to which it is sent."""
    buttons = [button.attributes.get("formaction", "") for button in form.all("button")]
    return [form.attributes["action"], *(one for one in buttons if one)]


def sent_by(form: Element) -> Sent:
    """What the form would send as it stands."""
    sent: Sent = {}
    for field in [*form.all("input"), *form.all("textarea"), *form.all("select")]:
        known, kind = field.attributes, field.attributes.get("type", "text")
        if known.get("name", "") in {"", "csrfmiddlewaretoken"} or kind == "file" or "disabled" in known:
            continue
        values = [known.get("value", "on" if kind == "checkbox" else "")]
        if kind in ("radio", "checkbox") and "checked" not in known:
            values = []
        if field.tag == "textarea":
            values = ["".join(map(str, field.children)).removeprefix("\n")]
        if field.tag == "select":
            options = [option.attributes for option in field.all("option")]
            values = [one.get("value", "") for one in options if "selected" in one] or [
                options[0].get("value", "")
            ]
        sent.setdefault(known["name"], []).extend(values)
    return sent


def filled_in(form: Element) -> Sent:
    """Something in every field: words that stand nowhere else, and another choice."""
    sent, number = sent_by(form), count(1)
    for field in form.all("input"):
        name, kind = field.attributes.get("name", ""), field.attributes.get("type", "text")
        if kind in ("radio", "checkbox") and name in sent:
            value = field.attributes.get("value", "on")
            others = [] if kind == "radio" else sent[name]
            sent[name] = [*(one for one in others if one != value), value]
        elif name in sent and kind != "hidden":
            sent[name] = [f"Typed {next(number)}"]
    for field in form.all("textarea"):
        sent[field.attributes["name"]] = [f"Typed {next(number)}"]
    for field in form.all("select"):
        if field.attributes["name"].startswith("objective_"):  # which overrules the ticks
            continue
        sent[field.attributes["name"]] = [field.all("option")[-1].attributes.get("value", "")]
    return sent


class Late:
    """A form of a page that somebody filled in, and sent after the session had ended."""

    def __init__(self, page_url: str, form: Element, to: str) -> None:
        self.page_url, self.to = page_url, to
        self.leads_to = form.attributes["action"]
        self.typed = filled_in(form)
        self.files = [field.attributes["name"] for field in form.all("input", type="file")]

    def found_by(self, user: User) -> HttpResponse:
        """The page for whoever signs in after it."""
        browser = Client()
        files = {name: SimpleUploadedFile("sample.txt", b"Sample") for name in self.files}
        answer = browser.post(self.to, {**self.typed, **files})
        signing_in = f"{reverse('account_login')}?{urlencode({'next': self.page_url}, safe='/')}"
        assert (answer.status_code, answer.get("Location")) == (302, signing_in)
        return signed_in(user, browser).get(self.page_url)

    def faults(self, owner: User) -> Iterator[str]:
        page = read(self.found_by(owner))
        if STANDS_AGAIN not in page.text or (CHOOSE_AGAIN in page.text) != bool(self.files):
            yield "the page does not say so"
        # A button that stands under warnings alone is back once the form is checked again.
        found = next((form for form in forms_of(page) if {self.to, self.leads_to} & {*acts_of(form)}), None)
        if found is None:
            yield "the form is gone"
        else:
            now = sent_by(found)
            yield from (
                f"{name}: {value} became {now.get(name)}"
                for name, value in self.typed.items()
                if name not in OF_THE_PAGE and sorted(now.get(name, [])) != sorted(value)
            )


@pytest.mark.full
def test_every_form_finds_again_what_was_typed_before_the_session_ended(world: World) -> None:
    known = {page.name: page for page in pages(world)}
    seen, faults = set[str](), list[str]()
    for page in [known[name.strip()] for name in PAGES.replace("\n", ";").split(";") if name.strip()]:
        owner, somebody_else = world.people[page.person], world.people["superuser"]
        for form in forms_of(read(signed_in(owner).get(page.url))):
            acts = {resolve(act).url_name: act for act in acts_of(form)}
            new = sorted(acts.keys() - WITHOUT - seen)
            for name in new:
                late = Late(page.url, form, acts[name])
                faults += [f"{page.name}, {name}: {fault}" for fault in late.faults(owner)]
            if new and "Typed" in late.found_by(somebody_else).content.decode():
                faults.append(f"{page.name}, {name}: somebody else reads it")
            seen.update(new)
    assert faults == [], "\n".join(faults)
    assert seen | WITHOUT == names("POST")
