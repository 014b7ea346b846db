"""Every rating so far is the author's own; those of co-authors come from now on."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_side_roads")]

    operations = [
        migrations.RunSQL(
            "UPDATE cases_rating SET rater_id = cases_case.author_id FROM cases_case"
            " WHERE cases_case.id = cases_rating.case_id AND cases_rating.rater_id IS NULL",
            migrations.RunSQL.noop,
        )
    ]
