"""The acts that the trail knows, each with its one sentence."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    SUBMITTED_ON_BEHALF = "submitted_on_behalf", _("submitted on behalf")
    TAKEN_BACK = "taken_back", _("taken back")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")
    IMPORTED = "imported", _("imported")
    AMENDED = "amended", _("amended")
    LEAD_APPOINTED = "lead_appointed", _("lead appointed")
    MEMBERSHIP_BEGUN = "membership_begun", _("rights given")
    MEMBERSHIP_ENDED = "membership_ended", _("rights ended")
    USER_CHANGED = "user_changed", _("user changed")
    ORGANISATION_CHANGED = "organisation_changed", _("organisation changed")


SENTENCES = {
    Verb.SUBMITTED: _("%(actor)s submitted version %(version)s of the report of %(organisation_name)s."),
    Verb.SUBMITTED_ON_BEHALF: _(
        "%(actor)s submitted version %(version)s of the report on behalf of %(organisation_name)s."
    ),
    Verb.TAKEN_BACK: _("%(actor)s took back version %(version)s of the report of %(organisation_name)s."),
    Verb.ACCEPTED: _("%(actor)s accepted version %(version)s of the report of %(organisation_name)s."),
    Verb.RETURNED: _(
        "%(actor)s returned version %(version)s of the report of %(organisation_name)s with a remark."
    ),
    Verb.IMPORTED: _("%(actor)s imported the plan: %(subject)s."),
    Verb.AMENDED: _("%(actor)s amended %(subject)s."),
    Verb.LEAD_APPOINTED: _("%(actor)s appointed %(organisation_name)s as lead of %(subject)s."),
    Verb.MEMBERSHIP_BEGUN: _("%(actor)s gave %(person)s a role: %(subject)s."),
    Verb.MEMBERSHIP_ENDED: _("%(actor)s ended a role of %(person)s: %(subject)s."),
    Verb.USER_CHANGED: _("%(actor)s changed the user %(subject)s."),
    Verb.ORGANISATION_CHANGED: _("%(actor)s changed %(subject)s."),
}

ABOUT_RIGHTS = [Verb.MEMBERSHIP_BEGUN, Verb.MEMBERSHIP_ENDED]
