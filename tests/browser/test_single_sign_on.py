"""From an invitation to a submitted report at a certified provider of OpenID Connect, without a password here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from actionplan.accounts.models import Identity, Membership, User
from actionplan.accounts.roles import RoleName
from actionplan.organisations.models import BodyCode
from tests.browser.certified_provider import CLIENT_ID, CLIENT_SECRET, node, running
from tests.browser.faults import violations
from tests.people.people_factories import invited
from tests.personas import SmallPlan

pytestmark = pytest.mark.django_db(transaction=True)
LINK = "Sign in through the Government of Flanders"


@pytest.fixture
def issuer(live_server: Any, settings: Any) -> Iterator[str]:
    claims = {"vo_orgcode": "OVO000001", "actieplan_rol_3d": ["Lezer:OVO000001"]}
    with running(node(), live_server.url, **claims) as address:
        settings.BASE_URL, settings.OIDC_ISSUER, settings.OIDC_APPLICATION = (
            live_server.url,
            address,
            "actieplan",
        )
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
        cache.clear()
        yield address


def sign_in_there(page: Page) -> None:
    page.get_by_placeholder("Enter any login").fill("noa-at-the-provider")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def report(page: Page, plan: SmallPlan) -> None:
    page.goto(reverse("report-form", args=[plan.plan.code, plan.with_money.code, "ov"]))
    page.get_by_label("completed", exact=True).check()
    page.get_by_label("Actual end").fill("30/11/2022")
    page.get_by_label("What was done?").fill("Sample: every school was reached.")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("link", name="See the whole report").click()
    page.get_by_role("button", name="Submit this report alone").click()
    expect(page.get_by_role("status")).to_contain_text("submitted")


def test_somebody_is_invited_signs_in_at_the_provider_reports_and_signs_out(
    issuer: str,
    page_of: Callable[..., Page],
    complaints: list[str],
    small_plan: SmallPlan,
    coordinator: User,
    base_url: str,
) -> None:
    lead = Membership.objects.filter(organisation__key="ov").first()
    organisation = lead.organisation if lead else small_plan.with_money.leads.get().organisation
    BodyCode.objects.create(code="OVO000001", organisation=organisation)
    now = datetime.datetime.now(datetime.UTC)
    sent = invited(RoleName.CONTACT_POINT, coordinator, now, organisation=organisation, name="Noa New")
    page = page_of(None)
    context: BrowserContext = page.context
    context.route("https://fonts.googleapis.com/**", lambda route: route.fulfill(content_type="text/css"))

    page.goto(reverse("invitation", args=[sent.key]))
    page.get_by_role("link", name=LINK).click()
    assert page.url.startswith(issuer)
    sign_in_there(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in here for the first time")
    assert violations(page, "light") == []
    page.get_by_role("button", name="Take the role up").click()
    page.get_by_role("link", name=LINK).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My actions")
    noa = User.objects.get(email="new@example.org")
    assert Identity.objects.get().user == noa
    roles = {(row.role, row.from_claims) for row in Membership.objects.filter(user=noa)}
    assert roles == {("contributor", False), ("reader", True)}
    report(page, small_plan)

    other = context.new_page()  # the same session, in which the provider's word ends it too
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{issuer}/**")
    other.goto(base_url)
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-out Success")
    other.get_by_role("link", name=LINK).click()
    expect(other.get_by_placeholder("Enter any login")).to_be_visible()
    complaints[:] = [words for words in complaints if "favicon" not in words]


def test_signing_out_at_the_provider_ends_the_session_here(
    issuer: str, page_of: Callable[..., Page], complaints: list[str], small_plan: SmallPlan, reader: User
) -> None:
    now = datetime.datetime.now(datetime.UTC)
    Identity.objects.create(user=reader, issuer=issuer, subject="noa-at-the-provider", bound_at=now)
    page = page_of(None)
    page.context.route(
        "https://fonts.googleapis.com/**", lambda route: route.fulfill(content_type="text/css")
    )
    page.goto("/")
    page.get_by_role("link", name=LINK).click()
    sign_in_there(page)
    expect(page.get_by_role("banner")).to_contain_text(str(reader))
    page.goto(f"{issuer}/session/end?client_id={CLIENT_ID}")
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-out Success")
    page.goto(reverse("usersessions_list"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert reader.sign_in_events.filter(kind="provider_sign_out").exists()
    complaints[:] = [words for words in complaints if "favicon" not in words]
