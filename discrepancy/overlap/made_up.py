"""Made-up lists of made-up people, as many as are asked for: what notebooks show where a case names no lists, and what is timed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

PLACES = ("Anka", "Borre", "Cadin", "Delo")
_SYLLABLES = [consonant + vowel for consonant in "bdklmnrstv" for vowel in "aeiou"]


def made_up(people: int, shares: Sequence[float] = (0.5, 0.4, 0.3), mistakes: float = 0.1, seed: int = 0) -> list[pd.DataFrame]:
    """Lists of ``id name born place``, a row a person; in some places all of them have fewer of the people.

    Parameters
    ----------
    people : int
        How many there are, on a list or on none.
    shares : sequence of float
        The part of them that each list has.
    mistakes : float
        The part of the names and of the days that are misspelt.

    Examples
    --------
    >>> [len(each) for each in made_up(100)], list(made_up(100)[0])
    ([47, 46, 26], ['id', 'name', 'born', 'place'])
    """
    chance = np.random.default_rng(seed)
    skewed = lambda n: (chance.random(people) ** 2 * n).astype(int)
    words = lambda n, k: np.array(["".join(row).capitalize() for row in chance.choice(_SYLLABLES, (n, k))])
    names = words(300, 2)[skewed(300)] + np.array([" "]) + words(4000, 3)[skewed(4000)]
    born = pd.to_datetime("1940-01-01") + pd.to_timedelta(chance.integers(0, 25_000, people), "D")
    at = skewed(len(PLACES))
    columns = {"id": np.arange(1, people + 1), "name": names, "born": born.strftime("%Y-%m-%d"), "place": np.array(PLACES)[at]}
    whole = pd.DataFrame(columns).astype({"name": object, "born": object})
    out = []
    for share in shares:
        some = whole[chance.random(people) < share * np.array([1.15, 1.0, 0.8, 0.6])[at]].sample(frac=1, random_state=seed)
        for column, letters in (("name", "aeiou"), ("born", "012")):
            wrong = np.flatnonzero(chance.random(len(some)) < mistakes)
            cells = some[column].to_numpy(copy=True)
            spots = chance.integers(1, 3, len(wrong)) if column == "name" else chance.choice([3, 6, 9], len(wrong))
            for i, spot, letter in zip(wrong, spots, chance.choice(list(letters), len(wrong)), strict=True):
                cells[i] = cells[i][:spot] + letter + cells[i][spot + 1 :]
            some[column] = cells
        out.append(some.reset_index(drop=True))
    return out
