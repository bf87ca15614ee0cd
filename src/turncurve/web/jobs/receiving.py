"""Files as a browser sends them: at the one address that takes any, straight into the workspace; elsewhere refused."""

from collections.abc import Callable
from typing import Any, Final, cast

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParser
from django.urls import reverse

from turncurve.desk.uploading import Upload
from turncurve.web.door import door_of
from turncurve.words.problems import Problem

_IN_REQUEST: Final = "turncurve.receiving"
_FIELDS: Final = ("files", "folder")


class _WithFolders(MultiPartParser):
    """Leaves the folders in a file's name, of which the year is read. The upload cuts what leads elsewhere."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        """The name as it was sent."""
        return file_name or None


class _Writing(FileUploadHandler):
    """Hands each file on to the upload as it comes; without one, passes it over."""

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest, upload: Upload | None) -> None:
        super().__init__(request)
        self._upload = upload

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file begins."""
        super().new_file(*args, **kwargs)
        if self._upload is None or self.field_name not in _FIELDS:
            raise SkipFile
        self._upload.begin_file(str(self.file_name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next piece of it."""
        del start
        if self._upload:
            self._upload.take(raw_data)

    def file_complete(self, file_size: int) -> None:
        """It is whole."""
        del file_size
        if self._upload:
            self._upload.end_file()


class _NoFiles(FileUploadHandler):
    """No form but one takes files."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse it before it is read."""
        del args, kwargs
        raise TooManyFilesSent

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never."""

    def file_complete(self, file_size: int) -> None:
        """Never."""


class _Receiving(FileUploadHandler):
    """Reads a form with files. Only those who may load returns have any of it written down."""

    upload: Upload | None = None
    asked: bool = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 # Django's name
        content_length: Any,
        boundary: Any,
        encoding: Any = None,  # Django's
    ) -> Any:
        """The whole form, its files in the upload."""
        del content_length, boundary
        request = cast("HttpRequest", self.request)
        try:
            self.upload = door_of(request).desk.new_files(most=settings.UPLOAD_MOST)
        except Problem:
            # The view asks the desk again, and says so.
            self.upload = None
        return _WithFolders(META, input_data, [_Writing(request, self.upload)], encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never: the form is read whole."""

    def file_complete(self, file_size: int) -> None:
        """Never."""


class Receives:
    """Sets who takes the files of a request. What was sent and not asked to be loaded is taken away again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        if request.path != reverse("load"):
            request.upload_handlers = cast("Any", [_NoFiles(request)])
            return self.get_response(request)
        receiving = _Receiving(request)
        request.upload_handlers = cast("Any", [receiving])
        request.META[_IN_REQUEST] = receiving
        try:
            return self.get_response(request)
        finally:
            if receiving.upload and not receiving.asked:
                receiving.upload.drop()


def sent_with(request: HttpRequest) -> Upload:
    """The files that came with a request, none where it had none. Raises Problem for whoever may send none."""
    receiving: _Receiving = request.META[_IN_REQUEST]
    return receiving.upload or door_of(request).desk.new_files(most=settings.UPLOAD_MOST)


def asked_for(request: HttpRequest) -> None:
    """The files that came with a request are a job's now."""
    request.META[_IN_REQUEST].asked = True
