"""The story as data: every text is there in English and in Dutch, and is read as a sentence."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from actionplan.demo.reading import FILES, FOLDER, read_story
from actionplan.demo.texts import LANGUAGES


def twins(value: Any) -> Iterator[dict[str, str]]:
    """Every text of a file."""
    if isinstance(value, list):
        for one in value:
            yield from twins(one)
    elif isinstance(value, dict) and {"en", "nl"} & set(value):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from twins(one)


def test_every_file_is_read() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_there_in_both_languages(name: str) -> None:
    found = list(twins(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))))
    assert len(found) > 10
    assert [twin for twin in found if set(twin) != {"en", "nl"} or not all(twin.values())] == []
    assert [twin for twin in found if twin["en"] == twin["nl"] and " " in twin["en"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_read_in_one_language(language: str) -> None:
    story = read_story(language)
    done = [report.facts["done"] for report in story.reports if "done" in report.facts]
    assert len(done) > 200
    assert all(text[0].isupper() for text in done)
    assert [one.action for one in story.reports] == [one.action for one in read_story("en").reports]
