"""A small workspace of texts written for these tests, read once a session through the command."""

from pathlib import Path

import pytest
from commands_run import Run, run_detente

TEXTS = {
    "talks": ("2023-03-01", "Harbour Post", "news",
              "China and the United States held talks in Geneva on Monday. "
              "The weather was fine."),
    "accuse": ("2023-03-09", "Harbour Post", "news",
               "China accused the United States of interference on Wednesday."),
    "accuse-again": ("2023-03-09", "Inland Echo", "news",
                     "On Wednesday China accused the United States of meddling; "
                     "all [of it] = “[bold]”."),
    "sanction": ("2023-05-20", "Inland Echo", "news",
                 "The United States imposed sanctions on China on May 19, 2023."),
    "demand": ("2023-05-22", "Inland Echo", "news",
               "China urged the United States to lift the sanctions at once."),
    "aid": ("2023-05-22", "Inland Echo", "news",
            "Japan sent food aid to Kenya on Sunday."),
}  # fmt: skip


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs `detente` in this process."""
    return run_detente


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for name, (date, outlet, genre, text) in TEXTS.items():
        head = f"---\ntitle: The day, {name}\noutlet: {outlet}\ndate: {date}\ngenre: {genre}\n---\n"
        (folder / f"{name}.md").write_text(head + text + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def workspace(run: Run, texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "ws"
    result = run("read", texts, "--into", folder)
    assert result.exit_code == 0, result.stderr
    return folder
