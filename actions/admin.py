"""Actions and their parts in Django admin, read-only: the plan only changes through amendments."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actionplan.audit.administration import ReadOnlyAdmin, in_language_of_page

from .models import (
    Action,
    ActionTerms,
    AmendedAction,
    Amendment,
    CrossReference,
    Indicator,
    IndicatorTerms,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)

TITLE = in_language_of_page("title", _("title"))


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ["code", TITLE, "objective", "limited", "in_force_from", "in_force_until"]
    list_select_related = ["objective"]
    list_filter = ["plan", "limited", "terms__kind"]
    search_fields = ["code", "terms__title", "terms__title_nl"]
    ordering = ["plan", "order"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("terms")


class OfActionAdmin(ReadOnlyAdmin):
    list_filter = ["action__plan"]
    ordering = ["action__plan", "action__order", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("action__terms")


@admin.register(ActionTerms)
class ActionTermsAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "kind", "in_force_from", "in_force_until"]
    list_select_related = ["action"]
    list_filter = ["action__plan", "kind"]
    search_fields = ["action__code", "title", "title_nl"]
    ordering = ["action__plan", "action__order", "pk"]


@admin.register(MinisterInvolvement)
class MinisterInvolvementAdmin(OfActionAdmin):
    list_display = ["action", "minister", "role", "inferred", "in_force_from", "in_force_until"]
    list_select_related = ["action", "minister"]


@admin.register(Promotion)
class PromotionAdmin(OfActionAdmin):
    list_display = ["action", "organisation", "role", "inferred", "in_force_from", "in_force_until"]
    list_select_related = ["action", "organisation"]


@admin.register(Lead)
class LeadAdmin(OfActionAdmin):
    list_display = ["action", "organisation", "in_force_from", "in_force_until"]
    list_select_related = ["action", "organisation"]


@admin.register(Phase)
class PhaseAdmin(OfActionAdmin):
    list_display = [
        "action",
        "place",
        in_language_of_page("label", _("label")),
        "start",
        "end",
        "continuous",
        "in_force_from",
        "in_force_until",
    ]
    list_select_related = ["action"]


@admin.register(Milestone)
class MilestoneAdmin(OfActionAdmin):
    list_display = ["action", "key", "origin"]
    list_select_related = ["action"]


@admin.register(MilestoneTerms)
class MilestoneTermsAdmin(ReadOnlyAdmin):
    list_display = ["milestone", TITLE, "due", "recurrence", "in_force_from", "in_force_until"]
    list_select_related = ["milestone__action"]
    list_filter = ["milestone__action__plan"]
    ordering = ["milestone__action__plan", "milestone__action__order", "milestone__order", "pk"]


@admin.register(Indicator)
class IndicatorAdmin(OfActionAdmin):
    list_display = ["action", "key"]
    list_select_related = ["action"]


@admin.register(IndicatorTerms)
class IndicatorTermsAdmin(ReadOnlyAdmin):
    list_display = [
        "indicator",
        in_language_of_page("name", _("name")),
        "scope",
        "unit",
        "in_force_from",
        "in_force_until",
    ]
    list_select_related = ["indicator__action"]
    list_filter = ["indicator__action__plan", "scope"]
    exclude = ["targets"]
    readonly_fields = ["targets_by_year"]
    ordering = ["indicator__action__plan", "indicator__action__order", "indicator__order", "pk"]

    @admin.display(description=_("targets"))
    def targets_by_year(self, row: IndicatorTerms) -> str:
        return "; ".join(f"{target['year']}: {target['value']}" for target in row.targets)


@admin.register(CrossReference)
class CrossReferenceAdmin(OfActionAdmin):
    list_display = ["action", "to_action", "to_objective"]
    list_select_related = ["action", "to_action", "to_objective"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("to_action__terms")


@admin.register(Amendment)
class AmendmentAdmin(ReadOnlyAdmin):
    list_display = ["number", "effective_from", "reason", "decision_body", "put_in_force_at", "dropped_at"]
    list_filter = ["plan"]
    ordering = ["plan", "number"]


@admin.register(AmendedAction)
class AmendedActionAdmin(ReadOnlyAdmin):
    list_display = ["code", "amendment", "merged_into"]
    fields = ["amendment", "code", "order", "merged_into"]
    list_select_related = ["amendment"]
    list_filter = ["amendment__plan"]
    ordering = ["amendment__plan", "amendment__number", "order"]
