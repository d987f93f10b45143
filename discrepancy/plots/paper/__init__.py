"""What every figure is drawn on: type, colours, ticks, labels, rows."""
