"""Addresses of people: roles are under no plan, file holders are. Main forms are sent to their page."""

from django.urls import path

from . import factor_resets, file_holders, invitation, views

ROLE = "people/roles/<int:pk>/"
INVITATION = "people/invitations/<int:pk>/"
LINK = "invitation/<str:key>/"
FILES = "organisations/<slug:key>/file-holders/"

of_a_plan = [
    path(FILES, file_holders.file_holders, name="file-holders"),
]
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.people_invite, name="people-invite"),
    path(f"{INVITATION}send-again/", views.invitation_send_again, name="invitation-send-again"),
    path(f"{INVITATION}withdraw/", views.invitation_withdraw, name="invitation-withdraw"),
    path(f"{ROLE}end/", views.role_end, name="role-end"),
    path("people/lists/<slug:kind>/<str:key>/confirm/", views.list_confirm, name="list-confirm"),
    path("people/<int:pk>/second-factor/", factor_resets.factor_reset, name="factor-reset"),
    path(
        "people/second-factors/<int:pk>/confirm/",
        factor_resets.factor_reset_confirm,
        name="factor-reset-confirm",
    ),
    path(LINK, invitation.invitation, name="invitation"),
]
