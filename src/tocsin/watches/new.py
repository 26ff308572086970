"""A folder to start a watch from."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tocsin.watches.fields import NAME_ALLOWED, is_name
from tocsin.watches.findings import BadWatch, Report, quoted
from tocsin.watches.folder import broken, read


def new(folder: Path, name: str, like: Path | None = None) -> Path:
    """Write the watch `name` into `folder`, and say where: a small one with comments, or a copy of the files of another.

    like: the folder of the watch to copy, None for the small one.
    Raises BadWatch where something of that name is there already, where `name` cannot be one, where `like` has errors.
    """
    if not is_name(name):
        raise BadWatch(f"a watch cannot be called {quoted(name)}", allowed=NAME_ALLOWED, do="choose another name")
    made = _template(name) if like is None else _copied(like)
    target = folder / name
    try:
        target.mkdir(parents=True)
        for path, data in made.items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            with (target / path).open("xb") as file:
                file.write(data)
    except FileExistsError:
        raise BadWatch(f"there is something at {quoted(str(target))} already", do="choose another name; nothing was written") from None
    except OSError as error:
        raise BadWatch(f"the watch cannot be written: {error.strerror}", do="choose a folder in which you may write") from error
    return target


def _template(name: str) -> dict[str, bytes]:
    root = files("tocsin.watches") / "data" / "template"
    return {path: file.read_bytes().replace(b"NAME", name.encode()) for path, file in _below(root, "")}


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry


def _copied(like: Path) -> dict[str, bytes]:
    report = Report()
    _, copied = read(like, report)
    if report.failed:
        raise broken(like, report.sorted())
    return dict(copied.contents())
