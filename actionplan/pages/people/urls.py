"""Addresses of people: roles are under no plan, file holders are. Main forms are sent to their page."""

from django.urls import path

from . import confirming, file_holders, invitation, views

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
    path("people/<int:pk>/confirm/", confirming.person_confirm, name="person-confirm"),
    path(LINK, invitation.invitation, name="invitation"),
]
