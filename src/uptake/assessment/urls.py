from django.urls import path

from uptake.assessment.views import processes, questionnaires, streams

urlpatterns = [
    path(
        "assessment/questionnaires/<int:number>/questions", questionnaires.build, name="questionnaire_build"
    ),
    path(
        "assessment/questionnaires/<int:number>/preview", questionnaires.preview, name="questionnaire_preview"
    ),
    path("assessment/questionnaires/<int:number>/link", questionnaires.link, name="questionnaire_link"),
    path(
        "assessment/questionnaires/<int:number>/results",
        questionnaires.show_results,
        name="questionnaire_results",
    ),
    path(
        "assessment/questionnaires/<int:number>/results.xlsx",
        questionnaires.results_file,
        name="questionnaire_file",
    ),
    path("assessment/processes/<int:number>/confirm", processes.confirm, name="process_confirm"),
    path("assessment/processes/<int:number>/diagram", processes.diagram_page, name="process_diagram_page"),
    path("assessment/processes/<int:number>/diagram.bpmn", processes.diagram, name="process_diagram"),
    path("assessment/streams/<int:number>/map", streams.stream_map, name="stream_map"),
    path("assessment/streams/<int:number>/simulate", streams.simulate, name="stream_simulate"),
    path(
        "assessment/streams/<int:number>/simulations/<int:pk>", streams.simulation, name="stream_simulation"
    ),
]
