"""What the permission table's words for rounds mean: `round-open` a round, `round-open/returned` one of its requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplan.reporting.models import Request, Round
from actionplan.reporting.who_is_asked import asked_actions
from actionplan.rounds.asking import version_of_choice
from actionplan.rounds.validation import newest_standings
from tests.documents.documents_world import document_named

if TYPE_CHECKING:
    from .world import World

PREFIX = "round-"

FACTS = {
    "code": "2022-12",
    "name": "Another name",
    "name_nl": "Een andere naam",
    "about": "2022-12-31",
    "opens": "2022-07-01",
    "due": "2022-07-31",
    "closes": "2022-08-31",
}


def names_of_round(world: World, word: str) -> dict[str, Any]:
    state, _, special = word.removeprefix(PREFIX).partition("/")
    built = world.rounds[state]
    request = built.requests.get(special) or built.requests["not_started"]
    remark = built.round.minister_answers.first() if special == "remark" else None
    return {
        "plan_code": built.plan.code,
        "round_code": built.round.code,
        "pk": document_named(special)
        or (0 if special == "remark" and not remark else (remark or request).pk),
        "key": "education",
        "code": request.action.code,
    }


def form_of_round(name: str, names: dict[str, Any]) -> dict[str, Any]:
    """A form that the address accepts from whoever may send it."""
    if name == "round-prepare":
        return {**FACTS, "code": "2031-06"}
    round = Round.objects.get(plan__code=names["plan_code"], code=names["round_code"])
    if name == "round-change":
        return {**FACTS, "opened_on": round.revision}
    if name == "round-asked":
        asked = asked_actions(round)
        return {"opened_on": version_of_choice(asked), "ask": list(asked), "money_only": list(asked)}
    if name == "sent-document-record":
        facts = {"kind": "report", "reference": "Sample", "edition": "public"}
        return {**facts, "sent_on": "2023-02-03", "file": SimpleUploadedFile("sample.docx", b"Another.")}
    if name == "round-excuse":
        return {"requests": [names["pk"]], "reason": "Sample reason."}
    if name in ("extension-grant", "extension-decline"):
        asked = Request.objects.get(pk=names["pk"]).extensions.first()
        answer = {"until": "2099-01-31", "answer": "Sample answer."}
        return {**answer, "extension": asked.pk if asked else 0}
    if name.startswith("validation-"):
        stand = newest_standings([answer.action_id for answer in round.minister_answers.all()])
        return {
            f"action-{answer.action_id}-{field}": value
            for answer in round.minister_answers.all()
            for field, value in [
                ("standing", stand.get(answer.action_id, "")),
                ("remark", answer.remark),
                ("shown_answered", "True"),
                ("shown_remark", answer.remark),
            ]
        }
    return FORMS.get(name, {})


FORMS: dict[str, dict[str, Any]] = {
    "sent-document-follow-up": {"noted_on": "2023-02-03"},
    "sent-document-withdraw": {"reason": "Sample reason."},
    "round-open": {},
    "round-open-again": {},
    "round-take-into-review": {},
    "round-take-into-validation": {},
    "round-bring-up-to-date": {},
    "round-close": {},
    "request-reopen": {},
    "remark-treat": {"words": "Sample: what was done."},
    "round-reopen": {"reason": "Sample reason."},
    "extension-ask": {"until": "2099-01-31", "reason": "Sample reason."},
    "extension-give": {"until": "2099-01-31", "reason": "Sample reason."},
}
MADE = {
    "sent-document-record",
    "round-prepare",
    "round-change",
    "round-asked",
    "round-excuse",
    "extension-grant",
    "extension-decline",
    "validation-save",
    "validation-no-objection",
}
NAMES = MADE | set(FORMS)
