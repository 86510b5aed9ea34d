"""Keys of people and units may hold slashes, so nothing else stands below `people/` and `units/`."""

from django.urls import path

from colead.apps.people.views import (
    account_links,
    competencies,
    directory,
    imports,
    strengths,
    structure,
    view_requests,
)

app_name = "people"

urlpatterns = [
    path("o/<slug:organisation>/people/", directory.people, name="list"),
    path("o/<slug:organisation>/people-search/", directory.search, name="search"),
    path("o/<slug:organisation>/people/<path:person>/", directory.person_page, name="person"),
    path("o/<slug:organisation>/units/", structure.units, name="units"),
    path("o/<slug:organisation>/units/<path:unit>/", structure.unit_page, name="unit"),
    path("o/<slug:organisation>/structure/", structure.structure, name="structure"),
    path("o/<slug:organisation>/staff-list/", imports.start, name="import"),
    path("o/<slug:organisation>/staff-list/template/", imports.template, name="import_template"),
    path("o/<slug:organisation>/staff-list/addresses/", account_links.addresses, name="addresses"),
    path("o/<slug:organisation>/who-i-am/", account_links.who, name="who_i_am"),
    path("confirm-address/<str:token>/", account_links.confirm, name="confirm_address"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/", imports.preview, name="import_preview"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/columns/", imports.columns, name="import_columns"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/answers/", imports.answer, name="import_answers"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/place/", imports.place, name="import_place"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/apply/", imports.apply, name="import_apply"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/undo/", imports.undo, name="import_undo"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/discard/", imports.discard, name="import_discard"),
    path("o/<slug:organisation>/staff-list/<int:import_id>/errors/", imports.errors, name="import_errors"),
    path(
        "o/<slug:organisation>/staff-list/<int:import_id>/download/", imports.changes, name="import_changes"
    ),
    path("o/<slug:organisation>/competencies/", competencies.competencies, name="competencies"),
    path("o/<slug:organisation>/competencies/<slug:competency>/", competencies.competency, name="competency"),
    path("o/<slug:organisation>/new-competency/", competencies.new_competency, name="new_competency"),
    path("o/<slug:organisation>/strengths/", strengths.strengths, name="strengths"),
    path("o/<slug:organisation>/strengths/edit/", strengths.edit, name="strengths_edit"),
    path("o/<slug:organisation>/strengths/notes/", strengths.notes, name="strength_notes"),
    path("o/<slug:organisation>/strengths/consent/", strengths.consent, name="strength_consent"),
    path("o/<slug:organisation>/strengths/download/", strengths.export, name="strengths_download"),
    path(
        "o/<slug:organisation>/strengths/evidence/<slug:competency>/",
        strengths.evidence,
        name="strength_evidence",
    ),
    path("o/<slug:organisation>/strengths/ask/", view_requests.ask, name="ask_view"),
    path(
        "o/<slug:organisation>/strengths/asked/<int:view_request>/",
        view_requests.view_request,
        name="view_request",
    ),
    path(
        "o/<slug:organisation>/strengths/asked/<int:view_request>/delete/",
        view_requests.delete,
        name="delete_view_request",
    ),
]
