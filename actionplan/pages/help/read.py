"""Pages of help, written as Markdown in `docs/help/`, a file a job and language, so that they can be read there too.

A file begins with its title and a paragraph that says what the job is. Links lead to other pages of help (`review.md#questions`)
or out of the portal; pictures are in `static/help/`, named as they are found from the file.
"""

import re
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs" / "help"
JOBS = [
    "sign-in",
    "second-factor",
    "my-actions",
    "report",
    "read",
    "watch",
    "minister",
    "review",
    "rounds",
    "government-report",
    "amend",
    "people",
    "audit",
    "administer",
    "import",
    "mail",
    "words",
    "accessibility",
    "new",
]
"""In the order of the list."""
WITHOUT_SIGN_IN = {"sign-in", "second-factor", "accessibility"}
CONTACT = "`CONTACT_EMAIL`"
"""What stands in the files for the address that an installation names."""
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class HelpEntry:
    """What the list says of a page."""

    job: str
    language: str
    title: str
    lede: str


@dataclass(frozen=True)
class HelpPage(HelpEntry):
    headings: list[tuple[str, str]]
    """Anchor and words of each."""
    content: SafeString


def language_of_help() -> str:
    """Of the two in which there is help, the reader's."""
    return "nl" if (get_language() or "").startswith("nl") else "en"


def entry_of(job: str, language: str) -> HelpEntry:
    """Raises FileNotFoundError where no such file is."""
    title, lede, _rest = _parts_of(job, language)
    return HelpEntry(job, language, title, lede)


def page_of(job: str, language: str) -> HelpPage:
    """Raises FileNotFoundError where no such file is; what the file says as HTML is escaped by the library."""
    title, lede, rest = _parts_of(job, language)
    tokens = MARKDOWN.parse(rest)
    headings = [
        (_anchor(opening, words.content), words.content)
        for opening, words in pairwise(tokens)
        if opening.type == "heading_open"
    ]
    for token in tokens:
        _lead_into_the_portal(token)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return HelpPage(job, language, title, lede, headings, mark_safe(html))  # noqa: S308


def paragraph_under(heading: str, job: str, language: str) -> SafeString:
    """The first paragraph under a heading of a page, for a page of the portal that says the same; empty where there is none."""
    *_above, rest = _parts_of(job, language)
    text = rest.partition(f"## {heading}\n\n")[2].partition("\n\n")[0]
    return mark_safe(MARKDOWN.render(text))  # noqa: S308


def _parts_of(job: str, language: str) -> list[str]:
    """The title, the first paragraph, and the rest as Markdown."""
    text = (FOLDER / language / f"{job}.md").read_text().replace(CONTACT, _contact())
    return text.removeprefix("# ").split("\n\n", 2)


def _anchor(heading: Token, words: str) -> str:
    """Given to the heading: the one that it has where repositories show the file."""
    anchor = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
    heading.attrSet("id", anchor)
    return anchor


def _lead_into_the_portal(token: Token) -> None:
    for part in token.children or []:
        if part.type == "link_open":
            file, mark, anchor = str(part.attrs["href"]).partition("#")
            if file.endswith(".md"):
                part.attrSet("href", reverse("help", args=[file.removesuffix(".md")]) + mark + anchor)
        if part.type == "image":
            name = str(part.attrs["src"]).partition("static/")[2]
            width, height = size_of(Path(settings.BASE_DIR) / "static" / name)
            part.attrs |= {"src": static(name), "width": width, "height": height, "loading": "lazy"}


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height in pixels, as the head of a PNG says them."""
    with picture.open("rb") as file:
        return struct.unpack(">II", file.read(24)[16:])


def _contact() -> str:
    return f"<{settings.CONTACT_EMAIL}>" if settings.CONTACT_EMAIL else _("the coordinators of your plan")
