"""Addresses of the pages on which coordinators amend the plan, and leads propose milestones; the amendments of a plan."""

from django.urls import path

from . import amended_actions, continuing, leads, plan_amendments, proposals, roles, spreads

ABOUT = "actions/<code:code>/"
SPREAD = f"{ABOUT}spread/<int:place>/"
AMENDMENT = "amendments/<int:number>/"
IN_IT = f"{AMENDMENT}actions/<code:code>/"
PROPOSAL = f"{ABOUT}milestones/proposals/<int:pk>/"

urlpatterns = [
    path(f"{ABOUT}lead/", leads.lead, name="lead"),
    path(f"{ABOUT}roles/", roles.roles, name="roles"),
    path(f"{ABOUT}roles/change/", roles.roles_change, name="roles-change"),
    path(f"{ABOUT}roles/correct/", roles.roles_correct, name="roles-correct"),
    path(f"{ABOUT}continues/", continuing.continues, name="continues"),
    path(SPREAD, spreads.spread, name="spread"),
    path(f"{SPREAD}derive/", spreads.spread_derive, name="spread-derive"),
    path(f"{ABOUT}milestones/propose/", proposals.propose, name="milestone-propose"),
    path(PROPOSAL, proposals.proposal, name="proposal"),
    path(f"{PROPOSAL}withdraw/", proposals.proposal_withdraw, name="proposal-withdraw"),
    path(f"{PROPOSAL}agree/", proposals.proposal_agree, name="proposal-agree"),
    path(f"{PROPOSAL}decline/", proposals.proposal_decline, name="proposal-decline"),
    path("milestones/proposals/", proposals.proposals, name="proposals"),
    path(f"{ABOUT}correct/", amended_actions.correct, name="correct"),
    path("amendments/", plan_amendments.amendments, name="amendments"),
    path("amendments.csv", plan_amendments.amendments_file, {"ending": "csv"}, name="amendments-csv"),
    path("amendments.xlsx", plan_amendments.amendments_file, {"ending": "xlsx"}, name="amendments-xlsx"),
    path("amendments/new/", plan_amendments.amendment_new, name="amendment-new"),
    path(AMENDMENT, plan_amendments.amendment, name="amendment"),
    path(f"{AMENDMENT}edit/", plan_amendments.amendment_edit, name="amendment-edit"),
    path(f"{AMENDMENT}put-in-force/", plan_amendments.amendment_put_in_force, name="amendment-put-in-force"),
    path(f"{AMENDMENT}drop/", plan_amendments.amendment_drop, name="amendment-drop"),
    path(f"{AMENDMENT}actions/", plan_amendments.amendment_choose, name="amendment-choose"),
    path(f"{AMENDMENT}actions/new/", amended_actions.amended_action_new, name="amended-action-new"),
    path(IN_IT, amended_actions.amended_action, name="amended-action"),
    path(f"{IN_IT}withdraw/", amended_actions.amended_action_withdraw, name="amended-action-withdraw"),
    path(f"{IN_IT}merge/", amended_actions.amended_action_merge, name="amended-action-merge"),
    path(f"{IN_IT}leave/", amended_actions.amended_action_leave, name="amended-action-leave"),
]
