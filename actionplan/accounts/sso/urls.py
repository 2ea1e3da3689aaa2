"""The addresses of single sign-on: 404 while it is off."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("", views.start, name="sso-start"),
    path("callback/", page(views.callback, help="sign-in"), name="sso-callback"),
    path("first/", page(views.first, help="sign-in"), name="sso-first"),
    path("bindings/<int:pk>/end/", views.unbind_own, name="sso-unbind"),
    path("leave/", page(views.leave), name="sso-leave"),
    path("logout-token/", views.logout_token, name="sso-logout-token"),
]
