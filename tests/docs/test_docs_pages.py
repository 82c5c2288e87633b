"""Links resolve, examples run, and the repository says nothing it should not."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from doc_pages import CHANGELOG, FENCE, PAGES, README, ROOT, name_of

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
STOPPED = 130
"""Exit status of what was ended by Ctrl-C."""
WEB = ("https://", "http://", "mailto:")


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as MkDocs and code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.M)
    return {
        re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())
        for heading in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_resolve(page: Path) -> None:
    for link in LINK.findall(without_code(page.read_text(encoding="utf-8"))):
        if link.startswith(WEB):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link} has no such heading"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_are_well_formed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# "), "a page begins with its title"
    assert text.count("\n```") % 2 == 0, "a block is not closed"
    assert re.findall(r"^# ", FENCE.sub("", text), re.M) == ["# "], "a page has one title"


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the sample in it, and a few of its articles as one's own."""
    folder = ROOT / "examples" / "china-us" / "articles"
    shutil.copytree(folder, tmp_path / "examples" / "china-us" / "articles")
    (tmp_path / "my-articles").mkdir()
    article = "Norway's foreign minister met his Chilean counterpart on Wednesday.\n"
    (tmp_path / "my-articles" / "2024-05-02.txt").write_text(article, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


WITH_EXAMPLES = [page for page in PAGES if "```pycon" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=name_of)
def test_python_examples(page: Path, sample: Path) -> None:
    parser, names = doctest.DocTestParser(), {}
    runner = doctest.DocTestRunner(verbose=False)
    for kind, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if kind == "pycon":
            examples = parser.get_doctest(body, names, page.name, str(page), 0)
            runner.run(examples, clear_globs=False)
            names = examples.globs
    assert runner.tries > 0
    assert runner.failures == 0


def readme_commands() -> list[str]:
    blocks = [body for kind, body in FENCE.findall(README.read_text("utf-8")) if kind == "sh"]
    return [line for block in blocks for line in block.splitlines() if line.startswith("detente ")]


def test_readme_commands_run(sample: Path) -> None:
    assert readme_commands()
    for command in readme_commands():
        program, *arguments = shlex.split(command)
        if arguments[0] == "serve":
            serves_until_it_is_stopped(arguments, sample)
            continue
        done = subprocess.run(
            [str(Path(sys.executable).parent / program), *arguments],
            cwd=sample,
            env={**os.environ, "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    assert (sample / "report.html").stat().st_size > 10_000


def serves_until_it_is_stopped(arguments: list[str], folder: Path) -> None:
    """It prints its address, and ends when it is told to, as by Ctrl-C."""
    program = str(Path(sys.executable).parent / "detente")
    asked = [program, *arguments, "--no-browser", "--port", "0"]
    with subprocess.Popen(asked, cwd=folder, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("http://127.0.0.1:")
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == STOPPED


def test_make_targets_that_are_named_exist() -> None:
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {
        target
        for page in PAGES
        for target in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text("utf-8"), re.M)
    }
    assert {"report", "test"} <= named <= rules


def test_readme_documents_two_make_commands_only() -> None:
    assert set(re.findall(r"\bmake ([a-z]+)`", README.read_text("utf-8"))) == {"report", "test"}


def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def test_changelog_has_an_entry_for_the_version() -> None:
    entries = re.findall(r"^## (\S+)", CHANGELOG.read_text("utf-8"), re.M)
    assert entries[0] == version()


def test_readme_cites_the_version() -> None:
    assert f"Version {version()}" in README.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "opening", "words"),
    [
        ("LICENSE", "Apache License", "END OF TERMS AND CONDITIONS"),
        ("LICENSE-TEXT", "Attribution 4.0 International", "Section 8 -- Interpretation."),
    ],
)
def test_licenses_are_there_in_full(name: str, opening: str, words: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert text.lstrip().startswith(opening)
    assert words in text


PASSED_OVER = {"build", "dist", "site", "__pycache__", "node_modules"}
# Written in two halves, so that this file is not found by itself.
PERSONAL = [first + second for first, second in (
    ("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/"), ("C:\\Us", "ers"),
)]  # fmt: skip


def own_files() -> list[Path]:
    """The files of the repository, without what is installed or built in it."""
    found = []
    for folder, names, files in os.walk(ROOT):
        hidden = {name for name in names if name.startswith(".") and name != ".ci"}
        names[:] = sorted(set(names) - PASSED_OVER - hidden)
        found += [Path(folder, name) for name in files]
    return found


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    found = []
    for path in own_files():
        content = path.read_bytes()
        for place in (each for each in PERSONAL if each.encode() in content):
            # Keys of events have slashes too: `…/753/work/AGREE/…`.
            if re.search(rb"(?<!\w)" + re.escape(place.encode()), content):
                found.append(f"{path.relative_to(ROOT)}: {place}")
    assert found == []


def test_the_sample_is_told_as_it_is() -> None:
    text = (ROOT / "examples" / "china-us" / "README.md").read_text("utf-8")
    folder = ROOT / "examples" / "china-us"
    articles = list((folder / "articles").glob("*.md"))
    assert f"{len(articles)} articles" in text
    rows = dict(re.findall(r"^\| (\w+ \w+) \| [^|]* \| (\d+) \|$", text, re.M))
    for outlet, count in rows.items():
        slug = outlet.lower().replace(" ", "-")
        assert int(count) == sum(slug in path.name for path in articles), outlet
    assert sum(map(int, rows.values())) == len(articles)
    header = sorted(folder.glob("record*.csv"))[0].read_text("utf-8").splitlines()[0]
    told = re.findall(r"`([a-z_]+)`", " ".join(re.findall(r"^\| (`.*?) \|", text, re.M)))
    assert told == header.split(",")
