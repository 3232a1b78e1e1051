"""A laboratory in which organizations can close down: an ordinary Mesa model, two classes and no new engine."""

from agents import Mortal

from clever_coalitions.scenarios import load
from clever_coalitions.sim import CoalitionModel


class Attrition(CoalitionModel):
    """A case whose organizations close down when joint work tires them out.

    Args:
        tired_below: energy below which a week counts as tired, [0, 1].
        patience: tired weeks that an organization stands.
        more: as a ``CoalitionModel`` takes it: ``seed``, ``governance``, numbers of the case by their paths ...
    """

    organization_type = Mortal

    def __init__(self, case=None, tired_below=0.7, patience=8, **kwargs):
        super().__init__(load("syria") if case is None else case, **kwargs)
        self.tired_below, self.patience = tired_below, patience

    def step(self):
        """Run a week, then let each organization look at itself."""
        if self.running:
            super().step()
            self.agents.shuffle_do("step")


if __name__ == "__main__":
    model = Attrition(seed=7)
    model.run_model()
    print(f"{len(model.agents)} of {model.case.organizations} organizations are left after {model.week:.0f} weeks")
    print(model.agents.groupby("kind").count())
