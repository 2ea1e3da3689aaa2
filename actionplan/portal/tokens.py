"""The token of a form that carries nothing else."""

from __future__ import annotations

import uuid

from django.core.exceptions import BadRequest
from django.http import HttpRequest


def token_of(request: HttpRequest) -> uuid.UUID:
    """The token that was sent. Raises BadRequest when there is none: the form did not come from the portal."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError as error:
        raise BadRequest("no form token") from error
