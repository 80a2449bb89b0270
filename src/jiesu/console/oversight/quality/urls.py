"""Addresses of the pages of quality."""

from django.urls import path

from jiesu.console.oversight.quality import hints, plans, results, score_forms, scoring, tasks

urlpatterns = [
    path("", tasks.tasks, name="quality"),
    path("export/", tasks.export, name="quality-export"),
    path("mine/", tasks.mine, name="own-scores"),
    path("replies/", hints.replies, name="reply-hints"),
    path("replies/export/", hints.export, name="reply-hints-export"),
    path("draft/<number:number>/", hints.draft, name="reply-draft-hints"),
    path("results/", results.results, name="quality-results"),
    path("results/export/", results.export, name="quality-results-export"),
    path("calibration/", results.calibration, name="calibration"),
    path("coaching/", results.coaching, name="coaching"),
    path("coaching/<int:key>/", results.coached, name="coached"),
    path("plans/", plans.plans, name="sampling-plans"),
    path("plans/new/", plans.edit, name="sampling-plan-new"),
    path("plans/<int:key>/", plans.edit, name="sampling-plan"),
    path("plans/<int:key>/draw/", plans.draw, name="sampling-plan-draw"),
    path("forms/", score_forms.score_forms, name="score-forms"),
    path("forms/new/", score_forms.new_form, name="score-form-new"),
    path("forms/<slug:code>/", score_forms.score_form, name="score-form"),
    path("<int:key>/", scoring.inspection, name="inspection"),
    path("<int:key>/score/", scoring.score, name="inspection-score"),
    path("<int:key>/take/", scoring.take, name="inspection-take"),
    path("<int:key>/appeal/", scoring.appeal, name="inspection-appeal"),
    path("<int:key>/decide/", scoring.decide, name="inspection-decide"),
]
