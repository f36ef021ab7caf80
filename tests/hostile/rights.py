"""The table of rights: for each route and method what each reader is answered.

In the order of the readers: `.` let in, `s` asked to sign in, `f` forbidden, `n` told that there is no such thing, `m`
told that the method is not taken. A route that is not here fails the test.
"""

ALL = ("anonymous", "outsider", "removed", "holder", "viewer", "editor", "owner", "hr", "administrator")
OFFICES = (
    "anonymous",
    "owner",
    "hr",
    "administrator",
)  # for the pages of libraries

_TABLE = {
    # editors and owners change
    "snnnf..nn": {
        "POST": """
            cells cells-bulk project-review undo redo duty-row position-add position-title position-holder duty-add
            duty-text duty-reason suggestions position-new position position-move position-remove acceptance-ask
            link-make link-revoke duty-new duty-edit duty-move duty-applies duty-remove settings-save
            settings-phases gap-position finding-dismiss finding-restore repair project-import project-import-sheet
            baseline-new version-restore absence-apply posting-edit posting-lint posting-state posting-duplicate
            posting-new
        """,
        "GET": """
            fill duty-row position-add position-title position-holder duty-add duty-text duty-reason suggestions
            position-new position position-remove acceptance-ask duty-new duty-edit duty-applies duty-remove
            gap-position finding-dismiss repair project-import project-import-sheet version-restore posting-edit
            posting-new
        """,
    },
    # members read
    "snnn...nn": {
        "GET": """
            fr/projects/<int:project_id>/postings/<int:posting_id>/
            fr/projects/<int:project_id>/postings/<int:posting_id>/edit/
            fr/projects/<int:project_id>/postings/<int:posting_id>/file/<str:fmt>/
            members leave share-links project changes positions position-sheet position-sheet-export acceptance
            duties duty-comments comments project-settings project-duplicate findings export baselines baseline
            compare compare-export history version absence posting posting-file postings workload workload-export
        """,
        "POST": "leave layout duty-comments project-duplicate",
    },
    # anybody
    ".........": {
        "GET": """
            root healthz readyz robots sitemap share invitation home profiles profiles-sheet profile profile-sheet
            framework-template framework-schema framework-file linked linked-export notices-unsubscribe
            posting-public shared privacy
        """,
        "POST": "theme invitation notices-unsubscribe",
    },
    # who changes the directory, the catalogue or roles
    "sffffff..": {
        "GET": """
            frameworks person-new person-merge person-erase people-import people-template people-directory
            account-roles account-role
        """,
        "POST": """
            frameworks person-new person person-active person-login person-merge person-erase people-import
            account-role
        """,
    },
    # whoever is signed in
    "s........": {
        "GET": """
            notices people-load people-export projects archive project-new project-file project-sheet postings-mine
            notices-unread publications
        """,
        "POST": "notices-choices archive archive-delete project-new project-file project-sheet stop-reading",
    },
    # administrators
    "sfffffff.": {"GET": "security-log"},
    # owners alone
    "snnnff.nn": {
        "POST": """
            member-new member-edit member-remove invitation-again invitation-revoke share-link-new share-link-revoke
            comment project-delete position-open
        """,
        "GET": "member-remove share-link-revoke project-delete",
    },
    # members, who are led to a page by another method
    "snnnmmmnn": {
        "POST": "members positions duties project-settings",
    },
    # owners, by another method
    "snnnffmnn": {
        "GET": "member-new member-edit invitation-again invitation-revoke",
    },
    # the one to whom it is
    "snnnnn.nn": {
        "GET": "notice prepared prepared-file",
        "POST": "notices-read",
    },
    # editors, by another method
    "snnnfmmnn": {
        "GET": "position-move duty-move settings-save settings-phases",
    },
    # answers by the link of somebody, but not of who can make such links
    ".....ffff": {
        "POST": "linked",
    },
    # whoever holds a position
    "snn.nnnnn": {
        "GET": "mine mine-export",
        "POST": "mine",
    },
    # who reads the directory
    "sfffff...": {
        "GET": "people person",
    },
    # who changes the directory, by another method
    "sffffffmm": {
        "GET": "person-active person-login",
    },
    # HR managers
    "sffffff.f": {
        "GET": "posting-from-catalogue",
        "POST": "posting-from-catalogue",
    },
    # HR managers, what is opened to them
    "snnnnnn.n": {
        "GET": "posting-opened publication-file",
        "POST": "posting-opened",
    },
    # nobody, for no setting opens them
    "nnnnnnnnn": {"GET": "metrics"},
    # nobody has such a file yet
    "snnnnnnnn": {
        "GET": "archive-file",
    },
    # HR managers: the catalogue in the administration
    "ss..": {
        "GET": """
            admin:index admin:password_change admin:password_change_done admin:jsi18n
            admin:admin/auth/group/<path:object_id>/ admin:django_tasks_database_dbtaskresult_history
            admin:admin/django_tasks_database/dbtaskresult/<path:object_id>/ admin:phases_framework_changelist
            admin:phases_framework_add admin:phases_framework_history admin:phases_framework_change
            admin:admin/phases/framework/<path:object_id>/ admin:phases_phase_changelist admin:phases_phase_add
            admin:phases_phase_history admin:phases_phase_change admin:admin/phases/phase/<path:object_id>/
            admin:roles_roleprofile_changelist admin:roles_roleprofile_add admin:roles_roleprofile_history
            admin:roles_roleprofile_change admin:admin/roles/roleprofile/<path:object_id>/
            admin:roles_suggestionrule_changelist admin:roles_suggestionrule_add admin:roles_suggestionrule_history
            admin:roles_suggestionrule_change admin:admin/roles/suggestionrule/<path:object_id>/
            admin:roles_responsibility_changelist admin:roles_responsibility_add admin:roles_responsibility_history
            admin:roles_responsibility_change admin:admin/roles/responsibility/<path:object_id>/
            admin:admin/auth/user/<path:object_id>/
        """,
        "POST": """
            admin:index admin:password_change admin:admin/auth/group/<path:object_id>/
            admin:django_tasks_database_dbtaskresult_history
            admin:admin/django_tasks_database/dbtaskresult/<path:object_id>/ admin:phases_framework_changelist
            admin:phases_framework_add admin:phases_framework_history admin:phases_framework_change
            admin:admin/phases/framework/<path:object_id>/ admin:phases_phase_changelist admin:phases_phase_add
            admin:phases_phase_history admin:phases_phase_change admin:admin/phases/phase/<path:object_id>/
            admin:roles_roleprofile_changelist admin:roles_roleprofile_add admin:roles_roleprofile_history
            admin:roles_roleprofile_change admin:admin/roles/roleprofile/<path:object_id>/
            admin:roles_suggestionrule_changelist admin:roles_suggestionrule_add admin:roles_suggestionrule_history
            admin:roles_suggestionrule_change admin:admin/roles/suggestionrule/<path:object_id>/
            admin:roles_responsibility_changelist admin:roles_responsibility_add admin:roles_responsibility_history
            admin:roles_responsibility_change admin:admin/roles/responsibility/<path:object_id>/
            admin:admin/auth/user/<path:object_id>/
        """,
    },
    # administrators
    "ssf.": {
        "GET": """
            admin:auth_group_changelist admin:auth_group_add admin:auth_group_history admin:auth_group_change
            admin:django_tasks_database_dbtaskresult_changelist admin:django_tasks_database_dbtaskresult_change
            admin:roles_suggestionrule_delete admin:auth_user_changelist admin:auth_user_add admin:auth_user_history
            admin:auth_user_change
        """,
        "POST": """
            admin:auth_group_changelist admin:auth_group_add admin:auth_group_history admin:auth_group_change
            admin:django_tasks_database_dbtaskresult_changelist admin:roles_suggestionrule_delete
            admin:auth_user_changelist admin:auth_user_add admin:auth_user_history admin:auth_user_change
        """,
    },
    # one's own account
    "s...": {
        "GET": """
            own-data account account-name account-sessions account_email account_change_password account_set_password
            account_confirm_login_code mfa_index mfa_authenticate mfa_activate_totp mfa_generate_recovery_codes
            mfa_list_webauthn mfa_add_webauthn mfa_login_webauthn socialaccount_connections usersessions_list
        """,
        "POST": """
            account account-name account_email account_change_password account_set_password
            account_confirm_login_code mfa_authenticate mfa_activate_totp mfa_generate_recovery_codes
            mfa_add_webauthn mfa_login_webauthn socialaccount_connections
        """,
    },
    # the entrance
    "....": {
        "POST": """
            admin:logout account_login account_logout account_signup account_reset_password
            account_reset_password_from_key fr/accounts/social/login/cancelled/ fr/accounts/social/login/error/
            fr/accounts/social/signup/ fr/accounts/social/connections/
        """,
        "GET": """
            account_login account_logout account_inactive account_signup account_email_verification_sent
            account_reset_password account_confirm_email account_reset_password_from_key_done
            account_reset_password_from_key account_reset_password_done socialaccount_login_cancelled
            socialaccount_login_error fr/accounts/social/login/cancelled/ fr/accounts/social/login/error/
            fr/accounts/social/signup/ fr/accounts/social/connections/
        """,
    },
    # what is not set up
    "nnnn": {
        "POST": """
            demo-sign-in account_confirm_email mfa_remove_webauthn mfa_edit_webauthn openid_connect_login
            openid_connect_callback
        """,
        "GET": "mfa_remove_webauthn mfa_edit_webauthn openid_connect_login openid_connect_callback",
    },
    # what one's own account has not
    "snnn": {
        "POST": "account-sessions mfa_deactivate_totp mfa_download_recovery_codes usersessions_list",
        "GET": "mailbox mfa_deactivate_totp mfa_view_recovery_codes mfa_download_recovery_codes",
    },
    # nobody: parts of a framework in use, the group of HR managers and the only owner of a project stay
    "ssff": {
        "GET": """
            admin:autocomplete admin:django_tasks_database_dbtaskresult_add
            admin:django_tasks_database_dbtaskresult_delete admin:phases_framework_delete admin:phases_phase_delete
            admin:roles_roleprofile_delete admin:roles_responsibility_delete admin:auth_user_delete
            admin:auth_group_delete
        """,
        "POST": """
            admin:django_tasks_database_dbtaskresult_add admin:django_tasks_database_dbtaskresult_delete
            admin:django_tasks_database_dbtaskresult_change admin:phases_framework_delete admin:phases_phase_delete
            admin:roles_roleprofile_delete admin:roles_responsibility_delete admin:auth_user_delete
            admin:auth_group_delete
        """,
    },
    # no such thing
    "ssnn": {
        "GET": "admin:view_on_site admin:app_list admin:admin/(?P<url>.*)",
        "POST": "admin:view_on_site admin:app_list admin:admin/(?P<url>.*)",
    },
    # not asked for now
    "sfff": {
        "GET": "account_reauthenticate mfa_reauthenticate mfa_reauthenticate_webauthn",
        "POST": "account_reauthenticate mfa_reauthenticate mfa_reauthenticate_webauthn",
    },
    # another method
    "ssmm": {
        "POST": "admin:password_change_done admin:autocomplete admin:jsi18n",
    },
    # the entrance of the administration
    "sf..": {
        "GET": "admin:login",
        "POST": "admin:login",
    },
    # no such sign-in begun
    "ssss": {
        "GET": "socialaccount_signup",
        "POST": "socialaccount_signup",
    },
    # another method
    "..mm": {
        "GET": "admin:logout",
    },
}
RIGHTS = {
    f"{method} {name}": row
    for row, methods in _TABLE.items()
    for method, names in methods.items()
    for name in names.split()
}
