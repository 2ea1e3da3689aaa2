"""The tables of people that administrators import: people to invite, and roles to end."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.instance_loaders import ModelInstanceLoader

from actionplan.audit.cells import BodyWidget, ChoiceWidget, DayWidget, KeyWidget
from actionplan.audit.imports import ImportedTable
from actionplan.base.days import day_of
from actionplan.base.folding import fold
from actionplan.base.refusals import Refused
from actionplan.base.uploads import is_filled
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from objectives.models import Plan

from .bodies import BODY_FIELDS
from .invitations import invite
from .models import Invitation, Membership, User
from .roles import Role, RoleName
from .workflow import end_membership

BODIES_OF_ROLE = {
    Role.CONTRIBUTOR: ["organisation", "policy_area"],
    Role.READER: ["minister"],
    Role.COORDINATOR: ["organisation"],
}
"""The columns with the body that a role may be for."""


class InvitationTable(ImportedTable):
    """Each row invites somebody; `part` is the role as on pages: contact point, file holder and so on."""

    part = Field("invited_as", "part", ChoiceWidget(RoleName.choices))
    organisation = Field("organisation", "organisation", BodyWidget(Organisation, "key"))
    policy_area = Field("policy_area", "policy_area", BodyWidget(PolicyArea, "code"))
    minister = Field("minister", "minister", BodyWidget(Minister, "key"))
    plan = Field("plan", "plan", KeyWidget(Plan, "code"))
    language = Field("language", "language", ChoiceWidget(settings.LANGUAGES))
    headings = {"part": gettext_lazy("role")}

    class Meta:
        model = Invitation
        force_init_instance = True
        import_id_fields = ["email", "part"]
        fields = [
            "name",
            "email",
            "part",
            "organisation",
            "policy_area",
            "minister",
            "plan",
            "in_force_until",
            "language",
        ]
        import_order = fields

    def write(self, instance: Invitation) -> None:
        """Sets `link_key`, which goes into the mail. Each fault is said of its column."""
        invited_as = getattr(instance, "invited_as", None)
        if invited_as is None:
            raise ValidationError({"part": _("Choose the role.")})
        self._refuse_another_person(instance)
        part = RoleName(invited_as)
        instance.role, instance.writes_only = part.role, part.writes_only
        self._refuse_another_body(instance)
        try:
            instance.link_key = invite(invitation=instance, by=self.by, at=self.at)
        except PermissionDenied:
            words = _("Nobody changes their own role: ask a colleague to invite you.")
            raise ValidationError({"email": words}) from None
        except Refused as refusal:
            raise ValidationError({"email": str(refusal)}) from refusal
        except ValidationError as error:
            faults = error.message_dict
            if already := faults.pop(NON_FIELD_ERRORS, None):
                faults["email"] = [*faults.get("email", []), *already]
            raise ValidationError(faults) from error

    def _refuse_another_body(self, instance: Invitation) -> None:
        """Raises ValidationError where the role is for no such body, or needs one that is not there."""
        bodies = BODIES_OF_ROLE.get(Role(instance.role), [])
        faults = {
            name: _("Leave this empty: this role has none.")
            for name in BODY_FIELDS
            if getattr(instance, name) and name not in bodies
        }
        if instance.role == Role.CONTRIBUTOR and bool(instance.organisation) == bool(instance.policy_area):
            faults["organisation"] = _("Give an organisation or a policy area: the one that they write for.")
        if faults:
            raise ValidationError(faults)

    def _refuse_another_person(self, instance: Invitation) -> None:
        """Raises ValidationError where the address is that of an account, or of an invitation that can be taken up, under
        another name.
        """
        email = instance.email.strip()
        accounts = User.objects.filter(email__iexact=email).values_list("name", flat=True)
        offers = Invitation.objects.waiting().filter(email__iexact=email, expires_at__gt=self.at)
        known = [name for name in [*accounts, *offers.values_list("name", flat=True)] if name]
        other = next((name for name in known if fold(name) != fold(instance.name)), None)
        if instance.name and other:
            words = {"email": email, "name": other}
            raise ValidationError(
                {"name": _("%(email)s is the address of %(name)s: an address is of one person.") % words}
            )


class PersonWidget(KeyWidget):
    """Somebody with an account, by user name or e-mail address."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        by_address = User.objects.filter(email__iexact=value).first() if is_filled(value) else None
        return by_address or super().clean(value, row, **kwargs)

    def options(self) -> list[tuple[str, str]]:
        return [(user.username, str(user)) for user in User.objects.filter(is_active=True)]


class EndedRoleTable(ImportedTable):
    """Each row ends a current or future role, from its day on."""

    user = Field("user", "user", PersonWidget(User, "username"), readonly=True)
    part = Field("part", "part", ChoiceWidget(RoleName.choices), readonly=True)
    organisation = Field("organisation", "organisation", BodyWidget(Organisation, "key"), readonly=True)
    policy_area = Field("policy_area", "policy_area", BodyWidget(PolicyArea, "code"), readonly=True)
    minister = Field("minister", "minister", BodyWidget(Minister, "key"), readonly=True)
    plan = Field("plan", "plan", KeyWidget(Plan, "code"), readonly=True)
    on = Field("in_force_until", "on", DayWidget(coerce_to_string=False))
    headings = {"part": gettext_lazy("role"), "on": gettext_lazy("first day without the role")}

    class Meta:
        model = Membership
        instance_loader_class = ModelInstanceLoader
        import_id_fields = ["user", "part", "on"]
        fields = ["user", "part", "organisation", "policy_area", "minister", "plan", "on"]
        import_order = export_order = fields

    def get_instance(self, instance_loader: Any, row: Any) -> Membership | None:
        """The role that the row describes; None for an empty row. Raises ValidationError if unknown."""
        if not any(map(is_filled, row.values())):
            return None
        with self.errors_by_column():
            named = self._named(row)
            roles = Membership.objects.not_ended(day_of(self.at)).filter(**named)
            if role := roles.order_by("pk").first():
                return role
            raise ValidationError(
                _("Nobody has such a role: look at the person, the role, the body and the plan.")
            )

    def _named(self, row: Any) -> dict[str, Any]:
        """The values of the cells, by model field."""
        values, faults = {}, {}
        for name in ["user", "part", "organisation", "policy_area", "minister", "plan"]:
            value = row.get(name)
            try:
                values[name] = self.fields[name].widget.clean(value) if is_filled(value) else None
            except ValueError as error:
                faults[name] = str(error)
        for name in ["user", "part"]:
            if name in values and values[name] is None:
                faults[name] = str(forms.Field.default_error_messages["required"])
        if faults:
            raise ValidationError(faults)
        part = RoleName(values.pop("part"))
        return values | {"role": part.role, "writes_only": part.writes_only}

    def write(self, instance: Membership) -> None:
        """Ends a copy of the role, so that the page still shows the day that was typed."""
        try:
            end_membership(membership=copy(instance), on=instance.in_force_until, by=self.by, at=self.at)
        except PermissionDenied:
            raise Refused(_("Nobody changes their own role.")) from None
