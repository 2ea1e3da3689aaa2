"""The plan, its objectives and themes in Django admin, read-only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplan.audit.administration import ReadOnlyAdmin, in_language_of_page

from .models import Objective, Plan, Theme

TITLE = in_language_of_page("title", _("title"))


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ["code", TITLE, "start", "end", "state"]


@admin.register(Objective)
class ObjectiveAdmin(ReadOnlyAdmin):
    list_display = [TITLE, "number", "plan"]
    list_select_related = ["plan"]
    list_filter = ["plan"]
    ordering = ["plan", "number"]


@admin.register(Theme)
class ThemeAdmin(ReadOnlyAdmin):
    list_display = [TITLE, "objective", "order"]
    list_select_related = ["objective__plan"]
    list_filter = ["objective__plan"]
    ordering = ["objective__plan", "objective__number", "order"]
