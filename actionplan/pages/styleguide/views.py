"""The pages of the parts: in English, as the code is, and only where DEBUG is on."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from actionplan.reporting.states import Confidence, Status

from . import samples

SIGNS = Path(settings.BASE_DIR) / "static" / "signs.svg"


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return _shown(
        request,
        "styleguide/page.html",
        {
            "signs": re.findall(r'<symbol id="(\w+)"', SIGNS.read_text()),
            "statuses": [*Status, ""],
            "confidences": [*Confidence, ""],
            "plan": samples.PLAN,
            "action": samples.ACTION,
            "day": samples.DAY,
            **samples.of_frame(),
            **samples.of_lists(),
            **samples.of_forms(),
            **samples.of_voices(),
        },
    )


@require_safe
def asks_first(request: HttpRequest) -> HttpResponse:
    return _shown(request, "ui/ask_first.html", {"ask": samples.question()})


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    with override("en"):
        return render(request, template, context)
