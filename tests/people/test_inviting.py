"""Inviting by form and mail: in the language of who is invited, once, and with a word when the mail is
refused.
"""

import re
import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.invitations import usable_invitation
from actionplan.accounts.models import Invitation, User
from actionplan.accounts.roles import RoleName
from actionplan.audit.models import Event
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from tests.people.people_factories import invited
from tests.personas import ClientOf, SmallPlan
from tests.sent_forms import form_to, new_token

INVITE = "/people/invite/"


@pytest.fixture
def send(client_of: ClientOf, small_plan: SmallPlan) -> Callable[..., HttpResponse]:
    def sent(by: User, **facts: Any) -> HttpResponse:
        form = {
            "token": new_token(),
            "part": "contact_point",
            "body": "organisation:ov",
            "name": "Noa New",
            "email": "Noa@example.org",
            "language": "en",
        }
        return client_of(by).post(INVITE, form | facts, follow=True)

    return sent


def page(response: HttpResponse) -> str:
    return response.content.decode()


def key_in_mail(place: int = -1) -> str:
    return re.search(r"/invitation/([^/\s]+)/", mail.outbox[place].body)[1]


def test_an_invitation_is_kept_and_mailed(
    send: Callable[..., HttpResponse],
    coordinator: User,
    lead_organisation: Organisation,
    settings: LazySettings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.BASE_URL = "https://plan.example.org"
    form = {"token": new_token(), "name": "Ann O'Neil & <Co>"}
    response = send(coordinator, **form)
    assert "Ann O&#x27;Neil &amp; &lt;Co&gt; is invited by mail." in page(response)
    assert send(coordinator, **form).redirect_chain == [("/people/", 302)], "a form sent twice"
    invitation = Invitation.objects.get()
    assert (invitation.part, invitation.organisation) == (RoleName.CONTACT_POINT, lead_organisation)
    assert invitation.email == "noa@example.org"
    assert invitation.mailed_at is not None
    # The mail says by whom, as what and until when, and names as they are.
    (message,) = mail.outbox
    assert message.to == ["noa@example.org"]
    assert message.subject == "You are invited to the action plan portal"
    assert message.content_subtype == "plain"
    for words in [
        "Dear Ann O'Neil & <Co>,",
        "Coordinator invites you",
        "contact point, Education and Training",
        "Writes and submits the reports of the organisation.",
        "https://plan.example.org/invitation/",
        "The link works once, until ",
    ]:
        assert words in message.body
    # The key is in the mail alone.
    key = key_in_mail()
    assert usable_invitation(key, timezone.now()) == invitation
    assert key not in page(response)
    assert key not in caplog.text
    assert key not in repr(list(Invitation.objects.values())) + repr(list(Event.objects.values()))


def test_the_mail_is_in_the_language_of_who_is_invited(
    send: Callable[..., HttpResponse], coordinator: User
) -> None:
    send(coordinator, language="nl")
    assert "Dit bericht is automatisch verstuurd" in mail.outbox[0].body
    assert "People" in page(send(coordinator, email="other@example.org"))


def test_a_mail_that_is_refused_says_so_on_the_page(
    send: Callable[..., HttpResponse], coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = iter([smtplib.SMTPRecipientsRefused({}), ConnectionRefusedError()])

    def refuse(*args: object, **facts: object) -> None:
        raise next(errors)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    for email in ["noa@example.org", "other@example.org"]:
        said = page(send(coordinator, email=email))
        assert f"The mail to {email} was refused" in said
        assert "is invited by mail" not in said
        assert "invited, but the mail did not go out" in said
        assert Invitation.objects.get(email=email).mailed_at is None


@pytest.mark.full
def test_what_does_not_fit_comes_back_as_typed(
    send: Callable[..., HttpResponse], coordinator: User, minister: Minister
) -> None:
    for facts, sentence in [
        ({"body": ""}, "Choose for whom."),
        ({"body": "portal:all"}, "Choose an organisation or a policy area"),
        ({"part": "file_holder", "body": "minister:education"}, "Choose an organisation or a policy area"),
        ({"part": "reader"}, "Choose a minister, or the whole portal"),
        ({"part": "auditor", "body": "portal:all"}, "Select a valid choice"),
        ({"body": "organisation:nobody"}, "Select a valid choice"),
        ({"name": ""}, "Fill in the name."),
        ({"email": ""}, "Fill in the e-mail address."),
        ({"part": ""}, "Choose as what you invite them."),
        ({"until": "2022-01-01"}, "Choose a day after today."),
        ({"email": "noa"}, "Enter a valid email address"),
        ({"email": "coordinator@example.org"}, "Nobody changes their own role"),
    ]:
        response = send(coordinator, **facts)
        assert response.status_code == 400
        assert sentence in page(response)
        if "name" not in facts:
            assert 'value="Noa New"' in page(response)
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_people_are_invited_for_every_kind_of_body(
    send: Callable[..., HttpResponse], administrator: User, policy_area: PolicyArea, minister: Minister
) -> None:
    for part, body in {
        "auditor": "portal:all",
        "coordinator": "organisation:ov",
        "contact_point": "policy-area:WVG",
        "reader": "minister:education",
    }.items():
        assert send(administrator, part=part, body=body).status_code == 200
        assert Invitation.objects.first().part == part


def test_the_form_offers_the_parts_that_one_gives_and_is_filled_in_from_where_one_came(
    client_of: ClientOf, small_plan: SmallPlan, coordinator: User, administrator: User
) -> None:
    address = "/people/invite/?for=organisation:ov&as=contact_point"
    pages = {user.username: page(client_of(user).get(address)) for user in [coordinator, administrator]}
    parts = {name: re.findall(r'name="part" value="(\w+)"', said) for name, said in pages.items()}
    assert parts["coordinator"] == ["contact_point", "file_holder", "reader"]
    assert parts["administrator"] == [part.value for part in RoleName]
    assert '<option value="organisation:ov" selected>' in pages["coordinator"]
    assert re.search(r'value="contact_point"[^>]* checked', pages["coordinator"])


def test_who_has_the_role_or_an_invitation_to_it_is_not_invited(
    send: Callable[..., HttpResponse], coordinator: User, contributor: User
) -> None:
    response = send(coordinator, email=contributor.email)
    assert response.status_code == 409
    assert "Somebody with this address has that role already." in page(response)
    send(coordinator)
    response = send(coordinator)
    assert response.status_code == 400
    assert "This address has such an invitation already." in page(response)
    assert len(mail.outbox) == 1


def act(client: Client, name: str, invitation: Invitation) -> HttpResponse:
    return client.post(reverse(name, args=[invitation.pk]), {"token": new_token()}, follow=True)


def test_a_link_is_sent_again_and_an_invitation_withdrawn(
    client_of: ClientOf, small_plan: SmallPlan, coordinator: User
) -> None:
    sent, browser = invited(RoleName.READER, coordinator, timezone.now()), client_of(coordinator)
    asked = page(browser.get(reverse("invitation-send-again", args=[sent.invitation.pk])))
    assert (
        "New Person gets a mail at once, at new@example.org, with a new link that works for 14 days." in asked
    )
    assert not mail.outbox, "asking mails nobody"
    response = act(browser, "invitation-send-again", sent.invitation)
    assert "New Person is invited by mail." in page(response)
    assert usable_invitation(key_in_mail(), timezone.now()) == sent.invitation
    assert Client().get(reverse("invitation", args=[sent.key])).status_code == 404
    sent.invitation.refresh_from_db()
    assert sent.invitation.mailed_at is not None
    response = act(browser, "invitation-withdraw", sent.invitation)
    assert "its link no longer works" in page(response)
    assert "new@example.org" not in page(response)
    assert Client().get(reverse("invitation", args=[key_in_mail()])).status_code == 410
    response = act(browser, "invitation-send-again", sent.invitation)
    assert response.status_code == 409
    assert "Coordinator withdrew this invitation in the meantime." in page(response)
    assert len(mail.outbox) == 1


def test_two_forms_of_one_page_count_both(
    client_of: ClientOf, small_plan: SmallPlan, coordinator: User
) -> None:
    """In two windows, say: the forms ask for nothing, and only their tokens tell them apart."""
    browser, at = client_of(coordinator), timezone.now()
    both = [invited(RoleName.READER, coordinator, at, email=f"{name}@example.org") for name in ["a", "b"]]
    shown = browser.get(reverse("people"))
    addresses = [reverse("invitation-withdraw", args=[offer.invitation.pk]) for offer in both]
    forms = [form_to(shown, address) for address in addresses]
    for address, form in zip(addresses, forms, strict=True):
        browser.post(address, form)
    assert Invitation.objects.filter(withdrawn_at=None).count() == 0


def test_the_choice_says_that_an_organisation_gives_a_coordinator_no_right(
    client_of: ClientOf, small_plan: SmallPlan, administrator: User
) -> None:
    assert "only says who employs them; it gives no rights there" in page(
        client_of(administrator).get(INVITE)
    )
