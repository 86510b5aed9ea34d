from django.urls import path

from colead.apps.network.views import consent, exports, imports, maps, sets

app_name = "network"

MAPS = "o/<slug:organisation>/map/"
IMPORT = MAPS + "import/<int:nomination_import>/"
MAP = MAPS + "<int:nomination_set>/"

urlpatterns = [
    path(MAPS, sets.nomination_sets, name="list"),
    path(MAPS + "import/", imports.upload, name="import"),
    path(IMPORT, imports.preview, name="preview"),
    path(IMPORT + "columns/", imports.columns, name="columns"),
    path(IMPORT + "people/", imports.people, name="people"),
    path(IMPORT + "problems/", imports.problems, name="problems"),
    path(IMPORT + "discard/", imports.discard, name="discard"),
    path(MAPS + "my-name/", consent.naming, name="consent"),
    path(MAP, maps.units, name="map"),
    path(MAP + "graph/", maps.graph, name="graph"),
    path(MAP + "matrix/", maps.matrix_page, name="matrix"),
    path(MAP + "method/", maps.how, name="method"),
    path(MAP + "unit/<path:unit>/", maps.unit_page, name="unit"),  # keys may hold slashes
    path(MAP + "data/", maps.data, name="data"),
    path(MAP + "compute/", sets.compute, name="compute"),
    path(MAP + "delete/", sets.delete, name="delete"),
    path(MAP + "export/units.csv", exports.units_csv, name="units_csv"),
    path(MAP + "export/matrix.csv", exports.matrix_csv, name="matrix_csv"),
    path(MAP + "export/map.graphml", exports.map_graphml, name="graphml"),
    path(MAP + "export/map.gexf", exports.map_gexf, name="gexf"),
    path(MAP + "export/figures.json", exports.figures_json, name="figures_json"),
]
