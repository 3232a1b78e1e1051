"""The page: ``solara run page.py`` in this folder; ``coalitions app --install-assets`` before, to need no internet."""

from mesa.visualization import SolaraViz, make_plot_component
from model import Attrition


def slider(label, value, low, high, step=1):
    """Return a slider, as Mesa describes one."""
    kind = "SliderInt" if isinstance(step, int) else "SliderFloat"
    return {"type": kind, "label": label, "value": value, "min": low, "max": high, "step": step}


Page = SolaraViz(
    Attrition(seed=7, collect="model"),
    components=[make_plot_component(["members", "trust"]), make_plot_component("energy")],
    model_params={
        "seed": slider("World", 7, 1, 50),
        "governance": {"type": "Select", "label": "Form", "value": "opt-in", "values": ["opt-in", "consensus"]},
        "patience": slider("Tired weeks that they stand", 8, 0, 52),
        "joining.threshold": slider("Share that must be in before they join", 0.25, 0.0, 1.0, 0.05),
        "collect": "model",
    },
    name="Organizations that close down",
)
