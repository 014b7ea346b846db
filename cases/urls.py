"""Addresses of cases: the citizen's, then the desk's and the supervisor's."""

from django.urls import URLPattern, path

from cases.views import (
    alike,
    attachments,
    citizen,
    deadlines,
    flag,
    keep_file,
    message_drafts,
    orders,
    own_data,
    post,
    restrictions,
    searches,
    supervise,
    track,
    watching,
    what_if,
    where,
)

app_name = "cases"
urlpatterns: list[URLPattern] = [
    # citizen
    path("boards/<slug:slug>/post/", post.post, name="post"),
    path("boards/<slug:slug>/alike/", alike.alike, name="alike"),
    path("boards/<slug:slug>/post/keep/", message_drafts.keep_draft, name="keep_draft"),
    path("my/drafts/", message_drafts.message_drafts, name="drafts"),
    path("my/drafts/<uuid:key>/delete/", message_drafts.delete_draft, name="delete_draft"),
    path("track/", track.track, name="track"),
    path("messages/<str:number>/flag/", flag.flag, name="flag"),
    path("my/", citizen.my, name="my"),
    path("my/searches/", searches.searches, name="searches"),
    path("my/searches/<int:pk>/", searches.show, name="search"),
    path("my/searches/<int:pk>/drop/", searches.drop, name="drop_search"),
    path("my/data/", own_data.data, name="data"),
    path("my/data/file/", own_data.download, name="data_file"),
    path("my/restrictions/", restrictions.my_restrictions, name="my_restrictions"),
    path("my/cases/<str:number>/", citizen.my_case_page, name="my_case"),
    path("my/cases/<str:number>/noted/", citizen.noted, name="noted"),
    path("my/cases/<str:number>/<slug:verb>/", citizen.act, name="act"),
    path("my/files/", keep_file.keep_file, name="keep_file"),
    # citizen: endorse and follow what others have written
    path("messages/<slug:number>/endorse/", watching.endorse_page, name="endorse"),
    path("messages/<slug:number>/follow/", watching.follow_page, name="follow"),
    path("boards/<slug:slug>/follow/", watching.follow_board_page, name="follow_board"),
    path("my/endorsed/", watching.endorsed, name="endorsed"),
    path("my/follows/", watching.follows, name="follows"),
    path("my/follows/<int:pk>/stop/", watching.stop, name="stop_following"),
    # public
    path("post/", where.where, name="where"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    # supervisor
    path("supervise/", supervise.supervise, name="supervise"),
    path("supervise/orders/", orders.orders, name="orders"),
    path("supervise/promises/", orders.promises, name="promises"),
    path("supervise/what-if/", what_if.what_if_page, name="what_if"),
    # citizen and staff: asks who is asking
    path("attachments/<uuid:key>/", attachments.attachment, name="attachment"),
    path("attachments/<uuid:key>/thumbnail/", attachments.thumbnail, name="thumbnail"),
]
