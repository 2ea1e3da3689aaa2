"""What `urls.py` declares of a page, and what the table of addresses says of it, go together."""

from tests.addresses import declared_pages, of_the_portal, rows
from tests.permissions.table import names
from tests.query_counts.table import pages_of

OPENED_ELSEWHERE = {
    *("sso-callback", "sso-first", "sso-leave"),  # which the table has while single sign-on is off
    *("mfa_remove_webauthn", "mfa_reauthenticate_webauthn"),  # of who has a key that is plugged in
}


def test_every_page_stands_under_an_entry_of_the_navigation_that_is_there() -> None:
    """An entry is the name of the address that it leads to, which stands under itself."""
    pages = declared_pages()
    sections = {section for view in pages.values() for section in view.sections}
    assert {section for section in sections if section not in pages[section].sections} == set()


def test_every_declared_page_is_opened_and_every_opened_page_declared() -> None:
    opened = {row.names[0] for row in rows("page")}
    assert opened == declared_pages().keys() & names("GET") - OPENED_ELSEWHERE


def test_every_entry_of_the_table_is_of_an_address() -> None:
    named = {name for row in rows("GET", "POST", "page", "queries", "bench") for name in row.names}
    assert {name for name in named if not name.startswith("admin:")} == of_the_portal().keys()


def test_the_queries_of_an_entry_are_counted_at_its_addresses() -> None:
    for row in rows("queries"):
        if not row.text.startswith("-"):
            assert {page.name for page in pages_of(row.text)} <= set(row.names), row
