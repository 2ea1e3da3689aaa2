"""Who may open and do what: the lines `GET` and `POST` of `tests.addresses`, written by hand; `test_every_address` walks them.

A line says what the address names, and what each audience gets: `accepted/*  lead coordinators 200; else 403`. Who is not
signed in is sent to sign in and who has no role gets 404, unless the line says otherwise; a later word overrules an
earlier one, and `else` is what all others with a role get. What may not be seen is 404, what may be seen but not done is
403, `sign` is being sent to sign in, 409 is a sentence about what happened in between. A POST that gets 200 or 302 has to
write; with a minus behind (`302-`) it answers without writing more than a session, a cookie or a mail; with a plus
(`sign+`) it writes before it sends to sign in. What the address names is a state of `tests.world` with `/open`, `/limited`
or both (`/*`), or a word that `tests.permissions.requests` explains. `as report-form` stands for the lines of that address
with the same method. A method without a line is answered with 405.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tests.addresses import each, rows
from tests.world import STATES

ROLES = [
    "anonymous",
    "inactive",
    "roleless",
    "reader",
    "minister_reader",
    "contributor",
    "partner",
    "stranger",
    "area_contributor",
    "coordinator",
    "submitter",
    "auditor",
    "administrator",
    "superuser",
]
"""`submitter` is a coordinator who began and submitted what is on behalf; all contributors but `contributor` belong to
other organisations than the one that leads: `partner` to its partner, `stranger` and `area_contributor` to neither."""

AUDIENCES = {
    "everybody": ROLES,
    "visitors": ["anonymous", "inactive"],
    "roleless": ["roleless"],
    "readers": ROLES[3:],
    "reader": ["reader"],
    "office": ["minister_reader"],
    "lead": ["contributor"],
    "partner": ["partner"],
    "own": ["contributor", "partner"],
    "other": ["stranger", "area_contributor"],
    "contributors": ["contributor", "partner", "stranger", "area_contributor"],
    "coordinators": ["coordinator", "submitter"],
    "coordinator": ["coordinator"],
    "submitter": ["submitter"],
    "auditors": ["auditor"],
    "administrators": ["administrator", "superuser"],
    "superuser": ["superuser"],
}
"""Whom a word of a line means; `readers` are all who have a role."""


class Line(NamedTuple):
    name: str
    method: str
    subject: str
    expected: dict[str, str]
    """By person."""


def lines() -> Iterator[Line]:
    """The whole table, in the order of its addresses."""
    texts: dict[tuple[str, str], list[str]] = {}
    for row in rows("GET", "POST"):
        for name in row.names:
            texts.setdefault((name, row.word), []).append(row.text)
    for (name, method), said in texts.items():
        for text in said:
            another = text.removeprefix("as ")
            for one in [text] if another == text else texts[another, method]:
                yield from lines_of(name, method, one)


def lines_of(name: str, method: str, text: str) -> Iterator[Line]:
    words, answers = text.split(maxsplit=1)
    if words == "*":
        words = f"{{{','.join(STATES)}}}/*"
    for subject in each(words):
        yield Line(name, method, subject, expected_of(answers))


def expected_of(answers: str) -> dict[str, str]:
    """By person. Raises KeyError for an audience that is none, or a person who is left out."""
    found = {"anonymous": "sign", "inactive": "sign", "roleless": "404"}
    for part in answers.split(";"):
        *audiences, answer = part.split()
        if audiences == ["else"]:
            found = dict.fromkeys(ROLES, answer) | found
        else:
            found |= {person: answer for audience in audiences for person in AUDIENCES[audience]}
    return {person: found[person] for person in ROLES}


def telling(line: Line) -> tuple[bool, int, int]:
    """Whether anybody may do what it is about, how many answers it tells apart, and how many people may."""
    answers = list(line.expected.values())
    may = [answer for answer in answers if answer in (["200"] if line.method == "GET" else ["200", "302"])]
    return bool(may), len(set(answers)), len(may)


def one_of_each() -> list[Line]:
    """Of each address and method the most telling line, the first of several."""
    found: dict[tuple[str, str], Line] = {}
    for line in lines():
        if telling(line) > telling(found.setdefault((line.name, line.method), line)):
            found[line.name, line.method] = line
    return [*found.values()]


def names(method: str) -> set[str]:
    """The addresses with a line for the method; every other one answers it with 405."""
    return {line.name for line in lines() if line.method == method}
