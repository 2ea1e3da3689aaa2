"""Addresses of the people: who may do what for whom is under no plan, who writes what is. Every write has an address of its own."""

from django.urls import path

from . import acts_views as people_acts
from . import file_holders_views as file_holders
from . import invitation_views as invitation
from . import inviting_views as people_inviting
from . import views as people

ROLE = "people/roles/<int:pk>/"
INVITATION = "people/invitations/<int:pk>/"
LINK = "invitation/<str:key>/"

FILES = "organisations/<slug:key>/file-holders/"

of_a_plan = [
    path(FILES, file_holders.file_holders, name="file-holders"),
    path(f"{FILES}save/", file_holders.file_holders_save, name="file-holders-save"),
]
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people_inviting.invite_form, name="invite-form"),
    path("people/invite/send/", people_inviting.invite_send, name="invite-send"),
    path(f"{INVITATION}send-again/", people_inviting.invitation_send_again, name="invitation-send-again"),
    path(f"{INVITATION}withdraw/", people_inviting.invitation_withdraw, name="invitation-withdraw"),
    path(f"{ROLE}end/", people_acts.role_end, name="role-end"),
    path(f"{ROLE}end/confirm/", people_acts.role_end_confirm, name="role-end-confirm"),
    path("people/lists/<slug:kind>/<str:key>/confirm/", people_acts.list_confirm, name="list-confirm"),
    path(LINK, invitation.invitation, name="invitation"),
    path(f"{LINK}take-up/", invitation.invitation_take_up, name="invitation-take-up"),
]
