"""The composition root: settings, environment, addresses. It imports anything and is imported by nobody below."""
