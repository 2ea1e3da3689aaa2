"""Addresses of evidence: under its report, and of a plan for who checks it."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

OF_REPORT = "actions/<code:code>/reports/<int:pk>/evidence/"
PIECE = f"{OF_REPORT}<int:piece>/"

urlpatterns = [
    path(OF_REPORT, page(views.report_evidence, help="report"), name="report-evidence"),
    path(PIECE, views.evidence_file, name="evidence-file"),
    path(f"{PIECE}take-away/", views.evidence_take_away, name="evidence-take-away"),
    path("evidence/", page(views.evidence_list, help="audit"), name="evidence-list"),
    path("evidence.zip", views.evidence_zip, name="evidence-zip"),
]
