"""The language that is spoken: as Django says it, sooner, and nobody else changes it."""

import ast
import re
import threading

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.utils.translation import get_language, gettext, override

from actionplan.base.language import OneLanguageMiddleware, language_now, speaking
from actionplan.base.language_tags import PlainTranslation, SpokenNode
from actionplan.base.spoken import spoken
from actionplan.base.twins import in_dutch

pytestmark = pytest.mark.plain

CHANGES = {"activate", "deactivate", "deactivate_all", "override"}
"""What changes Django's language, past `speaking`."""


def changes_in(source: str) -> set[str]:
    """What of it a module imports, or asks of Django's translations by its name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.utils.translation"):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and "translation" in ast.unparse(node.value):
            found.add(node.attr)
    return found & CHANGES


def said_in_a_request() -> list[tuple[str, str | None]]:
    """Before, within and after a word in the other language, here and as Django says it."""
    said = []

    def answer(_request: HttpRequest) -> HttpResponse:
        said.append((language_now(), get_language()))
        with speaking("nl"):
            said.append((language_now(), get_language()))
            with speaking("en"):
                said.append((language_now(), get_language()))
        said.append((language_now(), get_language()))
        return HttpResponse()

    with override("en"):
        OneLanguageMiddleware(answer)(HttpRequest())
    return said


def test_within_a_request_it_is_the_language_that_was_found_for_it() -> None:
    assert said_in_a_request() == [("en", "en"), ("nl", "nl"), ("en", "en"), ("en", "en")]


def test_after_a_request_django_is_asked() -> None:
    said_in_a_request()
    for language in ["nl", "en"]:
        with override(language):
            assert language_now() == language
            assert in_dutch() == (language == "nl")
    with override(None):
        assert language_now() == ""


def test_what_fails_leaves_the_language_as_it_was() -> None:
    def fails(_request: HttpRequest) -> HttpResponse:
        with speaking("nl"):
            raise LookupError

    with override("en"):
        with pytest.raises(LookupError):
            OneLanguageMiddleware(fails)(HttpRequest())
        assert (language_now(), get_language()) == ("en", "en")


def test_each_thread_speaks_its_own() -> None:
    met, said = threading.Barrier(2, timeout=20), {}

    def speak(language: str) -> None:
        with speaking(language):
            met.wait()
            said[language] = (language_now(), get_language())
            met.wait()

    threads = [threading.Thread(target=speak, args=[language]) for language in ["nl", "en"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {"nl": ("nl", "nl"), "en": ("en", "en")}


def test_nobody_else_changes_the_language() -> None:
    """It would be asked in vain within a request."""
    folders = [settings.BASE_DIR / name for name in ["actionplan", "actions", "budgets", "objectives"]]
    sources = [path for folder in folders for path in folder.rglob("*.py")]
    assert len(sources) > 400
    assert [path.name for path in sources if changes_in(path.read_text())] == ["language.py"]


def test_a_template_in_another_language_tells_the_portal() -> None:
    folder = settings.BASE_DIR / "templates"
    found = [path for path in folder.rglob("*.*") if "{% language " in path.read_text(errors="replace")]
    assert found
    for path in found:
        (loads,) = re.findall(r"{% load ([^%]*)%}", path.read_text())
        assert loads.split().index("ui") > loads.split().index("i18n"), path


def test_the_middleware_stands_behind_what_finds_the_language() -> None:
    place = settings.MIDDLEWARE.index
    assert place("actionplan.base.language.OneLanguageMiddleware") == (
        place("django.middleware.locale.LocaleMiddleware") + 1
    )


TEXTS = [
    '{% translate "Overview" %}',
    "{% translate 'Where does the plan stand?' %}",
    '{% translate "Overview" as words %}<{{ words }}>{{ words|length }}',
    '{% translate "Review" context "navigation" %}',
    '{% translate "Review" context "navigation" as words %}{{ words }}',
    '{% translate "Review" context place %}',
    '{% translate "Review" context "navigation"|lower %}',
    '{% translate "Overview"|upper %}',
    "{% translate said %}",
    '{% translate "Overview" noop %}',
    '{% translate "100% & <b>more</b>" %}',
    '{% translate "100% & <b>more</b>" as words %}{{ words }}',
    '{% language "nl" %}{% translate "Overview" %}{% endlanguage %}{% translate "Overview" %}',
]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("text", TEXTS)
def test_the_tags_say_what_those_of_django_say(text: str, language: str) -> None:
    context = {"said": "Overview & more", "place": "navigation"}
    with override(language):
        for _time in range(2):
            as_django = Template("{% load i18n %}" + text).render(Context(context))
            assert Template("{% load i18n ui %}" + text).render(Context(context)) == as_django


def test_a_text_alone_is_looked_up_once_a_language() -> None:
    nodes = [Template("{% load i18n ui %}" + text).nodelist[1] for text in TEXTS]
    assert [type(node) is PlainTranslation for node in nodes] == [
        *[True] * 5,
        *[False] * 5,
        *[True] * 2,
        False,
    ]
    assert type(nodes[-1]) is SpokenNode


def test_a_tag_tells_the_rest_which_language_is_spoken() -> None:
    template = Template('{% load i18n ui %}{% language "nl" %}{{ spoken }}{% endlanguage %} {{ spoken }}')
    with override("en"):
        assert template.render(Context({"spoken": language_now})) == "nl en"


def test_words_are_kept_under_the_language_that_they_are_in() -> None:
    """Also where Django alone is told of another language, within a request."""

    @spoken
    def overview() -> str:
        return gettext("Overview")

    def answer(_request: HttpRequest) -> HttpResponse:
        with override("nl"):
            return HttpResponse(overview())

    for language, words in [("en", "Overview"), ("nl", "Overzicht")]:
        with override(language):
            assert OneLanguageMiddleware(answer)(HttpRequest()).content.decode() == words
            assert overview() == words


PLANTED = [
    "from django.utils.translation import gettext, override\n",
    "from django.utils.translation import (\n    gettext,\n    override as other,\n)\n",
    "from django.utils.translation.trans_real import activate\n",
    "from django.utils import translation\ntranslation.deactivate_all()\n",
    "import django.utils.translation\ndjango.utils.translation.activate('nl')\n",
]


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_change_is_found(planted: str) -> None:
    assert changes_in(planted)


def test_what_is_called_so_elsewhere_is_none() -> None:
    assert not changes_in(
        "from django.utils.translation import ngettext\nsettings.override()\ntimezone.activate(x)"
    )
