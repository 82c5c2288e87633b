"""What SECURITY.md promises and no other test holds; and that the tests that it names are there."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from detente.importing import import_files
from detente.reading import read
from detente.store import Workspace

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "detente"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
RUNS = {"eval", "exec", "compile", "__import__"}
"""Functions that run text, where they are called by their bare name."""
SHELLS = re.compile(
    r"system|popen|spawn\w*|exec[lv]\w*|getoutput|getstatusoutput|create_subprocess_shell"
)
"""Functions that run a text as a command, under whatever name they were imported."""
INTERPRETERS = re.compile(r"(.*/)?(\w*sh|cmd(\.exe)?|powershell)")
"""Programs that do so with what they are given."""
SENDS = {"engines/processes.py", "engines/worker.py", "cluster/ray_cluster.py"}
"""Where objects go between processes of detente's own; no file is unpickled."""


def calls() -> list[tuple[str, ast.Call]]:
    """Every call in the package, with the module's name."""
    return [
        (path.relative_to(SOURCE).as_posix(), node)
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]


def test_every_test_that_is_named_is_there() -> None:
    named = NAMED.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    lacking = [
        f"{path}::{name}"
        for path, name in named
        if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert lacking == []


def runs(call: ast.Call) -> bool:
    """Whether a call runs a text as a program."""
    name = ast.unparse(call.func).rpartition(".")[2]
    bare = isinstance(call.func, ast.Name) and call.func.id in RUNS
    given = [each for arg in call.args for each in ast.walk(arg) if isinstance(each, ast.Constant)]
    interprets = name in {"run", "Popen", "call", "check_call", "check_output"} and any(
        INTERPRETERS.fullmatch(str(each.value)) for each in given
    )
    in_shell = any(each.arg == "shell" for each in call.keywords)
    return bare or bool(SHELLS.fullmatch(name)) or interprets or in_shell


@pytest.mark.parametrize(
    "code",
    ["eval(x)", "os.system(x)", "system(x)", "os.execvp(x, y)", "subprocess.getoutput(x)",
     "run(x, shell=True)", "subprocess.run(['sh', '-c', x])", "Popen(('/bin/bash', x))"],
)  # fmt: skip
def test_what_runs_a_text_is_known_as_such(code: str) -> None:
    (call,) = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    assert runs(call)


def test_nothing_can_be_run() -> None:
    assert [f"{module}: {ast.unparse(call)}" for module, call in calls() if runs(call)] == []


def test_models_are_numbers() -> None:
    model = SOURCE / "coding" / "model"
    assert {path.suffix for path in model.iterdir()} <= {".onnx", ".npy", ".npz", ".json", ".md"}
    assert {path.suffix for path in model.iterdir()} >= {".onnx", ".npy"}
    loads = [
        (module, ast.unparse(call))
        for module, call in calls()
        if ast.unparse(call.func) == "np.load"
    ]
    assert loads and all("allow_pickle=False" in written for _, written in loads)
    unpickled = {
        module
        for module, call in calls()
        if re.match(r"(pickle|joblib|torch|dill)\.loads?$", ast.unparse(call.func))
        and not any(
            (each.arg, ast.unparse(each.value)) == ("weights_only", "True")
            for each in call.keywords
        )
    }
    assert unpickled <= SENDS


def test_an_archive_writes_nowhere(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b"
    place.mkdir(parents=True)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("../../evil.csv", f"{tmp_path}/evil.csv", "c/../../../evil.csv"):
            archive.writestr(name, "date,source,target,code\n2020-01-01,CHL,NOR,042\n")
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", "<container/>")
    (place / "a.zip").write_bytes(stream.getvalue())
    (place / "a.epub").write_bytes(stream.getvalue())
    workspace = Workspace.open_or_create(tmp_path / "ws")
    report = import_files(workspace, [place / "a.zip"], "keds")
    assert report.verdicts["new"] == 1 and report.verdicts["duplicate"] == 2
    assert list(read([place / "a.epub"]))
    assert not [path for path in tmp_path.rglob("*") if path.name == "evil.csv"]


OFFLINE = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        print("opened a connection:", arguments)
        raise SystemExit(9)
sys.addaudithook(refuse)
from detente.cli import main
main()
"""


def test_reading_opens_no_connection(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Chile criticised Norway (https://news.example/a) on Tuesday.", encoding="utf-8"
    )
    said = (
        "<p>Chile criticised Norway over a quota on Tuesday, and ships met at a buoy in the sea.</p>"
        * 5
    )
    (tmp_path / "b.html").write_text(
        '<!DOCTYPE html SYSTEM "https://news.example/a.dtd"><html><head><base href="https://news.example/">'
        '<link rel="stylesheet" href="a.css"><link rel="canonical" href="https://news.example/b"></head>'
        f'<body><article><img src="https://news.example/a.png">{said}</article></body></html>',
        encoding="utf-8",
    )
    (tmp_path / "c.eml").write_text(
        "From: a@news.example\nSubject: b\nDate: Tue, 2 Jan 2024 10:00:00 +0000\n"
        f"Content-Type: text/html\n\n<img src='https://news.example/a.png'>{said}",
        encoding="utf-8",
    )
    for asked in (
        ["read", "a.txt", "b.html", "c.eml", "--into", "ws", "--workers", "1"],
        ["events", "ws", "--as", "csv"],
        ["index", "ws", "--between", "CHL", "NOR", "--as", "csv"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", OFFLINE, *asked], cwd=tmp_path, capture_output=True, text=True
        )
        assert (done.returncode, "opened a connection" in done.stdout) == (0, False), done.stderr


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name
)
def test_workflows_are_such(path: Path) -> None:
    told = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert told["name"] == path.stem and told["on"]
    assert told["permissions"] == {"contents": "read"}
    for job in told["jobs"].values():
        assert job["runs-on"] and job["timeout-minutes"]
        assert all(("run" in step) != ("uses" in step) for step in job["steps"])
    for named in re.findall(r"\b(?:tools|tests)/[\w/.]+\.py", path.read_text(encoding="utf-8")):
        assert (ROOT / named).exists()
