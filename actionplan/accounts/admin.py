"""Users and memberships in Django admin."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.resources import ModelResource
from import_export.results import Result

from actionplan.audit.administration import ExportedList, OperationAdmin, ReadOnlyAdmin, yes_or_no
from actionplan.audit.imports import ImportedAndExportedList, ImportedList
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.formatting import instant

from .admin_forms import BeginMembershipForm, EndMembershipForm, UserForm
from .invitation_mail import mail_invitations
from .models import Identity, Invitation, Membership, SignInEvent, User
from .roles import RoleName
from .sessions import open_sessions
from .sso.workflow import unbind
from .tables import EndedRoleTable, InvitationTable
from .workflow import begin_membership, end_membership, save_user

BY_CLAIMS = yes_or_no(Membership, "from_claims")


class UserResource(ModelResource):
    class Meta:
        model = User
        fields = ["username", "name", "email", "language", "is_active", "is_superuser", "is_demo"]
        export_order = fields


@admin.register(User)
class UserAdmin(ExportedList, OperationAdmin):
    about = _("accounts: name, e-mail address, and whether the account is open")
    permission = "accounts.manage_users"
    resource_classes = [UserResource]
    form = UserForm
    list_display = [
        "username",
        "name",
        "email",
        yes_or_no(User, "is_active"),
        yes_or_no(User, "is_superuser"),
        yes_or_no(User, "is_demo"),
        "last_login",
    ]
    list_filter = ["is_active", "is_superuser", "is_demo"]
    search_fields = ["username", "name", "email"]
    readonly_fields: ClassVar[list[Any]] = [
        yes_or_no(User, "is_demo"),
        "last_login",
        "sessions",
        "second_factor",
        "withheld_at",
    ]
    fields = [*UserForm.Meta.fields, *readonly_fields]

    @admin.display(description=_("open sessions"))
    def sessions(self, user: User) -> str:
        """When each session began, from where and in which browser, one per line."""
        open_now = open_sessions(user) if user.pk else []
        lines = [f"{instant(session.created_at)}, {session.ip}, {session.user_agent}" for session in open_now]
        return "\n".join(lines) or formatting.UNKNOWN

    @admin.display(description=_("second factor"))
    def second_factor(self, user: User) -> str:
        return formatting.yes_or_no(user.pk and user.has_second_factor)

    def write(self, *, row: User, form: ModelForm, change: bool, by: User, at: datetime.datetime) -> None:
        save_user(user=row, by=by, at=at)


@admin.display(description=_("role"), ordering="role")
def part(row: Membership | Invitation) -> str:
    """As pages name it, contact points and file holders told apart."""
    return str(row.part.label)


class PartFilter(admin.SimpleListFilter):
    title, parameter_name = _("role"), "part"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return RoleName.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """An unknown part, typed into the address, is no filter."""
        if self.value() not in RoleName.values:
            return queryset
        chosen = RoleName(self.value())
        return queryset.filter(role=chosen.role, writes_only=chosen.writes_only)


@admin.register(Membership)
class MembershipAdmin(ImportedAndExportedList, OperationAdmin):
    """Roles are given and ended, many at once from a table; nothing else about them can be changed."""

    about = _("who reports or reads for whom, and from when until when")
    permission = "accounts.use_administration"
    resource_classes = [EndedRoleTable]
    list_display = [
        "user",
        part,
        "body",
        "only_in",
        "in_force_from",
        "in_force_until",
        BY_CLAIMS,
    ]
    list_select_related = ["user", "organisation", "policy_area", "minister", "plan"]
    list_filter = [PartFilter]
    search_fields = [
        "user__username",
        "user__name",
        *(
            f"{name}{twin}"
            for name in ("organisation__name", "policy_area__name", "minister__title")
            for twin in ("", "_nl")
        ),
    ]

    @admin.display(description=_("for whom"))
    def body(self, membership: Membership) -> Any:
        return membership.organisation or membership.policy_area or membership.minister or formatting.UNKNOWN

    @admin.display(description=_("limited to the plan"), ordering="plan")
    def only_in(self, membership: Membership) -> str | None:
        return membership.plan and membership.plan.code

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes their own role."""
        if obj is None:
            return super().has_change_permission(request)
        return request.user.has_perm("accounts.manage_membership", obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return BeginMembershipForm.Meta.fields
        shown = self.get_readonly_fields(request, obj)
        return [*shown, "on"] if self.has_change_permission(request, obj) else shown

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return []
        return ["user", part, "body", "plan", "in_force_from", "in_force_until", "ended_at", BY_CLAIMS]

    def get_export_queryset(self, request: HttpRequest) -> QuerySet:
        """Only roles that can still be ended."""
        return super().get_export_queryset(request).not_ended(day_of(request.now))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        kwargs["form"] = EndMembershipForm if obj else BeginMembershipForm
        form_class = super().get_form(request, obj, change, **kwargs)
        form_class.by = request.user
        return form_class

    def write(
        self, *, row: Membership, form: ModelForm, change: bool, by: User, at: datetime.datetime
    ) -> None:
        if change:
            end_membership(membership=row, on=form.cleaned_data["on"], by=by, at=at)
        else:
            begin_membership(membership=row, by=by, at=at)


@admin.register(Invitation)
class InvitationAdmin(ImportedList, ReadOnlyAdmin):
    """Invitations are sent and withdrawn on the page People; here many are sent at once from a table."""

    about = _("who was invited, and whether they came; many at once from a table")
    permission = "accounts.use_administration"
    resource_classes = [InvitationTable]
    list_display = ["name", "email", "offer", "invited_at", "expires_at", "taken_up_at", "withdrawn_at"]
    list_select_related = ["organisation", "policy_area", "minister"]
    list_filter = [PartFilter]
    search_fields = ["name", "email"]
    exclude = ["key_hash", "role", "writes_only"]
    readonly_fields: ClassVar[list[Any]] = [part]

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Send the mails once the invitations are committed; they stand on the page People."""
        super().process_result(result, request)
        invited = [row.instance for row in result]
        left = mail_invitations([(invitation, invitation.link_key) for invitation in invited], request.now)
        if left:
            words = ngettext(
                "%(count)s mail did not go out. Send that invitation again on the page People.",
                "%(count)s mails did not go out. Send those invitations again on the page People.",
                left,
            )
            messages.warning(request, words % {"count": left})
        return redirect("people")

    @admin.display(description=_("invited as"))
    def offer(self, invitation: Invitation) -> str:
        return str(invitation)


@admin.register(Identity)
class IdentityAdmin(ReadOnlyAdmin):
    """Whose account is bound to the provider of single sign-on. People bind their own, and end it; so do administrators,
    as where an account at the provider was stolen.
    """

    about = _("which account of single sign-on signs in which person")
    list_display = ["user", "issuer", "subject", "bound_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__name", "user__email", "subject"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("accounts.manage_users")

    def delete_model(self, request: HttpRequest, obj: Identity) -> None:
        unbind(identity=obj, by=request.user, at=request.now)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """The trail says it, not Django's own log."""


@admin.register(SignInEvent)
class SignInEventAdmin(ReadOnlyAdmin):
    about = _("who signed in or tried to, and when; only to read")
    list_display = ["at", "kind", "user", "typed", "ip_address"]
    list_select_related = ["user"]
    list_filter = ["kind"]
    search_fields = ["user__username", "user__name", "typed", "ip_address"]
