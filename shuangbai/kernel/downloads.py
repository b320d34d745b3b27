"""Answers that a browser saves as a file."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, data: bytes) -> HttpResponse:
    """The workbook `data`, saved under `name`, which ends in .xlsx and may be Chinese."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(data, content_type=XLSX, headers=headers)


def kept(name: str, data: bytes) -> HttpResponse:
    """A file as somebody once brought it: saved, never opened in the browser."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)
