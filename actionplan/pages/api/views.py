"""The read interface: GET alone, with the key of a system; no session, no cookie."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from functools import wraps
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from actionplan.accounts.models import SystemKey
from actionplan.accounts.portal_request import PortalRequest
from actionplan.audit.revisions import revision_of
from actionplan.base.errors import error_as_json
from actionplan.base.middleware import PRIVATE_NO_CACHE
from objectives.models import Plan

from .read import (
    Document,
    NotAnswered,
    asked_of,
    money_of,
    one_action,
    plan_document,
    rounds_document,
    rows_of,
)

DESCRIPTION = Path(__file__).with_name("openapi.json").read_bytes()
AS_TEXT = {"ensure_ascii": False}


def for_systems(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view gets the key that was sent with the request; what is not answered says why, as JSON."""

    @csrf_exempt  # nothing but GET and HEAD is answered, and no cookie is looked at
    @login_not_required
    @wraps(view)
    def answered(request: PortalRequest, **names: str) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return _not_allowed()
        key = _key_sent_with(request)
        if key is None:
            sentence = _("Send a key that is in use, as: Authorization: Bearer KEY.")
            return error_as_json(401, sentence, **{"WWW-Authenticate": "Bearer"})
        request.system_key = key  # for the log
        try:
            return view(request, key, **names)
        except NotAnswered as reason:
            return error_as_json(reason.status, reason.sentence)

    return answered


def _key_sent_with(request: HttpRequest) -> SystemKey | None:
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    return SystemKey.objects.in_use().with_key(key.strip()).first()


def _not_allowed() -> HttpResponse:
    return error_as_json(405, _("Only GET is answered here."), Allow="GET, HEAD")


def _answer(request: PortalRequest, version: Hashable, document: Callable[[], Document]) -> HttpResponseBase:
    """304 if the asker has this version already. A weak tag: `known_at` of now moves on without another version.

    Another description has another version too: a portal that was brought up to date may say more.
    """
    digest = hashlib.sha256(repr(version).encode() + DESCRIPTION).hexdigest()
    etag = f'W/"{digest}"'
    response = get_conditional_response(request, etag=etag) or JsonResponse(
        document(), json_dumps_params=AS_TEXT
    )
    response["ETag"] = etag
    response["Cache-Control"] = PRIVATE_NO_CACHE
    patch_vary_headers(response, ["Authorization"])
    return response


def _plan_of(key: SystemKey, code: str) -> Plan:
    """A plan that the key is for, unless it is in preparation. Raises NotAnswered."""
    plan = key.plans_served.filter(code=code).first()
    if plan is None:
        raise NotAnswered(404, _("There is no such plan, or this key is not for it."))
    return plan


def _without_parameters(request: PortalRequest) -> None:
    if request.GET:
        raise NotAnswered(400, _("Nothing can be asked here with “?”."))


def _of_picture(
    request: PortalRequest, key: SystemKey, plan_code: str, part: Callable[[Document], Document]
) -> HttpResponseBase:
    asked = asked_of(request.GET, _plan_of(key, plan_code), request.now)
    return _answer(request, asked.version, lambda: part(asked.document()))


@csrf_exempt
@login_not_required
def description(request: HttpRequest) -> HttpResponse:
    """Says nothing of any plan, so that it needs no key."""
    if request.method not in ("GET", "HEAD"):
        return _not_allowed()
    return HttpResponse(DESCRIPTION, content_type="application/json")


@for_systems
def plans(request: PortalRequest, key: SystemKey) -> HttpResponseBase:
    _without_parameters(request)
    document = {"plans": [plan_document(plan) for plan in key.plans_served]}
    return _answer(request, repr(document), lambda: document)


@for_systems
def actions(request: PortalRequest, key: SystemKey, plan_code: str) -> HttpResponseBase:
    """The whole picture."""
    return _of_picture(request, key, plan_code, lambda document: document)


@for_systems
def action(request: PortalRequest, key: SystemKey, plan_code: str, code: str) -> HttpResponseBase:
    return _of_picture(request, key, plan_code, lambda document: one_action(document, code))


@for_systems
def milestones(request: PortalRequest, key: SystemKey, plan_code: str) -> HttpResponseBase:
    return _of_picture(request, key, plan_code, lambda document: rows_of(document, "milestones"))


@for_systems
def indicators(request: PortalRequest, key: SystemKey, plan_code: str) -> HttpResponseBase:
    return _of_picture(request, key, plan_code, lambda document: rows_of(document, "indicators"))


@for_systems
def money(request: PortalRequest, key: SystemKey, plan_code: str) -> HttpResponseBase:
    return _of_picture(request, key, plan_code, money_of)


@for_systems
def rounds(request: PortalRequest, key: SystemKey, plan_code: str) -> HttpResponseBase:
    plan = _plan_of(key, plan_code)
    _without_parameters(request)
    return _answer(request, revision_of(plan.pk), lambda: rounds_document(plan))
