"""Addresses of people and roles."""

from django.urls import path

from jiesu.console.accounts import people, person, roles

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="person-new"),
    path("people/<int:key>/", person.shown, name="person"),
    path("people/<int:key>/edit/", people.edit, name="person-edit"),
    path("people/<int:key>/posts/", person.assign, name="person-assign"),
    path("people/<int:key>/posts/<int:post>/end/", person.end_post, name="person-end-post"),
    path("people/<int:key>/do/<slug:deed>/", person.do, name="person-do"),
    path("people/<int:key>/act-as/", person.act_as, name="person-act-as"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.new, name="role-new"),
    path("roles/<slug:code>/", roles.role, name="role"),
    path("roles/<slug:code>/reset/", roles.reset, name="role-reset"),
]
