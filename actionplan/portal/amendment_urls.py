"""Addresses of the pages on which coordinators amend the plan, and leads propose milestones."""

from django.urls import path

from .views import leads, roles

ABOUT = "actions/<code:code>/"

urlpatterns = [
    path(f"{ABOUT}lead/", leads.lead, name="lead"),
    path(f"{ABOUT}lead/appoint/", leads.lead_appoint, name="lead-appoint"),
    path(f"{ABOUT}roles/", roles.roles, name="roles"),
    path(f"{ABOUT}roles/check/", roles.roles_check, name="roles-check"),
    path(f"{ABOUT}roles/change/", roles.roles_change, name="roles-change"),
    path(f"{ABOUT}roles/correct/", roles.roles_correct, name="roles-correct"),
]
