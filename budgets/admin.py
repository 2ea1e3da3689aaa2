"""Budget lines in Django admin, read-only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actionplan.audit.administration import ReadOnlyAdmin, in_language_of_page

from .models import BudgetLine, BudgetTerms, Funding


@admin.register(BudgetLine)
class BudgetLineAdmin(ReadOnlyAdmin):
    list_display = ["action", "place"]
    list_select_related = ["action"]
    list_filter = ["action__plan"]
    ordering = ["action__plan", "action__order", "place"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("action__terms")


@admin.register(BudgetTerms)
class BudgetTermsAdmin(ReadOnlyAdmin):
    list_display = [
        "line",
        in_language_of_page("label", _("label")),
        "kind",
        "amount",
        "per_year",
        "in_force_from",
        "in_force_until",
    ]
    list_select_related = ["line__action"]
    list_filter = ["line__action__plan", "kind"]
    ordering = ["line__action__plan", "line__action__order", "line__place", "pk"]


@admin.register(Funding)
class FundingAdmin(ReadOnlyAdmin):
    list_display = ["terms", "organisation", "source", "percent"]
    list_select_related = ["terms__line__action", "organisation"]
    list_filter = ["terms__line__action__plan"]
    ordering = ["terms__line__action__plan", "terms__line__action__order", "terms__line__place", "order"]
