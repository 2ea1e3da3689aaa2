"""The plain pages for what the portal cannot read."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own reads the form for its token, and fails where the form is what cannot be read."""
    return not_understood("")


def not_understood(sentence: str) -> HttpResponse:
    """`sentence` says what of the address it is; empty where that cannot be said."""
    return HttpResponseBadRequest(render_to_string("400.html", {"sentence": sentence}))
