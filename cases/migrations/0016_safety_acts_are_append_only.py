"""What was done about a flag or an account is appended, never changed or deleted: as with events, the database refuses."""

from django.db import migrations

TABLES = ("cases_flagact", "cases_accountact")
REFUSE = """
CREATE FUNCTION cases_act_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'acts are appended, never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION cases_act_is_append_only();\n"
    for table in TABLES
)
ALLOW = "".join(f"DROP TRIGGER {table}_append_only ON {table};\n" for table in TABLES) + (
    "DROP FUNCTION cases_act_is_append_only();"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_content_safety")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
