// Weekly series as lines that end at the week that is shown; what is compared is on one scale, in one chart.
import { html, number, put, round, say, svg, watchWidth, within } from './dom.js';

const HEIGHT = 150, TOP = 10, FOOT = 20, LEFT = 40, RIGHT = 92, APART = 13;

// The lines of a chart: what sides and ghosts of a stage say of the series of a specification.
function linesOf(stage, spec) {
  if (spec.own) return ownLines(stage, spec.own);
  const runs = [...stage.sides.map((side, k) => ({ name: side.name || (stage.ghost ? stage.ghost.own : ''), run: side.run, kind: `side-${k}`, side: k })),
    ...(stage.ghost ? [{ name: stage.ghost.name, run: stage.ghost.run, kind: 'ghost', side: stage.sides.length }] : [])];
  const isOne = runs.length === 1;
  return runs.flatMap(({ name, run, kind, side }) => spec.lines.map(([series, label], k) => ({
    run, values: run.series[series], label: [isOne ? '' : name, label].filter(Boolean).join(', '), kind, dash: k, side,
  })));
}

// What a mechanism of one's own writes down, which nobody in the world is told of: a line for each side.
function ownLines(stage, series) {
  return stage.sides.map(({ name, run, truth }, k) => ({ run, values: truth.series[series], label: name || '', kind: `side-${k}`, dash: 0, side: k }));
}

function inWords(name) { const words = name.replace('.', ': ').replaceAll('_', ' '); return `${words[0].toUpperCase()}${words.slice(1)}`; }

// The charts of what mechanisms of one's own write down: there are some while the fog is lifted on every side.
export class OwnCharts {
  constructor(root, stage) { this.root = root; this.stage = stage; this.made = []; }

  reset() {
    this.made.forEach((one) => one.end());
    const own = this.stage.sides.every(({ truth }) => truth) ? this.stage.sides[0].truth.own : [];
    this.made = own.map((name) => new Chart(this.root, this.stage, { title: inWords(name), unit: (value) => number(value, 2), lines: [], own: name }));
    this.made.forEach((one) => one.reset());
  }

  show() { this.made.forEach((one) => one.show()); }
  end() { this.made.forEach((one) => one.end()); }
}

export class Chart {
  constructor(root, stage, spec) {
    this.stage = stage; this.spec = spec;
    this.title = html('h3');
    this.value = html('span', { class: 'dr-value' });
    this.grid = svg('g', { class: 'dr-grid', 'aria-hidden': 'true' });
    this.windows = svg('g', { class: 'dr-windows', 'aria-hidden': 'true' });
    this.body = svg('g');
    this.hair = svg('path', { class: 'dr-hair', d: 'M0 0' });
    this.svg = svg('svg', { class: 'dr-plot', role: 'img', height: HEIGHT }, this.windows, this.grid, this.body, this.hair);
    this.words = html('figcaption', { class: 'cc-sr' });
    this.root = html('figure', { class: 'dr-chart' }, html('div', { class: 'dr-title' }, this.title, this.value), this.svg, this.words);
    root.append(this.root);
    this.svg.addEventListener('pointermove', (event) => this.point(event));
    this.svg.addEventListener('pointerleave', () => { this.pointed = null; this.tell(); });
    this.ending = watchWidth(this.root, (width) => { this.width = width; put(this.svg, 'width', width); put(this.svg, 'viewBox', `0 0 ${width} ${HEIGHT}`); this.reset(); });
  }

  end() { this.ending(); this.root.remove(); }

  // Another run, or another width.
  reset() {
    this.lines = linesOf(this.stage, this.spec);
    this.right = this.width - (this.lines.length > 1 ? RIGHT : 14);
    this.steps = Math.max(1, ...this.lines.map((line) => line.run.steps));
    this.paths = this.lines.map((line) => svg('path', { class: `dr-line ${line.kind}`, 'data-dash': line.dash }));
    this.names = this.lines.map((line) => { const node = svg('text', { class: `dr-name ${line.kind}` }); node.textContent = this.lines.length > 1 ? line.label : ''; return node; });
    this.body.replaceChildren(...this.paths, ...this.names);
    this.top = 0;
    this.show();
  }

  x(week) { return LEFT + (this.right - LEFT) * week / this.steps; }
  y(value) { return HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * (value - this.bottom) / (this.top - this.bottom); }

  show() {
    if (!this.lines) return;
    const week = this.stage.week;
    this.scale(week);
    const ends = this.lines.map((line, k) => this.draw(line, k, week));
    this.spread(ends);
    this.pointed = null;
    this.tell();
  }

  // The scale knows of no week that is to come: it grows by round numbers.
  scale(week) {
    let most = this.spec.most || 0;
    if (!most) for (const { values, run } of this.lines) for (let k = 1; k <= Math.min(week, run.steps); k += 1) if (Math.abs(values[k]) > most) most = Math.abs(values[k]);
    const top = this.spec.most || round(most || 1), isBelow = this.lines.some((line) => line.values.subarray(0, week + 1).some((value) => value < 0));
    const bottom = isBelow ? -top : 0;
    if (top === this.top && bottom === this.bottom) { this.shade(week); return; }
    this.top = top; this.bottom = bottom;
    const foot = HEIGHT - FOOT, middle = (top + bottom) / 2, marks = [bottom, middle, top];
    this.grid.replaceChildren(...marks.map((value) => svg('path', { d: `M${LEFT} ${this.y(value)}H${this.right}` })),
      ...marks.filter((value) => isBelow || value !== middle).map((value) => { const node = svg('text', { x: LEFT - 6, y: this.y(value) + 4, 'text-anchor': 'end' }); node.textContent = this.spec.unit(value); return node; }),
      ...[0, this.steps].map((step) => { const node = svg('text', { x: this.x(step), y: foot + 16, 'text-anchor': step ? 'end' : 'start' }); node.textContent = this.lines[0].run.label(step); return node; }));
    this.shade(week);
  }

  // Windows of opportunity that have been open by now; those of the first side.
  shade(week) {
    const open = this.lines[0].run.window, found = [];
    for (let k = 0; k <= Math.min(week, this.lines[0].run.steps); k += 1) {
      if (!open[k]) continue;
      let last = k;
      while (last < week && open[last + 1]) last += 1;
      found.push([k, last]); k = last;
    }
    const key = `${this.right} ${found.join(';')}`;
    if (key === this.shaded) return;
    this.shaded = key;
    this.windows.replaceChildren(...found.map(([first, last]) => svg('rect', { x: this.x(first), y: TOP, width: Math.max(2, this.x(last) - this.x(first)), height: HEIGHT - FOOT - TOP })));
  }

  draw(line, k, week) {
    const last = Math.min(week, line.run.steps);
    let path = '', isOn = false, end = null;
    for (let step = 1; step <= last; step += 1) {
      const value = line.values[step];
      if (!Number.isFinite(value)) { isOn = false; continue; }
      const y = this.y(value);
      path += `${isOn ? 'L' : 'M'}${this.x(step).toFixed(1)} ${y.toFixed(1)}`;
      isOn = true; end = [this.x(step), y];
    }
    put(this.paths[k], 'd', path || 'M0 0');
    return { node: this.names[k], end };
  }

  // Labels stand at the ends of their lines, and neither on each other nor on those of the weeks.
  spread(ends) {
    const shown = ends.filter(({ node, end }) => { put(node, 'display', end ? 'inline' : 'none'); return end; }).sort((a, b) => a.end[1] - b.end[1]);
    const places = [];
    for (const { end } of shown) places.push(Math.max(end[1] + 4, (places[places.length - 1] || 0) + APART));
    for (let k = shown.length - 1, most = HEIGHT - FOOT + 2; k >= 0; most = places[k] - APART, k -= 1) places[k] = Math.min(places[k], most);
    shown.forEach(({ node, end }, k) => { put(node, 'x', (end[0] + 6).toFixed(1)); put(node, 'y', places[k].toFixed(1)); });
  }

  point(event) {
    const box = this.svg.getBoundingClientRect(), week = Math.round((event.clientX - box.left - LEFT) / (this.right - LEFT) * this.steps);
    this.pointed = within(week, 0, this.stage.week);
    this.tell();
  }

  tell() {
    const week = this.pointed === null || this.pointed === undefined ? this.stage.week : this.pointed, run = this.lines[0].run;
    put(this.hair, 'd', this.pointed === null || this.pointed === undefined ? 'M0 0' : `M${this.x(week).toFixed(1)} ${TOP}V${HEIGHT - FOOT}`);
    const said = this.lines.map((line) => {
      const value = line.values[Math.min(week, line.run.steps)];
      return `${line.label ? `${line.label} ` : ''}${Number.isFinite(value) ? this.spec.unit(value) : '–'}`;
    }).join(' · ');
    say(this.title, this.spec.title);
    say(this.value, `${said}, ${run.label(week)}`);
    put(this.svg, 'aria-label', `${this.spec.title}: ${said} in ${run.label(week)}`);
  }
}
