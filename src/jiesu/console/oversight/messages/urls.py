"""Addresses of the messages' pages."""

from django.urls import path

from jiesu.console.oversight.messages import inbox, out, rules, templates

urlpatterns = [
    path("", out.messages_out, name="messages-out"),
    path("export/", out.export, name="messages-export"),
    path("<int:key>/resend/", out.resend, name="message-resend"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/bell/", inbox.bell, name="inbox-bell"),
    path("inbox/read/", inbox.read, name="inbox-read"),
    path("inbox/contact/", inbox.contact, name="inbox-contact"),
    path("inbox/browser/", inbox.subscribe, name="inbox-browser"),
    path("templates/", templates.templates, name="message-templates"),
    path("templates/new/", templates.new, name="message-template-new"),
    path("templates/<str:code>/", templates.template, name="message-template"),
    path("templates/<str:code>/preview/", templates.preview, name="message-template-preview"),
    path("rules/", rules.rules, name="notice-rules"),
    path("rules/new/", rules.new, name="notice-rule-new"),
    path("rules/<str:code>/", rules.rule, name="notice-rule"),
    path("rules/<str:code>/reset/", rules.reset, name="notice-rule-reset"),
    path("quiet/", rules.quiet, name="quiet-hours"),
]
