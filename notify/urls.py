"""A person's own notices and how the person is told (citizen); signed addresses in letters (public)."""

from django.urls import path

from notify.views import letters, notices, wishes

app_name = "notify"
urlpatterns = [
    path("my/notices/", notices.notices, name="notices"),
    path("my/notices/read/", notices.read, name="read"),
    path("my/notices/<int:pk>/open/", notices.open_notice, name="open"),
    path("my/preferences/", wishes.preferences, name="preferences"),
    path("my/preferences/mail/", wishes.mail, name="mail"),
    path("my/preferences/mail/forget/", wishes.forget_mail, name="forget_mail"),
    path("my/mail/<str:token>/", letters.confirm, name="confirm_mail"),
    path("unsubscribe/<str:token>/", letters.unsubscribe, name="unsubscribe"),
]
