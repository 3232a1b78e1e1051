"""From results to knowledge: estimates, sensitivity, discovery, figures, reports."""
