"""The trail, to look at."""

from django.contrib import admin

from .administration import ReadOnlyAdmin
from .models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "sentence", "verb"]
    list_filter = ["verb"]
    search_fields = ["actor", "subject"]
    ordering = ["-at", "-pk"]
    fields = [
        "at",
        "actor",
        "verb",
        "sentence",
        "subject_label",
        "subject_key",
        "before",
        "after",
        "redacted_at",
    ]
    readonly_fields = ["sentence", "before", "after"]
