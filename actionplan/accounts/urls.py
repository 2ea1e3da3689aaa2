"""The URLs for signing in that the portal uses; django-allauth has more, which are not exposed.

They keep django-allauth's own names, by which it reverses them. Single sign-on has a list of its own.
"""

from allauth.account import views
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes.views import view_recovery_codes
from allauth.mfa.webauthn.views import reauthenticate_webauthn
from django.urls import include, path, re_path

from .confirming import when_confirmed
from .factor_views import AddApp, AddKey, Factors, NewRecoveryCodes, RemoveApp, RemoveKey
from .sessions import SessionsView

FACTOR = "second-factor/"

urlpatterns = [
    path("sso/", include("actionplan.accounts.sso.urls")),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("sessions/", SessionsView.as_view(), name="usersessions_list"),
    path(FACTOR, Factors.as_view(), name="mfa_index"),
    path(f"{FACTOR}sign-in/", factors.authenticate, name="mfa_authenticate"),
    path(f"{FACTOR}confirm/", factors.reauthenticate, name="mfa_reauthenticate"),
    path(f"{FACTOR}app/add/", when_confirmed(AddApp.as_view()), name="mfa_activate_totp"),
    path(f"{FACTOR}app/remove/", RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path(f"{FACTOR}keys/add/", when_confirmed(AddKey.as_view()), name="mfa_add_webauthn"),
    path(f"{FACTOR}keys/confirm/", reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{FACTOR}keys/<int:pk>/remove/", RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path(f"{FACTOR}recovery-codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{FACTOR}recovery-codes/new/", NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", when_confirmed(views.password_set), name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/\Z",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
