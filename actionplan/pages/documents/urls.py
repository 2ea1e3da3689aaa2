"""Addresses of the documents that are made from rounds, and of the record of what was sent."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

REPORT = "rounds/<round:round_code>/report"
EXTRACT = f"{REPORT}/ministers/<slug:key>"
SENT = "rounds/<round:round_code>/sent/"

urlpatterns = [
    path(
        f"{REPORT}/",
        page(views.government_report, "round-list", help="government-report"),
        name="government-report",
    ),
    path(f"{REPORT}.docx", views.government_report_docx, name="government-report-docx"),
    path(f"{REPORT}.xlsx", views.government_report_xlsx, name="government-report-xlsx"),
    path(
        f"{EXTRACT}/",
        page(views.minister_extract, "round-list", help="government-report"),
        name="minister-extract",
    ),
    path(f"{EXTRACT}.docx", views.minister_extract_docx, name="minister-extract-docx"),
    path("actions/<code:code>.docx", views.action_docx, name="action-docx"),
    path("evaluation/", page(views.evaluation, "round-list", help="government-report"), name="evaluation"),
    path("evaluation.docx", views.evaluation_docx, name="evaluation-docx"),
    path(SENT, page(views.sent_documents, "round-list", help="government-report"), name="sent-documents"),
    path(
        f"{SENT}record/",
        page(views.sent_document_record, "round-list", help="government-report"),
        name="sent-document-record",
    ),
    path(f"{SENT}<int:pk>/file/", views.sent_document_file, name="sent-document-file"),
    path(f"{SENT}<int:pk>/follow-up/", views.sent_document_follow_up, name="sent-document-follow-up"),
    path(
        f"{SENT}<int:pk>/withdraw/",
        page(views.sent_document_withdraw, "round-list", help="government-report"),
        name="sent-document-withdraw",
    ),
]
