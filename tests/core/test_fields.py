import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from jiesu.core.fields import SealedTextField, key_ring


@pytest.fixture
def note(db):
    with isolate_apps("jiesu.core"):

        class Note(models.Model):
            phone = SealedTextField()

            class Meta:
                app_label = "core"

        with connection.schema_editor() as editor:
            editor.create_model(Note)
        yield Note


def _stored(note):
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM core_note WHERE id = %s", [note.pk])
        return cursor.fetchone()[0]


def test_the_database_only_sees_sealed_text(note):
    row = note.objects.create(phone="13812345678")
    assert _stored(row).startswith("aes.k1.")
    assert key_ring().open(_stored(row)) == "13812345678"
    assert note.objects.get().phone == "13812345678"


def test_an_empty_text_stays_empty(note):
    assert _stored(note.objects.create(phone="")) == ""


def test_sealed_text_cannot_be_searched_by_mistake(note):
    with pytest.raises(FieldError, match="Unsupported lookup"):
        note.objects.filter(phone="13812345678").count()
    assert note.objects.filter(phone__isnull=True).count() == 0
