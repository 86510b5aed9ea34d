from django.urls import URLPattern, URLResolver, include, path

from colead.kit.manifest import manifests
from colead.web import views

handler400 = "colead.web.views.bad_request"
handler403 = "colead.web.views.forbidden"
handler404 = "colead.web.views.not_found"
handler500 = "colead.web.views.server_error"

web_patterns = (
    [
        path("", views.home, name="home"),
        path("language/", views.set_language, name="set_language"),
        path("csv/", views.set_csv_dialect, name="set_csv_dialect"),
        path("o/<slug:organisation>/", views.dashboard, name="dashboard"),
    ],
    "web",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(web_patterns)),
    *(path("", include(manifest.urls)) for manifest in manifests() if manifest.urls),
    path("account/", include("allauth.account.urls")),
    path("api/v1/", include("colead.api.urls")),
]
