// The theory of change that the plan follows: its steps in an order in which they can be done, and how far each is.
import { html, put, say } from './dom.js';

export class Theory {
  constructor(root, stage) {
    this.stage = stage;
    this.title = html('h2');
    this.list = html('ol', { class: 'dr-steps' });
    this.root = html('section', { class: 'cc-card dr-theory', 'aria-label': 'The theory of change' }, this.title, this.list);
    root.append(this.root);
  }

  end() { this.root.remove(); }
  reset() { this.shown = null; this.show(); }

  // The obstacle whose theory is followed: that of the plan, else the one that the coordinator works against.
  obstacle(run, week) {
    const plan = run.coalition;
    if (!plan) return -1;
    return plan.obstacle[week] >= 0 ? plan.obstacle[week] : plan.assumed[week] >= 0 ? plan.assumed[week] : -1;
  }

  show() {
    const { run, truth } = this.stage.sides[0], week = Math.min(this.stage.week, run.steps), place = this.obstacle(run, week);
    if (place !== this.shown || truth !== this.truth) this.build(run, truth, place);
    if (place < 0) return;
    const plan = run.coalition;
    this.steps.forEach(({ node, bar, share }, k) => {
      const done = plan.progress[place][k][week], isBelieved = plan.theory[place][k][week];
      bar.style.width = `${Math.round(100 * done)}%`;
      say(share, isBelieved ? `${Math.round(100 * done)} %` : 'not thought needed');
      put(node, 'data-is', isBelieved ? 'believed' : 'not');
    });
  }

  build(run, truth, place) {
    this.shown = place; this.truth = truth;
    say(this.title, place < 0 ? 'No common theory of change' : `How “${run.obstacles[place].name}” could be overcome`);
    this.steps = place < 0 ? [] : run.obstacles[place].steps.map((step, k) => {
      const bar = html('i'), share = html('span', { class: 'dr-share' });
      const after = step.after.map((before) => run.obstacles[place].steps[before].name).join(', ');
      const notes = [after ? `after ${after}` : '', truth && !truth.needed[place][k] ? 'not really needed' : ''].filter(Boolean).join('; ');
      return { node: html('li', {}, html('b', {}, step.name), share, html('div', { class: 'dr-bar' }, bar), notes ? html('small', {}, notes) : null), bar, share };
    });
    this.list.replaceChildren(...this.steps.map((one) => one.node));
  }
}
