"""A scale leaves no noise of its product: 4.1 million is the same number as 4,100,000."""

import pytest

from discrepancy import read


@pytest.mark.parametrize(("phrase", "plain"), [("4.1 million", "4,100,000"), ("16.1 thousand", "16,100"), ("0.29 billion", "290,000,000")])
def test_a_scale_and_all_its_digits_are_the_same_number(phrase, plain):
    assert read(phrase).value == read(plain).value
    assert all(float(f"{x:.12g}") == x for x in (read(phrase).low, read(phrase).high))
