"""The audit log: who saw, exported or changed what, when and why."""
