"""The page behind an invitation's link: what it offers, once, and nothing about who has an account."""

import datetime
import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.invitations import withdraw_invitation
from actionplan.accounts.models import Invitation, Membership, User
from actionplan.accounts.roles import RoleName
from actionplan.organisations.models import Organisation
from tests.factories import PASSWORD, UserFactory
from tests.people.people_factories import Sent, invited
from tests.personas import ClientOf
from tests.sent_forms import new_token

NEW_PASSWORD = "nine patient otters"


@pytest.fixture
def sent(coordinator: User, lead_organisation: Organisation) -> Sent:
    return invited(
        RoleName.FILE_HOLDER, coordinator, timezone.now(), organisation=lead_organisation, name="Noa New"
    )


@pytest.fixture
def ann(db: None) -> User:
    """Has an account with the address that was invited."""
    return UserFactory(username="ann", email="new@example.org")


def link(key: str) -> str:
    return reverse("invitation", args=[key])


def take_up(client: Client, key: str, **facts: str) -> HttpResponse:
    form = {"token": new_token(), "name": "Noa New", "password": NEW_PASSWORD}
    return client.post(reverse("invitation", args=[key]), form | facts)


def words(response: HttpResponse) -> str:
    """The page without what differs each time."""
    html = re.sub(r'name="(csrfmiddlewaretoken|token)" value="[^"]+"', "", response.content.decode())
    return " ".join(html.split())


def sign_in(client: Client, password: str, at: str) -> HttpResponse:
    return client.post(at, {"login": "new@example.org", "password": password}, follow=True)


def test_the_page_says_what_is_offered_and_until_when_and_changes_nothing(client: Client, sent: Sent) -> None:
    before = Invitation.objects.values().get()
    response = client.get(link(sent.key))
    page = response.content.decode()
    assert response.status_code == 200
    for said in ["As file holder, Education and Training.", "This link works once, until", "new@example.org"]:
        assert said in page
    assert 'value="Noa New"' in page
    assert client.head(link(sent.key)).status_code == 200
    assert Invitation.objects.values().get() == before
    assert "_auth_user_id" not in client.session
    # The browser tells nobody the address it came from.
    for answer in [response, client.get(link("unknown")), take_up(client, sent.key)]:
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["Cache-Control"] == "private, no-store"


def test_a_newcomer_chooses_a_password_signs_in_and_has_the_role(
    client: Client, sent: Sent, lead_organisation: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    client.get(link(sent.key))
    token = new_token()
    response = take_up(client, sent.key, token=token)
    assert response.status_code == 302
    assert take_up(client, sent.key, token=token)["Location"] == response["Location"], "sent twice"
    page = client.get(response["Location"]).content.decode()
    assert "Sign in with new@example.org." in page
    response = sign_in(client, NEW_PASSWORD, response["Location"])
    assert response.wsgi_request.user.name == "Noa New"
    assert [address for address, _status in response.redirect_chain][:2] == [link(sent.key), "/"]
    membership = Membership.objects.get(user__email="new@example.org")
    assert (membership.organisation, membership.writes_only) == (lead_organisation, True)
    # The key is neither in the log nor in any table.
    assert "route=invitation " in caplog.text
    assert sent.key not in caplog.text
    rows = [repr(list(model._default_manager.values())) for model in apps.get_models() if model._meta.managed]
    assert sent.key not in "".join(rows)


def test_a_role_that_is_offered_until_a_day_ends_on_it_and_is_not_taken_up_after(
    client: Client, sent: Sent
) -> None:
    end = timezone.localdate() + datetime.timedelta(days=30)
    Invitation.objects.update(in_force_until=end)
    assert "The role ends on" in client.get(link(sent.key)).content.decode()
    assert take_up(client, sent.key).status_code == 302
    assert Membership.objects.get(user__email="new@example.org").in_force_until == end
    Membership.objects.filter(user__email="new@example.org").delete()
    Invitation.objects.update(taken_up_by=None, taken_up_at=None, in_force_until=timezone.localdate())
    assert Client().get(link(sent.key)).status_code == 410


def test_somebody_with_an_account_signs_in_and_takes_the_role_up(
    client: Client, sent: Sent, ann: User
) -> None:
    (sign_in_url,) = re.findall(
        r'href="([^"]*/login/\?next=[^"]*)"', client.get(link(sent.key)).content.decode()
    )
    page = sign_in(client, PASSWORD, sign_in_url).content.decode()
    assert "Take the role up" in page
    assert "Choose a password" not in page
    address = reverse("invitation", args=[sent.key])
    response = client.post(address, {"token": new_token()}, follow=True)
    assert "You have the role now." in response.content.decode()
    assert ann.memberships.get().writes_only


@pytest.mark.parametrize("has_account", [True, False])
def test_the_answer_is_the_same_whether_or_not_the_address_has_an_account(
    client: Client, sent: Sent, has_account: bool
) -> None:
    ann = UserFactory(username="ann", email="new@example.org") if has_account else None
    assert client.get(link(sent.key)).status_code == 200
    answer = take_up(client, sent.key)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('account_login')}?next={link(sent.key).replace('/', '%2F')}",
    )
    assert "Sign in with new@example.org. If you had an account before" in words(
        client.get(answer["Location"])
    )
    assert client.get(link(sent.key)).status_code == Client().get(link(sent.key)).status_code == 410
    assert take_up(Client(), sent.key).status_code == 410
    if ann:  # whose password stays, and who takes the role up after signing in
        ann.refresh_from_db()
        assert ann.check_password(PASSWORD)
        assert not ann.memberships.exists()
        page = sign_in(client, PASSWORD, answer["Location"]).content.decode()
        assert "Take the role up" in page


def test_what_is_wrong_comes_back_without_the_password(client: Client, sent: Sent) -> None:
    for facts, sentence in [
        ({"password": "qxqx"}, "It needs at least 12 characters."),
        ({"name": ""}, "Fill in your name."),
    ]:
        response = take_up(client, sent.key, **facts)
        page = response.content.decode()
        assert response.status_code == 400
        assert sentence in page
        assert facts.get("password", NEW_PASSWORD) not in page
    assert not User.objects.filter(email="new@example.org").exists()
    assert client.get(link(sent.key)).status_code == 200


def test_a_link_that_does_not_work_says_one_sentence(client: Client, coordinator: User) -> None:
    def dead(number: int) -> Sent:
        return invited(
            RoleName.READER, coordinator, timezone.now(), name="Noa", email=f"new{number}@example.org"
        )

    taken, withdrawn, expired = dead(1), dead(2), dead(3)
    take_up(Client(), taken.key)
    withdraw_invitation(invitation=withdrawn.invitation, by=coordinator, at=timezone.now())
    past = timezone.now() - datetime.timedelta(days=20)
    Invitation.objects.filter(pk=expired.invitation.pk).update(
        invited_at=past, expires_at=past + datetime.timedelta(days=14)
    )
    statuses = {taken.key: 410, withdrawn.key: 410, expired.key: 410, "unknown": 404}
    pages, people = set(), User.objects.count()
    for key, status in statuses.items():
        for response in [client.get(link(key)), take_up(client, key)]:
            page = response.content.decode()
            assert response.status_code == status
            assert "It was used, withdrawn or replaced, it is too old, or a part of it is missing." in page
            for hint in ["@example.org", "Noa", "Coordinator"]:
                assert hint not in page
        pages.add(words(client.get(link(key))).replace(key, ""))
    assert len(pages) == 1, "they differ in nothing"
    assert User.objects.count() == people


def test_an_invitation_for_somebody_else_is_refused(client_of: ClientOf, sent: Sent, reader: User) -> None:
    response = client_of(reader).get(link(sent.key))
    page = response.content.decode()
    assert response.status_code == 403
    assert "new@example.org" not in page
    address = reverse("invitation", args=[sent.key])
    assert client_of(reader).post(address, {"token": new_token()}).status_code == 403
    assert Invitation.objects.get().is_waiting


def test_who_has_the_role_by_now_reads_so(
    client_of: ClientOf, sent: Sent, ann: User, lead_organisation: Organisation
) -> None:
    Membership.objects.create(user=ann, role="contributor", organisation=lead_organisation)
    address = reverse("invitation", args=[sent.key])
    response = client_of(ann).post(address, {"token": new_token()})
    assert response.status_code == 409
    assert "You have this role already." in response.content.decode()


@pytest.mark.full
def test_the_link_is_limited_as_signing_in_is(client: Client, db: None) -> None:
    for method in [client.get, client.post]:
        statuses = [method(f"/invitation/guess{n}/").status_code for n in range(31)]
        cache.clear()
        assert 429 not in statuses[:30]
        assert statuses[30] == 429
