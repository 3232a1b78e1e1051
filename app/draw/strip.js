// What one works against, week by week up to now; above it what really stands in the way, hidden until the fog lifts.
import { html, put, svg, watchWidth } from './dom.js';
import { SAID, filled } from './words.js';

const GAP = 4;

// The stretches in which a series of obstacles stays the same: [first, last + 1, obstacle].
function stretches(values, week) {
  const found = [];
  for (let k = 0; k <= week; k += 1) {
    const one = values[k] >= 0 ? values[k] : -1, last = found[found.length - 1];
    if (last && last[2] === one) last[1] = k + 1; else found.push([k, k + 1, one]);
  }
  return found.filter(([, , one]) => one >= 0);
}

// The name of what stands in the way at last.
function there(real, week, obstacles) {
  const last = real[real.length - 1];
  return last && last[1] > week ? obstacles[last[2]].name : SAID.nothing;
}

export class Strip {
  // `row` is how high a row is, in pixels.
  constructor(root, row = 14) {
    this.row = row;
    this.svg = svg('svg', { class: 'dr-strip', role: 'img' });
    this.key = html('p', { class: 'dr-stripkey' });
    root.append(this.svg, this.key);
    this.end = watchWidth(root, (width) => { this.width = width; this.drawn = ''; if (this.sides) this.show(this.sides, this.week); });
  }

  // The plan of each side up to a week; what is true is that of the world, so the same for all.
  show(sides, week) {
    Object.assign(this, { sides, week });
    const { truth } = sides[0], plans = sides.map(({ run }) => (run.coalition ? stretches(run.coalition.obstacle, Math.min(week, run.steps)) : []));
    const real = truth ? stretches(truth.obstacle, Math.min(week, sides[0].run.steps)) : [], key = JSON.stringify([this.width, this.row, Boolean(truth), plans, real]);
    if (key === this.drawn || !this.width) return;
    this.drawn = key;
    this.draw(plans, real);
    this.tell(plans, real);
  }

  draw(plans, real) {
    const { row: ROW } = this, high = (plans.length + 1) * (ROW + GAP), weeks = Math.max(...this.sides.map(({ run }) => run.steps)) + 1, x = (step) => this.width * Math.min(1, step / weeks);
    for (const [name, value] of Object.entries({ width: this.width, height: high, viewBox: `0 0 ${this.width} ${high}` })) put(this.svg, name, value);
    const bar = ([first, last, one], y) => svg('rect', { class: `dr-against o${one % 4}`, x: x(first).toFixed(1), y, width: Math.max(1, x(last) - x(first)).toFixed(1), height: ROW });
    const wrong = (mine, y) => mine.flatMap(([first, last, one]) => real.filter(([a, b, other]) => other !== one && a < last && b > first)
      .map(([a, b]) => svg('rect', { class: 'dr-gapbox', x: x(Math.max(a, first)), y: y - 1, width: Math.max(2, x(Math.min(b, last)) - x(Math.max(a, first))), height: ROW + 2 })));
    this.svg.replaceChildren(svg('rect', { class: 'dr-hidden', x: 0, y: 0, width: this.width, height: ROW, rx: 2 }), ...real.map((one) => bar(one, 0)),
      ...plans.flatMap((mine, k) => { const y = (k + 1) * (ROW + GAP); return [...mine.map((one) => bar(one, y)), ...wrong(mine, y)]; }));
  }

  tell(plans, real) {
    const { obstacles } = this.sides[0].run, seen = [...new Set([...plans.flat(), ...real].map(([, , one]) => one))].sort();
    const named = this.sides.map((side) => (side.name ? filled(SAID.planOf, side) : SAID.plan)).join(', ');
    this.key.replaceChildren(html('span', {}, filled(this.sides[0].truth ? SAID.clear : SAID.hidden, { plans: named })),
      ...seen.map((one) => html('span', {}, html('i', { class: `dr-against o${one % 4}` }), obstacles[one].name)));
    const now = plans.map((mine) => { const last = mine[mine.length - 1]; return last && last[1] > this.week ? obstacles[last[2]].name : SAID.nothingYet; });
    put(this.svg, 'aria-label', filled(SAID.strip, { plans: now.join('; '), real: this.sides[0].truth ? there(real, this.week, obstacles) : SAID.stripHidden }));
  }
}
