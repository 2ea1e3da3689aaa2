"""Actions and what hangs on them in Django admin: to look at. The plan changes by amendment alone."""

from django.contrib import admin

from actionplan.audit.administration import ReadOnlyAdmin

from .models import (
    Action,
    CrossReference,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "objective", "limited", "in_force_from", "in_force_until"]
    list_select_related = ["objective"]
    list_filter = ["plan", "limited", "kind"]
    search_fields = ["code", "title", "title_nl"]
    ordering = ["plan", "order"]


class OfActionAdmin(ReadOnlyAdmin):
    list_filter = ["action__plan"]
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
        "label",
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
    list_display = ["milestone", "title", "due", "recurrence", "in_force_from", "in_force_until"]
    list_select_related = ["milestone__action"]
    list_filter = ["milestone__action__plan"]
    ordering = ["milestone__action__plan", "milestone__action__order", "milestone__order", "pk"]


@admin.register(CrossReference)
class CrossReferenceAdmin(OfActionAdmin):
    list_display = ["action", "to_action", "to_objective"]
    list_select_related = ["action", "to_action", "to_objective"]
