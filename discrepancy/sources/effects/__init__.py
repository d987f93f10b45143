"""Source effects: what each of many sources adds as a habit, by a curve behind all of them."""
