"""Configuration of the catalogue: published versions are read, new ones are made by copying or by upload."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiesu.accounts.configuring import ActionForm, ConfigurationAdmin
from jiesu.accounts.permissions import Permission
from jiesu.catalogue import actions, selectors
from jiesu.catalogue.calendar_json import calendar_in
from jiesu.catalogue.codes import PATH_MARK, ReasonKind
from jiesu.catalogue.models import (
    CalendarVersion,
    DutyEntry,
    DutyVersion,
    Notice,
    PackVersion,
    ReasonCode,
    Topic,
    TopicVersion,
)
from jiesu.catalogue.pack_json import from_json
from jiesu.catalogue.tables import decode, duties_csv, read_duties, read_topics, topics_csv
from jiesu.core.errors import InvalidInput

if TYPE_CHECKING:
    from jiesu.accounts.models import User

_BIGGEST_UPLOAD = 5 * 1024 * 1024
_STAMPS = ("version", "is_current", "created_at", "created_by_name")


class VersionAdmin(ConfigurationAdmin):
    """What the pages of all versions have in common: nothing published can be changed.

    Subclasses name what a new version is ``made_of`` and what else is shown of a stored one.
    """

    permission = Permission.CONFIGURE_CATALOGUE
    made_of: ClassVar[tuple[str, ...]] = ("note",)
    copied: ClassVar[tuple[str, ...]] = ()
    shown: ClassVar[tuple[str, ...]] = ()
    list_display: Any = ("__str__", "is_current", "created_at", "created_by_name", "note")
    ordering = ("-created_at", "-pk")

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A published version is only read; the list is open for its commands."""
        return obj is None and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:  # noqa: ANN401, ARG002
        """A new version is made of its content; a stored one shows all."""
        return (*self.shown, *_STAMPS, "note") if obj else self.made_of

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:  # noqa: ANN401
        """Everything of a stored version."""
        return self.get_fields(request, obj) if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A copy of the version named by ``?copy=``, or of the one in force."""
        rows = self.get_queryset(request)
        wanted = request.GET.get("copy", "")
        chosen = rows.filter(pk=wanted) if wanted.isdecimal() else rows.filter(is_current=True)
        version = chosen.first()
        return {name: getattr(version, name) for name in self.copied} if version else {}

    @admin.display(description="新版本")
    def copy(self, version: models.Model) -> SafeString:
        """A link to the form of a new version, filled in from this one."""
        return format_html('<a href="../../add/?copy={}">复制为新版本</a>', version.pk)


class PackForm(ActionForm):
    """A new version of a pack."""

    put_in_force = forms.BooleanField(label="立即启用", required=False, initial=True)


@admin.register(PackVersion)
class PackVersionAdmin(VersionAdmin):
    """Packs of time limits: read, copied, put in force."""

    form = PackForm
    made_of = ("data", "note", "put_in_force")
    copied = ("data",)
    shown = ("copy", "code", "name", "effective_from", "source", "gaps", "limits")
    list_display = ("name", "code", "version", "effective_from", "is_current", "created_at")
    list_filter = ("is_current", "code")
    actions = ("use",)

    def carry_out(self, stored: None, values: dict[str, Any], *, by: "User") -> PackVersion:  # noqa: ARG002
        """Publish the pack."""
        pack = from_json(values["data"])
        return actions.publish_pack(pack, by=by, current=values["put_in_force"], note=values["note"])

    @admin.action(description="启用")
    def use(self, request: HttpRequest, chosen: QuerySet[PackVersion]) -> None:
        """Put the chosen version in force."""
        if chosen.count() != 1:
            self.message_user(request, "请只选择一个版本。", level="ERROR")
            return
        self.each(request, chosen, lambda version, by: actions.use_pack(version.pk, by=by))

    @admin.display(description="来源")
    def source(self, version: PackVersion) -> str:
        """The document it comes from."""
        return selectors.pack_of(version.pk).source

    @admin.display(description="补充说明")
    def gaps(self, version: PackVersion) -> str:
        """What the source does not say and was filled in."""
        return selectors.pack_of(version.pk).note

    @admin.display(description="时限")
    def limits(self, version: PackVersion) -> SafeString:
        """The lines in the order in which they are tried."""
        rows = selectors.pack_of(version.pk).limits
        return format_html_join("", "{}{}<br>", ((row, "（补充）" if row.ours else "") for row in rows))


@admin.register(CalendarVersion)
class CalendarVersionAdmin(VersionAdmin):
    """Working calendars: read and copied."""

    made_of = copied = ("windows", "exceptions", "known_until", "effective_from", "note")
    shown = ("copy", "windows", "exceptions", "known_until", "effective_from")

    def carry_out(self, stored: None, values: dict[str, Any], *, by: "User") -> CalendarVersion:  # noqa: ARG002
        """Publish the calendar."""
        calendar = calendar_in(
            values["windows"], values["exceptions"] or {}, known_until=values["known_until"]
        )
        since = values["effective_from"]
        return actions.publish_calendar(calendar, by=by, effective_from=since, note=values["note"])


class UploadForm(ActionForm):
    """A new version from a CSV file."""

    file = forms.FileField(label="CSV文件")

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is too big to be such a table."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > _BIGGEST_UPLOAD:
            raise forms.ValidationError("文件超过5MB。")
        return upload


class TableAdmin(VersionAdmin):
    """Versions that come as a CSV file and can be fetched as one."""

    form = UploadForm
    made_of = ("file", "note")
    actions: Any = ("download",)

    def csv_of(self, version_id: int) -> str:
        """The table of a version, as it can be uploaded again."""
        raise NotImplementedError

    @admin.action(description="下载CSV（修改后可作为新版本上传）")
    def download(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
        """The chosen version as a file."""
        if chosen.count() != 1:
            self.message_user(request, "请只选择一个版本。", level="ERROR")
            return None
        version = chosen.get()
        response = HttpResponse("\ufeff" + self.csv_of(version.pk), content_type="text/csv; charset=utf-8")
        name = f"{type(version).__name__.lower()}-{version.version}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _text(values: dict[str, Any]) -> str:
    values["file"].seek(0)
    return decode(values["file"].read())


@admin.register(TopicVersion)
class TopicVersionAdmin(TableAdmin):
    """Trees of topics: fetched, uploaded."""

    def csv_of(self, version_id: int) -> str:
        """The tree."""
        nodes = selectors.topics_of(version_id).values()
        return topics_csv(tuple(node.full_name.split(PATH_MARK)) for node in nodes)

    def carry_out(self, stored: None, values: dict[str, Any], *, by: "User") -> TopicVersion:  # noqa: ARG002
        """Import the tree."""
        return actions.import_topics(read_topics(_text(values)), by=by, note=values["note"])


@admin.register(DutyVersion)
class DutyVersionAdmin(TableAdmin):
    """Duty catalogues: fetched, uploaded."""

    def csv_of(self, version_id: int) -> str:
        """The duty catalogue."""
        return duties_csv(selectors.duties_of(version_id))

    def carry_out(self, stored: None, values: dict[str, Any], *, by: "User") -> DutyVersion:  # noqa: ARG002
        """Import the duties."""
        return actions.import_duties(read_duties(_text(values)), by=by, note=values["note"])


class CurrentFilter(admin.SimpleListFilter):
    """The version in force, unless another or all are asked for."""

    title = "版本"
    parameter_name = "version"

    def lookups(self, request: HttpRequest, page: Any) -> list[tuple[str, str]]:  # noqa: ANN401, ARG002
        """Only whether to see all versions."""
        return [("all", "全部版本")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        """The rows of the version in force."""
        return rows if self.value() == "all" else rows.filter(version__is_current=True)


@admin.register(Topic)
class TopicAdmin(ConfigurationAdmin):
    """Topics, to be looked up."""

    permission = Permission.CONFIGURE_CATALOGUE
    writable = False
    list_display = ("code", "full_name", "level", "version")
    list_filter = (CurrentFilter, "level")
    list_select_related = ("version",)
    search_fields = ("code", "full_name")
    ordering = ("-version", "code")
    fields = ("version", "code", "name", "level", "parent", "full_name")


@admin.register(DutyEntry)
class DutyEntryAdmin(ConfigurationAdmin):
    """Lines of the duty catalogue, to be looked up."""

    permission = Permission.CONFIGURE_CATALOGUE
    writable = False
    list_display = ("topic_code", "area_code", "lead_unit", "legal_basis", "version")
    list_filter = (CurrentFilter,)
    list_select_related = ("version", "lead_unit")
    search_fields = ("topic_code", "area_code", "lead_unit__name", "legal_basis")
    ordering = ("-version", "topic_code", "area_stem")
    fields = ("version", "topic_code", "area_code", "lead_unit", "assist_units", "legal_basis")


@admin.register(ReasonCode)
class ReasonCodeAdmin(ConfigurationAdmin):
    """Reason codes: made, reworded, set out of use."""

    permission = Permission.CONFIGURE_CATALOGUE
    list_display = ("code", "kind", "title", "target_channel", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code", "title", "script")
    ordering = ("kind", "code")
    fields = ("code", "kind", "title", "script", "target_channel", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: ReasonCode | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Code and kind stay."""
        return ("code", "kind") if obj else ()

    def carry_out(self, stored: ReasonCode | None, values: dict[str, Any], *, by: "User") -> ReasonCode:
        """Make the reason code or change its words."""
        words = {name: values[name] for name in ("title", "script", "target_channel", "is_active")}
        if stored is not None:
            return actions.save_reason(stored.code, kind=ReasonKind(stored.kind), by=by, **words)
        if ReasonCode.objects.filter(code=values["code"]).exists():
            raise InvalidInput(field="code", reason_zh="代码已存在。", reason_en="The code exists.")
        return actions.save_reason(values["code"], kind=ReasonKind(values["kind"]), by=by, **words)


@admin.register(Notice)
class NoticeAdmin(ConfigurationAdmin):
    """Notices to the citizens: written, reworded, ended."""

    permission = Permission.CONFIGURE_CATALOGUE
    list_display = ("title", "starts_on", "ends_on", "is_urgent")
    list_filter = ("is_urgent",)
    search_fields = ("title", "body")
    ordering = ("-starts_on", "-pk")
    fields = ("title", "body", "starts_on", "ends_on", "is_urgent")

    def carry_out(self, stored: Notice | None, values: dict[str, Any], *, by: "User") -> Notice:
        """Write the notice."""
        return actions.save_notice(stored.pk if stored else None, by=by, **values)
