"""The stream: tells open pages that something happened to an order that they may know of, no more."""
