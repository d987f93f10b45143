"""Somebody's file, of whatever form → the tables of a case, with what was understood, what is kept beside and what is not read."""
