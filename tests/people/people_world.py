"""Invitations, a confirmed list and a file holder in the world of `tests.world`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from actionplan.accounts.invitations import take_up_invitation
from actionplan.accounts.models import Identity, User
from actionplan.accounts.roles import Role, RoleName
from actionplan.accounts.withholding import withhold
from actionplan.organisations.models import BodyCode, UnknownCode
from actionplan.reports.file_holders import Holders, name_file_holders
from tests.accounts.factors import give_app, give_recovery_codes
from tests.accounts.sign_in_factories import sign_in_from
from tests.factories import PASSWORD, MembershipFactory, UserFactory
from tests.people.people_factories import ListConfirmationFactory, Sent, invited

if TYPE_CHECKING:
    from .world import World


def add_people(world: World) -> dict[str, Sent]:
    """Invitations by a word for each, sent a moment ago, so that their links work."""
    now = timezone.now()
    coordinator, administrator = world.people["coordinator"], world.people["administrator"]
    sent = {
        "to-report": invited(
            RoleName.CONTACT_POINT, coordinator, now, email="new1@example.org", organisation=world.lead
        ),
        "to-audit": invited(RoleName.AUDITOR, administrator, now, email="new2@example.org"),
        "used": invited(RoleName.READER, coordinator, now, email="new3@example.org"),
        "to-roleless": invited(RoleName.READER, coordinator, now, email="roleless@example.org"),
    }
    take_up_invitation(key=sent["used"].key, by=None, at=now, name="New Reader", password=PASSWORD)
    ListConfirmationFactory(organisation=world.partner_organisation, confirmed_by=coordinator)
    contributor = world.people["contributor"]
    holders = {world.small.joint.pk: Holders(contributor.pk)}
    about = {"plan": world.plan, "organisation": world.lead}
    name_file_holders(**about, holders=holders, by=contributor, at=now)
    sign_in_from("Sample", world.people["reader"])
    add_accounts(administrator)
    Identity.objects.create(
        user=world.people["reader"], issuer="https://provider.example", subject="Sample", bound_at=now
    )
    BodyCode.objects.create(code="OVO000001", organisation=world.lead)
    UnknownCode.objects.create(code="OVO999999", name="Sample", first_seen=now, last_seen=now)
    return sent


def add_accounts(by: User) -> None:
    """Somebody with a second factor; and an auditor without one, whose address was replaced."""
    keyed, withheld = UserFactory(username="keyed"), UserFactory(username="withheld")
    give_app(keyed)
    give_recovery_codes(keyed)
    MembershipFactory(user=withheld, role=Role.AUDITOR)
    withhold(user=withheld, by=by, at=timezone.now())
