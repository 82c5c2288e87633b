"""How a text puts what any verb or noun tells, whoever does it and whatever it is."""

from __future__ import annotations

import pytest

from detente.coding.parsing import parse_sentences
from detente.coding.relations.finding import status_of

# word | sentence | status; `-` where no event would be told
TOLD = """
landed | The plane landed. | done
landing | The pilot reported a landing. | done
landing | The plane is landing. | ongoing
land | The plane will land. | planned
land | The crew planned to land. | planned
land | The plane did not land. | denied
land | The crew refused to land. | denied
landed | The crew denied that it landed. | denied
landings | No landings were reported. | denied
land | The plane may land. | hypothetical
land | The crew tried to land. | hypothetical
landed | If the plane landed, all was well. | conditional
land | The tower asked the crew to land. | -
land | The plane must land. | -
land | The crew has yet to land. | denied
landing | The crew stopped short of landing. | denied
landing | The crew thought better of landing. | denied
landing | The crew came close to landing. | denied
landing | The storm kept the crew from landing. | denied
landing | The crew did not refrain from landing. | done
landing | The tower warned the crew against landing. | -
landing | The crew was on the verge of landing. | hypothetical
landed | The plane would have landed. | hypothetical
landed | The plane would have landed if it could. | conditional
landed | The plane should have landed. | -
landed | Had it tried, the plane should have landed. | conditional
landing | Instead of landing, the plane rose. | denied
leave | Rather than leave, the crew rose. | denied
landing | The planned landing alarmed the crew. | planned
landing | The attempted landing alarmed the crew. | hypothetical
landing | The crew has plans for a landing. | planned
landing | The crew spoke of the risk of a landing. | hypothetical
landing | The landing was averted. | denied
lands | The crew will leave when the plane lands. | planned
lands | The crew leaves when the plane lands. | done
land | The crew was able to land. | done
land | The crew is able to land. | hypothetical
land | The crew had planned to land. | hypothetical
land | The crew had agreed to land. | planned
land | The crew has had to land. | done
landed | The plane must have landed. | hypothetical
landed | Had the plane landed, all was well. | conditional
land | Were the plane to land, all would be well. | conditional
land | Should the plane land, all is well. | conditional
landed | Never had the plane landed. | done
landing | The crew was accused of landing. | -
""".strip().splitlines()


@pytest.mark.parametrize("row", TOLD)
def test_status_of_a_word(row: str) -> None:
    word, text, wanted = (part.strip() for part in row.split("|"))
    (parse,) = parse_sentences([(text, 0)])
    assert (status_of(parse, parse.words.index(word)) or "-") == wanted
