"""All who take part in the attack: whoever goes wrong, whoever cheats, and whoever tells what hidden tests give."""

from collections.abc import Mapping

from tests.grading.attacks.cheats_of_code import CHEATS_OF_CODE
from tests.grading.attacks.cheats_of_files import CHEATS_OF_FILES
from tests.grading.attacks.cheats_of_notebooks import CHEATS_OF_NOTEBOOKS
from tests.grading.attacks.entries import Entry
from tests.grading.attacks.faults_of_code import FAULTS_OF_CODE
from tests.grading.attacks.faults_of_files import FAULTS_OF_FILES
from tests.grading.attacks.tellers import TELLERS


def joined(*parts: Mapping[str, Entry]) -> dict[str, Entry]:
    """All of them; no two may have one title."""
    titles = [title for part in parts for title in part]
    if len(set(titles)) != len(titles):
        raise ValueError(f"titles that stand twice: {sorted({t for t in titles if titles.count(t) > 1})}")
    return {title: entry for part in parts for title, entry in part.items()}


FAULTS = joined(FAULTS_OF_CODE, FAULTS_OF_FILES)
CHEATS = joined(CHEATS_OF_CODE, CHEATS_OF_FILES, CHEATS_OF_NOTEBOOKS)
EVERYBODY = joined(FAULTS, CHEATS, TELLERS)
