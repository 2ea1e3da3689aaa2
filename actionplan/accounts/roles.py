"""The roles of a membership, each with a sentence for the people who grant it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    READER = "reader", _("reader")
    CONTRIBUTOR = "contributor", _("contributor")
    COORDINATOR = "coordinator", _("coordinator")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")

    @property
    def sentence(self) -> str:
        """What the role lets a person do."""
        return str(SENTENCES[self])


SENTENCES = {
    Role.READER: _("Reads what is accepted, exports it, changes nothing."),
    Role.CONTRIBUTOR: _(
        "Reports on the actions that the organisation leads, and adds to those it partners in."
    ),
    Role.COORDINATOR: _(
        "Member of the Flemish Platform: reviews reports, watches the whole plan, amends it."
    ),
    Role.AUDITOR: _("Reads everything but drafts, the trail included."),
    Role.ADMINISTRATOR: _("Imports the plan, keeps users, organisations and ministers."),
}

INVITED_BY_COORDINATORS = [Role.CONTRIBUTOR, Role.READER]
