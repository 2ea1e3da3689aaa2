"""Addresses of the pages on which coordinators amend the plan, and leads propose milestones; the amendments of a plan."""

from django.urls import path

from . import (
    amended_actions,
    continuing,
    lead_pages,
    plan_amendments,
    proposal_pages,
    role_pages,
    spread_pages,
)

ACTION_PATH = "actions/<code:code>/"
SPREAD_PATH = f"{ACTION_PATH}spread/<int:place>/"
AMENDMENT_PATH = "amendments/<int:number>/"
AMENDED_ACTION_PATH = f"{AMENDMENT_PATH}actions/<code:code>/"
PROPOSAL_PATH = f"{ACTION_PATH}milestones/proposals/<int:pk>/"

urlpatterns = [
    path(f"{ACTION_PATH}lead/", lead_pages.lead, name="lead"),
    path(f"{ACTION_PATH}roles/", role_pages.roles, name="roles"),
    path(f"{ACTION_PATH}roles/change/", role_pages.roles_change, name="roles-change"),
    path(f"{ACTION_PATH}roles/correct/", role_pages.roles_correct, name="roles-correct"),
    path(f"{ACTION_PATH}continues/", continuing.continues, name="continues"),
    path(SPREAD_PATH, spread_pages.spread, name="spread"),
    path(f"{SPREAD_PATH}derive/", spread_pages.spread_derive, name="spread-derive"),
    path(f"{ACTION_PATH}milestones/propose/", proposal_pages.propose, name="milestone-propose"),
    path(PROPOSAL_PATH, proposal_pages.proposal, name="proposal"),
    path(f"{PROPOSAL_PATH}withdraw/", proposal_pages.proposal_withdraw, name="proposal-withdraw"),
    path(f"{PROPOSAL_PATH}agree/", proposal_pages.proposal_agree, name="proposal-agree"),
    path(f"{PROPOSAL_PATH}decline/", proposal_pages.proposal_decline, name="proposal-decline"),
    path("milestones/proposals/", proposal_pages.proposals, name="proposals"),
    path(f"{ACTION_PATH}correct/", amended_actions.correct, name="correct"),
    path("amendments/", plan_amendments.amendments, name="amendments"),
    path("amendments.csv", plan_amendments.amendments_file, {"ending": "csv"}, name="amendments-csv"),
    path("amendments.xlsx", plan_amendments.amendments_file, {"ending": "xlsx"}, name="amendments-xlsx"),
    path("amendments/new/", plan_amendments.amendment_new, name="amendment-new"),
    path(AMENDMENT_PATH, plan_amendments.amendment, name="amendment"),
    path(f"{AMENDMENT_PATH}edit/", plan_amendments.amendment_edit, name="amendment-edit"),
    path(
        f"{AMENDMENT_PATH}put-in-force/",
        plan_amendments.amendment_put_in_force,
        name="amendment-put-in-force",
    ),
    path(f"{AMENDMENT_PATH}drop/", plan_amendments.amendment_drop, name="amendment-drop"),
    path(f"{AMENDMENT_PATH}actions/", plan_amendments.amendment_choose, name="amendment-choose"),
    path(f"{AMENDMENT_PATH}actions/new/", amended_actions.amended_action_new, name="amended-action-new"),
    path(AMENDED_ACTION_PATH, amended_actions.amended_action, name="amended-action"),
    path(
        f"{AMENDED_ACTION_PATH}withdraw/",
        amended_actions.amended_action_withdraw,
        name="amended-action-withdraw",
    ),
    path(f"{AMENDED_ACTION_PATH}merge/", amended_actions.amended_action_merge, name="amended-action-merge"),
    path(f"{AMENDED_ACTION_PATH}leave/", amended_actions.amended_action_leave, name="amended-action-leave"),
]
