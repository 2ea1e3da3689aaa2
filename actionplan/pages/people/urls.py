"""Addresses of people: roles are under no plan, file holders are. Main forms are sent to their page."""

from django.urls import path

from actionplan.base.navigation import page

from . import confirming, file_holders, invitation, views

ROLE = "people/roles/<int:pk>/"
INVITATION = "people/invitations/<int:pk>/"
LINK = "invitation/<str:key>/"
FILES = "organisations/<slug:key>/file-holders/"

of_a_plan = [
    path(FILES, page(file_holders.file_holders, help="my-actions"), name="file-holders"),
]
urlpatterns = [
    path("people/", page(views.people, "people", help="people"), name="people"),
    path("people/invite/", page(views.people_invite, "people", help="people"), name="people-invite"),
    path(
        f"{INVITATION}send-again/",
        page(views.invitation_send_again, "people", help="people"),
        name="invitation-send-again",
    ),
    path(f"{INVITATION}withdraw/", views.invitation_withdraw, name="invitation-withdraw"),
    path(f"{ROLE}end/", page(views.role_end, "people", help="people"), name="role-end"),
    path("people/lists/<slug:kind>/<str:key>/confirm/", views.list_confirm, name="list-confirm"),
    path(
        "people/<int:pk>/confirm/",
        page(confirming.person_confirm, "people", help="people"),
        name="person-confirm",
    ),
    path(LINK, page(invitation.invitation, help="sign-in"), name="invitation"),
]
