"""What the permission table's words for rounds mean: `round-open` a round, `round-open/returned` one of its requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplan.reporting.models import Request, Round
from actionplan.reporting.who_is_asked import asked_actions
from actionplan.rounds.asking import version_of_choice
from actionplan.rounds.platform_texts import texts_to_write
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


def _round(names: dict[str, Any]) -> Round:
    return Round.objects.get(plan__code=names["plan_code"], code=names["round_code"])


def _changed(names: dict[str, Any]) -> dict[str, Any]:
    return {**FACTS, "opened_on": _round(names).revision}


def _asked(names: dict[str, Any]) -> dict[str, Any]:
    asked = asked_actions(_round(names))
    return {"opened_on": version_of_choice(asked), "ask": list(asked), "money_only": list(asked)}


def _sent(names: dict[str, Any]) -> dict[str, Any]:
    facts = {"kind": "report", "reference": "Sample", "edition": "public"}
    return {**facts, "sent_on": "2023-02-03", "file": SimpleUploadedFile("sample.docx", b"Another.")}


def _excused(names: dict[str, Any]) -> dict[str, Any]:
    return {"requests": [names["pk"]], "reason": "Sample reason."}


def _extension_answered(names: dict[str, Any]) -> dict[str, Any]:
    asked = Request.objects.get(pk=names["pk"]).extensions.first()
    return {"until": "2099-01-31", "answer": "Sample answer.", "extension": asked.pk if asked else 0}


def _answered_by_minister(names: dict[str, Any]) -> dict[str, Any]:
    answers = list(_round(names).minister_answers.all())
    stand = newest_standings([answer.action_id for answer in answers])
    return {
        f"action-{answer.action_id}-{field}": value
        for answer in answers
        for field, value in [
            ("standing", stand.get(answer.action_id, "")),
            ("remark", answer.remark),
            ("shown_answered", "True"),
            ("shown_remark", answer.remark),
        ]
    }


def _texts(names: dict[str, Any]) -> dict[str, Any]:
    """Those of the Platform as they are, but for the first."""
    as_they_are = {
        f"{place.name}-{field}": value
        for place in texts_to_write(_round(names))
        for field, value in [
            ("version", place.version),
            ("text", place.words.text),
            ("text_nl", place.words.text_nl),
        ]
    }
    return as_they_are | {"introduction-text": "Sample other text."}


FORMS: dict[str, Any] = {
    "round-prepare": {**FACTS, "code": "2031-06"},
    "round-change": _changed,
    "round-asked": _asked,
    "round-excuse": _excused,
    "round-texts-save": _texts,
    "sent-document-record": _sent,
    "extension-grant": _extension_answered,
    "extension-decline": _extension_answered,
    "validation-save": _answered_by_minister,
    "validation-no-objection": _answered_by_minister,
    "sent-document-follow-up": {"noted_on": "2023-02-03"},
    "sent-document-withdraw": {"reason": "Sample reason."},
    "remark-treat": {"words": "Sample: what was done."},
    "round-reopen": {"reason": "Sample reason."},
    "extension-ask": {"until": "2099-01-31", "reason": "Sample reason."},
    "extension-give": {"until": "2099-01-31", "reason": "Sample reason."},
}
