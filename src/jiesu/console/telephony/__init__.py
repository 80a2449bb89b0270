"""The seat with its browser phone, the missed calls, the supervisor's board."""
