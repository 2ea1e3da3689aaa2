"""The list of help, and the page of one job. How to sign in, and the accessibility statement, are for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .read import JOBS, WITHOUT_SIGN_IN, entry_of, language_of_help, page_of


@require_safe
def help_list(request: HttpRequest) -> HttpResponse:
    return render(request, "help/list.html", {"pages": [entry_of(job, language_of_help()) for job in JOBS]})


@login_not_required
@require_safe
def help_page(request: HttpRequest, job: str) -> HttpResponse:
    if job not in WITHOUT_SIGN_IN and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if job not in JOBS:
        raise Http404
    breadcrumbs = [(_("Help"), reverse("help-list"))] if request.user.is_authenticated else []
    context = {"page": page_of(job, language_of_help()), "breadcrumbs": breadcrumbs}
    return render(request, "help/page.html", context)
