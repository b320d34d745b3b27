from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "shuangbai.catalogue"
    label = "catalogue"
    verbose_name = "服务目录"
