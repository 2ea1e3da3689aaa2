"""The plan, its objectives and themes in Django admin: to look at."""

from django.contrib import admin

from actionplan.audit.administration import ReadOnlyAdmin

from .models import Objective, Plan, Theme


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "start", "end", "state"]


@admin.register(Objective)
class ObjectiveAdmin(ReadOnlyAdmin):
    list_display = ["title", "number", "plan"]
    list_select_related = ["plan"]
    list_filter = ["plan"]
    ordering = ["plan", "number"]


@admin.register(Theme)
class ThemeAdmin(ReadOnlyAdmin):
    list_display = ["title", "objective", "order"]
    list_select_related = ["objective__plan"]
    list_filter = ["objective__plan"]
    ordering = ["objective__plan", "objective__number", "order"]
