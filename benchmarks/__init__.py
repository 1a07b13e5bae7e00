"""How fast the transport is, held against what else there is. Not part of the installed package."""
