"""English: how numbers, units, intervals and hedges are printed in it, and what beside a number makes it another thing."""
