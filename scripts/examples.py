"""What commands print, as the documents show it.

    python scripts/examples.py --write

A block of a document that shows what a command prints stands behind a line `<!-- example: tocsin ... -->` and ends with
`<!-- end of example -->`. The commands of all documents are run, in the order of `DOCUMENTS`, in one empty folder that holds `docs` and
`src` of the repository, so that a lake that one makes is there for those after it. With --write the blocks are filled with what was
printed; without, the ones that differ are named. tests/test_docs.py holds that none does.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "docs/tour.md", "docs/guide/lake.md", "docs/gulf-2019.md", "docs/guide/watch.md")
_BLOCK = re.compile(r"<!-- example: (tocsin .+?) -->\n```text\n(.*?)```\n<!-- end of example -->", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One block: in which document, of which command, what it shows and what the command prints, without blanks at the ends of lines."""

    document: str
    command: str
    shown: str
    printed: str


def examples() -> Iterator[Example]:
    """All blocks with what their commands print now."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("docs", "src"):
            (Path(folder) / name).symlink_to(ROOT / name)
        for document in DOCUMENTS:
            for command, shown in _BLOCK.findall((ROOT / document).read_text(encoding="utf-8")):
                yield Example(document=document, command=command, shown=_trimmed(shown), printed=_trimmed(_run(command, folder)))


def _run(command: str, folder: str) -> str:
    program, *words = shlex.split(command)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_")}
    run = subprocess.run(
        [Path(sys.executable).with_name(program), *words],
        cwd=folder,
        env={**plain, "COLUMNS": "80"},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if run.returncode:
        raise RuntimeError(f"{command}\n{run.stdout}")
    return run.stdout


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def main() -> int:
    """Exit status 1 where a block differs and was not to be written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="fill the blocks")
    write = parser.parse_args().write
    differing = [example for example in examples() if example.shown != example.printed]
    for example in differing:
        print(f"{example.document}: {example.command}")
        if write:
            _write(example)
    return 1 if differing and not write else 0


def _write(example: Example) -> None:
    path = ROOT / example.document
    head = f"<!-- example: {example.command} -->\n"
    before, _, rest = path.read_text(encoding="utf-8").partition(head)
    after = rest[_BLOCK.match(head + rest).end() - len(head) :]
    path.write_text(f"{before}{head}```text\n{example.printed}\n```\n<!-- end of example -->{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
