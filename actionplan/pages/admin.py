"""The trail in Django admin, read-only and in words: here, since what an event is about is known to higher apps alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from actionplan.audit.administration import ReadOnlyAdmin, TypedFilter
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.days import end_of, start_of
from actionplan.base.fields import DayField
from actionplan.base.formatting import local
from actionplan.reporting.models import Round
from actions.models import Action

from .action.trail import changes_in_words


class SubjectFilter(admin.SimpleListFilter):
    """By what kind of thing an event is about."""

    title = _("about")
    parameter_name = "subject_label"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        labels = Event.objects.order_by("subject_label").values_list("subject_label", flat=True).distinct()
        return sorted(((label, kind_in_words(label)) for label in labels), key=lambda one: one[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(subject_label=self.value()) if self.value() else queryset


class VerbFilter(admin.SimpleListFilter):
    """By what was done to the chosen kind of thing; there are too many acts to choose from all of them."""

    title = _("act")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kind = request.GET.get(SubjectFilter.parameter_name, "")
        about = Event.objects.filter(Q(subject_label=kind) | Q(verb=self.value() or ""))
        done = about.order_by("verb").values_list("verb", flat=True).distinct()
        return sorted(((verb, str(Verb(verb).label)) for verb in done), key=lambda one: one[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(verb=self.value()) if self.value() else queryset


class WhoAndWhenForm(forms.Form):
    by = forms.CharField(label=_("Who did it"), required=False)
    about = forms.CharField(label=_("About whom or what"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Up to and including"), required=False)


class WhoAndWhenFilter(TypedFilter):
    """By who did it, about what, and from the first day to the last; a day that cannot be read lets nothing through."""

    title = _("who, and when")
    form_class = WhoAndWhenForm

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.form.is_valid():
            return queryset.none()
        typed = self.form.cleaned_data
        if typed["by"]:
            queryset = queryset.filter(actor__icontains=typed["by"])
        if typed["about"]:
            queryset = queryset.filter(subject__icontains=typed["about"])
        if typed["since"]:
            queryset = queryset.filter(at__gte=start_of(typed["since"]))
        if typed["until"]:
            queryset = queryset.by_day(end_of(typed["until"]))
        return queryset


def kind_in_words(label: str) -> str:
    """Of a model, "audit.event"; the label itself of one that is no more."""
    try:
        return capfirst(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "action_code", "what"]
    list_filter = [WhoAndWhenFilter, SubjectFilter, VerbFilter]
    list_per_page = 25
    shows_filters = True
    about = _("every act in the portal: who did what, and when; only to read")
    ordering = ["-at", "-pk"]
    readonly_fields = ["changed", "of_what"]

    def get_fields(self, request: HttpRequest, obj: Event | None = None) -> list[str]:
        """Only what the event has; its title says what happened."""
        facts = ["at", "actor", "verb", "of_what"]
        if obj and obj.changes:
            facts.append("changed")
        if obj and obj.redacted_at:
            facts.append("redacted_at")
        return facts

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the code and title of the action, and the code of its plan."""
        newest = F("terms__in_force_until").desc(nulls_first=True)
        action = Action.objects.filter(pk=OuterRef("action")).order_by(newest)
        names = {
            "code": "code",
            "plan_code": "plan__code",
            "title": "terms__title",
            "title_nl": "terms__title_nl",
        }
        found = {name: Subquery(action.values(field)[:1]) for name, field in names.items()}
        return super().get_queryset(request).annotate(**found)

    @admin.display(description=_("action"))
    def action_code(self, event: Event) -> str:
        return f"{event.code} {local(event, 'title')}" if event.code else ""

    @admin.display(description=_("what happened"))
    def what(self, event: Event) -> str:
        return event.sentence

    @admin.display(description=_("about"))
    def of_what(self, event: Event) -> str:
        """What kind of thing, with a link to its action or round, or its name as the event kept it."""
        kind = kind_in_words(event.subject_label)
        if event.code:
            address, name = reverse("action", args=[event.plan_code, event.code]), self.action_code(event)
        elif event.subject_label == Round._meta.label_lower and (
            row := Round.objects.filter(pk=event.subject_key).first()
        ):
            address, name = reverse("round", args=[row.plan.code, row.code]), local(row, "name")
        else:
            return f"{kind}: {event.subject or event.subject_key}"
        return format_html('{}: <a href="{}">{}</a>', kind, address, name)

    @admin.display(description=_("before and after"))
    def changed(self, event: Event) -> str:
        return render_to_string("admin/event_changes.html", {"changes": changes_in_words(event)})
