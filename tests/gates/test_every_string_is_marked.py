"""Every text on every page is marked for translation: in the pseudo-language, nothing stands outside its brackets."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actions.models import Milestone
from tests.gates import pseudo
from tests.page_list.every_page import Page, answers, browsers, pages, pages_of_administration
from tests.visited import visited
from tests.world import World

pytestmark = pytest.mark.walk


@pytest.fixture(scope="session")
def pseudo_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pseudo")
    pseudo.compile_into(folder)
    return folder


@pytest.fixture
def in_pseudo(pseudo_catalogue: Path) -> Iterator[None]:
    with override_settings(
        LOCALE_PATHS=[pseudo_catalogue], LANGUAGES=[("en", "English"), (pseudo.CODE, "Pseudo")]
    ):
        yield


HARD_CODED_BY_DJANGO = ["Search", "True", "False", "None"]
"""In pictures of the administration, as their alternative text."""
WITHOUT_DUTCH_IN_DJANGO = ["Model name", "Add link", "Change or view list link"]
"""Heads of columns of the administration's first page, which only a screen reader says."""


def unmarked_on(clients: dict[str, Client], listed: list[Page], *known_words: str) -> list[str]:
    known, found = pseudo.data_strings(*known_words), []
    for page, html in visited(clients, listed, pseudo.CODE):
        assert f'lang="{pseudo.CODE}"' in html, page
        found += [f"{page.name} ({page.url}): {text}" for text in pseudo.unmarked(html, known)]
    return found


def test_no_page_of_the_portal_says_anything_unmarked(
    world: World, client_of: Callable[[User], Client], in_pseudo: None
) -> None:
    found = unmarked_on(browsers(world, client_of), pages(world))
    assert found == [], "\n".join(found)


def test_no_answer_to_a_form_says_anything_unmarked(
    world: World, client_of: Callable[[User], Client], in_pseudo: None
) -> None:
    clients, known, found = browsers(world, client_of), pseudo.data_strings(), []
    for answer in answers(world):
        headers = {"accept-language": pseudo.CODE}
        response = clients[answer.person].post(answer.url, answer.sent, headers=headers)
        assert response.status_code == answer.status, answer
        typed = [value for value in answer.sent.values() if isinstance(value, str)]
        html = response.content.decode()
        found += [f"{answer.name}: {text}" for text in pseudo.unmarked(html, [*typed, *known])]
    assert found == [], "\n".join(found)


def test_no_page_of_the_administration_says_anything_unmarked(
    world: World, client_of: Callable[[User], Client], in_pseudo: None
) -> None:
    keys = [
        key
        for model in (Minister, Organisation, Milestone)
        for key in model.objects.values_list("key", flat=True)
    ]
    known = [*keys, *HARD_CODED_BY_DJANGO, *WITHOUT_DUTCH_IN_DJANGO]
    found = unmarked_on(browsers(world, client_of), list(pages_of_administration(world)), *known)
    assert found == [], "\n".join(found)
