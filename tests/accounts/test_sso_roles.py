"""Roles that the provider gives: renewed at every sign-in, and none that a person gave is touched."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.accounts.sso.checks import faults
from actionplan.audit.models import Event
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.organisations.models import BodyCode, Organisation, PolicyArea, UnknownCode
from actionplan.organisations.workflow import save_code
from tests.accounts.oidc_provider import Provider, is_signed_in, sign_in
from tests.factories import PASSWORD, MembershipFactory
from tests.personas import signed_in as with_factor

pytestmark = pytest.mark.django_db
TODAY = day_of(timezone.now())
DAY = datetime.timedelta(days=1)
LEAD, PARTNER, AREA, TOWN = "OVO000001", "OVO000002", "OVO000003", "0207441234"


@pytest.fixture(autouse=True)
def _codes(
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    policy_area: PolicyArea,
    provider: Provider,
    settings: Any,
) -> None:
    settings.OIDC_APPLICATION = "actieplan"
    BodyCode.objects.create(code=LEAD, organisation=lead_organisation)
    BodyCode.objects.create(code="OVO999999", organisation=lead_organisation)
    BodyCode.objects.create(code=PARTNER, organisation=partner_organisation, in_force_until=TODAY)
    BodyCode.objects.create(code=AREA, policy_area=policy_area)


def claim(provider: Provider, *roles: Any, **claims: Any) -> None:
    provider.claims |= {"actieplan_rol_3d": list(roles), **claims}


def signed_in(provider: Provider) -> Client:
    client = Client()
    assert sign_in(client, provider)["Location"] == "/"
    return client


def held(user: User) -> set[str]:
    return {str(row) for row in Membership.objects.in_force(TODAY).filter(user=user)}


def test_roles_are_given_as_the_provider_says_and_marked(
    provider: Provider, ann: User, lead_organisation: Organisation, policy_area: PolicyArea
) -> None:
    claim(
        provider,
        f"Contactpunt:{LEAD}",
        f"Dossierhouder:{AREA}",
        "Lezer:whatever",
        "Auditor",
        f"Coordinator:{LEAD}",
    )
    client = signed_in(provider)
    rows = Membership.objects.filter(user=ann)
    assert {
        (row.part.value, row.organisation, row.policy_area, row.plan, row.from_claims) for row in rows
    } == {
        ("contact_point", lead_organisation, None, None, True),
        ("file_holder", None, policy_area, None, True),
        ("reader", None, None, None, True),
        ("auditor", None, None, None, True),
        ("coordinator", lead_organisation, None, None, True),
    }
    assert {row.in_force_from for row in rows} == {TODAY}
    events = Event.objects.filter(verb="membership_begun")
    assert (events.count(), {event.actor_key for event in events}) == (5, {None})
    assert all('"from_claims": true' in event.after_json for event in events)
    assert "from single sign-on" in with_factor(ann, client).get(reverse("people")).content.decode()
    signed_in(provider)
    assert Membership.objects.count() == 5, "renewed, not given twice"
    assert Event.objects.filter(verb="membership_begun").count() == 5


def test_a_role_that_goes_ends_at_that_instant_and_the_other_sessions_with_it(
    provider: Provider, ann: User
) -> None:
    claim(provider, f"Contactpunt:{LEAD}", "Lezer:x")
    first = signed_in(provider)
    by_password = Client()
    by_password.post(reverse("account_login"), {"login": "ann", "password": PASSWORD})
    claim(provider, "Lezer:x")
    assert sign_in(first, provider)["Location"] == "/"
    assert held(ann) == {"reader"}
    ended = Membership.objects.get(role="contributor")
    assert ended.ended_at is not None
    assert timezone.now() - ended.ended_at < datetime.timedelta(minutes=1)
    assert [is_signed_in(first), is_signed_in(by_password)] == [True, False]
    assert Event.objects.filter(verb="membership_ended", actor_key=None).count() == 1
    claim(provider, f"Contactpunt:{LEAD}", "Lezer:x")
    signed_in(provider)
    assert held(ann) == {f"contact point, {ended.organisation}", "reader"}, "on the same day once more"
    provider.claims.pop("actieplan_rol_3d")
    signed_in(provider)
    assert held(ann) == set()


def test_a_role_of_before_today_ends_too_and_comes_again(provider: Provider, ann: User) -> None:
    claim(provider, "Lezer:x")
    signed_in(provider)
    Membership.objects.update(in_force_from=TODAY - 10 * DAY)
    claim(provider)
    signed_in(provider)
    assert held(ann) == set()
    claim(provider, "Lezer:x")
    signed_in(provider)
    assert held(ann) == {"reader"}


def test_a_role_that_a_person_gave_is_not_touched(
    provider: Provider, ann: User, lead_organisation: Organisation
) -> None:
    MembershipFactory(user=ann, role=Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    MembershipFactory(user=ann, role=Role.ADMINISTRATOR)
    before = list(Membership.objects.order_by("pk").values())
    claim(provider, f"Contactpunt:{LEAD}")
    signed_in(provider)
    claim(provider)
    client = signed_in(provider)
    signed_in(provider)
    assert list(Membership.objects.order_by("pk").values()) == before
    assert is_signed_in(client), "no session ended, as no role did"


def test_another_part_for_the_same_body_takes_the_place_of_the_first(provider: Provider, ann: User) -> None:
    claim(provider, f"Dossierhouder:{LEAD}")
    signed_in(provider)
    claim(provider, f"Dossierhouder:{LEAD}", f"Contactpunt:{LEAD}", "Contactpunt:OVO999999")
    signed_in(provider)
    assert [row.part.value for row in Membership.objects.in_force(TODAY).filter(user=ann)] == [
        "contact_point"
    ]


def test_a_code_that_nobody_has_gives_nothing_and_goes_to_the_list_of_administrators(
    provider: Provider, ann: User, administrator: User, lead_organisation: Organisation
) -> None:
    claim(
        provider,
        f"Contactpunt:{TOWN}",
        f"Contactpunt:{PARTNER}",
        f"Coordinator:{AREA}",
        vo_orgcode=TOWN,
        vo_orgnaam="Gemeente",
    )
    signed_in(provider)
    signed_in(provider)
    assert held(ann) == set()
    seen = {row.code: (row.name, row.times_seen) for row in UnknownCode.objects.all()}
    assert seen == {TOWN: ("Gemeente", 2), PARTNER: ("", 2), AREA: ("", 2)}, (
        "one that ended today is unknown too"
    )
    row = UnknownCode.objects.get(code=TOWN)
    assert row.first_seen < row.last_seen
    keeper = with_factor(administrator)
    assert "Gemeente" in keeper.get(reverse("admin:organisations_unknowncode_changelist")).content.decode()
    form = {
        "code": TOWN,
        "organisation": lead_organisation.pk,
        "policy_area": "",
        "in_force_from": "",
        "in_force_until": "",
    }
    assert keeper.post(reverse("admin:organisations_bodycode_add"), form).status_code == 302
    assert not UnknownCode.objects.filter(code=TOWN).exists()
    signed_in(provider)
    assert held(ann) == {f"contact point, {lead_organisation}"}


def test_a_role_without_a_key_is_for_the_organisation_that_the_person_works_for(
    provider: Provider, ann: User, lead_organisation: Organisation
) -> None:
    claim(provider, "Contactpunt", vo_orgcode=LEAD.lower())
    signed_in(provider)
    assert held(ann) == {f"contact point, {lead_organisation}"}


@pytest.mark.parametrize(
    "roles",
    [
        None,
        7,
        {"Contactpunt": LEAD},
        ["Beheerder:OVO000001", "Administrator", "administrator:x", "contactpunt:OVO000001"],
        [7, None, ["Lezer"]],
        ["Contactpunt", "Contactpunt: ", "Contactpunt:OVO\x00"],
    ],
)
def test_what_is_no_role_of_ours_gives_nothing(provider: Provider, ann: User, roles: Any) -> None:
    provider.claims |= {"actieplan_rol_3d": roles, "another_rol_3d": [f"Contactpunt:{LEAD}"]}
    signed_in(provider)
    assert not Membership.objects.exists()
    assert not UnknownCode.objects.exists()


def test_without_an_application_roles_are_left_to_people(
    provider: Provider, ann: User, settings: Any
) -> None:
    claim(provider, "Lezer:x")
    signed_in(provider)
    settings.OIDC_APPLICATION = ""
    provider.claims.pop("actieplan_rol_3d")
    signed_in(provider)
    assert held(ann) == {"reader"}


def test_a_closed_account_gets_no_role(provider: Provider, ann: User) -> None:
    User.objects.update(is_active=False)
    claim(provider, "Lezer:x")
    assert sign_in(Client(), provider)["Location"] == reverse("account_inactive")
    assert not Membership.objects.exists()


# Codes of bodies


def test_a_body_has_several_codes_and_a_code_one_body_a_day(
    administrator: User, lead_organisation: Organisation, partner_organisation: Organisation
) -> None:
    now = timezone.now()
    moved = BodyCode(code=PARTNER, organisation=lead_organisation, in_force_from=TODAY)
    save_code(row=moved, by=administrator, at=now)
    assert BodyCode.objects.of_code(PARTNER, TODAY).body == lead_organisation
    assert BodyCode.objects.of_code(PARTNER, TODAY - DAY).body == partner_organisation
    with pytest.raises(Refused):
        save_code(
            row=BodyCode(code=PARTNER, organisation=lead_organisation, in_force_until=TODAY - DAY),
            by=administrator,
            at=now,
        )
    for wrong in [{"code": "OVO1"}, {"code": "0207.441.234"}, {"code": TOWN, "organisation": None}]:
        with pytest.raises(ValidationError):
            save_code(row=BodyCode(**{"organisation": lead_organisation, **wrong}), by=administrator, at=now)
    assert Event.objects.filter(verb="organisation_changed").count() == 1


@pytest.mark.owner
def test_codes_come_and_go_in_fixtures(tmp_path: Any) -> None:
    file = tmp_path / "codes.json"
    names = {"natural_foreign": True, "natural_primary": True, "output": str(file)}
    call_command("dumpdata", "organisations.bodycode", **names)
    before = list(
        BodyCode.objects.order_by("code").values_list("code", "organisation", "policy_area", "in_force_until")
    )
    BodyCode.objects.all().delete()
    call_command("loaddata", str(file), verbosity=0)
    assert (
        list(
            BodyCode.objects.order_by("code").values_list(
                "code", "organisation", "policy_area", "in_force_until"
            )
        )
        == before
    )


# Settings


WHOLE = {
    "OIDC_ISSUER": "https://provider.example",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "secret",
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"OIDC_ISSUER": ""}, "OIDC_CLIENT_ID is set"),
        ({"OIDC_CLIENT_ID": ""}, "not OIDC_CLIENT_ID"),
        ({"OIDC_CLIENT_SECRET": ""}, "not OIDC_CLIENT_SECRET"),
        ({"OIDC_ISSUER": "http://provider.example"}, "https"),
        ({"OIDC_SCOPES": ["vo"]}, "must have openid"),
        ({"OIDC_SCOPES": ["openid", "rrn"]}, "national register"),
        ({"OIDC_CLIENT_AUTH": "none"}, "OIDC_CLIENT_AUTH"),
        ({"OIDC_SIGNED_WITH": "none"}, "OIDC_SIGNED_WITH"),
        ({"OIDC_SIGNED_WITH": "HS256"}, "OIDC_SIGNED_WITH"),
        ({"LOCAL_ACCOUNTS": False}, "EMERGENCY_ACCOUNT"),
        ({"LOCAL_ACCOUNTS": False, "EMERGENCY_ACCOUNT": "emergency"}, ""),
        (
            {
                "OIDC_ISSUER": "",
                "OIDC_CLIENT_ID": "",
                "OIDC_CLIENT_SECRET": "",
                "OIDC_APPLICATION": "",
                "LOCAL_ACCOUNTS": False,
            },
            "LOCAL_ACCOUNTS is off",
        ),
        ({"OIDC_ISSUER": "", "OIDC_CLIENT_ID": "", "OIDC_CLIENT_SECRET": "", "OIDC_APPLICATION": ""}, ""),
    ],
)
def test_half_a_configuration_is_refused(settings: Any, changed: dict[str, Any], said: str) -> None:
    for name, value in {**WHOLE, **changed}.items():
        setattr(settings, name, value)
    found = list(faults())
    assert said in " ".join(found)
    assert bool(found) == bool(said)
