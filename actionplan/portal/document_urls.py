"""Addresses of the documents that are made from rounds, and of the record of what was sent."""

from django.urls import path

from .views import government_report, sent_documents

ROUND = "rounds/<round:round_code>/"
REPORT = f"{ROUND}report/"
EXTRACT = f"{REPORT}ministers/<slug:key>/"
SENT = f"{ROUND}sent/"

urlpatterns = [
    path(REPORT, government_report.government_report, name="government-report"),
    path(f"{ROUND}report.docx", government_report.government_report_docx, name="government-report-docx"),
    path(f"{ROUND}report.xlsx", government_report.government_report_xlsx, name="government-report-xlsx"),
    path(EXTRACT, government_report.minister_extract, name="minister-extract"),
    path(
        f"{REPORT}ministers/<slug:key>.docx",
        government_report.minister_extract_docx,
        name="minister-extract-docx",
    ),
    path("evaluation/", government_report.evaluation, name="evaluation"),
    path("evaluation.docx", government_report.evaluation_docx, name="evaluation-docx"),
    path(SENT, sent_documents.sent_documents, name="sent-documents"),
    path(f"{SENT}record/", sent_documents.sent_document_record, name="sent-document-record"),
    path(f"{SENT}<int:pk>/withdraw/", sent_documents.sent_document_withdraw, name="sent-document-withdraw"),
]
