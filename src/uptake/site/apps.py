from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "uptake.site"
    label = "site"
