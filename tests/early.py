"""Loaded before everything else of pytest (see pyproject.toml), in the workers too.

JupyterLab brings jsonschema a checker for a format that no notebook uses and that takes seconds to import, as `process.start` says.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
