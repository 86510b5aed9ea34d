"""Keys of people and units may hold slashes, so nothing else stands below `people/` and `units/`."""

from django.urls import path

from colead.apps.people.views import directory, imports, structure

app_name = "people"

urlpatterns = [
    path("o/<slug:organisation>/people/", directory.people, name="list"),
    path("o/<slug:organisation>/people-search/", directory.search, name="search"),
    path("o/<slug:organisation>/people/<path:person>/", directory.person_page, name="person"),
    path("o/<slug:organisation>/units/", structure.units, name="units"),
    path("o/<slug:organisation>/units/<path:unit>/", structure.unit_page, name="unit"),
    path("o/<slug:organisation>/structure/", structure.insight, name="insight"),
    path("o/<slug:organisation>/staff-list/", imports.start, name="import"),
    path("o/<slug:organisation>/staff-list/template/", imports.template, name="import_template"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/", imports.preview, name="import_preview"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/columns/", imports.columns, name="import_columns"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/apply/", imports.apply, name="import_apply"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/undo/", imports.undo, name="import_undo"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/discard/", imports.discard, name="import_discard"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/errors/", imports.errors, name="import_errors"),
    path(
        "o/<slug:organisation>/staff-list/<int:import_id>/download/", imports.changes, name="import_changes"
    ),
]
