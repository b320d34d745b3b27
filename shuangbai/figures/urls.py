"""Numbers: their definitions, what stands behind one, and those that were frozen."""

from django.urls import path

from shuangbai.figures.views import pages as views

app_name = "figures"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("frozen/", views.frozen, name="frozen"),
    path("frozen/new/", views.freeze, name="freeze"),
    path("frozen/<uuid:ident>/", views.frozen_one, name="frozen_one"),
    path("<slug:key>/", views.number, name="number"),
]
