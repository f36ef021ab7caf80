"""Profiles, the matrix and its documents."""

from django.urls import path

from roles.acceptance.views import ask, my_duties
from roles.acceptance.views import files as duty_sheet_files
from roles.acceptance.views import overview as acceptance
from roles.catalogue.views import frameworks, profile_files, profiles
from roles.checks.views import dismissals, findings, gaps
from roles.comments import views as comments
from roles.directory.views import erase, merge, people, person
from roles.exports.views import archive, prepared
from roles.exports.views import matrix as matrix_files
from roles.grid.views import bulk, cells, fill, in_place, layout, repair, reviews, row_form, shared, undo, updates
from roles.grid.views import page as grid
from roles.history.views import baselines, compare, journal, restore
from roles.home import views as home
from roles.imports.views import own_workbook, project_from_file, project_from_sheet, sheet_into_project, stop_reading
from roles.notices import views as notices
from roles.people.views import account_roles, directory_import
from roles.postings.views import desk as posting_desk
from roles.postings.views import editing, posting, public, published
from roles.postings.views import project as postings
from roles.privacy import views as privacy
from roles.projects.views import duplicate, duties, new_project, positions, settings
from roles.security_log.views import security_log
from roles.workload.views import absence, by_person, by_position
from roles.workload.views import files as workload_files

urlpatterns = [
    path("", home.home, name="home"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/sheet/<str:fmt>/", profile_files.comparison, name="profiles-sheet"),
    path("profiles/<slug:slug>/", profiles.profile, name="profile"),
    path("profiles/<slug:slug>/sheet/<str:fmt>/", profile_files.sheet, name="profile-sheet"),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/template/", frameworks.framework_template, name="framework-template"),
    path("frameworks/schema/", frameworks.framework_schema, name="framework-schema"),
    path("frameworks/<slug:slug>/<str:fmt>/", frameworks.framework_file, name="framework-file"),
    path("projects/<int:project_id>/", grid.project, name="project"),
    path("projects/<int:project_id>/cells/", cells.cells, name="cells"),
    path("projects/<int:project_id>/cells/bulk/", bulk.cells_bulk, name="cells-bulk"),
    path("projects/<int:project_id>/changes/", updates.changes, name="changes"),
    path("projects/<int:project_id>/fill/", fill.fill, name="fill"),
    path("projects/<int:project_id>/layout/", layout.layout, name="layout"),
    path("projects/<int:project_id>/review/", reviews.project_review, name="project-review"),
    path("projects/<int:project_id>/undo/", undo.undo_step, name="undo"),
    path("projects/<int:project_id>/redo/", undo.redo_step, name="redo"),
    path("projects/<int:project_id>/duties/<int:duty_id>/row/", row_form.duty_row, name="duty-row"),
    path("projects/<int:project_id>/positions/add/", in_place.position_add, name="position-add"),
    path(
        "projects/<int:project_id>/positions/<int:position_id>/title/", in_place.position_title, name="position-title"
    ),
    path(
        "projects/<int:project_id>/positions/<int:position_id>/holder/",
        in_place.position_holder,
        name="position-holder",
    ),
    path("projects/<int:project_id>/duties/add/", in_place.duty_add, name="duty-add"),
    path("projects/<int:project_id>/duties/<int:duty_id>/text/", in_place.duty_text, name="duty-text"),
    path("projects/<int:project_id>/duties/<int:duty_id>/reason/", in_place.duty_reason, name="duty-reason"),
    path("a/<str:token>/", my_duties.linked, name="linked"),
    path("a/<str:token>/export/<str:fmt>/", duty_sheet_files.export_linked, name="linked-export"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/unread/", notices.notices_unread, name="notices-unread"),
    path("notices/read/", notices.notices_read, name="notices-read"),
    path("notices/choices/", notices.notices_choices, name="notices-choices"),
    path("notices/unsubscribe/<str:token>/", notices.notices_unsubscribe, name="notices-unsubscribe"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/load/", by_person.people, name="people-load"),
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/active/", person.person_active, name="person-active"),
    path("people/<int:person_id>/login/", person.person_login, name="person-login"),
    path("people/<int:person_id>/merge/", merge.person_merge, name="person-merge"),
    path("people/<int:person_id>/erase/", erase.person_erase, name="person-erase"),
    path("people/import/", directory_import.people_import, name="people-import"),
    path("people/import/template/<str:fmt>/", directory_import.people_template_file, name="people-template"),
    path("people/directory/<str:fmt>/", directory_import.directory_file, name="people-directory"),
    path("roles/", account_roles.account_roles, name="account-roles"),
    path("roles/<int:user_id>/<str:role>/", account_roles.account_role, name="account-role"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("accounts/data/", privacy.own_data, name="own-data"),
    path("security/", security_log, name="security-log"),
    path("people/export/<str:fmt>/", workload_files.export_people, name="people-export"),
    path("projects/", home.projects, name="projects"),
    path("projects/archive/", archive.archive, name="archive"),
    path("projects/archive/file/", archive.archive_file, name="archive-file"),
    path("projects/archive/delete/", archive.archive_delete, name="archive-delete"),
    path("prepared/<int:prepared_id>/", prepared.prepared, name="prepared"),
    path("prepared/<int:prepared_id>/file/", prepared.prepared_file, name="prepared-file"),
    path("projects/new/", new_project.project_new, name="project-new"),
    path("projects/new/file/", project_from_file.project_file, name="project-file"),
    path("readings/<uuid:reading>/stop/", stop_reading.stop_reading, name="stop-reading"),
    path("projects/new/sheet/", project_from_sheet.project_sheet, name="project-sheet"),
    path("projects/<int:project_id>/suggestions/", new_project.suggestions, name="suggestions"),
    path("projects/<int:project_id>/positions/", positions.positions, name="positions"),
    path("projects/<int:project_id>/positions/new/", positions.position_new, name="position-new"),
    path("projects/<int:project_id>/positions/<int:position_id>/", positions.position, name="position"),
    path("projects/<int:project_id>/positions/<int:position_id>/move/", positions.position_move, name="position-move"),
    path(
        "projects/<int:project_id>/positions/<int:position_id>/remove/",
        positions.position_remove,
        name="position-remove",
    ),
    path(
        "projects/<int:project_id>/positions/<int:position_id>/sheet/", my_duties.position_sheet, name="position-sheet"
    ),
    path(
        "projects/<int:project_id>/positions/<int:position_id>/sheet/export/<str:fmt>/",
        duty_sheet_files.export_position,
        name="position-sheet-export",
    ),
    path("projects/<int:project_id>/mine/", my_duties.mine, name="mine"),
    path("projects/<int:project_id>/mine/export/<str:fmt>/", duty_sheet_files.export_mine, name="mine-export"),
    path("projects/<int:project_id>/acceptance/", acceptance.acceptance, name="acceptance"),
    path("projects/<int:project_id>/acceptance/ask/", ask.acceptance_ask, name="acceptance-ask"),
    path("projects/<int:project_id>/acceptance/<int:person_id>/link/", acceptance.link_make, name="link-make"),
    path("projects/<int:project_id>/acceptance/<int:person_id>/revoke/", acceptance.link_revoke, name="link-revoke"),
    path("projects/<int:project_id>/duties/", duties.duties, name="duties"),
    path("projects/<int:project_id>/duties/new/", duties.duty_new, name="duty-new"),
    path("projects/<int:project_id>/duties/<int:duty_id>/", duties.duty_edit, name="duty-edit"),
    path("projects/<int:project_id>/duties/<int:duty_id>/move/", duties.duty_move, name="duty-move"),
    path("projects/<int:project_id>/duties/<int:duty_id>/applies/", duties.duty_applies, name="duty-applies"),
    path("projects/<int:project_id>/duties/<int:duty_id>/remove/", duties.duty_remove, name="duty-remove"),
    path("projects/<int:project_id>/duties/<int:duty_id>/comments/", comments.duty_comments, name="duty-comments"),
    path("projects/<int:project_id>/comments/", comments.comments, name="comments"),
    path("projects/<int:project_id>/comments/<int:comment_id>/", comments.comment, name="comment"),
    path("projects/<int:project_id>/settings/", settings.project_settings, name="project-settings"),
    path("projects/<int:project_id>/settings/save/", settings.settings_save, name="settings-save"),
    path("projects/<int:project_id>/settings/phases/", settings.settings_phases, name="settings-phases"),
    path("projects/<int:project_id>/duplicate/", duplicate.project_duplicate, name="project-duplicate"),
    path("projects/<int:project_id>/delete/", settings.project_delete, name="project-delete"),
    path("projects/<int:project_id>/findings/", findings.findings_page, name="findings"),
    path("projects/<int:project_id>/findings/position/", gaps.gap_position, name="gap-position"),
    path("projects/<int:project_id>/findings/dismiss/", dismissals.dismiss_findings, name="finding-dismiss"),
    path("projects/<int:project_id>/findings/restore/", dismissals.restore_finding, name="finding-restore"),
    path("projects/<int:project_id>/repair/", repair.repair, name="repair"),
    path("projects/<int:project_id>/export/<str:fmt>/", matrix_files.export, name="export"),
    path("projects/<int:project_id>/import/", own_workbook.own_workbook, name="project-import"),
    path("projects/<int:project_id>/import/sheet/", sheet_into_project.sheet_into_project, name="project-import-sheet"),
    path("projects/<int:project_id>/baselines/", baselines.baselines, name="baselines"),
    path("projects/<int:project_id>/baselines/new/", baselines.baseline_new, name="baseline-new"),
    path("projects/<int:project_id>/baselines/<int:baseline_id>/", baselines.baseline, name="baseline"),
    path("projects/<int:project_id>/compare/", compare.compare, name="compare"),
    path("projects/<int:project_id>/compare/export/<str:fmt>/", compare.export_difference, name="compare-export"),
    path("projects/<int:project_id>/history/", journal.history, name="history"),
    path("projects/<int:project_id>/history/<int:version>/", journal.version, name="version"),
    path("projects/<int:project_id>/restore/<str:name>/", restore.version_restore, name="version-restore"),
    path("projects/<int:project_id>/absence/", absence.absence, name="absence"),
    path("projects/<int:project_id>/absence/apply/", absence.absence_apply, name="absence-apply"),
    path("postings/", posting_desk.postings_mine, name="postings-mine"),
    path("postings/new/", posting_desk.posting_from_catalogue, name="posting-from-catalogue"),
    path("postings/positions/<int:position_id>/", posting_desk.posting_opened, name="posting-opened"),
    path("postings/published/", published.publications, name="publications"),
    path(
        "postings/published/<int:publication_id>/<str:fmt>/",
        published.publication_file,
        name="publication-file",
    ),
    path("postings/<int:posting_id>/", posting.posting, name="posting"),
    path("postings/<int:posting_id>/edit/", editing.posting_edit, name="posting-edit"),
    path("postings/<int:posting_id>/lint/", editing.posting_lint, name="posting-lint"),
    path("postings/<int:posting_id>/state/", posting.posting_state, name="posting-state"),
    path("postings/<int:posting_id>/duplicate/", posting.posting_duplicate, name="posting-duplicate"),
    path("postings/<int:posting_id>/file/<str:fmt>/", posting.posting_file, name="posting-file"),
    path("postings/<slug:address>/", public.posting_public, name="posting-public"),
    path("projects/<int:project_id>/positions/<int:position_id>/hr/", postings.position_open, name="position-open"),
    path("projects/<int:project_id>/postings/", postings.postings, name="postings"),
    path("projects/<int:project_id>/postings/new/", postings.posting_new, name="posting-new"),
    *(
        path(f"projects/<int:project_id>/postings/<int:posting_id>/{rest}", postings.posting_moved, {"page": page})
        for page, rest in (("posting", ""), ("posting-edit", "edit/"), ("posting-file", "file/<str:fmt>/"))
    ),
    path("s/<str:token>/", shared.shared, name="shared"),
    path("projects/<int:project_id>/workload/", by_position.workload_page, name="workload"),
    path(
        "projects/<int:project_id>/workload/export/<str:fmt>/", workload_files.export_workload, name="workload-export"
    ),
]
