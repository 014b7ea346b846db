"""Every address, grouped by who it is for: public, citizen, desk, supervisor, machine."""

from django.contrib.admin import site
from django.urls import include, path

from wenzheng.crawlers import robots, sitemap, sitemap_part
from wenzheng.health import healthz, readyz
from wenzheng.language import language
from wenzheng.reading import reading

urlpatterns = [
    # machines
    path("healthz", healthz),
    path("readyz", readyz),
    path("robots.txt", robots),
    path("sitemap.xml", sitemap),
    path("sitemap-<slug:section>-<int:part>.xml", sitemap_part),
    # citizen: sign in, post, follow
    path("", include("accounts.urls")),
    path("", include("notify.urls")),
    path("", include("cases.urls")),
    # the desk
    path("admin/", site.urls),
    # public
    path("reading/", reading, name="reading"),
    path("language/", language, name="language"),
    path("statistics/", include("stats.urls")),
    path("", include("boards.urls")),
]

handler400 = "wenzheng.faults.bad_request"
handler500 = "wenzheng.faults.server_error"
