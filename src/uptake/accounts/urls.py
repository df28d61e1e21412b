from django.urls import path

from uptake.accounts.views import demo, organisations, own, people

urlpatterns = [
    path("", own.settings, name="settings"),
    path("demo/<int:pk>", demo.sign_in_as, name="demo_sign_in"),
    path("people", people.people, name="people"),
    path("people/new", people.invite, name="person_new"),
    path("people/<int:pk>", people.person, name="person"),
    path("people/<int:pk>/password-link", people.password_link, name="person_password_link"),
    path("organisations", organisations.organisations, name="organisations"),
    path("organisations/new", organisations.new_organisation, name="organisation_new"),
    path("organisations/<int:pk>", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/remove", organisations.remove_organisation, name="organisation_remove"),
]
