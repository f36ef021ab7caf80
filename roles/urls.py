"""Profiles, the matrix and its documents."""

from django.urls import path

from roles.views import cells, home, matrix, profiles, row

urlpatterns = [
    path("", home.home, name="home"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/<slug:slug>/", profiles.profile, name="profile"),
    path("projects/<int:project_id>/", matrix.project, name="project"),
    path("projects/<int:project_id>/cells/", cells.cells, name="cells"),
    path("projects/<int:project_id>/undo/", cells.undo, name="undo"),
    path("projects/<int:project_id>/redo/", cells.redo, name="redo"),
    path("projects/<int:project_id>/duties/<int:duty_id>/row/", row.duty_row, name="duty-row"),
]
