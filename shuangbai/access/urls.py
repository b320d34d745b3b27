from django.urls import path

from shuangbai.access import views

app_name = "access"
urlpatterns = [
    path("grant/", views.grant, name="grant"),
    path("audit/", views.audit, name="audit"),
]
