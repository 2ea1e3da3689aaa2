"""A plan in and out."""

from django.apps import AppConfig


class PlanDocumentConfig(AppConfig):
    name = "actionplan.plan_document"
    label = "plan_document"
