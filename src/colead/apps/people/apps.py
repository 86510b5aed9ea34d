from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "colead.apps.people"
    label = "people"
