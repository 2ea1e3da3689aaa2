"""The trail in Django admin, read-only and in words: here, since what an event is about is known to higher apps alone."""

from __future__ import annotations

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from actionplan.audit.administration import ReadOnlyAdmin
from actionplan.audit.models import Event

from .action.trail import changes_in_words


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "what"]
    list_filter = ["verb"]
    search_fields = ["actor", "subject"]
    ordering = ["-at", "-pk"]
    fields = ["at", "actor", "verb", "what", "changed", "subject_label", "subject_key", "redacted_at"]
    readonly_fields = ["what", "changed"]

    @admin.display(description=_("what happened"))
    def what(self, event: Event) -> str:
        return event.sentence

    @admin.display(description=_("before and after"))
    def changed(self, event: Event) -> str:
        return render_to_string("admin/event_changes.html", {"changes": changes_in_words(event)})
