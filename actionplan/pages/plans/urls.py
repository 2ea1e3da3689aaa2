"""Addresses of the plans. A main form is sent to its page, every other act has an address of its own."""

from django.urls import path

from actionplan.base.navigation import page

from . import discard_pages, downloads, import_pages, views

urlpatterns = [
    path("", page(views.plan_list, "plan-list", help="import"), name="plan-list"),
    path("import/", page(import_pages.plan_import, "plan-list", help="import"), name="plan-import"),
    path("import/upload/", page(import_pages.plan_upload, "plan-list", help="import"), name="plan-upload"),
    path("import/template/", downloads.plan_template, name="plan-template"),
    path("files/<int:pk>/", page(import_pages.plan_file, "plan-list", help="import"), name="plan-file"),
    path(
        "files/<int:pk>/commit/",
        page(import_pages.plan_file_commit, "plan-list", help="import"),
        name="plan-file-commit",
    ),
    path("files/<int:pk>/download/", import_pages.plan_file_download, name="plan-file-download"),
    path("files/<int:pk>/discard/", page(discard_pages.plan_file_discard), name="plan-file-discard"),
    path("<plan:plan_code>/document/", downloads.plan_as_document, name="plan-document"),
    path("<plan:plan_code>/workbook/", downloads.plan_as_workbook, name="plan-workbook"),
    path(
        "<plan:plan_code>/workbook/progress/",
        downloads.plan_with_progress,
        name="plan-workbook-progress",
    ),
    path("<plan:plan_code>/names/", page(views.plan_names, "plan-list", help="import"), name="plan-names"),
    path(
        "<plan:plan_code>/put-in-force/",
        page(views.plan_put_in_force, help="import"),
        name="plan-put-in-force",
    ),
    path("<plan:plan_code>/discard/", page(discard_pages.plan_discard, help="import"), name="plan-discard"),
    path("<plan:plan_code>/end/", page(views.plan_end, "plan-list", help="import"), name="plan-end"),
]
