from django.urls import path

from uptake.registers.views import files, lists, records

urlpatterns = [
    path("sections/<slug:section>", lists.section, name="section"),
    path("registers/<slug:register>/", lists.register, name="register"),
    path("registers/<slug:register>/export", files.export, name="register_export"),
    path("registers/<slug:register>/template", files.template, name="register_template"),
    path("registers/<slug:register>/import", files.take_in, name="register_import"),
    path("registers/<slug:register>/import/<int:job>", files.columns, name="register_import_columns"),
    path("registers/<slug:register>/import/<int:job>/values", files.values, name="register_import_values"),
    path("registers/<slug:register>/import/<int:job>/preview", files.preview, name="register_import_preview"),
    path("registers/<slug:register>/import/<int:job>/result", files.imported, name="register_imported"),
    path("registers/<slug:register>/import/<int:job>/undo", files.undo, name="register_import_undo"),
    path("registers/<slug:register>/new", records.new, name="record_new"),
    path("registers/<slug:register>/<int:number>", records.record, name="record"),
    path("registers/<slug:register>/<int:number>/edit", records.edit, name="record_edit"),
    path("registers/<slug:register>/<int:number>/to/<slug:target>", records.move, name="record_move"),
    path("registers/<slug:register>/<int:number>/remove", records.remove, name="record_remove"),
    path("registers/<slug:register>/<int:number>/restore", records.restore, name="record_restore"),
]
