"""Language models: a real one at an OpenAI-compatible address, and the stand-in."""
