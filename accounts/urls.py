"""Addresses about the person: signing in and out (public), the profile (citizen)."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("accounts/login/", views.ask, name="login"),
    path("accounts/login/code/", views.enter, name="code"),
    path("accounts/logout/", views.leave, name="logout"),
    path("my/profile/", views.profile, name="profile"),
]
