"""The files of a watch folder: only those, never outside of it, never more than there should be."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from tocsin.watches.findings import At, Report

MOST_BYTES = 5_000_000
"""Of a table; of a definition a fifth."""


class Folder:
    """Reads files, remembers what it read for the digest."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder, self._report = folder, report
        self._read: dict[str, bytes] = {}

    def text(self, path: str, *, most_bytes: int = MOST_BYTES // 5) -> str | None:
        """The text of a file of the folder, None where it cannot be read (that is then reported).

        path: relative to the folder, with slashes.
        """
        data = self._bytes(path, most_bytes)
        if data is None:
            return None
        self._read[path] = data
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._report.error(At(path, line), "bytes that are no UTF-8", do="save the file as UTF-8")
            return None

    def definitions(self, part: str) -> tuple[str, ...]:
        """Paths of the YAML files of one part ("indicators"), sorted."""
        try:
            names = sorted(entry.name for entry in (self._folder / part).iterdir() if not entry.name.startswith("."))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            self._report.error(At(part), f"the folder cannot be read: {error.strerror}", do="mend its permissions")
            return ()
        for name in names:
            if name.endswith(".yml"):
                self._report.warning(At(f"{part}/{name}"), "the file is not read", allowed="names that end in .yaml", do="rename it")
        return tuple(f"{part}/{name}" for name in names if name.endswith(".yaml"))

    def contents(self) -> Mapping[str, bytes]:
        """What was read, by path."""
        return dict(self._read)

    def _bytes(self, path: str, most_bytes: int) -> bytes | None:
        try:
            return self._inside(path, most_bytes)
        except FileNotFoundError:
            self._report.error(At(path), "there is no such file", do="add it, or leave out what names it")
        except OSError as error:
            self._report.error(At(path), f"the file cannot be read: {error.strerror}", do="mend its permissions")
        except (ValueError, RuntimeError):  # a NUL in the name; links that run in a circle
            self._report.error(At(path), "a path that leads nowhere", allowed="a file in the watch's folder")
        return None

    def _inside(self, path: str, most_bytes: int) -> bytes | None:
        resolved = (self._folder / path).resolve(strict=True)
        if not resolved.is_relative_to(self._folder.resolve()):
            self._report.error(
                At(path), "the path leads out of the watch's folder", allowed="files in it", do="copy the file into the folder"
            )
            return None
        if not resolved.is_file():
            self._report.error(At(path), "not a file", allowed="a file", do="rename it, or leave out what names it")
            return None
        with resolved.open("rb") as file:
            data = file.read(most_bytes + 1)
        if len(data) > most_bytes:
            self._report.error(At(path), "the file is too large", allowed=f"at most {most_bytes:,} bytes", do="split or thin it out")
            return None
        return data


def digest(contents: Mapping[str, bytes]) -> str:
    """The "sha256:" over path, length and bytes of every file, in the order of the paths."""
    made = hashlib.sha256()
    for path in sorted(contents):
        made.update(f"{path}\0{len(contents[path])}\0".encode("utf-8", "surrogateescape"))
        made.update(contents[path])
    return f"sha256:{made.hexdigest()}"


def is_inside(path: str) -> bool:
    r"""Whether a path as written names something beneath the folder, without a look at the disk.

    >>> [is_inside(path) for path in ("series/brent.csv", "../brent.csv", "/tmp/brent.csv", "series\\brent.csv")]
    [True, False, False, False]
    """
    parts = PurePosixPath(path)
    return bool(path) and path.isprintable() and not parts.is_absolute() and ".." not in parts.parts and "\\" not in path
