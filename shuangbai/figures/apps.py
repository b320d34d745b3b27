from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "shuangbai.figures"
    label = "figures"
    verbose_name = "数"
