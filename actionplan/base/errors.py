"""The pages for what the portal cannot read, or does not have.

Django's own read the form that was sent, for its token, and fail where the form is what cannot be read.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return not_understood("")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def not_understood(sentence: str) -> HttpResponse:
    """`sentence` says what of the address it is; empty where that cannot be said."""
    return HttpResponseBadRequest(render_to_string("400.html", {"sentence": sentence}))
