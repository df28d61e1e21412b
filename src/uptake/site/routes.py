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
    "demo_sign_in": PUBLIC,  # the view: in the demonstration only
    "settings": SIGNED_IN,
    "tokens": SIGNED_IN,
    "token_new": SIGNED_IN,
    "token_revoke": SIGNED_IN,  # the view: only one's own
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
    "account_reauthenticate": NOBODY,
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
    "job_stop": SIGNED_IN,
    "job_file": SIGNED_IN,
    "levelling": "plan.view",  # the view: plan.edit, or draft.edit for a draft, to ask for a run
    "levelling_stop": "draft.edit",  # the view: plan.edit for a run about the plan
    "levelling_cancel": "draft.edit",  # as above
    "levelling_apply": "draft.edit",  # as above
    "levelling_keep": "draft.edit",
    "levelling_discard": "draft.edit",  # as above
    "history": "plan.view",
    "restore": "plan.edit",
    # pages inside a project
    "project": "project.view",
    "task": "plan.view",  # saving: the service of each change asks for plan.edit or plan.progress
    "task_link": "plan.edit",
    "task_unlink": "plan.edit",
    "task_deliverable": "deliverable.edit",
    "task_deliverable_change": "deliverable.edit",
    "task_deliverable_remove": "deliverable.edit",
    "task_comment": "comment.write",
    "task_comment_count": "plan.view",
    "task_comment_change": "comment.write",  # the service: only one's own
    "task_comment_remove": "comment.write",  # the service: one's own, or as a manager
    "task_attach": "comment.write",
    "task_file": "plan.view",
    "task_file_remove": "comment.write",  # the service: one's own, or as a manager
    "resources": "plan.view",
    "resource_new": "plan.edit",
    "resource_load": "plan.view",
    "resource": "plan.view",  # the view: plan.edit to change it
    "resource_beside": "deliverable.edit",
    "resource_replace": "plan.edit",
    "resource_remove": "plan.edit",
    "resource_rate": "money.edit",
    "resource_rate_remove": "money.edit",
    "calendars": "plan.view",
    "calendar": "plan.view",  # the view: plan.edit to change it
    "calendar_new": "plan.edit",
    "project_calendar": "plan.edit",
    "pause": "plan.edit",
    "pause_remove": "plan.edit",
    "calendar_days": "plan.edit",
    "calendar_days_remove": "plan.edit",
    "calendar_national": "plan.edit",
    "calendar_remove": "plan.edit",
    "baselines": "plan.view",  # the view: plan.baseline to take one
    "baseline": "plan.view",
    "baseline_rename": "plan.baseline",
    "baseline_remove": "plan.baseline",
    "drafts": "plan.view",  # the view: draft.edit to begin one
    "drafts_compare": "plan.view",
    "draft_apply": "plan.edit",
    "draft_discard": "draft.edit",
    "team": "team.view",  # the view: team.manage to add somebody
    "team_change": "team.manage",
    "team_remove": "team.manage",
    # registers: the view asks for the roles that the register itself names
    "section": "registers.view",
    "register": "registers.view",
    "register_filters": "registers.view",
    "register_filter": "registers.view",
    "register_view_new": "registers.view",
    "register_view_remove": "registers.view",
    "register_bulk": "registers.view",
    "register_removed": "registers.view",
    "register_undo": "registers.view",
    "register_export": "plan.export",
    "register_template": "registers.view",
    "register_import": "registers.view",
    "register_import_columns": "registers.view",
    "register_import_values": "registers.view",
    "register_import_preview": "registers.view",
    "register_imported": "registers.view",
    "register_import_undo": "registers.view",
    "record": "registers.view",
    "record_cell": "registers.view",
    "record_targets": "registers.view",
    "record_comment": "comment.write",
    "record_comment_change": "comment.write",  # the service: only one's own
    "record_comment_remove": "comment.write",  # the service: one's own, or as a manager
    "record_attach": "comment.write",
    "record_file": "registers.view",
    "record_file_remove": "comment.write",  # the service: one's own, or as a manager
    "record_link": "registers.view",
    "record_link_remove": "registers.view",
    "record_new": "registers.view",
    "record_edit": "registers.view",
    "record_move": "registers.view",
    "record_approval": "registers.view",
    "record_approval_act": "registers.view",  # the service: who is asked, who asked, a manager
    "record_remove": "registers.view",
    "record_restore": "registers.view",
    "sheet": "project.view",  # saving: the service asks for plan.edit or project.manage
    # the interface: as the pages
    "api_openapi": PUBLIC,
    "api_projects": SIGNED_IN,
    "api_registers": "registers.view",
    "api_records": "registers.view",
    "api_record": "registers.view",
    "api_record_move": "registers.view",
    "api_record_restore": "registers.view",
    "api_record_history": "registers.view",
    "api_record_comments": "registers.view",  # to write one: the service asks for comment.write
    "api_record_links": "registers.view",
    "api_record_link": "registers.view",
    # configuration
    "configuration": "registers.configure",
    "configuration_module": "registers.configure",
    "configuration_fields": "registers.configure",
    "configuration_fields_of": "registers.configure",
    "configuration_field_new": "registers.configure",
    "configuration_field_order": "registers.configure",
    "configuration_field": "registers.configure",
    "configuration_field_remove": "registers.configure",
    "configuration_formula": "registers.configure",
    "configuration_registers": "registers.configure",
    "configuration_register_new": "registers.configure",
    "configuration_register": "registers.configure",
    "configuration_register_edit": "registers.configure",
    "configuration_states": "registers.configure",
    "configuration_way_new": "registers.configure",
    "configuration_way": "registers.configure",
    "configuration_way_remove": "registers.configure",
    "configuration_register_remove": "registers.configure",
    "configuration_preview": "registers.configure",
    "configuration_flows": "registers.configure",
    "configuration_flow_new": "registers.configure",
    "configuration_flow": "registers.configure",
    "configuration_flow_remove": "registers.configure",
    "configuration_scales": "registers.configure",
    "configuration_scale": "registers.configure",
    "configuration_scale_reset": "registers.configure",
    "configuration_versions": "registers.configure",
    "configuration_version": "registers.configure",
    "configuration_restore": "registers.configure",
    "configuration_changes": "registers.configure",
    "configuration_publish": "registers.configure",
    "configuration_discard": "registers.configure",
    "configuration_export": "registers.configure",
    "configuration_import": "registers.configure",
    # assessment: the view asks for assessment.edit to change something
    "questionnaire_build": "assessment.edit",
    "questionnaire_preview": "assessment.view",
    "questionnaire_link": "assessment.edit",
    "questionnaire_results": "assessment.view",
    "questionnaire_file": "assessment.view",
    "process_confirm": "assessment.view",  # the service: key users, and nobody in their place
    "process_diagram": "assessment.view",
    "process_diagram_page": "assessment.view",
    "stream_map": "assessment.view",
    "stream_simulate": "assessment.view",
    "stream_simulation": "assessment.view",
    "answer": PUBLIC,  # whoever has the address of a questionnaire
    "answer_thanks": PUBLIC,
    "changes_compare": "change.view",
    # plan review; what it mends asks for plan.edit or draft.edit besides
    "plan_review": "review.view",
    "review_rules": "review.view",
    "review_fix": "review.view",
    "review_export": "review.view",
    "review_waivers": "review.view",
    "review_waive": "review.edit",
    "review_withdraw": "review.edit",
    "whatif": "review.view",
    "whatif_export": "review.view",
    "whatif_simulate": "risk.view",
    # risks: the view asks for the roles of the registers besides
    "risk_matrix": "risk.view",
    "risk_trend": "risk.view",
    "risk_occurred": "risk.edit",
    "simulation": "risk.view",
    "simulation_run": "risk.view",
    "simulation_progress": "risk.view",
    "simulation_cancel": "risk.view",
    "simulation_inputs": "risk.view",  # the view: risk.edit to change them
    "simulation_file": "plan.export",
    "simulation_panel": "risk.view",
    "issue_action": "plan.edit",
    # monitoring: money only for those with money.view
    "earned_value": "monitoring.view",
    "earned_value_file": "plan.export",
    "earned_task": "monitoring.view",  # the view: monitoring.edit to change the rule
    "earned_cost": "money.edit",
    "earned_cost_remove": "money.edit",
    "earned_budget": "money.edit",
    "earned_thresholds": "project.manage",
    "status_points": "monitoring.view",
    "status_point_new": "monitoring.edit",
    "deviations_find": "monitoring.edit",
    "deviation_action": "plan.edit",
    "deviation_effect": "draft.edit",
    # scope
    "traceability": "scope.view",
    "traceability_file": "scope.view",
    "requirement_task": "plan.edit",
    "scope_baselines": "scope.view",
    "scope_baseline_new": "scope.baseline",
    "scope_baseline": "scope.view",
    "project_settings": "project.manage",
    "project_settings_plan": "project.manage",
}
"""Name of the route to what it needs: a word above, or a permission in the project that `project_id` names."""
