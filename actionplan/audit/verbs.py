"""The acts recorded in the trail, each with its sentence."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    SUBMITTED_ON_BEHALF = "submitted_on_behalf", _("submitted on behalf")
    TAKEN_BACK = "taken_back", _("taken back")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")
    IMPORTED = "imported", _("imported")
    PLAN_PUT_IN_FORCE = "plan_put_in_force", _("plan put in force")
    PLAN_ENDED = "plan_ended", _("plan ended")
    PLAN_NAMED = "plan_named", _("names of the plan changed")
    PLAN_DISCARDED = "plan_discarded", _("plan in preparation discarded")
    PLAN_FILE_DISCARDED = "plan_file_discarded", _("file with a plan discarded")
    AMENDED = "amended", _("amended")
    AMENDMENT_PREPARED = "amendment_prepared", _("amendment prepared")
    AMENDMENT_CHANGED = "amendment_changed", _("prepared amendment changed")
    AMENDMENT_PUT_IN_FORCE = "amendment_put_in_force", _("amendment put in force")
    AMENDMENT_DROPPED = "amendment_dropped", _("amendment dropped")
    CORRECTED = "corrected", _("corrected")
    LEAD_APPOINTED = "lead_appointed", _("lead appointed")
    MEMBERSHIP_BEGUN = "membership_begun", _("rights given")
    MEMBERSHIP_ENDED = "membership_ended", _("rights ended")
    USER_CHANGED = "user_changed", _("user changed")
    ADDRESS_CHANGED = "address_changed", _("e-mail address of a user changed")
    FACTOR_ADDED = "factor_added", _("second factor added")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    RECOVERY_CODES_MADE = "recovery_codes_made", _("new recovery codes made")
    FACTOR_RESET_ASKED = "factor_reset_asked", _("reset of a second factor asked")
    FACTOR_RESET = "factor_reset", _("second factor reset")
    ROLE_WITHHELD = "role_withheld", _("role withheld until a person is confirmed")
    PERSON_CONFIRMED = "person_confirmed", _("person confirmed")
    ORGANISATION_CHANGED = "organisation_changed", _("minister or organisation changed")
    BODY_NAME_CORRECTED = "body_name_corrected", _("name of a minister or an organisation corrected")
    GOVERNMENT_CHANGED = "government_changed", _("change of government carried out")
    ROUND_PREPARED = "round_prepared", _("round prepared")
    ROUND_CHANGED = "round_changed", _("round changed")
    ROUND_OPENED = "round_opened", _("round opened")
    ROUND_IN_REVIEW = "round_in_review", _("round in review")
    ROUND_IN_VALIDATION = "round_in_validation", _("round in validation")
    ROUND_CLOSED = "round_closed", _("round closed")
    ROUND_REOPENED = "round_reopened", _("round reopened")
    REMINDED = "reminded", _("reminded")
    REQUEST_EXCUSED = "request_excused", _("reason given for a request")
    REQUEST_REOPENED = "request_reopened", _("request reopened in validation")
    REMARK_TREATED = "remark_treated", _("said what was done with a remark")
    EXTENSION_ASKED = "extension_asked", _("extension asked")
    EXTENSION_GRANTED = "extension_granted", _("extension granted")
    EXTENSION_DECLINED = "extension_declined", _("extension declined")
    ASKED_WITH_VERDICT = "asked_with_verdict", _("something asked with a verdict")
    ASKED_ENDED = "asked_ended", _("what was asked has ended")
    QUESTION_ASKED = "question_asked", _("question asked")
    QUESTION_ANSWERED = "question_answered", _("question answered")
    QUESTION_SETTLED = "question_closed", _("question settled")
    QUESTION_EMPTIED = "question_emptied", _("texts of a question removed by law")
    VALIDATED = "validated", _("validated")
    FILE_HOLDERS_NAMED = "file_holders_named", _("file holders named")
    MILESTONE_PROPOSED = "milestone_proposed", _("milestone proposed")
    MILESTONE_AGREED = "milestone_agreed", _("milestone agreed")
    MILESTONE_DECLINED = "milestone_declined", _("milestone declined")
    MILESTONE_WITHDRAWN = "milestone_withdrawn", _("proposal of a milestone withdrawn")
    INVITED = "invited", _("invited")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("invitation withdrawn")
    INVITATION_TAKEN_UP = "invitation_taken_up", _("invitation taken up")
    IDENTITY_BOUND = "identity_bound", _("account bound to single sign-on")
    IDENTITY_UNBOUND = "identity_unbound", _("account no longer bound to single sign-on")
    LIST_CONFIRMED = "list_confirmed", _("list of people confirmed")
    SPREAD_REPLACED = "spread_replaced", _("spread over the years replaced")
    SPREAD_DERIVED = "spread_derived", _("spread over the years derived again")
    PLATFORM_TEXT_WRITTEN = "platform_text_written", _("text of the Platform written")
    DOCUMENT_SENT = "document_sent", _("document recorded as sent")
    SENT_DOCUMENT_WITHDRAWN = "sent_document_withdrawn", _("record of a document sent withdrawn")
    SENT_DOCUMENT_NOTED = "sent_document_noted", _("what became of a document sent recorded")
    REDACTED = "redacted", _("text removed by law")
    REPORT_EMPTIED = "report_emptied", _("report from which a text was removed by law")
    ANSWERS_EMPTIED = "answers_emptied", _("ministers’ answers from which a text was removed by law")
    RECOMMENDATION_WRITTEN = "recommendation_written", _("recommendation written")
    RECOMMENDATION_REDACTED = "recommendation_redacted", _("recommendation removed by law")
    PLATFORM_TEXT_REDACTED = "platform_text_redacted", _("text of the Platform removed by law")
    SYSTEM_KEY_MADE = "system_key_made", _("key of a system made")
    SYSTEM_KEY_ENDED = "system_key_ended", _("key of a system ended")


def known_verbs() -> list[tuple[str, Any]]:
    """The choices of the column: a function, which migrations refer to by name, so that a new verb needs no
    migration.

    Never remove a verb: old events have it.
    """
    return Verb.choices


VERB_SENTENCES = {
    Verb.SUBMITTED: _("%(actor)s submitted version %(version)s of the report of %(organisation_name)s."),
    Verb.SUBMITTED_ON_BEHALF: _(
        "%(actor)s submitted version %(version)s of the report on behalf of %(organisation_name)s."
    ),
    Verb.TAKEN_BACK: _("%(actor)s took back version %(version)s of the report of %(organisation_name)s."),
    Verb.ACCEPTED: _("%(actor)s accepted version %(version)s of the report of %(organisation_name)s."),
    Verb.RETURNED: _(
        "%(actor)s returned version %(version)s of the report of %(organisation_name)s with a remark."
    ),
    Verb.IMPORTED: _("%(actor)s imported the plan %(subject)s from %(file)s."),
    Verb.PLAN_PUT_IN_FORCE: _("%(actor)s put the plan in force: %(subject)s."),
    Verb.PLAN_ENDED: _("%(actor)s ended the plan: %(subject)s."),
    Verb.PLAN_NAMED: _(
        "%(actor)s changed whom the plan reports to, or what its coordinators are called: %(subject)s."
    ),
    Verb.PLAN_DISCARDED: _("%(actor)s discarded the plan %(subject)s, which was in preparation."),
    Verb.PLAN_FILE_DISCARDED: _("%(actor)s discarded the file with a plan %(subject)s."),
    Verb.AMENDED: _("%(actor)s amended %(subject)s."),
    Verb.AMENDMENT_PREPARED: _("%(actor)s prepared amendment %(number)s of the plan."),
    Verb.AMENDMENT_CHANGED: _("%(actor)s changed amendment %(number)s, which is prepared."),
    Verb.AMENDMENT_PUT_IN_FORCE: _("%(actor)s put amendment %(number)s in force: %(actions)s."),
    Verb.AMENDMENT_DROPPED: _("%(actor)s dropped amendment %(number)s."),
    Verb.CORRECTED: _("%(actor)s corrected %(subject)s: %(reason)s"),
    Verb.LEAD_APPOINTED: _("%(actor)s appointed %(organisation_name)s as lead of %(subject)s."),
    Verb.MEMBERSHIP_BEGUN: _("%(actor)s gave %(person)s a role: %(subject)s."),
    Verb.MEMBERSHIP_ENDED: _("%(actor)s ended a role of %(person)s: %(subject)s."),
    Verb.USER_CHANGED: _("%(actor)s changed the user %(subject)s."),
    Verb.ADDRESS_CHANGED: _(
        "%(actor)s changed the e-mail address of the user %(subject)s, whose sessions and links for a new password ended."
    ),
    Verb.FACTOR_ADDED: _("%(actor)s added a second factor to their account."),
    Verb.FACTOR_REMOVED: _("%(actor)s removed a second factor from their account."),
    Verb.RECOVERY_CODES_MADE: _("%(actor)s made new recovery codes for their account."),
    Verb.FACTOR_RESET_ASKED: _("%(actor)s asked to reset the second factor of %(subject)s."),
    Verb.FACTOR_RESET: _("%(actor)s reset the second factor of %(subject)s."),
    Verb.ROLE_WITHHELD: _(
        "%(actor)s replaced the address or reset the password of %(subject)s, whose role is withheld until a coordinator "
        "confirms the person."
    ),
    Verb.PERSON_CONFIRMED: _("%(actor)s confirmed that it is %(subject)s who signs in."),
    Verb.ORGANISATION_CHANGED: _("%(actor)s changed %(subject)s."),
    Verb.BODY_NAME_CORRECTED: _("%(actor)s corrected the name “%(was)s” to “%(subject)s”."),
    Verb.GOVERNMENT_CHANGED: _("%(actor)s carried out a change of government: %(subject)s."),
    Verb.ROUND_PREPARED: _("%(actor)s prepared the round %(subject)s."),
    Verb.ROUND_CHANGED: _("%(actor)s changed the round %(subject)s."),
    Verb.ROUND_OPENED: _("%(actor)s opened the round %(subject)s."),
    Verb.ROUND_IN_REVIEW: _("%(actor)s took the round %(subject)s into review."),
    Verb.ROUND_IN_VALIDATION: _("%(actor)s took the round %(subject)s into validation."),
    Verb.ROUND_CLOSED: _("%(actor)s closed the round %(subject)s; its snapshot has the hash %(hash)s."),
    Verb.ROUND_REOPENED: _("%(actor)s reopened the round %(subject)s: %(reason)s"),
    Verb.REMINDED: _("%(actor)s reminded %(count)s people of the round %(subject)s."),
    Verb.REQUEST_EXCUSED: _(
        "%(actor)s said why the round %(round)s may close without the report of %(organisation_name)s."
    ),
    Verb.REQUEST_REOPENED: _(
        "%(actor)s reopened the request to %(organisation_name)s in the validation of the round %(round)s, because of a remark for %(minister)s."
    ),
    Verb.REMARK_TREATED: _(
        "%(actor)s said what was done with the remark for %(minister)s in the round %(round)s."
    ),
    Verb.EXTENSION_ASKED: _("%(actor)s asked for an extension for %(organisation_name)s until %(until)s."),
    Verb.EXTENSION_GRANTED: _("%(actor)s gave %(organisation_name)s an extension until %(until)s."),
    Verb.EXTENSION_DECLINED: _("%(actor)s gave %(organisation_name)s no extension."),
    Verb.ASKED_WITH_VERDICT: _("%(actor)s asked something with the verdict: %(subject)s."),
    Verb.ASKED_ENDED: _("%(actor)s ended what was asked: %(subject)s."),
    Verb.QUESTION_ASKED: _("%(actor)s asked %(organisation_name)s a question."),
    Verb.QUESTION_ANSWERED: _("%(actor)s answered a question."),
    Verb.QUESTION_SETTLED: _("%(actor)s settled a question."),
    Verb.QUESTION_EMPTIED: _(
        "With a removal by law a question about %(subject)s, or its answers, lost texts."
    ),
    Verb.VALIDATED: _("%(actor)s answered for %(minister)s in the round %(round)s."),
    Verb.FILE_HOLDERS_NAMED: _("%(actor)s named who writes for %(organisation_name)s."),
    Verb.MILESTONE_PROPOSED: _("%(actor)s proposed a milestone for %(subject)s."),
    Verb.MILESTONE_AGREED: _("%(actor)s agreed to a milestone for %(subject)s."),
    Verb.MILESTONE_DECLINED: _("%(actor)s declined a milestone for %(subject)s."),
    Verb.MILESTONE_WITHDRAWN: _("%(actor)s withdrew the proposal of a milestone for %(subject)s."),
    Verb.INVITED: _("%(actor)s invited %(person)s: %(subject)s."),
    Verb.INVITATION_WITHDRAWN: _("%(actor)s withdrew the invitation of %(person)s: %(subject)s."),
    Verb.INVITATION_TAKEN_UP: _("%(actor)s took up an invitation: %(subject)s."),
    Verb.IDENTITY_BOUND: _("%(actor)s bound the account %(subject)s to single sign-on."),
    Verb.IDENTITY_UNBOUND: _("%(actor)s ended the binding of the account %(subject)s to single sign-on."),
    Verb.LIST_CONFIRMED: _("%(actor)s confirmed the list of people of %(subject)s."),
    Verb.SPREAD_REPLACED: _("%(actor)s spread budget line %(place)s of %(subject)s over the years."),
    Verb.SPREAD_DERIVED: _("%(actor)s let the portal spread budget line %(place)s of %(subject)s again."),
    Verb.PLATFORM_TEXT_WRITTEN: _(
        "%(actor)s wrote version %(version)s of a text of the Platform for the round %(round)s: %(subject)s."
    ),
    Verb.DOCUMENT_SENT: _("%(actor)s recorded which document of the round %(round)s was sent: %(subject)s."),
    Verb.SENT_DOCUMENT_NOTED: _(
        "%(actor)s recorded what became of %(subject)s, sent of the round %(round)s."
    ),
    Verb.SENT_DOCUMENT_WITHDRAWN: _(
        "%(actor)s withdrew the record of a document of the round %(round)s: %(subject)s. %(reason)s"
    ),
    Verb.REDACTED: _("%(actor)s removed texts by law from the report %(subject)s: %(reason)s"),
    Verb.REPORT_EMPTIED: _(
        "With a removal by law version %(version)s of the report of %(organisation_name)s lost texts."
    ),
    Verb.ANSWERS_EMPTIED: _(
        "With a removal by law ministers’ answers on %(subject)s in the round %(round)s lost texts."
    ),
    Verb.RECOMMENDATION_WRITTEN: _("%(actor)s wrote version %(version)s of recommendation %(subject)s."),
    Verb.RECOMMENDATION_REDACTED: _(
        "%(actor)s removed the texts of recommendation %(subject)s by law: %(reason)s"
    ),
    Verb.PLATFORM_TEXT_REDACTED: _(
        "%(actor)s removed a text of the Platform for the round %(round)s by law: %(subject)s. %(reason)s"
    ),
    Verb.SYSTEM_KEY_MADE: _("%(actor)s made a key for the system %(subject)s: %(plans)s."),
    Verb.SYSTEM_KEY_ENDED: _("%(actor)s ended a key of the system %(subject)s: %(plans)s."),
}

REDACTED_VERBS = [Verb.REDACTED, Verb.RECOMMENDATION_REDACTED, Verb.PLATFORM_TEXT_REDACTED]
EMPTIED = "emptied"
"""Among the names of such an event: the keys of the events that were emptied with it. Version 1.0 named none."""
EMPTIED_IN_SNAPSHOTS = "emptied_in_snapshots"
"""The same of texts of snapshots. Version 1.0 named none."""
RIGHTS_VERBS = [Verb.MEMBERSHIP_BEGUN, Verb.MEMBERSHIP_ENDED]
