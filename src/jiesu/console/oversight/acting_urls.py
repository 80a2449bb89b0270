"""Addresses of urging and of leaders' instructions."""

from django.urls import path

from jiesu.console.oversight import instructions, urging

urlpatterns = [
    path("urging/", urging.urgings, name="urgings"),
    path("urging/export/", urging.export, name="urgings-export"),
    path("urging/orders/<number:number>/", urging.urge, name="urge"),
    path("urging/<int:key>/acknowledge/", urging.acknowledge, name="urging-acknowledge"),
    path("instructions/", instructions.instructions, name="instructions"),
    path("instructions/export/", instructions.export, name="instructions-export"),
    path("instructions/new/", instructions.new, name="instruction-new"),
    path("instructions/<slug:number>/", instructions.instruction, name="instruction"),
    path("instructions/<slug:number>/paper/", instructions.paper, name="instruction-paper"),
    path("instructions/<slug:number>/files/", instructions.attach, name="instruction-attach"),
    path("instructions/<slug:number>/files/<int:key>/", instructions.file, name="instruction-file"),
    path("instructions/<slug:number>/do/<slug:verb>/", instructions.do, name="instruction-do"),
    path(
        "instructions/<slug:number>/units/<int:task>/<slug:verb>/",
        instructions.do,
        name="instruction-task-do",
    ),
]
