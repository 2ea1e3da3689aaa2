"""What the words for an address's object in `tests.addresses` mean, and a valid form for each address that takes one."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from actionplan.pages.help.read import JOBS
from actionplan.reporting.models import ProgressReport
from objectives.models import Plan
from tests.factories import PASSWORD
from tests.government import government_world
from tests.permissions import (
    requests_of_amendments,
    requests_of_people,
    requests_of_plans,
    requests_of_rounds,
    requests_of_sheets,
)
from tests.recommendations.recommendations_world import FORM as FORM_OF_RECOMMENDATION
from tests.reminders import reminders_world
from tests.sent_forms import new_token
from tests.systems import systems_world
from tests.world import LIMITED, OPEN, STATES, World

NEW_PASSWORD = "eleven brave otters"


@dataclass(frozen=True)
class Subject:
    """What an address names: the values of its placeholders, and the report that a form sent there is about."""

    label: str
    names: dict[str, Any] = field(default_factory=dict)
    report: ProgressReport | None = None


@cache
def subjects(world: World, word: str) -> list[Subject]:
    """Looked up once for all people, since whatever they write is undone.

    `draft/*` is the draft of an open and of a limited action, `*` every state; `@partner` reports for the partner,
    `@opened` names evidence that was opened to all, `@other` reports for an organisation without a part in the action, `@foreign` names the report of another action.

    `@open` and `@closed` name the question in that state, `@foreign-question` one about another action.

    `1.2` is the action with that code, and `every-job` each page of help in turn."""
    for words, names_of in WORDS:
        if word in words:
            return [Subject(word, names_of(world, word))]
    for prefix, names_of in PREFIXES.items():
        if word.startswith(prefix):
            return [Subject(word, names_of(world, word))]
    if word in ("-", "plan", "unknown-plan", "unknown-action", "elsewhere", "bad-key", *PLACES):
        return [_named(world, word)]
    if re.fullmatch(r"\d+\.\d+", word):
        return [Subject(word, {"plan_code": world.plan.code, "code": word})]
    if word == "every-job":
        return [Subject(job, {"job": job}) for job in JOBS]
    states, _, special = word.partition("@")
    state, _, access = states.partition("/")
    return [
        _of_report(world, one, other, special)
        for one in ([state] if state != "*" else STATES)
        for other in ([access] if access not in ("*", "") else [OPEN, LIMITED])
    ]


WORDS = [
    (requests_of_people.WORDS, requests_of_people.names_of_people),
    (government_world.WORDS, government_world.names_of_government_change),
    (requests_of_plans.WORDS, requests_of_plans.names_of_plan),
    (reminders_world.WORDS, reminders_world.names_of_reminders),
    (systems_world.WORDS, systems_world.names_of_system_key),
]
PREFIXES = {
    requests_of_rounds.PREFIX: requests_of_rounds.names_of_round,
    requests_of_sheets.PREFIX: requests_of_sheets.names_of_sheet,
    requests_of_amendments.PREFIX: requests_of_amendments.names_of_proposal,
    requests_of_amendments.AMENDMENT_PREFIX: requests_of_amendments.names_of_amendment,
}
PLACES = {
    "objective": {"number": 1},
    "minister": {"key": "education"},
    "organisation": {"key": "kbbj_abb"},
    "recommendation": {"number": 1},
    "unknown-recommendation": {"number": 99},
    "job": {"job": "review"},
    "statement": {"job": "accessibility"},
    "unknown-job": {"job": "gardening"},
}


def _named(world: World, word: str) -> Subject:
    plan = {"plan_code": "1999-2000" if word == "unknown-plan" else world.plan.code}
    if word in PLACES:
        return Subject(word, {**plan, **PLACES[word]})
    if word == "elsewhere":
        action = world.small.elsewhere
        names = {"code": action.code, "pk": world.elsewhere.pk, "key": world.other_organisation.key}
        return Subject(word, {**plan, **names}, world.elsewhere)
    return Subject(word, {**plan, "code": "9.99", "uidb36": "1", "key": "bad-key"})


def _of_report(world: World, state: str, access: str, special: str) -> Subject:
    action = world.actions[state, access]
    key = {"partner": world.partner_organisation.key, "other": world.other_organisation.key}
    report = world.reports.get((state, access))
    if special == "contribution":
        report = world.contribution
    if special == "foreign":
        report = world.reports["draft", OPEN] if state == "none" else world.elsewhere
    if special == "going-on":
        report = world.draft_of(state, access)
    named = world.questions.get(("open" if special == "foreign-question" else special, access)) or report
    names = {
        "plan_code": world.plan.code,
        "code": action.code,
        "key": key.get(special, world.lead.key),
        "pk": named.pk if named else 0,
        "piece": _piece(report, is_open=special == "opened"),
    }
    return Subject(f"{state}/{access}{'@' if special else ''}{special}", names, report)


def _piece(report: ProgressReport | None, *, is_open: bool) -> int:
    """The key of a piece of evidence of the report."""
    found = report.evidence.filter(is_open=is_open).first() if report else None
    return found.pk if found else 0


def body(name: str, subject: Subject) -> dict[str, Any]:
    """A form that the address accepts from whoever may send it."""
    token = {"token": new_token()}
    if name == "report-autosave":
        return _saved_by_itself(subject)
    if name in FORMS_ABOUT_A_REPORT:
        return {**token, **FORMS_ABOUT_A_REPORT[name](subject)}
    return {**token, **form_of(name, subject.names)}


def form_of(name: str, names: dict[str, Any]) -> dict[str, Any]:
    """What it says beside its token: the same always, or what a function makes of the names of the address."""
    form = FORMS.get(name, {})
    return form(names) if callable(form) else form


def _saved_by_itself(subject: Subject) -> dict[str, Any]:
    was = subject.report.done if subject.report and not subject.label.endswith("@partner") else ""
    return {**_opened(subject), "field": "done", "was-done": was, "now-done": "Sample."}


def _written(subject: Subject) -> dict[str, Any]:
    return {**_opened(subject), "status": "ongoing", "confidence": "on_track", "done": "Sample."}


def _submitted(subject: Subject) -> dict[str, Any]:
    report = subject.report
    return {"report": report.pk if report else 0, "opened_on": report.revision if report else 0}


def _reviewed(subject: Subject) -> dict[str, Any]:
    if "limited" in subject.label:
        return {"decision": "return", "return_remark": "Sample question."}
    return {"decision": "accept", "verdict": "on_track", "remark": "Sample."}


def _accepted_with_others(subject: Subject) -> dict[str, Any]:
    report = subject.report
    return {"report": report.pk, f"verdict-{report.pk}": "on_track"} if report else {}


def _opened(subject: Subject) -> dict[str, Any]:
    """The draft that the form was opened on; the partner's form was opened on none."""
    report = subject.report
    if report is None or report.state != "draft" or subject.label.endswith("@partner"):
        return {"report": "", "opened_on": "0"}
    return {"report": report.pk, "opened_on": report.revision}


def _asked(names: dict[str, Any]) -> dict[str, Any]:
    about = {"asked_due": "2099-01-31", "asked_readers": "involved"}
    return {"asked": "Sample?", "asked_of": f"organisation-{names['key']}", **about}


def _key_made(names: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Sample system", "plans": [Plan.objects.get(code="2020-2024").pk]}


FORMS_ABOUT_A_REPORT = {
    "report-form": _written,
    "report-save-and-check": _written,
    "report-submit": _submitted,
    "report-discard": _submitted,
    "report-review": _reviewed,
    "reviews-accept": _accepted_with_others,
}
FORMS: dict[str, Any] = {
    **requests_of_people.FORMS,
    **requests_of_plans.FORMS,
    **government_world.FORMS,
    **requests_of_rounds.FORMS,
    **requests_of_sheets.FORMS,
    **requests_of_amendments.FORMS,
    "system-key-make": _key_made,
    "question-ask": _asked,
    "question-answer": {"text": "Sample."},
    "recommendation-new": FORM_OF_RECOMMENDATION,
    "recommendation-change": FORM_OF_RECOMMENDATION,
    "report-evidence": {"description": "Sample.", "archive_reference": "Sample 14"},
    "calendar-plan-make": {"part": "2020-2024/minister/education"},
    "set_language": {"language": "nl", "next": "/"},
    "account_login": {"login": "reader", "password": PASSWORD},
    "account_signup": {"username": "ann", "email": "ann@example.org", "password1": NEW_PASSWORD},
    "account_reauthenticate": {"password": PASSWORD},
    "account_change_password": {
        "oldpassword": PASSWORD,
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    },
    "account_set_password": {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    "account_reset_password": {"email": "reader@example.org"},
    "account_reset_password_from_key": {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
}
