"""The portal's addresses with bare answers for what is refused or not there, for walks that ask thousands of times."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from actionplan.urls import urlpatterns

__all__ = ["handler403", "handler404", "urlpatterns"]


def handler403(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return HttpResponse(status=403)


def handler404(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return HttpResponse(status=404)
