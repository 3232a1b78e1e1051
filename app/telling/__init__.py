"""What happens in a run, told: beats, sentences, reasons, and theories of change as layers."""
