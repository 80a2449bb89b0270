"""The composition root: settings, environment, addresses. It imports anything; nobody imports it."""
