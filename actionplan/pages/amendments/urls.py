"""Addresses of the pages on which coordinators amend the plan, and leads propose milestones; the amendments of a plan."""

from django.urls import path

from actionplan.base.navigation import page

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
    path(f"{ACTION}lead/", page(lead_pages.lead, "action-list", help="amend"), name="lead"),
    path(f"{ACTION}continues/", page(continuing.continues, help="amend"), name="continues"),
    path(
        f"{ACTION}milestones/propose/",
        page(proposal_pages.propose, "action-list", help="report"),
        name="milestone-propose",
    ),
    path(PROPOSAL, page(proposal_pages.proposal, "my-work", help="amend"), name="proposal"),
    path(f"{PROPOSAL}withdraw/", proposal_pages.proposal_withdraw, name="proposal-withdraw"),
    path(f"{PROPOSAL}agree/", proposal_pages.proposal_agree, name="proposal-agree"),
    path(f"{PROPOSAL}decline/", proposal_pages.proposal_decline, name="proposal-decline"),
    path("milestones/proposals/", page(proposal_pages.proposals, "my-work", help="amend"), name="proposals"),
    path(f"{ACTION}correct/", page(amended_actions.correct, "action-list", help="amend"), name="correct"),
    path("amendments/", page(plan_amendments.amendments, "amendments", help="amend"), name="amendments"),
    path("amendments.csv", plan_amendments.amendments_file, {"ending": "csv"}, name="amendments-csv"),
    path("amendments.xlsx", plan_amendments.amendments_file, {"ending": "xlsx"}, name="amendments-xlsx"),
    path(
        "amendments/new/",
        page(plan_amendments.amendment_new, "amendments", help="amend"),
        name="amendment-new",
    ),
    path(AMENDMENTS, page(plan_amendments.amendment, "amendments", help="amend"), name="amendment"),
    path(
        f"{AMENDMENTS}edit/",
        page(plan_amendments.amendment_edit, "amendments", help="amend"),
        name="amendment-edit",
    ),
    path(f"{AMENDMENTS}put-in-force/", plan_amendments.amendment_put_in_force, name="amendment-put-in-force"),
    path(
        f"{AMENDMENTS}drop/",
        page(plan_amendments.amendment_drop, "amendments", help="amend"),
        name="amendment-drop",
    ),
    path(f"{AMENDMENTS}actions/", plan_amendments.amendment_choose, name="amendment-choose"),
    path(
        f"{AMENDMENTS}actions/new/",
        page(amended_actions.amended_action_new, "amendments", help="amend"),
        name="amended-action-new",
    ),
    path(ITEM_PATH, page(amended_actions.amended_action, "amendments", help="amend"), name="amended-action"),
    path(f"{ITEM_PATH}withdraw/", amended_actions.amended_action_withdraw, name="amended-action-withdraw"),
    path(f"{ITEM_PATH}merge/", amended_actions.amended_action_merge, name="amended-action-merge"),
    path(f"{ITEM_PATH}leave/", amended_actions.amended_action_leave, name="amended-action-leave"),
]
