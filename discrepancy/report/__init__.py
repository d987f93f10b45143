"""The site: numbered notebooks in, an index, pages, figures and ``report.json`` out.

In: cases, a folder of numbered notebooks, parameters. Out: one folder, published whole or not at all. This package knows
notebooks and the fragments that they write beside their figures; what the numbers mean is known to the notebooks alone.

``sweep`` says which reports there are, ``plan`` which tasks they are made of, ``reuse`` which of these need not be run again;
``execute`` has the others performed here and ``cluster`` elsewhere, ``worker`` performs one in a kernel that ``provisioner`` forks,
``fragments`` reads what a notebook left, ``pages`` and ``charts`` turn that into HTML and ``export`` into one file, ``changes``
compares it with the last ``records``, ``site`` writes all that, ``publish`` decides which folder readers see, and ``run`` leads
through all of it.
"""
