"""A person's own notices, below /my/."""

from django.urls import path

from notify import views

app_name = "notify"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read, name="read"),
    path("notices/<int:pk>/open/", views.open_notice, name="open"),
]
