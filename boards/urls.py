"""Addresses of what the public reads."""

from django.urls import path

from boards import feeds, views

app_name = "boards"
urlpatterns = [
    path("", views.home, name="home"),
    path("boards/", views.directory, name="directory"),
    path("boards/<slug:slug>/", views.board, name="board"),
    path("boards/<slug:slug>/feed/", feeds.board_feed, name="feed"),
    path("messages/<slug:number>/", views.message, name="message"),
    path("search/", views.search, name="search"),
    path("robots.txt", views.robots, name="robots"),
]
