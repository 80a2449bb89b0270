"""What gateways say of the messages that they have taken."""
