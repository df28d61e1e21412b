from django.urls import path

from uptake.registers.views import approvals, bulk, lists, records

urlpatterns = [
    path("sections/<slug:section>", lists.section, name="section"),
    path("registers/<slug:register>/", lists.register, name="register"),
    path("registers/<slug:register>/filters", lists.filter_menu, name="register_filters"),
    path("registers/<slug:register>/filters/<slug:field>", lists.filter_menu, name="register_filter"),
    path("registers/<slug:register>/views/new", lists.view_new, name="register_view_new"),
    path("registers/<slug:register>/views/<int:view>/remove", lists.view_remove, name="register_view_remove"),
    path("registers/<slug:register>/bulk", bulk.register_bulk, name="register_bulk"),
    path("registers/<slug:register>/removed", bulk.removed, name="register_removed"),
    path("registers/<slug:register>/undo", bulk.undo, name="register_undo"),
    path("registers/<slug:register>/new", records.new, name="record_new"),
    path("registers/<slug:register>/<int:number>", records.record, name="record"),
    path("registers/<slug:register>/<int:number>/cells/<slug:field>", lists.cell, name="record_cell"),
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
