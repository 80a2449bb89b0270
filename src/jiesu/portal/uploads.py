"""Files in a citizen's form: several in one field, none larger than will be taken, nothing endless read."""

from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import get_language

from jiesu.intake.enclosures import MOST_BYTES, MOST_FILES, problem_of

_MOST_OF_ALL = (MOST_FILES + 2) * MOST_BYTES
_PLACES = ("/report/",)


class BoundedUpload(FileUploadHandler):
    """Refuses a citizen's request that is larger than all files together may be, before reading it."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ANN401 - Django's signature
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        *rest: Any,  # noqa: ANN401
        **more: Any,  # noqa: ANN401
    ) -> None:
        """Look at the length that was announced."""
        del input_data, META, rest, more
        path = self.request.path if self.request else ""
        if path in _PLACES and content_length > _MOST_OF_ALL:
            raise RequestDataTooBig("the files are too large")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass everything on to the handlers that keep it."""
        del start
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Nothing was kept here."""
        del file_size
        return None


class ManyFilesInput(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class EnclosuresField(forms.FileField):
    """Files that a citizen sends along, read and judged by their content."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        attributes = {"accept": "image/*,application/pdf,video/mp4,video/quicktime", "multiple": True}
        super().__init__(required=False, widget=ManyFilesInput(attrs=attributes), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401, ARG002 - Django's signature
        """Name and content of each file.

        Raises:
            ValidationError: one cannot be taken, or there are too many.
        """
        given = data if isinstance(data, list | tuple) else [data] if data else []
        bodies = [(str(file.name), file.read(MOST_BYTES + 1)) for file in given[: MOST_FILES + 1]]
        if why := problem_of(bodies):
            english = (get_language() or "zh").startswith("en")
            raise forms.ValidationError(why[1] if english else why[0])
        return bodies
