"""The page of the parts: in English, as the code is, and only where DEBUG is on."""

import re
from decimal import Decimal
from pathlib import Path

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SIGNS = Path(settings.BASE_DIR) / "static" / "signs.svg"
SHARES = [
    {"code": "completed", "label": "completed", "count": 9, "url": "#shares"},
    {"code": "ongoing", "label": "ongoing", "count": 40, "url": "#shares"},
    {"code": "not_started", "label": "not started", "count": 1, "url": "#shares"},
    {"code": "stopped", "label": "stopped", "count": 0},
]
MONEY = [
    ("more than planned", 120, 130, 130),
    ("in pace", 120, 120, 114),
    ("behind", 120, 62, 34),
    ("committed, nothing paid", 120, 120, None),
]
"""What each bar shows, then planned, committed and paid."""


class SampleForm(forms.Form):
    done = forms.CharField(
        label="What was done since June?", help_text="A sentence will do.", widget=forms.Textarea
    )
    source = forms.CharField(label="Source", required=False)
    status = forms.ChoiceField(
        label="Status", choices=[("ongoing", "ongoing"), ("completed", "completed")], widget=forms.RadioSelect
    )


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    amounts = [[name, *(Decimal(amount) if amount else None for amount in row)] for name, *row in MONEY]
    context = {
        "signs": re.findall(r'<symbol id="(\w+)"', SIGNS.read_text()),
        "shares": SHARES,
        "money": amounts,
        "longest": Decimal(130),
        "form": SampleForm({"done": "", "status": "ongoing"}),
    }
    return render(request, "styleguide/page.html", context)
