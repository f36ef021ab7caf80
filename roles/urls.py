"""Profiles, the matrix and its documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
