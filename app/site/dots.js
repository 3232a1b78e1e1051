// Worlds as dots: one above the other over the week in which something happens, those in which it does not in a block of their own.
import { put, svg, watchWidth } from '../draw/dom.js';

const LEFT = 8, FOOT = 46, TOP = 14, COLUMNS = 26, LARGEST = 12;

export class Dots {
  // `given` has steps, rows of { name, weeks }, the place of the visitor's world (`own`), a bet (none: null) and labels.
  constructor(root, given) {
    this.given = given;
    this.svg = svg('svg', { class: 'st-dots', role: 'img' });
    root.append(this.svg);
    this.end = watchWidth(root, (width) => { this.width = width; this.draw(); });
  }

  show(rows) { this.given.rows = rows; this.draw(); }

  x(week) { return LEFT + this.room * week / this.given.steps; }

  draw() {
    const { rows, labels } = this.given, block = Math.max(76, this.width * 0.2);
    this.room = this.width - block - LEFT - 14;
    const step = Math.min(LARGEST, this.room / COLUMNS), across = Math.floor((block - 8) / step);
    const stacks = rows.map(({ weeks }) => this.stacked(weeks, step, across));
    const highs = stacks.map((all) => Math.max(...all.map(({ up }) => up), 3) * step + 12);
    const height = TOP + FOOT + highs.reduce((a, b) => a + b + 32, -12);
    const text = (x, y, said, anchor, kind) => { const node = svg('text', { x, y, 'text-anchor': anchor || 'start', class: kind || null }); node.textContent = said; return node; };
    const parts = [];
    let foot = TOP;
    rows.forEach(({ name, isOwn }, k) => {
      const ceiling = foot; foot += highs[k] + (k ? 32 : 20);
      parts.push(text(LEFT, ceiling + (k ? 17 : 2), name, 'start', 'st-way'), svg('path', { class: 'dr-rule', d: `M${LEFT} ${foot + 1}H${this.width - 4}` }));
      for (const { at, up, world } of stacks[k]) parts.push(svg('circle', { class: world === this.given.own ? `st-dot own${isOwn ? ' lit' : ''}` : `st-dot ${isOwn ? '' : 'other'}`, cx: at.toFixed(1), cy: (foot - step * (up - 0.5)).toFixed(1), r: world === this.given.own ? step * 0.72 : step * 0.4 }));
    });
    if (this.given.bet) parts.push(svg('path', { class: 'st-betline', d: `M${this.x(this.given.bet).toFixed(1)} ${TOP + 14}V${foot + 6}` }), text(Math.max(46, Math.min(this.x(this.given.bet), this.room - 66)), foot + 20, labels.bet, 'middle'));
    parts.push(text(LEFT, foot + 20, '0'), text(this.x(this.given.steps), foot + 20, String(this.given.steps), 'end'), text(LEFT + this.room / 2, foot + 40, labels.weeks, 'middle', 'dr-muted'), text(this.width - 4, foot + 40, labels.not, 'end', 'dr-muted'));
    for (const [key, value] of Object.entries({ width: this.width, height, viewBox: `0 0 ${this.width} ${height}`, 'aria-label': labels.words })) put(this.svg, key, value);
    this.svg.replaceChildren(...parts.sort((a, b) => a.matches('.own') - b.matches('.own')));
  }

  // Where each world stands: its place along the line, how high in its stack.
  stacked(weeks, step, across) {
    const many = Math.max(1, Math.floor(this.room / step)), heights = new Map(), never = this.width - 4 - across * step;
    let out = 0;
    return weeks.map((week, world) => {
      if (week === null) { const at = never + (out % across + 0.5) * step, up = Math.floor(out / across) + 1; out += 1; return { at, up, world }; }
      const column = Math.min(many - 1, Math.floor(this.x(week) / step)), up = (heights.get(column) || 0) + 1;
      heights.set(column, up);
      return { at: (column + 0.5) * step, up, world };
    });
  }
}
