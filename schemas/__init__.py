"""Every message and every topic of movewatch. Imports nothing else of ours. Pure."""
