"""The journal itself wakes those who follow it: once a transaction, whoever writes, without a statement more."""

from django.db import migrations

TELL = """
CREATE FUNCTION core_tell_of_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('jiesu_journal', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER core_journalentry_tells AFTER INSERT ON core_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_tell_of_journal();
"""
DO_NOT_TELL = """
DROP TRIGGER core_journalentry_tells ON core_journalentry;
DROP FUNCTION core_tell_of_journal();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(TELL, DO_NOT_TELL)]
