"""Who may open and do what: written by hand; `test_every_address` walks it.

A line is an address name, a method, what the address names, and what each audience gets: `lead coordinators 200; else 403`.
Who is not signed in is sent to sign in and who has no role gets 404, unless the line says otherwise; a later word
overrules an earlier one, and `else` is what all others with a role get. What may not be seen is 404, what may be seen but
not done is 403, `sign` is being sent to sign in, 409 is a sentence about what happened in between. A POST
that gets 200 or 302 has to write; with a minus behind (`302-`) it answers without writing more than a session, a cookie or
a mail; with a plus (`sign+`) it writes before it sends to sign in. What the address names is a state of `tests.world`
with `/open`, `/limited` or both (`/*`), or a word that `tests.permissions.requests` explains. What is the same of several
addresses or states stands once, with braces as in a shell. A method without a line is answered with 405.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from tests.permissions.table_of_amendments import AMENDMENTS
from tests.permissions.table_of_dashboards import DASHBOARDS
from tests.permissions.table_of_documents import DOCUMENTS
from tests.permissions.table_of_evidence import EVIDENCE
from tests.permissions.table_of_government import GOVERNMENT
from tests.permissions.table_of_people import PEOPLE
from tests.permissions.table_of_plans import PLANS
from tests.permissions.table_of_questions import QUESTIONS
from tests.permissions.table_of_recommendations import RECOMMENDATIONS
from tests.permissions.table_of_reminders import REMINDERS
from tests.permissions.table_of_rounds import ROUNDS
from tests.permissions.table_of_sheets import SHEETS
from tests.permissions.table_of_sso import SSO_OFF
from tests.permissions.table_of_systems import SYSTEMS
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

LIKE = {
    "inactive": "anonymous",
    "minister_reader": "reader",
    "area_contributor": "stranger",
    "submitter": "coordinator",
    "superuser": "administrator",
}
"""Whose column says nearly the same as another's: the rest of it is walked with --full."""

TABLE = """
home                           GET  -                              roleless 403; readers 302
overview                       GET  plan                           readers 200
overview                       GET  unknown-plan                   readers 404
my-actions                     GET  plan                           contributors 200; else 403
my-work                        GET  plan                           coordinators 200; else 403
action-list{,-csv,-xlsx}       GET  plan                           readers 200
action                         GET  *                              readers 200
action                         GET  elsewhere                      readers 200
action                         GET  unknown-action                 readers 404
{action-docx,schedule-chart}   GET  *                              readers 200
{action-docx,schedule-chart}   GET  elsewhere                      readers 200
{action-docx,schedule-chart}   GET  unknown-action                 readers 404
objective                      GET  objective                      readers 200
minister                       GET  minister                       readers 200
organisation                   GET  organisation                   readers 200
money-receipt                  GET  plan                           readers 200

report-choose                  GET  *                              own 302; else 403
report-choose                  GET  elsewhere                      other 302; else 403
report-form                    GET  {none,on_behalf,accepted,returned}/* lead coordinators 200; else 403
report-form                    GET  {draft,taken_back}/*           lead 200; else 403
report-form                    GET  {submitted,submitted_on_behalf}/* lead coordinators 302; else 403
report-form                    GET  none/*@partner                 partner coordinators 200; else 403
report-form                    GET  none/*@other                   readers 403
report-form                    GET  elsewhere                      other coordinators 302; else 403

report-{form,save-and-check}   POST {none,on_behalf,accepted,returned}/* lead coordinators 302; else 403
report-{form,save-and-check}   POST draft/*                        lead 302; else 403
report-{form,save-and-check}   POST taken_back/*@going-on          lead 302; else 403
report-{form,save-and-check}   POST {submitted,submitted_on_behalf}/* lead coordinators 409; else 403
report-{form,save-and-check}   POST none/*@partner                 partner coordinators 302; else 403
report-{form,save-and-check}   POST none/*@other                   readers 403
report-{form,save-and-check}   POST elsewhere                      other coordinators 409; else 403

report-autosave                POST {none,on_behalf,accepted,returned}/* lead coordinators 200; else 403
report-autosave                POST draft/*                        lead 200; else 403
report-autosave                POST taken_back/*@going-on          lead 200; else 403
report-autosave                POST {submitted,submitted_on_behalf}/* lead coordinators 409; else 403
report-autosave                POST none/*@partner                 partner coordinators 200; else 403
report-autosave                POST none/*@other                   readers 403
report-autosave                POST elsewhere                      other coordinators 409; else 403

report-{checks,discard}        GET  {none,submitted,accepted}/*    lead coordinators 302; else 403
report-{checks,discard}        GET  {draft,taken_back}/*           lead 200; else 403
report-{checks,discard}        GET  on_behalf/*                    lead coordinators 200; else 403
report-{checks,discard}        GET  none/*@other                   readers 403

report-{submit,discard}        POST none/{*,*@foreign}             lead coordinators 302-; else 403
report-{submit,discard}        POST draft/*                        lead 302; else 403
report-{submit,discard}        POST taken_back/*@going-on          lead 302; else 403
report-{submit,discard}        POST on_behalf/*                    lead coordinators 302; else 403
report-{submit,discard}        POST {submitted,accepted,returned}/* lead 302-; else 403
report-{submit,discard}        POST none/*@other                   readers 403
report-{submit,discard}        POST elsewhere                      other 302-; else 403

report                         GET  none/{*,*@foreign}             readers 404
report                         GET  draft/*                        lead 302; else 404
report                         GET  on_behalf/*                    lead coordinators 302; else 404
report                         GET  {submitted,submitted_on_behalf}/* own coordinators auditors 200; else 404
report                         GET  {returned,taken_back}/*        own coordinators auditors 200; else 404
report                         GET  accepted/open@contribution     own coordinators auditors 200; else 404
report                         GET  accepted/*                     readers 200
report                         GET  elsewhere                      other coordinators auditors 200; else 404

report-take-back               GET  draft/*                        lead 302; else 404
report-take-back               GET  on_behalf/*                    lead coordinators 302; else 404
report-take-back               GET  submitted/*                    lead 200; partner coordinators auditors 403; else 404
report-take-back               GET  submitted_on_behalf/*          lead coordinators 200; partner auditors 403; else 404
report-take-back               GET  accepted/*                     lead 302; else 403
report-take-back               GET  returned/*                     lead 302; partner coordinators auditors 403; else 404
report-take-back               GET  taken_back/*                   lead 302; partner coordinators auditors 403; else 404
report-take-back               GET  accepted/open@contribution     lead coordinators auditors 403; partner 200; else 404
report-take-back               GET  elsewhere                      other 200; coordinators auditors 403; else 404
report-take-back               POST draft/*                        lead 409; else 404
report-take-back               POST on_behalf/*                    lead coordinators 409; else 404
report-take-back               POST submitted/*                    lead 302; partner coordinators auditors 403; else 404
report-take-back               POST submitted_on_behalf/*          lead coordinators 302; partner auditors 403; else 404
report-take-back               POST accepted/*                     lead 409; else 403
report-take-back               POST returned/*                     lead 409; partner coordinators auditors 403; else 404
report-take-back               POST taken_back/*                   lead 409; partner coordinators auditors 403; else 404
report-take-back               POST accepted/open@contribution     lead coordinators auditors 403; partner 302; else 404
report-take-back               POST elsewhere                      other 302; coordinators auditors 403; else 404

report-review                  GET  draft/*                        lead 403; else 404
report-review                  GET  on_behalf/*                    lead coordinators 403; else 404
report-review                  GET  submitted/*                    own auditors 403; coordinators 200; else 404
report-review                  GET  accepted/open@contribution     own auditors 403; coordinators 200; else 404
report-review                  GET  submitted_on_behalf/*          own submitter auditors 403; coordinator 200; else 404
report-review                  GET  accepted/*                     coordinators 302; else 403
report-review                  GET  returned/*                     own auditors 403; coordinators 302; else 404
report-review                  GET  taken_back/*                   own auditors 403; coordinators 302; else 404
report-review                  GET  elsewhere                      other auditors 403; coordinators 200; else 404

report-review                  POST draft/*                        lead 403; else 404
report-review                  POST on_behalf/*                    lead coordinators 403; else 404
report-review                  POST submitted/*                    own auditors 403; coordinators 302; else 404
report-review                  POST accepted/open@contribution     own auditors 403; coordinators 302; else 404
report-review                  POST submitted_on_behalf/*          own submitter auditors 403; coordinator 302; else 404
report-review                  POST accepted/*                     coordinators 409; else 403
report-review                  POST returned/*                     own auditors 403; coordinators 409; else 404
report-review                  POST taken_back/*                   own auditors 403; coordinators 409; else 404
report-review                  POST none/*@foreign                 readers 404
report-review                  POST elsewhere                      other auditors 403; coordinators 302; else 404

review-queue                   GET  plan                           coordinators 200; else 403

healthz                        GET  -                              everybody 200
styleguide                     GET  -                              else 404
styleguide-asks-first          GET  -                              else 404
help-list                      GET  -                              roleless 200; readers 200
help                           GET  job                            roleless 200; readers 200
help                           GET  statement                      everybody 200
help                           GET  unknown-job                    roleless 404; readers 404
set_language                   GET  -                              everybody 405
set_language                   POST -                              everybody 302-
account_login                  GET  -                              visitors 200; roleless 302; readers 302
account_login                  POST -                              visitors 302; roleless 302-; readers 302-
account_logout                 GET  -                              visitors 302; roleless 200; readers 200
account_logout                 POST -                              visitors 302-; roleless 302; readers 302
account_inactive               GET  -                              everybody 200
account_signup                 GET  -                              visitors 200; roleless 302; readers 302
account_signup                 POST -                              visitors 200-; roleless 302-; readers 302-
account_reauthenticate         GET  -                              roleless 200; readers 200
account_reauthenticate         POST -                              roleless 302-; readers 302-
usersessions_list              GET  -                              roleless 200; readers 200
usersessions_list              POST -                              roleless 302-; readers 302-; reader 302
account_change_password        GET  -                              roleless 200; readers 200
account_change_password        POST -                              roleless 302; readers 302
account_set_password           GET  -                              roleless 302; readers 302
account_set_password           POST -                              roleless 302-; readers 302-
mfa_index                      GET  -                              roleless 200; readers 200
mfa_authenticate               GET  -                              everybody 302
mfa_authenticate               POST -                              everybody 302-
mfa_{reauthenticate,reauthenticate_webauthn} GET  -                              roleless 302; readers 302
mfa_{reauthenticate,reauthenticate_webauthn} POST -                              roleless 302-; readers 302-
mfa_{activate_totp,add_webauthn,generate_recovery_codes} GET  -                              roleless 302; readers 302
mfa_{activate_totp,add_webauthn,generate_recovery_codes} POST -                              roleless 302-; readers 302-
mfa_remove_webauthn            GET  keyed                          roleless 302; readers 302
mfa_remove_webauthn            POST keyed                          roleless 302-; readers 302-
mfa_deactivate_totp            GET  -                              readers 404
mfa_deactivate_totp            POST -                              readers 404
mfa_view_recovery_codes        GET  -                              readers 404
account_reset_password         GET  -                              everybody 200
account_reset_password         POST -                              everybody 302
account_reset_password_done    GET  -                              everybody 200
account_reset_password_from_key_done GET  -                              everybody 200
account_reset_password_from_key GET  bad-key                        everybody 200
account_reset_password_from_key POST bad-key                        everybody 200-
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
    + RECOMMENDATIONS
    + REMINDERS
    + SHEETS
    + DASHBOARDS
    + GOVERNMENT
    + DOCUMENTS
    + EVIDENCE
    + SSO_OFF
    + PLANS
    + SYSTEMS,
) -> Iterator[Line]:
    for text in table.strip().splitlines():
        if text.strip():
            names, method, words, answers = text.split(maxsplit=3)
            if words == "*":
                words = f"{{{','.join(STATES)}}}/*"
            for name, subject in product(each(names), each(words)):
                yield Line(name, method, subject, expected_of(answers))


def each(words: str) -> list[str]:
    """What a word in braces stands for, as in a shell: `round-{open,closed}` are two, `budget{,-csv}` too."""
    head, brace, rest = words.partition("{")
    if not brace:
        return [words]
    inside, _, tail = rest.partition("}")
    return [f"{head}{one}{end}" for one in inside.split(",") for end in each(tail)]


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


def otherwise(person: str) -> list[Line]:
    """Where the column of somebody in `LIKE` is not the other's."""
    return [line for line in lines() if line.expected[person] != line.expected[LIKE[person]]]


def names(method: str) -> set[str]:
    """The addresses with a line for the method; every other one answers it with 405."""
    return {line.name for line in lines() if line.method == method}
