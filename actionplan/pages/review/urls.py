"""Addresses of the queue of reports that wait, and of the acts on them."""

from django.urls import path

from actionplan.base.navigation import page
from actionplan.pages.report.urls import MADE

from . import accept_several, views

urlpatterns = [
    path("reviews/", page(views.review_queue, "my-work", help="review"), name="review-queue"),
    path(
        "reviews/accept/confirm/",
        page(accept_several.reviews_accept_confirm, "my-work", help="review"),
        name="reviews-accept-confirm",
    ),
    path("reviews/accept/", accept_several.reviews_accept, name="reviews-accept"),
    path(f"{MADE}review/", page(views.report_review, "my-work", help="review"), name="report-review"),
]
