from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "shuangbai.config"
    label = "house"
    verbose_name = "双百社工平台"
