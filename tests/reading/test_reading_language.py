from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading import language
from detente.reading.language import COMMON, language_sql

ENGLISH = (
    "The foreign minister of Chile met his counterpart from Norway in Santiago on Wednesday. They said "
    "that the two governments would resume talks on fishing quotas, which have been suspended since March, "
    "and that experts from both sides will prepare the next round. "
)
SPANISH = (
    "El ministro de Relaciones Exteriores de Chile se reunió el miércoles en Santiago con su homólogo "
    "de Noruega. Ambos gobiernos acordaron reanudar las conversaciones sobre las cuotas de pesca, "
    "suspendidas desde marzo, y los expertos de las dos partes van a preparar la próxima ronda en los "
    "meses próximos. "
)
DUTCH = (
    "De minister van Buitenlandse Zaken van Chili heeft woensdag in Santiago gesproken met zijn collega "
    "uit Noorwegen. De twee regeringen willen in april weer praten over de visserij, wat sinds maart niet "
    "is gebeurd, en de experts van beide landen zijn begonnen om de volgende ronde voor te bereiden. "
)
PRICES = "".join(f"Wheat {n} 12.5 13.1\nCod per ton {n}.2 14%\n" for n in range(30))
RUSSIAN = "Министр иностранных дел Чили встретился в Сантьяго со своим коллегой."
CHINESE = "智利外交部长星期三在圣地亚哥会见了挪威外交大臣。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ENGLISH, "en"),
        (ENGLISH.upper(), "en"),
        (SPANISH, "other"),
        (DUTCH, "other"),
        (RUSSIAN, "other"),
        (CHINESE, "other"),
        (PRICES, "figures"),
        (f"{PRICES} The prices of the week are those that have been told to us. " * 3, "figures"),
        (f"{SPANISH} 12 13 14", "other"),
        ("Norway rejects Chile's demand", "short"),
        ("Noruega rechaza la demanda", "short"),
        ("", "short"),
    ],
)
def test_language(text: str, found: str) -> None:
    assert language(text) == found


WORDS = st.sampled_from(
    [*COMMON, "The", "théâtre", "of\u00e9", "и", "挪", "x", "\n", " ", "\t", "12,5", "7"]
)


@given(st.lists(WORDS, max_size=200).map(" ".join) | st.text(max_size=60))
def test_sql_tells_the_same(text: str) -> None:
    with duckdb.connect() as connection:
        sql = f"SELECT {language_sql('text')} FROM (SELECT $text AS text)"
        found = connection.execute(sql, {"text": text}).fetchall()
    assert found == [(language(text),)]
