"""Addresses about the person: signing in and out (public), what belongs to the account (citizen)."""

from django.urls import path

from accounts.views import closing, own, phone, sign_in

app_name = "accounts"
urlpatterns = [
    path("accounts/login/", sign_in.ask, name="login"),
    path("accounts/login/code/", sign_in.enter, name="code"),
    path("accounts/logout/", sign_in.leave, name="logout"),
    path("my/profile/", own.profile, name="profile"),
    path("my/sessions/", own.sessions, name="sessions"),
    path("my/phone/", phone.phone, name="phone"),
    path("my/closing/", closing.closing, name="closing"),
]
