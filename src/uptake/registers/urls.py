from django.urls import include, path

from uptake.registers.views import approvals, lists, records

urlpatterns = [
    path("configuration/", include("uptake.registers.views.configuration.urls")),
    path("sections/<slug:section>", lists.section, name="section"),
    path("registers/<slug:register>/", lists.register, name="register"),
    path("registers/<slug:register>/new", records.new, name="record_new"),
    path("registers/<slug:register>/<int:number>", records.record, name="record"),
    path("registers/<slug:register>/<int:number>/edit", records.edit, name="record_edit"),
    path("registers/<slug:register>/<int:number>/to/<slug:target>", records.move, name="record_move"),
    path("registers/<slug:register>/<int:number>/approval", approvals.approval, name="record_approval"),
    path(
        "registers/<slug:register>/<int:number>/approval/<slug:action>",
        approvals.act,
        name="record_approval_act",
    ),
    path("registers/<slug:register>/<int:number>/remove", records.remove, name="record_remove"),
    path("registers/<slug:register>/<int:number>/restore", records.restore, name="record_restore"),
]
