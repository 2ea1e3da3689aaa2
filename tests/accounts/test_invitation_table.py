"""Who is invited from a table: an address is of one person."""

import html

from django.test import Client

from actionplan.accounts.models import Invitation
from tests.accounts.test_table_imports import INVITATIONS, csv_of, look_at
from tests.factories import UserFactory


def test_an_address_is_of_one_person(keeper: Client) -> None:
    UserFactory(email="known@example.org", name="An Peeters")
    heads = ["name", "email", "role"]
    rows = [
        ["Jan Peeters", "known@example.org", "reader"],
        ["an  peeters", "KNOWN@example.org", "reader"],
        ["First", "shared@example.org", "reader"],
        ["Second", "Shared@example.org", "auditor"],
        ["first", "shared@example.org", "coordinator"],
    ]
    page = look_at(keeper, INVITATIONS, csv_of([heads, *rows]))
    said = html.unescape(page.content.decode())
    assert "known@example.org is the address of An Peeters: an address is of one person." in said
    assert "Shared@example.org is the address of First: an address is of one person." in said
    assert said.count("an address is of one person") == 2
    assert not Invitation.objects.exists()
