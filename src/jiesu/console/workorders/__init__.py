"""Pages of the work orders: my work, and one order with what may be done to it."""
