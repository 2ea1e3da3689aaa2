"""The trail in Django admin, read-only and in words: here, since what an event is about is known to higher apps alone."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from actionplan.audit.administration import ReadOnlyAdmin
from actionplan.audit.models import Event
from actionplan.reporting.models import Round
from actions.models import Action

from .action.trail import changes_in_words


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "action_code", "what"]
    list_filter = ["verb"]
    search_fields = ["actor", "subject"]
    ordering = ["-at", "-pk"]
    fields = ["at", "actor", "verb", "what", "changed", "about", "redacted_at"]
    readonly_fields = ["what", "changed", "about"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the code of the action and of its plan."""
        action = Action.objects.filter(pk=OuterRef("action"))
        codes = {"code": Subquery(action.values("code")), "plan_code": Subquery(action.values("plan__code"))}
        return super().get_queryset(request).annotate(**codes)

    @admin.display(description=_("action"))
    def action_code(self, event: Event) -> str:
        return event.code or ""

    @admin.display(description=_("what happened"))
    def what(self, event: Event) -> str:
        return event.sentence

    @admin.display(description=_("about"))
    def about(self, event: Event) -> str:
        """What kind of thing, and a link to its action or round where there is one."""
        try:
            model = apps.get_model(event.subject_label)
        except LookupError:
            return event.subject
        words = f"{capfirst(model._meta.verbose_name)}: {event.subject or event.subject_key}"
        if event.code:
            address, name = reverse("action", args=[event.plan_code, event.code]), event.code
        elif issubclass(model, Round) and (row := Round.objects.filter(pk=event.subject_key).first()):
            address, name = reverse("round", args=[row.plan.code, row.code]), str(row)
        else:
            return words
        return format_html('{} · <a href="{}">{}</a>', words, address, name)

    @admin.display(description=_("before and after"))
    def changed(self, event: Event) -> str:
        return render_to_string("admin/event_changes.html", {"changes": changes_in_words(event)})
