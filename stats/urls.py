"""Addresses of stats, below /statistics/."""

from django.urls import path

from stats.views import data, statistics

app_name = "stats"
urlpatterns = [
    path("", statistics, name="statistics"),
    path("data.csv", data, name="data"),
]
