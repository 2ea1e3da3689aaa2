"""The pages of the second factor: django-allauth's, with what is added and taken away in the trail."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of

from .portal_request import PortalRequest
from .second_factor import needs_second_factor
from .sessions import end_other_sessions


class Factors(TemplateView):
    """What the person has, and what they can add."""

    request: PortalRequest
    template_name = "mfa/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = list(Authenticator.objects.filter(user=user).order_by("pk"))
        codes = [row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES]
        return super().get_context_data(**kwargs) | {
            "has_app": any(row.type == Authenticator.Type.TOTP for row in rows),
            "keys": [row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
            "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
            "has_one": user.has_second_factor,
            "needs_one": needs_second_factor(user, day_of(self.request.now)),
        }


class Recorded(FormMixin):
    """The event stands in the transaction of the change."""

    request: PortalRequest
    verb: Verb
    factor: str
    """As django-allauth calls its type."""

    def form_valid(self, form: Any) -> HttpResponse:
        by = self.request.user
        with operation():
            response = super().form_valid(form)
            record(self.verb, by=by, at=self.request.now, subject=by, factor=self.factor)
        del by.has_second_factor  # as it was read with the request
        self.request.session[HASH_SESSION_KEY] = by.get_session_auth_hash()
        return response


class Adding(Recorded):
    """Sessions that were begun without the factor end: one of them may be somebody else's."""

    verb = Verb.FACTOR_ADDED

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        end_other_sessions(self.request)
        return response


class AddApp(Adding, ActivateTOTPView):
    factor = "totp"

    def form_valid(self, form: Any) -> HttpResponse:
        """The code that was just typed signs nobody in: checking it marks it as used."""
        response = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        app.wrap().validate_code(form.cleaned_data["code"])
        return response


class RemoveApp(Recorded, DeactivateTOTPView):
    verb, factor = Verb.FACTOR_REMOVED, "totp"


class AddKey(Adding, AddWebAuthnView):
    factor = "webauthn"


class RemoveKey(Recorded, RemoveWebAuthnView):
    verb, factor = Verb.FACTOR_REMOVED, "webauthn"
    success_url = reverse_lazy("mfa_index")


class NewRecoveryCodes(Recorded, GenerateRecoveryCodesView):
    verb, factor = Verb.RECOVERY_CODES_MADE, "recovery_codes"
