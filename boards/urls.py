"""Addresses of what the public reads."""

from django.urls import path

from boards import feeds, search_feed, views

app_name = "boards"
urlpatterns = [
    path("", views.home, name="home"),
    path("boards/", views.directory, name="directory"),
    path("boards/<slug:slug>/", views.board, name="board"),
    path("feed/", feeds.site_feed, name="site_feed"),
    path("boards/<slug:slug>/feed/", feeds.board_feed, name="feed"),
    path("categories/<slug:code>/feed/", feeds.category_feed, name="category_feed"),
    path("messages/<str:number>/", views.message, name="message"),
    path("messages/<slug:number>/qr.svg", views.qr, name="qr"),
    path("search/", views.search, name="search"),
    path("search/feed/", search_feed.search_feed, name="search_feed"),
]
