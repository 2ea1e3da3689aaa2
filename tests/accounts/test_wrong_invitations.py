"""A table of invitations with mistakes: each is said with its row and its column, and nobody is invited by halves."""

from django.core import mail
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import Invitation, User
from actionplan.accounts.roles import RoleName
from tests.accounts.test_table_imports import INVITATIONS, look_at, text_of, xlsx_of
from tests.factories import OrganisationFactory
from tests.people.people_factories import invited


def test_each_mistake_is_said_with_its_row_and_column_and_nobody_is_invited(
    keeper: Client, administrator: User
) -> None:
    agency = OrganisationFactory(key="agency", name="Agency")
    waiting = {"organisation": agency, "name": "An", "email": "an@example.org"}
    invited(RoleName.CONTACT_POINT, administrator, timezone.now(), **waiting)
    table = [
        ["name", "e-mail address", "role", "organisation", "first day without the role"],
        ["Carl", "carl@example.org", "reader", "", ""],
        ["An", "an@example.org", "contact point", "agency", ""],
        ["Dora", "dora@example.org", "chief", "", ""],
        ["Ed", "ed@example.org", "", "", ""],
        ["Fay", "fay@example.org", "contact point", "", ""],
        [administrator.name, administrator.email, "reader", "", ""],
        ["Gus", "gus@example.org", "auditor", "agency", ""],
        ["Hal", "hal@example.org", "auditor", "", "2022-01-01"],
    ]
    text = text_of(look_at(keeper, INVITATIONS, xlsx_of(table)))
    for words in [
        "Row 3: e-mail address: This address has such an invitation already.",
        "Row 4: role: “chief” is none of these: contact point, file holder, reader",
        "Row 5: role: Choose the role.",
        "Row 6: organisation: Give an organisation or a policy area",
        "Row 7: e-mail address: Nobody changes their own role: ask a colleague to invite you.",
        "Row 8: organisation: Leave this empty: this role has none.",
        "Row 9: first day without the role: Choose a day after today.",
    ]:
        assert words in text
    assert (Invitation.objects.count(), len(mail.outbox)) == (1, 0)
