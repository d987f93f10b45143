"""What is thrown at the commands: one generator a file, each ``draw(chance) -> Example``; one judge; ``python -m fuzz`` to run them widely."""

from __future__ import annotations
