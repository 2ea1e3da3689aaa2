"""Addresses of the pages on which coordinators amend the plan, and leads propose milestones."""

from django.urls import path

from . import continuing, leads, proposals, roles, spreads

ABOUT = "actions/<code:code>/"
SPREAD = f"{ABOUT}spread/<int:place>/"
PROPOSAL = f"{ABOUT}milestones/proposals/<int:pk>/"

urlpatterns = [
    path(f"{ABOUT}lead/", leads.lead, name="lead"),
    path(f"{ABOUT}lead/appoint/", leads.lead_appoint, name="lead-appoint"),
    path(f"{ABOUT}roles/", roles.roles, name="roles"),
    path(f"{ABOUT}roles/check/", roles.roles_check, name="roles-check"),
    path(f"{ABOUT}roles/change/", roles.roles_change, name="roles-change"),
    path(f"{ABOUT}roles/correct/", roles.roles_correct, name="roles-correct"),
    path(f"{ABOUT}continues/", continuing.continues, name="continues"),
    path(f"{ABOUT}continues/save/", continuing.continues_save, name="continues-save"),
    path(SPREAD, spreads.spread, name="spread"),
    path(f"{SPREAD}save/", spreads.spread_save, name="spread-save"),
    path(f"{SPREAD}derive/", spreads.spread_derive, name="spread-derive"),
    path(f"{ABOUT}milestones/propose/", proposals.propose, name="milestone-propose"),
    path(f"{ABOUT}milestones/propose/send/", proposals.propose_send, name="milestone-propose-send"),
    path(PROPOSAL, proposals.proposal, name="proposal"),
    path(f"{PROPOSAL}withdraw/", proposals.proposal_withdraw, name="proposal-withdraw"),
    path(f"{PROPOSAL}agree/", proposals.proposal_agree, name="proposal-agree"),
    path(f"{PROPOSAL}decline/", proposals.proposal_decline, name="proposal-decline"),
    path("milestones/proposals/", proposals.proposals, name="proposals"),
]
