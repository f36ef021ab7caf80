"""Profiles, the matrix and its documents."""

from django.urls import path

from roles.views import cells, duties, home, matrix, positions, profiles, projects, row, settings

urlpatterns = [
    path("", home.home, name="home"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/<slug:slug>/", profiles.profile, name="profile"),
    path("projects/<int:project_id>/", matrix.project, name="project"),
    path("projects/<int:project_id>/cells/", cells.cells, name="cells"),
    path("projects/<int:project_id>/undo/", cells.undo, name="undo"),
    path("projects/<int:project_id>/redo/", cells.redo, name="redo"),
    path("projects/<int:project_id>/duties/<int:duty_id>/row/", row.duty_row, name="duty-row"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.project_new, name="project-new"),
    path("projects/<int:project_id>/suggestions/", projects.suggestions, name="suggestions"),
    path("projects/<int:project_id>/positions/", positions.positions, name="positions"),
    path("projects/<int:project_id>/positions/new/", positions.position_new, name="position-new"),
    path("projects/<int:project_id>/positions/<int:position_id>/", positions.position, name="position"),
    path("projects/<int:project_id>/positions/<int:position_id>/move/", positions.position_move, name="position-move"),
    path(
        "projects/<int:project_id>/positions/<int:position_id>/remove/",
        positions.position_remove,
        name="position-remove",
    ),
    path("projects/<int:project_id>/duties/", duties.duties, name="duties"),
    path("projects/<int:project_id>/duties/new/", duties.duty_new, name="duty-new"),
    path("projects/<int:project_id>/duties/<int:duty_id>/", duties.duty_edit, name="duty-edit"),
    path("projects/<int:project_id>/duties/<int:duty_id>/move/", duties.duty_move, name="duty-move"),
    path("projects/<int:project_id>/duties/<int:duty_id>/applies/", duties.duty_applies, name="duty-applies"),
    path("projects/<int:project_id>/duties/<int:duty_id>/remove/", duties.duty_remove, name="duty-remove"),
    path("projects/<int:project_id>/settings/", settings.project_settings, name="project-settings"),
    path("projects/<int:project_id>/settings/save/", settings.settings_save, name="settings-save"),
    path("projects/<int:project_id>/settings/phases/", settings.settings_phases, name="settings-phases"),
    path("projects/<int:project_id>/delete/", settings.project_delete, name="project-delete"),
]
