"""The person who appealed, kept apart from the order and encrypted."""

from django.db import models

from jiesu.core import ciphers
from jiesu.core.fields import SealedTextField


class Citizen(models.Model):
    """A person by phone number and name; found by keyed hashes, never by the plain values.

    Two people of one household share a phone and stay two rows, with one ``phone_hash``; people without a
    phone are not known again.
    """

    phone_hash = models.CharField("电话指纹", max_length=32, null=True)
    name_hash = models.CharField("姓名指纹", max_length=32, blank=True)
    phone = SealedTextField("电话", blank=True)
    name = SealedTextField("姓名", blank=True)
    gender = models.CharField("性别", max_length=1, blank=True)
    identity = SealedTextField("身份证号", blank=True)
    identity_hash = models.CharField("身份证指纹", max_length=32, blank=True)
    email = SealedTextField("邮箱", blank=True)
    address = SealedTextField("住址", blank=True)
    first_seen_at = models.DateTimeField("首次来电")
    last_seen_at = models.DateTimeField("最近来电")

    class Meta:
        verbose_name = verbose_name_plural = "诉求人"
        constraints = [
            models.UniqueConstraint(fields=["phone_hash", "name_hash"], name="citizen_once"),
            models.CheckConstraint(name="citizen_phone_known_by_hash", condition=~models.Q(phone_hash="")),
        ]
        indexes = [
            models.Index(
                fields=["identity_hash"], name="citizen_identity", condition=~models.Q(identity_hash="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.masked_name} {self.masked_phone}"

    @property
    def masked_phone(self) -> str:
        """The phone number as pages show it."""
        return ciphers.mask_phone(self.phone)

    @property
    def masked_name(self) -> str:
        """The name as pages show it."""
        return ciphers.mask_name(self.name)
