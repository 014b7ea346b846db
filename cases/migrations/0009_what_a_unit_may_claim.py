"""The index of what waits in a unit's own mailboxes: a handler's every list asks for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_quiet_hours")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(state__in=["accepted", "submitted"]),
                fields=["board", "id"],
                name="case_unclaimed",
            ),
        ),
    ]
