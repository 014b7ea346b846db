"""What the author says besides the words: where, for how many, and what the public shall not read."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_thumbnails"),
        ("boards", "0007_regions"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="group_size",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="代表人数"),
        ),
        migrations.AddField(
            model_name="case",
            name="private_passages",
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name="作者隐去的内容"),
        ),
        migrations.AddField(
            model_name="case",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="boards.region",
                verbose_name="所在区域",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("group_size", None), ("group_size__gte", 2), _connector="OR"),
                name="case_group_is_several",
            ),
        ),
    ]
