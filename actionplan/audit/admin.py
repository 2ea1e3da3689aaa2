"""The trail in Django admin, read-only."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .administration import ReadOnlyAdmin
from .models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "what", "verb"]
    list_filter = ["verb"]
    search_fields = ["actor", "subject"]
    ordering = ["-at", "-pk"]
    fields = [
        "at",
        "actor",
        "verb",
        "what",
        "subject_label",
        "subject_key",
        "facts_before",
        "facts_after",
        "redacted_at",
    ]
    readonly_fields = ["what", "facts_before", "facts_after"]

    @admin.display(description=_("what happened"))
    def what(self, event: Event) -> str:
        return event.sentence

    @admin.display(description=_("before"))
    def facts_before(self, event: Event) -> Any:
        return event.before

    @admin.display(description=_("after"))
    def facts_after(self, event: Event) -> Any:
        return event.after
