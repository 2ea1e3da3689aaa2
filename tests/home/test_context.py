"""The frame around every page: the plan, the navigation for each role, the language switch."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from actionplan.accounts.models import User
from tests.factories import ObjectiveFactory
from tests.personas import ClientOf, SmallPlan

PLAN_PAGES = ["Overview", "Actions", "Timeline", "Milestones", "Money", "Rounds"]


def navigation(page: str) -> dict[str, bool]:
    """The words of each entry, and whether it is marked as the current one."""
    (block,) = re.findall(r'<nav class="site-nav".*?</nav>', page, re.DOTALL) or [""]
    return {
        words.strip(): "aria-current" in attributes
        for attributes, words in re.findall(r"<a([^>]*)>([^<]*)", block)
    }


@pytest.fixture
def page_of(client_of: ClientOf, small_plan: SmallPlan) -> Callable[..., str]:
    def page(user: User, path: str = "/2020-2024/", language: str = "en") -> str:
        return client_of(user).get(path, headers={"accept-language": language}).content.decode()

    return page


@pytest.mark.full
def test_the_navigation_has_what_the_role_can_open(
    page_of: Callable[..., str], people: dict[str, User]
) -> None:
    for name, entries in {
        "reader": PLAN_PAGES,
        "auditor": PLAN_PAGES,
        "administrator": [
            *PLAN_PAGES,
            "People",
            "Plans",
            "Failed mail",
            "Keys for systems",
            "Administration",
        ],
        "contributor": ["My actions", *PLAN_PAGES],
        "coordinator": ["My work", *PLAN_PAGES, "People", "Amendments"],
    }.items():
        page = page_of(people[name])
        assert list(navigation(page)) == entries
        assert (reverse("failed-mail") in page) is (name == "administrator")
    # Who is signed in, and as what.
    assert "Coordinator" in page
    assert "coordinator" in page


def test_somebody_without_a_role_gets_neither_navigation_nor_search_nor_the_plan(
    page_of: Callable[..., str], roleless: User
) -> None:
    for path in ["/", "/2020-2024/", "/2020-2024/actions/1.1/"]:
        page = page_of(roleless, path)
        assert navigation(page) == {}
        assert "site-search" not in page
        assert "Action plan 2020-2024" not in page


@pytest.mark.full
def test_the_navigation_marks_where_one_is(page_of: Callable[..., str], contributor: User) -> None:
    for path, current in {
        "": "Overview",
        "money/": "Money",
        "milestones/": "Milestones",
        "actions/": "Actions",
        "actions/1.1/": "Actions",
        "objectives/1/": "Actions",
        "ministers/education/": "Actions",
        "organisations/ov/": "Actions",
        "my-actions/": "My actions",
    }.items():
        marked = navigation(page_of(contributor, f"/2020-2024/{path}"))
        assert [words for words, is_current in marked.items() if is_current] == [current], path
    assert not any(navigation(page_of(contributor, "/2020-2024/search/?q=network")).values())


def test_the_navigation_stays_within_the_plan_of_the_page_or_offers_the_current_one(
    page_of: Callable[..., str], reader: User
) -> None:
    ObjectiveFactory(plan__code="2015-2019", plan__start="2015-01-01", plan__end="2019-12-31")
    page = page_of(reader, "/2015-2019/")
    assert 'href="/2015-2019/actions/"' in page
    assert 'action="/2015-2019/search/"' in page
    assert '"/2020-2024/actions/"' not in page
    page = page_of(reader, "/2030-2034/")
    assert "Page not found" in page
    assert 'href="/2020-2024/actions/"' in page


def test_the_language_switch_comes_back_to_the_same_page(page_of: Callable[..., str], reader: User) -> None:
    path = "/2020-2024/actions/?q=a&on=2022-06-15"
    english, dutch = page_of(reader, path), page_of(reader, path, "nl")
    for page, other in [(english, "nl"), (dutch, "en")]:
        assert f'name="language" value="{other}"' in page
        assert 'name="next" value="/2020-2024/actions/?q=a&amp;on=2022-06-15"' in page
    assert '<html lang="nl">' in dutch
