"""Addresses of the pages on which coordinators amend the plan, and leads propose milestones; the amendments of a plan."""

from django.urls import path

from . import (
    amended_actions,
    continuing,
    lead_pages,
    plan_amendments,
    proposal_pages,
)

ACTION = "actions/<code:code>/"
AMENDMENTS = "amendments/<int:number>/"
ITEM_PATH = f"{AMENDMENTS}actions/<code:code>/"
PROPOSAL = f"{ACTION}milestones/proposals/<int:pk>/"

urlpatterns = [
    path(f"{ACTION}lead/", lead_pages.lead, name="lead"),
    path(f"{ACTION}continues/", continuing.continues, name="continues"),
    path(f"{ACTION}milestones/propose/", proposal_pages.propose, name="milestone-propose"),
    path(PROPOSAL, proposal_pages.proposal, name="proposal"),
    path(f"{PROPOSAL}withdraw/", proposal_pages.proposal_withdraw, name="proposal-withdraw"),
    path(f"{PROPOSAL}agree/", proposal_pages.proposal_agree, name="proposal-agree"),
    path(f"{PROPOSAL}decline/", proposal_pages.proposal_decline, name="proposal-decline"),
    path("milestones/proposals/", proposal_pages.proposals, name="proposals"),
    path(f"{ACTION}correct/", amended_actions.correct, name="correct"),
    path("amendments/", plan_amendments.amendments, name="amendments"),
    path("amendments.csv", plan_amendments.amendments_file, {"ending": "csv"}, name="amendments-csv"),
    path("amendments.xlsx", plan_amendments.amendments_file, {"ending": "xlsx"}, name="amendments-xlsx"),
    path("amendments/new/", plan_amendments.amendment_new, name="amendment-new"),
    path(AMENDMENTS, plan_amendments.amendment, name="amendment"),
    path(f"{AMENDMENTS}edit/", plan_amendments.amendment_edit, name="amendment-edit"),
    path(f"{AMENDMENTS}put-in-force/", plan_amendments.amendment_put_in_force, name="amendment-put-in-force"),
    path(f"{AMENDMENTS}drop/", plan_amendments.amendment_drop, name="amendment-drop"),
    path(f"{AMENDMENTS}actions/", plan_amendments.amendment_choose, name="amendment-choose"),
    path(f"{AMENDMENTS}actions/new/", amended_actions.amended_action_new, name="amended-action-new"),
    path(ITEM_PATH, amended_actions.amended_action, name="amended-action"),
    path(f"{ITEM_PATH}withdraw/", amended_actions.amended_action_withdraw, name="amended-action-withdraw"),
    path(f"{ITEM_PATH}merge/", amended_actions.amended_action_merge, name="amended-action-merge"),
    path(f"{ITEM_PATH}leave/", amended_actions.amended_action_leave, name="amended-action-leave"),
]
