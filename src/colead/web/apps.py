from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "colead.web"
    label = "web"
