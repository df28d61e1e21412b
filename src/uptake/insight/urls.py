"""Addresses inside a project."""

from django.urls import path

from uptake.insight.views import review, waivers, whatif

urlpatterns = [
    path("review", review.page, name="plan_review"),
    path("review/rules", review.rules, name="review_rules"),
    path("review/fix", review.fix, name="review_fix"),
    path("review/export", review.export, name="review_export"),
    path("review/waivers", waivers.waiver_list, name="review_waivers"),
    path("review/waive", waivers.waive, name="review_waive"),
    path("review/waivers/<int:pk>/withdraw", waivers.withdraw, name="review_withdraw"),
    path("review/drafts", whatif.page, name="whatif"),
    path("review/drafts/simulate", whatif.simulate, name="whatif_simulate"),
    path("review/drafts/export", whatif.export, name="whatif_export"),
]
