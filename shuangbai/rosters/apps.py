from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "shuangbai.rosters"
    label = "rosters"
    verbose_name = "名册"
