// What many worlds say: paired differences with their intervals, and bands week by week.
import { html, number, put, round, svg, watchWidth, within } from './dom.js';

const ROW = 58, LEFT = 4, NARROW = 560, LINE = 18; // where it is narrow, the verdict has a line of its own

// Differences of a treatment to the first one; each row has name, mean, low, high, verdict (words) and better (-1, 0, 1).
export class Bars {
  constructor(root, given) {
    this.svg = svg('svg', { class: 'dr-bars', role: 'img' });
    this.root = html('figure', { class: 'dr-chart' }, this.svg, this.words = html('figcaption', { class: 'cc-sr' }));
    root.append(this.root);
    this.given = given;
    this.ending = watchWidth(this.root, (width) => { this.width = width; this.show(); });
  }

  update({ given }) { this.given = given; this.show(); }
  end() { this.ending(); this.root.remove(); }

  show() {
    const { rows, first, other, words } = this.given, more = this.width < NARROW ? LINE : 0, high = ROW + more, height = 26 + rows.length * high, zero = this.width / 2;
    for (const [name, value] of Object.entries({ width: this.width, height, viewBox: `0 0 ${this.width} ${height}`, 'aria-label': words })) put(this.svg, name, value);
    const text = (x, y, said, anchor, kind) => { const node = svg('text', { x, y, 'text-anchor': anchor, class: kind || null }); node.textContent = said; return node; };
    const reach = zero - 12;
    const parts = [text(zero - 8, 14, `← ${first} has more`, 'end', 'dr-muted'), text(zero + 8, 14, `${other} has more →`, 'start', 'dr-muted'), svg('path', { class: 'dr-zero', d: `M${zero} 20V${height}` })];
    rows.forEach((row, k) => {
      const y = 26 + k * high, middle = y + 46 + more, most = Math.max(Math.abs(row.low), Math.abs(row.high), 1e-12);
      const x = (value) => zero + reach * value / most;
      parts.push(text(LEFT, y + 16, row.name, 'start'), more ? text(LEFT, y + 16 + more, row.verdict, 'start', 'dr-muted') : text(this.width - LEFT, y + 16, row.verdict, 'end', 'dr-muted'));
      if (Number.isFinite(row.mean)) {
        parts.push(svg('path', { class: 'dr-interval', d: `M${x(row.low)} ${middle}H${x(row.high)}` }), svg('circle', { class: `dr-dot ${row.better > 0 ? 'good' : row.better < 0 ? 'bad' : ''}`, cx: x(row.mean), cy: middle, r: 6 }));
        parts.push(text(within(x(row.mean), 40, this.width - 40), middle - 11, row.said, 'middle'));
      }
      parts.push(svg('path', { class: 'dr-rule', d: `M0 ${y + high}H${this.width}` }));
    });
    this.svg.replaceChildren(...parts);
    this.words.textContent = words;
  }
}

const HEIGHT = 170, TOP = 12, FOOT = 22, SIDE = 42, END = 96;

// Means with half of the worlds around them: `given` has title, percent, and sides with name, weeks, low, middle, high.
export class Bands {
  constructor(root, given) {
    this.svg = svg('svg', { class: 'dr-plot', role: 'img', height: HEIGHT });
    this.title = html('h3');
    this.value = html('span', { class: 'dr-value' });
    this.root = html('figure', { class: 'dr-chart' }, html('div', { class: 'dr-title' }, this.title, this.value), this.svg);
    root.append(this.root);
    this.given = given;
    this.svg.addEventListener('pointermove', (event) => this.point(event));
    this.svg.addEventListener('pointerleave', () => { this.value.textContent = ''; });
    this.ending = watchWidth(this.root, (width) => { this.width = width; this.show(); });
  }

  update({ given }) { this.given = given; this.show(); }
  end() { this.ending(); this.root.remove(); }
  unit(value) { return this.given.percent ? `${Math.round(100 * value)} %` : number(value, value % 1 && value < 10 ? 1 : 0); }

  show() {
    const { sides, title, words } = this.given, most = Math.max(...sides.flatMap((side) => side.high.filter((value) => value !== null)), 0);
    this.top = this.given.percent ? 1 : round(most || 1);
    this.last = Math.max(...sides.map((side) => side.weeks[side.weeks.length - 1]));
    for (const [name, value] of Object.entries({ width: this.width, viewBox: `0 0 ${this.width} ${HEIGHT}`, 'aria-label': words })) put(this.svg, name, value);
    this.title.textContent = title;
    const text = (x, y, said, anchor, kind) => { const node = svg('text', { x, y, 'text-anchor': anchor, class: kind || null }); node.textContent = said; return node; };
    const grid = svg('g', { class: 'dr-grid' }, ...[0, this.top / 2, this.top].map((value) => svg('path', { d: `M${SIDE} ${this.y(value)}H${this.width - END}` })),
      ...[0, this.top].map((value) => text(SIDE - 6, this.y(value) + 4, this.unit(value), 'end')), text(SIDE, HEIGHT - 5, 'week 0', 'start'), text(this.width - END, HEIGHT - 5, `week ${Math.round(this.last)}`, 'end'));
    let free = 0;
    const names = sides.map((side, k) => [this.y(side.middle.filter((value) => value !== null).pop() ?? 0), side.name, k]).sort((a, b) => a[0] - b[0])
      .map(([y, name, k]) => { free = Math.max(y + 4, free + 13); return text(this.width - END + 6, free, name, 'start', `dr-name side-${k}`); });
    this.svg.replaceChildren(grid, ...sides.map((side, k) => svg('path', { class: `dr-band side-${k}`, d: this.area(side) })), ...sides.map((side, k) => svg('path', { class: `dr-line side-${k}`, d: this.line(side.weeks, side.middle) })), ...names);
  }

  x(week) { return SIDE + (this.width - END - SIDE) * week / this.last; }
  y(value) { return HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * value / this.top; }

  line(weeks, values) {
    let isOn = false;
    return weeks.map((week, k) => { const value = values[k]; if (value === null) { isOn = false; return ''; } const said = `${isOn ? 'L' : 'M'}${this.x(week).toFixed(1)} ${this.y(value).toFixed(1)}`; isOn = true; return said; }).join('') || 'M0 0';
  }

  area({ weeks, low, high }) {
    const known = weeks.map((_, k) => k).filter((k) => low[k] !== null && high[k] !== null);
    if (!known.length) return 'M0 0';
    const at = (k, value) => `${this.x(weeks[k]).toFixed(1)} ${this.y(value).toFixed(1)}`;
    return `M${known.map((k) => at(k, high[k])).join('L')}L${known.reverse().map((k) => at(k, low[k])).join('L')}Z`;
  }

  point(event) {
    const box = this.svg.getBoundingClientRect(), week = (event.clientX - box.left - SIDE) / (this.width - END - SIDE) * this.last;
    const said = this.given.sides.map((side) => { const k = side.weeks.reduce((best, one, at) => (Math.abs(one - week) < Math.abs(side.weeks[best] - week) ? at : best), 0); return `${side.name} ${side.middle[k] === null ? '–' : this.unit(side.middle[k])}`; });
    this.value.textContent = `${said.join(' · ')}, week ${Math.max(0, Math.min(this.last, Math.round(week)))}`;
  }
}
