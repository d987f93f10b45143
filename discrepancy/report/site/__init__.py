"""What readers see: what changed, alerts, one rename."""
