"""Addresses of the queue of reports that wait, and of the acts on them."""

from django.urls import path

from actionplan.pages.report.urls import MADE

from . import accept_several, views

urlpatterns = [
    path("reviews/", views.review_queue, name="review-queue"),
    path("reviews/accept/confirm/", accept_several.reviews_accept_confirm, name="reviews-accept-confirm"),
    path("reviews/accept/", accept_several.reviews_accept, name="reviews-accept"),
    path(f"{MADE}review/", views.report_review, name="report-review"),
]
