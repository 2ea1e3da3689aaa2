"""The URLs for signing in that the portal uses; django-allauth has more, which are not exposed.

They keep django-allauth's own names, by which it reverses them. Single sign-on has a list of its own.
"""

from allauth.account import views
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes.views import view_recovery_codes
from allauth.mfa.webauthn.views import reauthenticate_webauthn
from django.urls import include, path, re_path

from actionplan.base.navigation import page

from .confirming import when_confirmed
from .factor_views import AddApp, AddKey, Factors, NewRecoveryCodes, RemoveApp, RemoveKey
from .sessions import SessionsView

FACTOR = "second-factor/"

urlpatterns = [
    path("sso/", include("actionplan.accounts.sso.urls")),
    path("login/", page(views.login, help="sign-in"), name="account_login"),
    path("logout/", page(views.logout), name="account_logout"),
    path("inactive/", page(views.account_inactive), name="account_inactive"),
    path("signup/", page(views.signup), name="account_signup"),
    path("reauthenticate/", page(views.reauthenticate), name="account_reauthenticate"),
    path("sessions/", page(SessionsView.as_view(), help="sign-in"), name="usersessions_list"),
    path(FACTOR, page(Factors.as_view(), help="second-factor"), name="mfa_index"),
    path(f"{FACTOR}sign-in/", page(factors.authenticate, help="second-factor"), name="mfa_authenticate"),
    path(f"{FACTOR}confirm/", page(factors.reauthenticate, help="second-factor"), name="mfa_reauthenticate"),
    path(
        f"{FACTOR}app/add/",
        page(when_confirmed(AddApp.as_view()), help="second-factor"),
        name="mfa_activate_totp",
    ),
    path(f"{FACTOR}app/remove/", page(RemoveApp.as_view(), help="second-factor"), name="mfa_deactivate_totp"),
    path(
        f"{FACTOR}keys/add/",
        page(when_confirmed(AddKey.as_view()), help="second-factor"),
        name="mfa_add_webauthn",
    ),
    path(
        f"{FACTOR}keys/confirm/",
        page(reauthenticate_webauthn, help="second-factor"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        f"{FACTOR}keys/<int:pk>/remove/",
        page(RemoveKey.as_view(), help="second-factor"),
        name="mfa_remove_webauthn",
    ),
    path(
        f"{FACTOR}recovery-codes/",
        page(view_recovery_codes, help="second-factor"),
        name="mfa_view_recovery_codes",
    ),
    path(
        f"{FACTOR}recovery-codes/new/",
        page(NewRecoveryCodes.as_view(), help="second-factor"),
        name="mfa_generate_recovery_codes",
    ),
    path("password/change/", page(views.password_change), name="account_change_password"),
    path("password/set/", when_confirmed(views.password_set), name="account_set_password"),
    path("password/reset/", page(views.password_reset, help="sign-in"), name="account_reset_password"),
    path("password/reset/done/", page(views.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        page(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/\Z",
        page(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
