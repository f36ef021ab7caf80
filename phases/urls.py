"""Projects: their list and who may see them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
