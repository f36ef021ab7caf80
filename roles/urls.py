"""Profiles, the matrix and its documents."""

from django.urls import path

from roles.views import home, profiles

urlpatterns = [
    path("", home.home, name="home"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/<slug:slug>/", profiles.profile, name="profile"),
]
