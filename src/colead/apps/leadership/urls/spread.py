"""Addresses of how leadership is spread."""

from django.urls import path

from colead.apps.leadership.views import spread

SPREAD = "o/<slug:organisation>/leadership/spread/"

urlpatterns = [
    path(SPREAD, spread.spread, name="spread"),
    path(SPREAD + "months.csv", spread.spread_months_csv, name="spread_months_csv"),
    path(SPREAD + "units.csv", spread.spread_units_csv, name="spread_units_csv"),
]
