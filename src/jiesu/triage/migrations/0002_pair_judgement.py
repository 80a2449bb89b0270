"""What people decided of pairs of orders."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PairJudgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("is_same", models.BooleanField(verbose_name="同一件事")),
                ("points", models.FloatField(null=True, verbose_name="相似分")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_id", models.BigIntegerField(null=True, verbose_name="判定人编号")),
                ("by_name", models.CharField(blank=True, max_length=100, verbose_name="判定人")),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workorders.workorder",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workorders.workorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "并单判定",
                "verbose_name_plural": "并单判定",
                "indexes": [models.Index(fields=["-at", "-id"], name="triage_pair_by_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="triage_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first_id__lt", models.F("second_id"))),
                        name="triage_pair_in_order",
                    ),
                ],
            },
        ),
    ]
