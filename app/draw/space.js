// Goal space: what everybody believes would help, and what they stand for; ties only of whoever is pointed at.
import { heightOf, html, put, say, several, svg, watchWidth, within } from './dom.js';
import { Marks, radii, standing } from './marks.js';
import { AXES, EXPECTED, daring } from './words.js';

const EDGE = { top: 30, right: 26, bottom: 46, left: 34 };

// The lowest and the highest of some series, a little apart.
function ends(series) {
  let low = Infinity, high = -Infinity;
  for (const one of series) for (const value of one) { if (value < low) low = value; if (value > high) high = value; }
  const air = 0.05 * (high - low || 1);
  return [low - air, high + air];
}

export class Space {
  constructor(root, run, chosen) {
    this.run = run;
    const { belief, value } = run.people, plan = run.coalition;
    this.x = ends([...belief, ...(plan ? [plan.fact] : []), ...(plan ? [plan.forecast] : [])]);
    this.y = ends([...value, ...(plan ? [plan.value] : [])]);
    this.doubt = svg('rect', { class: 'dr-doubt' });
    this.expected = svg('text', { class: 'dr-expected', 'text-anchor': 'middle' });
    this.expected.textContent = EXPECTED;
    this.need = svg('g', { class: 'dr-need', display: 'none' }, svg('path', { d: 'M-9 0H9M0-9V9' }), svg('text', { y: -14, 'text-anchor': 'middle' }));
    this.need.lastChild.textContent = 'what would really help those affected';
    this.bet = svg('g', { class: 'dr-bet' }, svg('path', { d: 'M0-9L9 0L0 9L-9 0Z' }), svg('text', { y: -15, 'text-anchor': 'middle' }));
    this.ties = svg('path', { class: 'dr-ties' });
    this.people = svg('g', { class: 'dr-people' });
    this.axes = svg('g', { class: 'dr-axes', 'aria-hidden': 'true' });
    this.frame = svg('rect', { class: 'dr-field' });
    this.svg = svg('svg', { class: 'dr-scene', role: 'group', 'aria-label': 'Goal space: what they believe would help, and what they stand for' }, this.frame, this.doubt, this.expected, this.axes, this.ties, this.people, this.bet, this.need);
    this.tip = html('div', { class: 'dr-tip', 'aria-hidden': 'true', hidden: true });
    this.root = html('div', { class: 'dr-space' }, this.svg, this.tip);
    root.append(this.root);
    this.marks = new Marks(run, this.people, chosen, (row) => this.point(row));
    this.neighbors = run.names.map(() => []);
    for (const [one, other] of run.ties) { this.neighbors[one].push(other); this.neighbors[other].push(one); }
    this.end = watchWidth(this.root, (width) => this.layout(width));
  }

  layout(width) {
    this.width = width; this.height = heightOf(width) + 24;
    put(this.svg, 'viewBox', `0 0 ${width} ${this.height}`); put(this.svg, 'width', width); put(this.svg, 'height', this.height);
    const wide = width - EDGE.left - EDGE.right, high = this.height - EDGE.top - EDGE.bottom;
    for (const [name, value] of Object.entries({ x: EDGE.left, y: EDGE.top, width: wide, height: high, rx: 8 })) put(this.frame, name, value);
    this.sized = radii(this.run, within(width / 60, 3, this.run.count > 150 ? 5 : 11));
    this.marks.size(this.sized);
    this.name(wide, high);
    if (this.week !== undefined) this.show(this.week, this.look);
  }

  // The four ends of the axes by their names.
  name(wide, high) {
    const foot = this.height - EDGE.bottom + 18, texts = [
      [EDGE.left, foot, 'start', `← ${AXES.x[0]}`], [EDGE.left + wide, foot + (wide < 380 ? 18 : 0), 'end', `${AXES.x[1]} →`],
      [EDGE.left, EDGE.top - 10, 'start', `↑ ${AXES.y[1]}`], [EDGE.left, foot + 18, 'start', `↓ ${AXES.y[0]}`],
    ];
    this.axes.replaceChildren(...texts.map(([x, y, anchor, words]) => { const node = svg('text', { x, y, 'text-anchor': anchor }); node.textContent = words; return node; }));
  }

  at(fact, value) {
    const x = EDGE.left + (this.width - EDGE.left - EDGE.right) * (fact - this.x[0]) / (this.x[1] - this.x[0]);
    const y = this.height - EDGE.bottom - (this.height - EDGE.top - EDGE.bottom) * (value - this.y[0]) / (this.y[1] - this.y[0]);
    return [within(x, EDGE.left, this.width - EDGE.right), within(y, EDGE.top, this.height - EDGE.bottom)];
  }

  show(week, look) {
    this.week = week; this.look = look || {};
    if (!this.width) return;
    const { run } = this, { belief, value, energy } = run.people;
    for (let row = 0; row < run.count; row += 1) {
      const [x, y] = this.at(belief[row][week], value[row][week]);
      this.marks.place(row, x, y, 0.35 + 0.65 * energy[row][week]);
      this.marks.tell(row, standing(run, row, week));
    }
    this.known(week);
    if (this.pointed >= 0) this.tie(this.pointed);
    this.choose(this.look.chosen);
  }

  // The plan, what the coordinator expects with its doubt, and, without fog, what is true.
  known(week) {
    const plan = this.run.coalition, { truth } = this.look;
    const has = plan && plan.obstacle[week] >= 0;
    put(this.bet, 'display', has ? 'inline' : 'none');
    if (has) {
      const [x, y] = this.at(plan.fact[week], plan.value[week]);
      this.bet.style.transform = `translate(${x}px, ${y}px)`;
      say(this.bet.lastChild, `the plan: ${daring(plan.ambition[week])}`);
    }
    const knows = plan && Number.isFinite(plan.forecast[week]);
    for (const node of [this.doubt, this.expected]) put(node, 'display', knows ? 'inline' : 'none');
    if (knows) {
      const [low] = this.at(plan.forecast[week] - plan.doubt[week], 0), [high] = this.at(plan.forecast[week] + plan.doubt[week], 0);
      for (const [name, value] of Object.entries({ x: low, y: EDGE.top, width: Math.max(1, high - low), height: this.height - EDGE.top - EDGE.bottom })) put(this.doubt, name, value);
      put(this.expected, 'x', within((low + high) / 2, EDGE.left + 90, this.width - EDGE.right - 90)); put(this.expected, 'y', EDGE.top + 16);
    }
    put(this.need, 'display', truth ? 'inline' : 'none');
    if (truth) { const [x, y] = this.at(truth.fact[week], truth.affected); this.need.style.transform = `translate(${x}px, ${y}px)`; }
  }

  tie(row) {
    const { belief, value } = this.run.people, from = this.at(belief[row][this.week], value[row][this.week]);
    put(this.ties, 'd', this.neighbors[row].map((other) => `M${from}L${this.at(belief[other][this.week], value[other][this.week])}`).join(''));
  }

  point(row) {
    this.pointed = row;
    this.tip.hidden = row < 0;
    if (row < 0) { put(this.ties, 'd', 'M0 0'); return; }
    this.tie(row);
    const [x, y] = this.at(this.run.people.belief[row][this.week], this.run.people.value[row][this.week]);
    say(this.tip, `${this.marks.nodes[row].getAttribute('aria-label')}; ${several(this.neighbors[row].length, 'tie', 'ties')}`);
    this.tip.style.left = `${within(x, 90, this.width - 90)}px`; this.tip.style.top = `${y + this.sized[row] + 6}px`;
  }

  choose(row) {
    if (this.chosen === row) return;
    if (this.chosen >= 0) this.marks.nodes[this.chosen].removeAttribute('data-chosen');
    this.chosen = row;
    if (row >= 0 && this.marks.nodes[row]) put(this.marks.nodes[row], 'data-chosen', '');
  }

  light(rows) {
    const lit = rows && new Set(rows);
    this.marks.nodes.forEach((node, row) => node.classList.toggle('dr-lit', Boolean(lit && lit.has(row))));
    this.root.classList.toggle('dr-dim', Boolean(rows));
  }
}
