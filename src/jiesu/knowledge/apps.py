"""Django's entry for the knowledge base."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """The knowledge base 知识库."""

    name = "jiesu.knowledge"
    label = "knowledge"
    verbose_name = "知识库"
