"""What each address asks of who opens it: one row a route. A route without a row answers nobody."""

PUBLIC = "public"
"""Anybody, signed in or not."""
SIGNED_IN = "signed in"
"""Anybody who signed in; the view shows only what is theirs."""
ADMINISTRATOR = "administrator"
"""The administrators of the installation."""

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
    "settings": SIGNED_IN,
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
}
"""Name of the route to what it needs: a word above, or a permission in the project that `project_id` names."""
