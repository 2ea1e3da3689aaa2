"""Addresses of the questions about an action. Every write has an address of its own."""

from django.urls import path

from actionplan.base.navigation import page

from . import views as questions

THREADS = "actions/<code:code>/questions/"

urlpatterns = [
    path(THREADS, page(questions.questions, "action-list", help="report"), name="questions"),
    path(f"{THREADS}ask/", questions.question_ask, name="question-ask"),
    path(f"{THREADS}<int:pk>/answer/", questions.question_answer, name="question-answer"),
    path(f"{THREADS}<int:pk>/settle/", questions.question_settle, name="question-settle"),
    path("actions/<code:code>/asked/<int:pk>/end/", questions.asked_end, name="asked-end"),
]
