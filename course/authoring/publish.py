"""Write the student edition into a folder, ready to push: ``python -m course.authoring.publish DIR``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from course.authoring.build import ROOT, build
from course.authoring.leaks import given_away, secret_lines
from course.authoring.lesson import LessonError
from course.authoring.publication import Published, read_published
from course.authoring.student_edition import edition
from course.errors import CourseError

MARK = ".student-edition"  # lists the files that were written, so that another run may replace them


def publish(root: Path, target: Path, *, published: Published) -> list[str]:
    """Write the student edition; what an earlier one held and this one does not is removed, ``.git`` stays.

    Parameters
    ----------
    root
        The instructors' repository, with lessons.
    target
        A new or empty folder, or one that holds an earlier edition (and its ``.git``).
    published
        Version and repository.

    Returns
    -------
    list of str
        Paths of the files, below ``target``.

    Raises
    ------
    CourseError
        If the folder holds something else, this version was published with other contents before, or a file would
        give away a line of a solution or of a hidden test. Nothing is written then.
    """
    old = _own_files(root, target)
    with tempfile.TemporaryDirectory() as folder:
        made, new = Path(folder) / "built", Path(folder) / "new"
        build(root / "lessons", made, published=published)
        files = edition(root, made, published)
        _write(new, files)
        if leaks := given_away(new, secret_lines(root.glob("lessons/*/*.py"))):
            raise CourseError("nothing was written, as this would give away:\n" + "\n".join(leaks))
    changed = sorted(name for name in files.keys() | old if files.get(name) != _read(target / name))
    if changed and _is_tagged(target, published.version):
        raise CourseError(
            f"{target} has published version {published.version} already (tag v{published.version}), and "
            f"{', '.join(changed[:5])} would differ; raise the version in course/__init__.py, then run make build "
            "and publish again"
        )
    for name in old - files.keys():
        (target / name).unlink(missing_ok=True)
    _write(target, files | {MARK: "".join(f"{name}\n" for name in sorted(files)).encode()})
    return sorted(files)


def _own_files(root: Path, target: Path) -> set[str]:
    """The files that an earlier run has written into the folder."""
    if target.resolve() == root.resolve() or root.resolve() in target.resolve().parents:
        raise CourseError(f"{target} is in the instructors' repository; name a folder outside {root}")
    if target.exists() and not target.is_dir():
        raise CourseError(f"{target} is no folder; name a new or an empty one")
    if (target / MARK).is_file():
        names = (target / MARK).read_text(encoding="utf-8").splitlines()
        return {name for name in names if (target / name).resolve().is_relative_to(target.resolve())}
    if target.exists() and (other := sorted(path.name for path in target.iterdir() if path.name != ".git")):
        raise CourseError(f"{target} holds {', '.join(other[:5])}, which make publish has not written; name another")
    return set()


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _is_tagged(folder: Path, version: str) -> bool:
    if not (folder / ".git").exists():
        return False
    listed = subprocess.run(["git", "tag", "--list", f"v{version}"], cwd=folder, capture_output=True, text=True)
    return bool(listed.stdout.strip())


def main() -> int:
    """Publish the course's own lessons."""
    parser = argparse.ArgumentParser(prog="make publish", description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path, help="new, empty, or with an earlier student edition")
    parser.add_argument("--unpublished", action="store_true", help="without badges and install lines: to hand out")
    arguments = parser.parse_args()
    try:
        published = read_published(ROOT)
        if arguments.unpublished:
            published = Published(published.version)
        elif not published.repository:
            raise CourseError(
                "pyproject.toml does not say where students find the course; set [tool.course] repository to the "
                "address of an own, public repository and run make build, or hand the folder out without badges and "
                "install lines: make publish DIR=… ARGS=--unpublished"
            )
        files = publish(ROOT, arguments.folder, published=published)
    except (CourseError, LessonError, OSError) as error:
        print(f"make publish: {error}", file=sys.stderr)
        return 1
    print(f"{len(files)} files in {arguments.folder}")
    if published.repository:
        tag = f"v{published.version}"
        print(f"Next: cd {arguments.folder}; git init (once); git add -A; git commit -m '{tag}'; git tag {tag};")
        print(f"      git push {published.repository} HEAD:main {tag}")
    else:
        print(f"Next: hand it out, as a zip file say; students begin with {arguments.folder / 'README.md'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
