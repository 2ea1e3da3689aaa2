"""Addresses of the plans. A main form is sent to its page, every other act has an address of its own."""

from django.urls import path

from . import discard_pages, downloads, import_pages, views

urlpatterns = [
    path("", views.plan_list, name="plan-list"),
    path("import/", import_pages.plan_import, name="plan-import"),
    path("import/upload/", import_pages.plan_upload, name="plan-upload"),
    path("import/template/", downloads.plan_template, name="plan-template"),
    path("files/<int:pk>/", import_pages.plan_file, name="plan-file"),
    path("files/<int:pk>/commit/", import_pages.plan_file_commit, name="plan-file-commit"),
    path("files/<int:pk>/download/", import_pages.plan_file_download, name="plan-file-download"),
    path("files/<int:pk>/discard/", discard_pages.plan_file_discard, name="plan-file-discard"),
    path("<plan:plan_code>/document/", downloads.plan_as_document, name="plan-document"),
    path("<plan:plan_code>/workbook/", downloads.plan_as_workbook, name="plan-workbook"),
    path(
        "<plan:plan_code>/workbook/progress/",
        downloads.plan_with_progress,
        name="plan-workbook-progress",
    ),
    path("<plan:plan_code>/names/", views.plan_names, name="plan-names"),
    path("<plan:plan_code>/put-in-force/", views.plan_put_in_force, name="plan-put-in-force"),
    path("<plan:plan_code>/discard/", discard_pages.plan_discard, name="plan-discard"),
    path("<plan:plan_code>/end/", views.plan_end, name="plan-end"),
]
