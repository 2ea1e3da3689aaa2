"""`publiccode.yml` has what version 0.4 of its standard demands, and says of the portal what is so."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "publiccode.yml").read_text()
MANDATORY = [
    *["publiccodeYmlVersion", "name", "url", "releaseDate", "platforms", "categories", "developmentStatus"],
    *["softwareType", "description", "legal", "maintenance", "localisation"],
]


def value(key: str) -> str:
    """Of a line anywhere: the file has no key twice, but in each language."""
    return re.findall(rf'^ *{key}: "?(.+?)"?$', TEXT, re.MULTILINE)[0]


@pytest.mark.parametrize("key", MANDATORY)
def test_what_is_mandatory_is_there(key: str) -> None:
    assert len(re.findall(rf"^{key}:", TEXT, re.MULTILINE)) == 1


def test_it_says_what_is_so() -> None:
    assert value("publiccodeYmlVersion") == "0.4"
    assert (
        value("softwareVersion") == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    )
    assert value("license") in (ROOT / "LICENSE").read_text()
    languages = re.findall(r"^    - (\w\w)$", TEXT.partition("availableLanguages:")[2], re.MULTILINE)
    assert languages == [code for code, _name in settings.LANGUAGES]


def test_descriptions_are_as_long_as_they_may_be() -> None:
    short = re.findall(r"shortDescription: (.+)", TEXT)
    long = re.findall(r"longDescription: >\n(.+?)\n    features:", TEXT, re.DOTALL)
    assert len(short) == len(long) == len(settings.LANGUAGES)
    assert max(map(len, short)) <= 150
    assert min(len(" ".join(words.split())) for words in long) >= 150
