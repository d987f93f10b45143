"""Areas and volumes with a figure behind their metre: read, or refused as a unit, and never a count of something."""

import pytest

import discrepancy as dc
from discrepancy.reading.wording import WordingError


@pytest.mark.parametrize("phrase", ["900,000 m3", "900,000m3", "900,000 m³", "900,000 cubic metres"])
def test_a_figure_behind_the_metre_makes_it_no_million(phrase):
    assert (dc.read(phrase).value, dc.read(phrase).unit) == (900_000, "m³")


@pytest.mark.parametrize("unit", ["hm3", "hm³", "dm³", "cm³", "hm2"])
def test_a_power_of_a_metre_that_is_not_read_is_refused_as_a_unit(unit):
    with pytest.raises(WordingError, match=f'"{unit}" looks like a unit that is not read'):
        dc.read(f"about 412 {unit}")
