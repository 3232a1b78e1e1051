"""Organizations that give up for good: the smallest thing to add to those of the laboratory."""

from clever_coalitions.sim import Organization


class Mortal(Organization):
    """An organization that closes down when it has been tired for too long.

    Attributes:
        tired: weeks in a row in which its energy was below the model's ``tired_below``.
    """

    tired = 0

    def step(self):
        """Count tired weeks, and leave the world after too many of them."""
        self.tired = self.tired + 1 if self.energy < self.model.tired_below else 0
        if self.tired > self.model.patience:
            self.remove()
