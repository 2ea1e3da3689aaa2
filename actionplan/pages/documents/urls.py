"""Addresses of the documents that are made from rounds, and of the record of what was sent."""

from django.urls import path

from . import views

REPORT = "rounds/<round:round_code>/report"
EXTRACT = f"{REPORT}/ministers/<slug:key>"
SENT = "rounds/<round:round_code>/sent/"

urlpatterns = [
    path(f"{REPORT}/", views.government_report, name="government-report"),
    path(f"{REPORT}.docx", views.government_report_docx, name="government-report-docx"),
    path(f"{REPORT}.xlsx", views.government_report_xlsx, name="government-report-xlsx"),
    path(f"{EXTRACT}/", views.minister_extract, name="minister-extract"),
    path(f"{EXTRACT}.docx", views.minister_extract_docx, name="minister-extract-docx"),
    path("actions/<code:code>.docx", views.action_docx, name="action-docx"),
    path("evaluation/", views.evaluation, name="evaluation"),
    path("evaluation.docx", views.evaluation_docx, name="evaluation-docx"),
    path(SENT, views.sent_documents, name="sent-documents"),
    path(f"{SENT}record/", views.sent_document_record, name="sent-document-record"),
    path(f"{SENT}<int:pk>/file/", views.sent_document_file, name="sent-document-file"),
    path(f"{SENT}<int:pk>/follow-up/", views.sent_document_follow_up, name="sent-document-follow-up"),
    path(f"{SENT}<int:pk>/withdraw/", views.sent_document_withdraw, name="sent-document-withdraw"),
]
