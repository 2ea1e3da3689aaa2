"""Who may open and do what: written by hand; `test_every_address` walks it.

A line is an address name, a method, what the address names, and what each person gets. What may not be seen is 404, what
may be seen but not done is 403, `sign` is being sent to sign in, 409 is a sentence about what happened in between. A POST
that gets 200 or 302 has to write; with a minus behind (`302-`) it answers without writing more than a session, a cookie or
a mail; with a plus (`sign+`) it writes before it sends to sign in. What the address names is a state of `tests.world` with `/open`, `/limited` or both (`/*`), or a word that
`tests.permissions.requests` explains. A method without a line is answered with 405.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tests.permissions.table_of_amendments import AMENDMENTS
from tests.permissions.table_of_dashboards import DASHBOARDS
from tests.permissions.table_of_documents import DOCUMENTS
from tests.permissions.table_of_government import GOVERNMENT
from tests.permissions.table_of_people import PEOPLE
from tests.permissions.table_of_plans import PLANS
from tests.permissions.table_of_questions import QUESTIONS
from tests.permissions.table_of_reminders import REMINDERS
from tests.permissions.table_of_rounds import ROUNDS
from tests.permissions.table_of_sheets import SHEETS
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

LIKE = {
    "inactive": "anonymous",
    "minister_reader": "reader",
    "area_contributor": "stranger",
    "submitter": "coordinator",
    "superuser": "administrator",
}
"""Whose column says nearly the same as another's: the rest of it is walked with --full."""

TABLE = """
                                                                      anon inac role read mini cont part stra area coor subm audi admi supe
home                                GET    -                          sign sign 403  302  302  302  302  302  302  302  302  302  302  302
overview                            GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
overview                            GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
my-actions                          GET    plan                       sign sign 404  403  403  200  200  200  200  403  403  403  403  403
action-list                         GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
action-list-csv                     GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
action-list-xlsx                    GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
action                              GET    *                          sign sign 404  200  200  200  200  200  200  200  200  200  200  200
action                              GET    elsewhere                  sign sign 404  200  200  200  200  200  200  200  200  200  200  200
action                              GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
objective                           GET    objective                  sign sign 404  200  200  200  200  200  200  200  200  200  200  200
minister                            GET    minister                   sign sign 404  200  200  200  200  200  200  200  200  200  200  200
organisation                        GET    organisation               sign sign 404  200  200  200  200  200  200  200  200  200  200  200
money-receipt                       GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200

report-choose                       GET    *                          sign sign 404  403  403  302  302  403  403  403  403  403  403  403
report-choose                       GET    elsewhere                  sign sign 404  403  403  403  403  302  302  403  403  403  403  403
report-form                         GET    none/*                     sign sign 404  403  403  200  403  403  403  200  200  403  403  403
report-form                         GET    draft/*                    sign sign 404  403  403  200  403  403  403  403  403  403  403  403
report-form                         GET    on_behalf/*                sign sign 404  403  403  200  403  403  403  200  200  403  403  403
report-form                         GET    submitted/*                sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-form                         GET    submitted_on_behalf/*      sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-form                         GET    accepted/*                 sign sign 404  403  403  200  403  403  403  200  200  403  403  403
report-form                         GET    returned/*                 sign sign 404  403  403  200  403  403  403  200  200  403  403  403
report-form                         GET    taken_back/*               sign sign 404  403  403  200  403  403  403  403  403  403  403  403
report-form                         GET    none/*@partner             sign sign 404  403  403  403  200  403  403  200  200  403  403  403
report-form                         GET    none/*@other               sign sign 404  403  403  403  403  403  403  403  403  403  403  403
report-form                         GET    elsewhere                  sign sign 404  403  403  403  403  302  302  302  302  403  403  403

report-form                         POST   none/*                     sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-form                         POST   draft/*                    sign sign 404  403  403  302  403  403  403  403  403  403  403  403
report-form                         POST   on_behalf/*                sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-form                         POST   submitted/*                sign sign 404  403  403  409  403  403  403  409  409  403  403  403
report-form                         POST   submitted_on_behalf/*      sign sign 404  403  403  409  403  403  403  409  409  403  403  403
report-form                         POST   accepted/*                 sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-form                         POST   returned/*                 sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-form                         POST   taken_back/*@going-on      sign sign 404  403  403  302  403  403  403  403  403  403  403  403
report-form                         POST   none/*@partner             sign sign 404  403  403  403  302  403  403  302  302  403  403  403
report-form                         POST   none/*@other               sign sign 404  403  403  403  403  403  403  403  403  403  403  403
report-form                         POST   elsewhere                  sign sign 404  403  403  403  403  409  409  409  409  403  403  403

report-save-and-check               POST   none/*                     sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-save-and-check               POST   draft/*                    sign sign 404  403  403  302  403  403  403  403  403  403  403  403
report-save-and-check               POST   on_behalf/*                sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-save-and-check               POST   submitted/*                sign sign 404  403  403  409  403  403  403  409  409  403  403  403
report-save-and-check               POST   submitted_on_behalf/*      sign sign 404  403  403  409  403  403  403  409  409  403  403  403
report-save-and-check               POST   accepted/*                 sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-save-and-check               POST   returned/*                 sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-save-and-check               POST   taken_back/*@going-on      sign sign 404  403  403  302  403  403  403  403  403  403  403  403
report-save-and-check               POST   none/*@partner             sign sign 404  403  403  403  302  403  403  302  302  403  403  403
report-save-and-check               POST   none/*@other               sign sign 404  403  403  403  403  403  403  403  403  403  403  403
report-save-and-check               POST   elsewhere                  sign sign 404  403  403  403  403  409  409  409  409  403  403  403

report-checks                       GET    none/*                     sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-checks                       GET    draft/*                    sign sign 404  403  403  200  403  403  403  403  403  403  403  403
report-checks                       GET    on_behalf/*                sign sign 404  403  403  200  403  403  403  200  200  403  403  403
report-checks                       GET    submitted/*                sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-checks                       GET    accepted/*                 sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-checks                       GET    taken_back/*               sign sign 404  403  403  200  403  403  403  403  403  403  403  403
report-checks                       GET    none/*@other               sign sign 404  403  403  403  403  403  403  403  403  403  403  403

report-discard                      GET    none/*                     sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-discard                      GET    draft/*                    sign sign 404  403  403  200  403  403  403  403  403  403  403  403
report-discard                      GET    on_behalf/*                sign sign 404  403  403  200  403  403  403  200  200  403  403  403
report-discard                      GET    submitted/*                sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-discard                      GET    accepted/*                 sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-discard                      GET    taken_back/*               sign sign 404  403  403  200  403  403  403  403  403  403  403  403
report-discard                      GET    none/*@other               sign sign 404  403  403  403  403  403  403  403  403  403  403  403

report-submit                       POST   none/*                     sign sign 404  403  403  409  403  403  403  409  409  403  403  403
report-submit                       POST   draft/*                    sign sign 404  403  403  302  403  403  403  403  403  403  403  403
report-submit                       POST   on_behalf/*                sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-submit                       POST   submitted/*                sign sign 404  403  403  409  403  403  403  403  403  403  403  403
report-submit                       POST   accepted/*                 sign sign 404  403  403  409  403  403  403  403  403  403  403  403
report-submit                       POST   returned/*                 sign sign 404  403  403  409  403  403  403  403  403  403  403  403
report-submit                       POST   taken_back/*@going-on      sign sign 404  403  403  302  403  403  403  403  403  403  403  403
report-submit                       POST   none/*@foreign             sign sign 404  403  403  409  403  403  403  409  409  403  403  403
report-submit                       POST   none/*@other               sign sign 404  403  403  403  403  403  403  403  403  403  403  403
report-submit                       POST   elsewhere                  sign sign 404  403  403  403  403  409  409  403  403  403  403  403

report-discard                      POST   none/*                     sign sign 404  403  403  409  403  403  403  409  409  403  403  403
report-discard                      POST   draft/*                    sign sign 404  403  403  302  403  403  403  403  403  403  403  403
report-discard                      POST   on_behalf/*                sign sign 404  403  403  302  403  403  403  302  302  403  403  403
report-discard                      POST   submitted/*                sign sign 404  403  403  409  403  403  403  403  403  403  403  403
report-discard                      POST   accepted/*                 sign sign 404  403  403  409  403  403  403  403  403  403  403  403
report-discard                      POST   returned/*                 sign sign 404  403  403  409  403  403  403  403  403  403  403  403
report-discard                      POST   taken_back/*@going-on      sign sign 404  403  403  302  403  403  403  403  403  403  403  403
report-discard                      POST   none/*@foreign             sign sign 404  403  403  409  403  403  403  409  409  403  403  403
report-discard                      POST   none/*@other               sign sign 404  403  403  403  403  403  403  403  403  403  403  403
report-discard                      POST   elsewhere                  sign sign 404  403  403  403  403  409  409  403  403  403  403  403

report                              GET    none/*                     sign sign 404  404  404  404  404  404  404  404  404  404  404  404
report                              GET    none/*@foreign             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
report                              GET    draft/*                    sign sign 404  404  404  302  404  404  404  404  404  404  404  404
report                              GET    on_behalf/*                sign sign 404  404  404  302  404  404  404  302  302  404  404  404
report                              GET    submitted/*                sign sign 404  404  404  200  200  404  404  200  200  200  404  404
report                              GET    submitted_on_behalf/*      sign sign 404  404  404  200  200  404  404  200  200  200  404  404
report                              GET    returned/*                 sign sign 404  404  404  200  200  404  404  200  200  200  404  404
report                              GET    taken_back/*               sign sign 404  404  404  200  200  404  404  200  200  200  404  404
report                              GET    accepted/open@contribution sign sign 404  404  404  200  200  404  404  200  200  200  404  404
report                              GET    accepted/*                 sign sign 404  200  200  200  200  200  200  200  200  200  200  200
report                              GET    elsewhere                  sign sign 404  404  404  404  404  200  200  200  200  200  404  404

report-take-back                    POST   draft/*                    sign sign 404  404  404  409  404  404  404  404  404  404  404  404
report-take-back                    POST   on_behalf/*                sign sign 404  404  404  409  404  404  404  409  409  404  404  404
report-take-back                    POST   submitted/*                sign sign 404  404  404  302  403  404  404  403  403  403  404  404
report-take-back                    POST   submitted_on_behalf/*      sign sign 404  404  404  302  403  404  404  302  302  403  404  404
report-take-back                    POST   accepted/*                 sign sign 404  403  403  409  403  403  403  403  403  403  403  403
report-take-back                    POST   returned/*                 sign sign 404  404  404  409  403  404  404  403  403  403  404  404
report-take-back                    POST   taken_back/*               sign sign 404  404  404  409  403  404  404  403  403  403  404  404
report-take-back                    POST   accepted/open@contribution sign sign 404  404  404  403  302  404  404  403  403  403  404  404
report-take-back                    POST   elsewhere                  sign sign 404  404  404  404  404  302  302  403  403  403  404  404

report-review                       GET    draft/*                    sign sign 404  404  404  403  404  404  404  404  404  404  404  404
report-review                       GET    on_behalf/*                sign sign 404  404  404  403  404  404  404  403  403  404  404  404
report-review                       GET    submitted/*                sign sign 404  404  404  403  403  404  404  200  200  403  404  404
report-review                       GET    submitted_on_behalf/*      sign sign 404  404  404  403  403  404  404  200  403  403  404  404
report-review                       GET    accepted/*                 sign sign 404  403  403  403  403  403  403  302  302  403  403  403
report-review                       GET    returned/*                 sign sign 404  404  404  403  403  404  404  302  302  403  404  404
report-review                       GET    taken_back/*               sign sign 404  404  404  403  403  404  404  302  302  403  404  404
report-review                       GET    accepted/open@contribution sign sign 404  404  404  403  403  404  404  200  200  403  404  404
report-review                       GET    elsewhere                  sign sign 404  404  404  404  404  403  403  200  200  403  404  404

report-accept                       POST   draft/*                    sign sign 404  404  404  403  404  404  404  404  404  404  404  404
report-accept                       POST   on_behalf/*                sign sign 404  404  404  403  404  404  404  403  403  404  404  404
report-accept                       POST   submitted/*                sign sign 404  404  404  403  403  404  404  302  302  403  404  404
report-accept                       POST   submitted_on_behalf/*      sign sign 404  404  404  403  403  404  404  302  403  403  404  404
report-accept                       POST   accepted/*                 sign sign 404  403  403  403  403  403  403  409  409  403  403  403
report-accept                       POST   returned/*                 sign sign 404  404  404  403  403  404  404  409  409  403  404  404
report-accept                       POST   taken_back/*               sign sign 404  404  404  403  403  404  404  409  409  403  404  404
report-accept                       POST   accepted/open@contribution sign sign 404  404  404  403  403  404  404  302  302  403  404  404
report-accept                       POST   none/*@foreign             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
report-accept                       POST   elsewhere                  sign sign 404  404  404  404  404  403  403  302  302  403  404  404

report-return                       POST   draft/*                    sign sign 404  404  404  403  404  404  404  404  404  404  404  404
report-return                       POST   on_behalf/*                sign sign 404  404  404  403  404  404  404  403  403  404  404  404
report-return                       POST   submitted/*                sign sign 404  404  404  403  403  404  404  302  302  403  404  404
report-return                       POST   submitted_on_behalf/*      sign sign 404  404  404  403  403  404  404  302  403  403  404  404
report-return                       POST   accepted/*                 sign sign 404  403  403  403  403  403  403  409  409  403  403  403
report-return                       POST   returned/*                 sign sign 404  404  404  403  403  404  404  409  409  403  404  404
report-return                       POST   taken_back/*               sign sign 404  404  404  403  403  404  404  409  409  403  404  404
report-return                       POST   accepted/open@contribution sign sign 404  404  404  403  403  404  404  302  302  403  404  404
report-return                       POST   none/*@foreign             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
report-return                       POST   elsewhere                  sign sign 404  404  404  404  404  403  403  302  302  403  404  404

review-queue                        GET    plan                       sign sign 404  403  403  403  403  403  403  200  200  403  403  403

healthz                             GET    -                          200  200  200  200  200  200  200  200  200  200  200  200  200  200
set_language                        GET    -                          405  405  405  405  405  405  405  405  405  405  405  405  405  405
set_language                        POST   -                          302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302-
account_login                       GET    -                          200  200  302  302  302  302  302  302  302  302  302  302  302  302
account_login                       POST   -                          302  302  302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302-
account_logout                      GET    -                          302  302  200  200  200  200  200  200  200  200  200  200  200  200
account_logout                      POST   -                          302- 302- 302  302  302  302  302  302  302  302  302  302  302  302
account_inactive                    GET    -                          200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_signup                      GET    -                          200  200  302  302  302  302  302  302  302  302  302  302  302  302
account_signup                      POST   -                          200- 200- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302-
account_reauthenticate              GET    -                          sign sign 200  200  200  200  200  200  200  200  200  200  200  200
account_reauthenticate              POST   -                          sign sign 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302-
usersessions_list                   GET    -                          sign sign 200  200  200  200  200  200  200  200  200  200  200  200
usersessions_list                   POST   -                          sign sign 302- 302  302- 302- 302- 302- 302- 302- 302- 302- 302- 302-
account_change_password             GET    -                          sign sign 200  200  200  200  200  200  200  200  200  200  200  200
account_change_password             POST   -                          sign sign 302  302  302  302  302  302  302  302  302  302  302  302
account_set_password                GET    -                          sign sign 302  302  302  302  302  302  302  302  302  302  302  302
account_set_password                POST   -                          sign sign 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302- 302-
account_reset_password              GET    -                          200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reset_password              POST   -                          302  302  302  302  302  302  302  302  302  302  302  302  302  302
account_reset_password_done         GET    -                          200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reset_password_from_key_done GET   -                         200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reset_password_from_key     GET    bad-key                    200  200  200  200  200  200  200  200  200  200  200  200  200  200
account_reset_password_from_key     POST   bad-key                    200- 200- 200- 200- 200- 200- 200- 200- 200- 200- 200- 200- 200- 200-
"""


class Line(NamedTuple):
    name: str
    method: str
    subject: str
    expected: dict[str, str]
    """By person."""


def lines(
    table: str = TABLE
    + ROUNDS
    + QUESTIONS
    + PEOPLE
    + AMENDMENTS
    + REMINDERS
    + SHEETS
    + DASHBOARDS
    + GOVERNMENT
    + DOCUMENTS
    + PLANS,
) -> Iterator[Line]:
    for text in table.strip().splitlines()[1:]:
        if text.strip():
            name, method, word, *cells = text.split()
            assert len(cells) == len(ROLES), text
            for subject in [f"{state}/*" for state in STATES] if word == "*" else [word]:
                yield Line(name, method, subject, dict(zip(ROLES, cells, strict=True)))


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


def otherwise(person: str) -> list[Line]:
    """Where the column of somebody in `LIKE` is not the other's."""
    return [line for line in lines() if line.expected[person] != line.expected[LIKE[person]]]


def names(method: str) -> set[str]:
    """The addresses with a line for the method; every other one answers it with 405."""
    return {line.name for line in lines() if line.method == method}
