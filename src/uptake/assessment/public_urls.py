from django.urls import path

from uptake.assessment.views import public

urlpatterns = [
    path("<slug:token>", public.answer, name="answer"),
    path("<slug:token>/thanks", public.thanks, name="answer_thanks"),
]
