from django.urls import include, path

from uptake.registers.views import approvals, beside, bulk, lists, records, sheets

urlpatterns = [
    path("configuration/", include("uptake.registers.views.configuration.urls")),
    path("sheets/<slug:of>/<int:uid>", sheets.sheet, name="sheet"),
    path("sections/<slug:section>", lists.section, name="section"),
    path("record-targets", beside.targets, name="record_targets"),
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
    path("registers/<slug:register>/<int:number>/comments", beside.comment, name="record_comment"),
    path(
        "registers/<slug:register>/<int:number>/comments/<int:comment>",
        beside.comment_change,
        name="record_comment_change",
    ),
    path(
        "registers/<slug:register>/<int:number>/comments/<int:comment>/remove",
        beside.comment_remove,
        name="record_comment_remove",
    ),
    path("registers/<slug:register>/<int:number>/files", beside.attach, name="record_attach"),
    path("registers/<slug:register>/<int:number>/files/<int:file>", beside.file, name="record_file"),
    path(
        "registers/<slug:register>/<int:number>/files/<int:file>/remove",
        beside.file_remove,
        name="record_file_remove",
    ),
    path("registers/<slug:register>/<int:number>/links", beside.link, name="record_link"),
    path(
        "registers/<slug:register>/<int:number>/links/<int:link>/remove",
        beside.link_remove,
        name="record_link_remove",
    ),
    path("registers/<slug:register>/<int:number>/remove", records.remove, name="record_remove"),
    path("registers/<slug:register>/<int:number>/restore", records.restore, name="record_restore"),
]
