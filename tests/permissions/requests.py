"""What the permission table's words for an address's object mean, and a valid form for each address that takes one."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from actionplan.reporting.models import ProgressReport
from objectives.models import Plan
from tests.factories import PASSWORD
from tests.government.government_world import WORDS as WORDS_OF_CHANGES
from tests.government.government_world import form_of_government_change, names_of_government_change
from tests.permissions.requests_of_amendments import (
    AMENDMENT_PREFIX,
    form_of_amendment,
    names_of_amendment,
    names_of_proposal,
)
from tests.permissions.requests_of_amendments import NAMES as NAMES_OF_AMENDMENTS
from tests.permissions.requests_of_amendments import PREFIX as PROPOSAL_PREFIX
from tests.permissions.requests_of_government import NAMES as NAMES_OF_GOVERNMENT
from tests.permissions.requests_of_government import form_of_government
from tests.permissions.requests_of_people import FORMS as FORMS_OF_PEOPLE
from tests.permissions.requests_of_people import WORDS as WORDS_OF_PEOPLE
from tests.permissions.requests_of_people import form_of_people, names_of_people
from tests.permissions.requests_of_plans import NAMES as NAMES_OF_PLANS
from tests.permissions.requests_of_plans import WORDS as WORDS_OF_PLANS
from tests.permissions.requests_of_plans import form_of_plan, names_of_plan
from tests.permissions.requests_of_rounds import NAMES as NAMES_OF_ROUNDS
from tests.permissions.requests_of_rounds import PREFIX as ROUND_PREFIX
from tests.permissions.requests_of_rounds import form_of_round, names_of_round
from tests.permissions.requests_of_sheets import NAMES as NAMES_OF_SHEETS
from tests.permissions.requests_of_sheets import PREFIX as SHEET_PREFIX
from tests.permissions.requests_of_sheets import form_of_sheet, names_of_sheet
from tests.recommendations.recommendations_world import FORM as FORM_OF_RECOMMENDATION
from tests.reminders.reminders_world import WORDS as WORDS_OF_REMINDERS
from tests.reminders.reminders_world import names_of_reminders
from tests.sent_forms import new_token
from tests.systems.systems_world import WORDS as WORDS_OF_SYSTEMS
from tests.systems.systems_world import names_of_system_key
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

    `@open` and `@closed` name the question in that state, `@foreign-question` one about another action."""
    if word in WORDS_OF_PEOPLE:
        return [Subject(word, names_of_people(world, word))]
    if word in WORDS_OF_CHANGES:
        return [Subject(word, names_of_government_change(word))]
    if word in WORDS_OF_PLANS:
        return [Subject(word, names_of_plan(word))]
    if word.startswith(ROUND_PREFIX):
        return [Subject(word, names_of_round(world, word))]
    if word.startswith(SHEET_PREFIX):
        return [Subject(word, names_of_sheet(world, word))]
    if word.startswith(PROPOSAL_PREFIX):
        return [Subject(word, names_of_proposal(world, word))]
    if word.startswith(AMENDMENT_PREFIX):
        return [Subject(word, names_of_amendment(world, word))]
    if word in WORDS_OF_REMINDERS:
        return [Subject(word, names_of_reminders(world, word))]
    if word in WORDS_OF_SYSTEMS:
        return [Subject(word, names_of_system_key(world, word))]
    if word in ("-", "plan", "unknown-plan", "unknown-action", "elsewhere", "bad-key", *PLACES):
        return [_named(world, word)]
    states, _, special = word.partition("@")
    state, _, access = states.partition("/")
    return [
        _of_report(world, one, other, special)
        for one in ([state] if state != "*" else STATES)
        for other in ([access] if access not in ("*", "") else [OPEN, LIMITED])
    ]


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
    token, report = {"token": new_token()}, subject.report
    if name in FORMS_OF_PEOPLE:
        return {**token, **form_of_people(name, subject.names)}
    if name in NAMES_OF_PLANS:
        return {**token, **form_of_plan(name)}
    if name == "system-key-make":
        return {**token, "name": "Sample system", "plans": [Plan.objects.get(code="2020-2024").pk]}
    if name == "government" or (name.startswith("government-") and name != "government-report"):
        return {**token, **form_of_government_change(name)}
    if name in NAMES_OF_ROUNDS:
        return {**token, **form_of_round(name, subject.names)}
    if name in NAMES_OF_GOVERNMENT:
        return {**token, **form_of_government(name, subject.names)}
    if name in NAMES_OF_SHEETS:
        return {**token, **form_of_sheet(name, subject.names)}
    if name in NAMES_OF_AMENDMENTS:
        return {**token, **form_of_amendment(name, subject.names)}
    if name in ("report-form", "report-save-and-check"):
        return {**token, **_opened(subject), "status": "ongoing", "confidence": "on_track", "done": "Sample."}
    if name == "report-autosave":
        was = report.done if report and not subject.label.endswith("@partner") else ""
        return {**_opened(subject), "field": "done", "was-done": was, "now-done": "Sample."}
    if name in ("report-submit", "report-discard"):
        return {
            **token,
            "report": report.pk if report else 0,
            "opened_on": report.revision if report else 0,
        }
    if name == "report-review" and "limited" in subject.label:
        return {**token, "decision": "return", "return_remark": "Sample question."}
    if name == "report-review":
        return {**token, "decision": "accept", "verdict": "on_track", "remark": "Sample."}
    if name == "reviews-accept":
        return {**token, "report": report.pk, f"verdict-{report.pk}": "on_track"} if report else token
    if name == "question-ask":
        of_whom = f"organisation-{subject.names['key']}"
        return {
            **token,
            "asked": "Sample?",
            "asked_of": of_whom,
            "asked_due": "2099-01-31",
            "asked_readers": "involved",
        }
    if name == "question-answer":
        return {**token, "text": "Sample."}
    return {**token, **FORMS.get(name, {})}


def _opened(subject: Subject) -> dict[str, Any]:
    """The draft that the form was opened on; the partner's form was opened on none."""
    report = subject.report
    if report is None or report.state != "draft" or subject.label.endswith("@partner"):
        return {"report": "", "opened_on": "0"}
    return {"report": report.pk, "opened_on": report.revision}


FORMS = {
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
