"""The address of an action, now, on a past day and in a closed round."""

from django.urls import path

from . import views

urlpatterns = [path("actions/<code:code>/", views.action, name="action")]
