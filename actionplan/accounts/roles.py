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
        return str(ROLE_SENTENCES[self])


ROLE_SENTENCES = {
    Role.READER: _("Reads what is accepted, exports it, changes nothing."),
    Role.CONTRIBUTOR: _(
        "Reports on the actions that the organisation leads, and adds to those it partners in."
    ),
    Role.COORDINATOR: _("Member of the Platform: reviews reports, watches the whole plan, amends it."),
    Role.AUDITOR: _("Reads everything but drafts, the trail included."),
    Role.ADMINISTRATOR: _("Imports the plan, keeps users, organisations and ministers."),
}


class RoleName(models.TextChoices):
    """The role that somebody is invited to, with contact points and file holders told apart."""

    CONTACT_POINT = "contact_point", _("contact point")
    FILE_HOLDER = "file_holder", _("file holder")
    READER = "reader", _("reader")
    COORDINATOR = "coordinator", _("coordinator")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")

    @property
    def role(self) -> Role:
        return (
            Role.CONTRIBUTOR if self in (RoleName.CONTACT_POINT, RoleName.FILE_HOLDER) else Role(self.value)
        )

    @property
    def writes_only(self) -> bool:
        return self == RoleName.FILE_HOLDER

    @property
    def sentence(self) -> str:
        """What the part lets a person do."""
        if self == RoleName.CONTACT_POINT:
            return str(_("Writes and submits the reports of the organisation."))
        if self == RoleName.FILE_HOLDER:
            return str(_("Writes the reports on the actions they hold; a contact point submits them."))
        return self.role.sentence


def role_name_of(role: str, *, writes_only: bool) -> RoleName:
    if role == Role.CONTRIBUTOR:
        return RoleName.FILE_HOLDER if writes_only else RoleName.CONTACT_POINT
    return RoleName(role)


INVITED_BY_COORDINATORS = [Role.CONTRIBUTOR, Role.READER]

READS_BEYOND_OWN = [Role.COORDINATOR, Role.AUDITOR]


def reads_beyond_own(role: str, minister: int | None) -> bool:
    """Whether who has the role may read words about limited actions beyond those of an own organisation.

    Of readers that is a minister's office, which `minister` names.
    """
    return role in READS_BEYOND_OWN or minister is not None
