"""What each address asks of who opens it: one row a route. A route without a row answers nobody."""

PUBLIC = "public"
"""Anybody, signed in or not."""
SIGNED_IN = "signed in"
"""Anybody who signed in; the view shows only what is theirs."""
ADMINISTRATOR = "administrator"
"""The administrators of the installation."""

NOBODY = "nobody"
"""Pages of a library that Uptake does not offer."""

ROUTES: dict[str, str] = {
    # the installation
    "alive": PUBLIC,
    "ready": PUBLIC,
    "home": SIGNED_IN,
    "search": SIGNED_IN,
    "switcher": SIGNED_IN,
    "language": PUBLIC,
    "theme": SIGNED_IN,
    # accounts
    "welcome": PUBLIC,  # as long as there is nobody, and with the setup code
    "settings": SIGNED_IN,
    "people": ADMINISTRATOR,
    "person": ADMINISTRATOR,
    "person_new": ADMINISTRATOR,
    "person_password_link": ADMINISTRATOR,
    "organisations": ADMINISTRATOR,
    "organisation": ADMINISTRATOR,
    "organisation_new": ADMINISTRATOR,
    "organisation_remove": ADMINISTRATOR,
    # sign-in: allauth's pages
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_email": NOBODY,
    "account_email_verification_sent": NOBODY,
    "account_confirm_email": NOBODY,
    "account_confirm_login_code": NOBODY,
    # plan page
    "plan": "plan.view",
    "plan_data": "plan.view",
    "plan_head": "plan.view",
    "plan_why": "plan.view",
    "plan_edits": "plan.view",  # the service of each change asks for plan.edit, plan.progress or draft.edit
    "plan_table": "plan.view",
    "plan_views": "plan.view",
    "plan_view": "plan.view",
    "plan_history": "plan.view",
    # projects as a whole
    "projects": SIGNED_IN,
    "project_archive": "project.manage",
    "project_unarchive": "project.manage",
    "project_delete": "project.manage",
    "project_undelete": SIGNED_IN,  # the view looks only among what this person deleted or could have
    "project_purge": SIGNED_IN,  # as above
    "project_copy": "plan.export",
    "new_project": SIGNED_IN,
    "new_empty": SIGNED_IN,
    "new_file": SIGNED_IN,
    "new_from_file": SIGNED_IN,
    "new_from_pack": SIGNED_IN,
    # files
    "import": "plan.edit",
    "import_replace": "plan.edit",
    "import_update": "plan.edit",
    "export": "plan.export",
    "export_done": "plan.export",
    "calendar_feed": "plan.export",
    # long work: of who asked for it
    "jobs": SIGNED_IN,
    "job": SIGNED_IN,
    "job_cancel": SIGNED_IN,
    "job_file": SIGNED_IN,
}
"""Name of the route to what it needs: a word above, or a permission in the project that `project_id` names."""
