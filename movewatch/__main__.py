"""``python -m movewatch`` is the ``movewatch`` command."""

from movewatch.cli import main

main()
