"""Every page of the portal in the world of `tests.world`, each with the person who sees most of it."""

from collections.abc import Iterator

from django.contrib import admin
from django.test import Client

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.pages.help.read import JOBS
from tests.accounts.factors import asked_for_code, confirmed
from tests.page_list.entries import Answer, Page, address
from tests.page_list.of_amendments import answers_of_amendments, pages_of_amendments
from tests.page_list.of_documents import answers_of_documents, pages_of_documents
from tests.page_list.of_evidence import answers_of_evidence, pages_of_evidence
from tests.page_list.of_government import pages_of_government
from tests.page_list.of_people import answers_of_people, pages_of_people
from tests.page_list.of_plans import answers_of_plans, pages_of_plans
from tests.page_list.of_questions import answers_of_questions, pages_of_questions
from tests.page_list.of_recommendations import answers_of_recommendations, pages_of_recommendations
from tests.page_list.of_reminders import answers_of_reminders, pages_of_reminders
from tests.page_list.of_rounds import answers_of_rounds, pages_of_rounds
from tests.page_list.of_sheets import answers_of_sheets, pages_of_sheets
from tests.page_list.of_systems import answers_of_systems, pages_of_systems
from tests.personas import ClientOf
from tests.sent_forms import new_token
from tests.world import LIMITED, OPEN, STATES, World


def pages(world: World) -> list[Page]:
    """Every page that is opened by its address."""
    return [
        *_of_accounts(),
        *_of_the_plan(world),
        *_of_reporting(world),
        *pages_of_questions(world),
        *pages_of_people(world),
        *pages_of_plans(world),
        *pages_of_systems(world),
        *pages_of_rounds(world),
        *pages_of_amendments(world),
        *pages_of_government(world),
        *pages_of_documents(world),
        *pages_of_recommendations(world),
        *pages_of_evidence(world),
        *pages_of_reminders(world),
        *pages_of_sheets(world),
        *_of_help(),
        *_of_errors(world),
    ]


def _of_accounts() -> Iterator[Page]:
    yield Page("sign in", "anonymous", address("account_login"))
    yield Page("sign out", "reader", address("account_logout"))
    yield Page("inactive", "anonymous", address("account_inactive"))
    yield Page("sign-up is closed", "anonymous", address("account_signup"))
    yield Page("confirm it is you", "reader", address("account_reauthenticate"))
    yield Page("change the password", "reader", address("account_change_password"))
    yield Page("sessions", "reader", address("usersessions_list"))
    yield Page("second factor", "keyed", address("mfa_index"))
    yield Page("second factor, none", "reader", address("mfa_index"))
    yield Page("second factor: the code", "asked for a code", address("mfa_authenticate"))
    yield Page("second factor: confirm", "keyed", address("mfa_reauthenticate"))
    yield Page("second factor: add an app", "confirmed", address("mfa_activate_totp"))
    yield Page("second factor: add a key", "confirmed", address("mfa_add_webauthn"))
    yield Page("second factor: remove the app", "keyed", address("mfa_deactivate_totp"))
    yield Page("second factor: recovery codes", "keyed", address("mfa_view_recovery_codes"))
    yield Page("second factor: new recovery codes", "keyed", address("mfa_generate_recovery_codes"))
    yield Page("reset the password", "anonymous", address("account_reset_password"))
    yield Page("reset: sent", "anonymous", address("account_reset_password_done"))
    yield Page("reset: done", "anonymous", address("account_reset_password_from_key_done"))
    yield Page("reset: bad link", "anonymous", address("account_reset_password_from_key", "1", "bad-key"))
    yield Page("no role yet", "roleless", address("home"), 403)


def _of_help() -> Iterator[Page]:
    yield from (Page(f"help, {job}", "contributor", address("help", job)) for job in ["report", *JOBS])
    yield Page("help: all", "roleless", address("help-list"))
    yield Page("accessibility statement", "anonymous", address("help", "accessibility"))


def _of_the_plan(world: World) -> Iterator[Page]:
    plan = world.plan.code
    yield Page("overview, reported", "coordinator", address("overview", plan))
    yield Page("overview, accepted", "reader", address("overview", plan))
    yield Page("overview by minister", "auditor", address("overview", plan, by="minister"))
    yield Page("overview, on a day", "reader", address("overview", plan, on="2022-12-31"))
    yield Page("overview, before anything", "reader", address("overview", plan, on="2019-12-31"))
    yield Page("overview, not a day", "reader", address("overview", plan, on="2222-12-31"))
    yield Page("my actions", "contributor", address("my-actions", plan))
    yield Page("my actions, two organisations", "area_contributor", address("my-actions", plan))
    yield Page("actions", "coordinator", address("action-list", plan))
    yield Page("actions, sorted", "reader", address("action-list", plan, sort="-end"))
    yield Page("actions, none", "reader", address("action-list", plan, q="0000"))
    yield Page("actions, bad filter", "reader", address("action-list", plan, status="99"))
    yield Page("search", "coordinator", address("search", plan, q="1.1"))
    yield Page("search, nothing found", "reader", address("search", plan, q="99.99"))
    yield Page("search, nothing asked", "reader", address("search", plan))
    yield Page("objective", "coordinator", address("objective", plan, 1))
    yield Page("objective with themes", "coordinator", address("objective", plan, 2))
    yield Page("minister", "coordinator", address("minister", plan, "education"))
    yield Page("organisation", "coordinator", address("organisation", plan, world.lead.key))
    for measure in ["planned", "committed", "paid"]:
        yield Page(f"receipt: {measure}", "coordinator", address("money-receipt", plan, measure=measure))
    yield Page("receipt: none", "reader", address("money-receipt", plan, measure="paid", year=1999))
    yield from _of_actions(world)


def _of_actions(world: World) -> Iterator[Page]:
    plan = world.plan.code
    for (state, access), action in world.actions.items():
        if access == OPEN or state in ("accepted", "submitted"):
            for person in ["contributor", "coordinator"]:
                yield Page(
                    f"action, {state}, {access}, {person}", person, address("action", plan, action.code)
                )
    limited = world.actions["accepted", LIMITED]
    yield Page("action, limited, reader", "reader", address("action", plan, limited.code))
    yield Page("action with money", "reader", address("action", plan, world.small.with_money.code))
    yield Page("action, stopped", "coordinator", address("action", plan, world.small.elsewhere.code))
    yield Page("action, before the plan", "reader", address("action", plan, limited.code, on="2019-01-01"))


def _of_reporting(world: World) -> Iterator[Page]:
    plan, lead, partner = world.plan.code, world.lead.key, world.partner_organisation.key
    code = {state: world.actions[state, OPEN].code for state in STATES}
    yield Page("which organisation", "both", address("report-choose", plan, code["none"]))
    for state in ["draft", "none", "accepted", "returned", "taken_back"]:
        yield Page(f"form, {state}", "contributor", address("report-form", plan, code[state], lead))
    yield Page("form, on behalf", "submitter", address("report-form", plan, code["on_behalf"], lead))
    yield Page("form, partner", "partner", address("report-form", plan, code["none"], partner))
    for state, person in [
        ("draft", "contributor"),
        ("on_behalf", "submitter"),
        ("taken_back", "contributor"),
    ]:
        yield Page(f"checks, {state}", person, address("report-checks", plan, code[state], lead))
    yield Page("discard", "contributor", address("report-discard", plan, code["draft"], lead))
    for (state, access), report in world.reports.items():
        if report.state != "draft":
            names = [plan, report.action.code, report.pk]
            yield Page(f"report, {state}, {access}", "coordinator", address("report", *names))
            yield Page(f"report, {state}, {access}, own", "contributor", address("report", *names))
    names = [plan, code["submitted"], world.reports["submitted", OPEN].pk]
    yield Page("take a report back", "contributor", address("report-take-back", *names))
    yield Page("review", "coordinator", address("report-review", *names))
    contribution = [plan, code["accepted"], world.contribution.pk]
    yield Page("contribution", "partner", address("report", *contribution))
    yield Page("review, contribution", "coordinator", address("report-review", *contribution))
    yield Page("report, limited, reader", "reader", _limited_report(world))
    yield Page("my work", "coordinator", address("my-work", plan))
    yield Page("reviews", "coordinator", address("review-queue", plan))
    yield Page("reviews, one's own", "submitter", address("review-queue", plan))


def _limited_report(world: World) -> str:
    report = world.reports["accepted", LIMITED]
    return address("report", world.plan.code, report.action.code, report.pk)


def _of_errors(world: World) -> Iterator[Page]:
    plan = world.plan.code
    yield Page("not found", "reader", address("action", plan, "9.99"), 404)
    yield Page("not found, nobody", "anonymous", address("account_login") + "nothing/", 404)
    yield Page("refused", "reader", address("my-actions", plan), 403)


def answers(world: World) -> Iterator[Answer]:
    """Pages that say what is wrong with a form, or what happened in between."""
    plan, lead = world.plan.code, world.lead.key
    draft, submitted = world.reports["draft", OPEN], world.reports["submitted", OPEN]
    making = {state: [plan, world.actions[state, OPEN].code, lead] for state in STATES}
    review = [plan, submitted.action.code, submitted.pk]
    opened = {"token": new_token(), "report": draft.pk, "opened_on": draft.revision}
    late = {
        **opened,
        "opened_on": 99,
        "status": "completed",
        "actual_end": "2022-11-30",
        "done": "Sample mine.",
    }
    line = draft.expenditures.first().line_id
    bad = {**opened, "actual_start": "soon", f"money-{line}-2022-paid": "plenty", "agreed_on": "0001-01-01"}
    save = address("report-form", *making["draft"])
    yield Answer("form with errors", "contributor", save, bad, 400)
    yield Answer("conflict", "contributor", save, late, 409)
    gone = address("report-form", *making["submitted"])
    yield Answer("conflict, submitted", "contributor", gone, late, 409)
    yield Answer("submit, changed", "contributor", address("report-submit", *making["draft"]), late, 409)
    token = {"token": new_token()}
    to, back = address("report-review", *review), {**token, "decision": "return"}
    yield Answer("accept without verdict", "coordinator", to, {**token, "decision": "accept"}, 400)
    yield Answer("return without remark", "coordinator", to, back, 400)
    reviewed = world.reports["accepted", OPEN]
    late_return = address("report-review", plan, reviewed.action.code, reviewed.pk)
    yield Answer("reviewed already", "coordinator", late_return, {**back, "return_remark": "Sample."}, 409)
    yield from answers_of_questions(world)
    yield from answers_of_recommendations(world)
    yield from answers_of_reminders(world)
    yield from answers_of_amendments(world)
    yield from answers_of_documents(world)
    yield from answers_of_evidence(world)
    yield from answers_of_people(world)
    yield from answers_of_plans(world)
    yield from answers_of_systems(world)
    yield from answers_of_rounds(world)
    yield from answers_of_sheets(world)
    wrong = {"login": "reader", "password": "wrong"}
    yield Answer("sign in, wrong", "anonymous", address("account_login"), wrong, 200)
    short = {"oldpassword": "wrong", "password1": "qx", "password2": "qy"}
    yield Answer("change the password, wrong", "reader", address("account_change_password"), short, 200)


def pages_of_administration(world: World) -> Iterator[Page]:
    """Django admin, as an administrator sees it: the lists, the forms, the history."""
    yield Page("administration", "administrator", address("admin:index"))
    for model in admin.site._registry:
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield Page(f"{prefix} list", "administrator", address(f"{prefix}_changelist"))
        row = model._default_manager.first()
        if row is not None:
            yield Page(f"{prefix} row", "administrator", address(f"{prefix}_change", row.pk))
    for name in ["accounts_user", "accounts_membership", "organisations_organisation"]:
        yield Page(f"admin:{name} add", "administrator", address(f"admin:{name}_add"))
    for name in ["organisations_organisation", "accounts_invitation"]:
        yield Page(f"admin:{name} import", "administrator", address(f"admin:{name}_import"))
    assert Event.objects.exists()


def browsers(world: World, client_of: ClientOf) -> dict[str, Client]:
    """A browser for each person, signed in once."""
    people = world.people | {"both": world.both}
    keyed = User.objects.get(username="keyed")
    return {name: client_of(user) if user else Client() for name, user in people.items()} | {
        "confirmed": confirmed(client_of(people["reader"])),
        "keyed": confirmed(client_of(keyed)),
        "asked for a code": asked_for_code(keyed),
    }
