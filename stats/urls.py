"""Addresses of stats, below /statistics/."""

from django.urls import path

from stats.views import data, statistics, taken_down

app_name = "stats"
urlpatterns = [
    path("", statistics, name="statistics"),
    path("take-downs/", taken_down, name="take_downs"),
    path("data.csv", data, name="data"),
]
