"""One's own account: password, second factor, sessions; and acting for somebody else."""
