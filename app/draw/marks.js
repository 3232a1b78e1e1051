// Organizations as marks that can be pointed at and chosen; all of them are one stop of the Tab key, arrows go on.
import { colorOf, put, svg } from './dom.js';
import { SAID, filled } from './words.js';

const LEAST_TARGET = 12; // radius in pixels of what a finger can hit
const MOST_NAMED = 24, LONGEST = 22; // so many organizations are written beside their marks, in so many letters, where all have names

// Radii by capacity, the largest `most`.
export function radii(run, most) {
  const largest = Math.max(...run.capacity, 1e-9);
  return run.capacity.map((one) => Math.max(2, most * Math.sqrt(one / largest)));
}

// Marks of a run in a drawing. `chosen` is called with the row of one that is pressed, `pointed` with the one under the pointer.
export class Marks {
  constructor(run, parent, chosen, pointed) {
    this.run = run; this.at = 0; this.width = Infinity;
    this.nodes = run.names.map((name, row) => this.made(row, chosen, pointed));
    parent.append(...this.nodes);
    parent.addEventListener('keydown', (event) => this.moved(event));
    this.said = run.names.map(() => ''); this.where = []; this.strong = [];
  }

  made(row, chosen, pointed) {
    const color = colorOf(this.run.kind[row]);
    this.discs = this.discs || []; this.hits = this.hits || [];
    this.hits[row] = svg('circle', { class: 'dr-hit', r: LEAST_TARGET });
    this.discs[row] = svg('circle', { class: 'dr-disc', fill: color, stroke: color });
    const name = this.run.names[row], isNamed = this.run.areNamed && this.run.count <= MOST_NAMED;
    this.labels = this.labels || [];
    this.labels[row] = isNamed ? svg('text', { class: 'dr-who', 'aria-hidden': 'true' }) : null;
    if (isNamed) this.labels[row].textContent = name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
    return svg('g', {
      class: 'dr-mark', role: 'button', tabindex: row ? -1 : 0, 'data-row': row,
      onclick: () => { this.rove(row); chosen(row); },
      onkeydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); event.stopPropagation(); chosen(row); } },
      onpointerenter: () => pointed(row), onpointerleave: () => pointed(-1), onfocus: () => pointed(row), onblur: () => pointed(-1),
    }, ...[this.hits[row], this.discs[row], this.labels[row]].filter(Boolean));
  }

  size(radius) {
    const room = Math.max(...radius); // where there are very many, targets do not cover their neighbors
    this.labels.forEach((label, row) => { if (label) put(label, 'y', (radius[row] + 12).toFixed(1)); });
    this.nodes.forEach((_, row) => { put(this.discs[row], 'r', radius[row].toFixed(1)); put(this.hits[row], 'r', room < 5 ? radius[row].toFixed(1) : Math.max(LEAST_TARGET, radius[row])); });
  }

  // Where a mark stands, and how strongly it is drawn; only what is another one is touched, which is most of the cost.
  place(row, x, y, strength) {
    const where = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`, strong = (Math.round(20 * strength) / 20).toFixed(2);
    if (this.labels[row]) put(this.labels[row], 'text-anchor', x < 64 ? 'start' : x > this.width - 64 ? 'end' : 'middle');
    if (this.where[row] !== where) { this.where[row] = where; this.nodes[row].style.transform = where; }
    if (this.strong[row] !== strong) { this.strong[row] = strong; this.discs[row].style.opacity = strong; }
  }

  tell(row, [status, words, isElsewhere]) {
    if (this.said[row] === words) return;
    this.said[row] = words;
    this.nodes[row].toggleAttribute('data-also', Boolean(isElsewhere));
    put(this.nodes[row], 'data-is', status);
    put(this.nodes[row], 'aria-label', `${this.run.names[row]}: ${words}`);
  }

  rove(row) {
    put(this.nodes[this.at], 'tabindex', -1);
    this.at = row;
    put(this.nodes[row], 'tabindex', 0);
  }

  moved(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault(); event.stopPropagation();
    this.rove((this.at + by + this.nodes.length) % this.nodes.length);
    this.nodes[this.at].focus();
  }
}

// How somebody stands to a coalition in a week, and in words.
export const RECENT = 12;
export function standing(run, row, week) {
  const one = run.coalition;
  if (run.away.length && run.away[row][week]) return ['away', SAID.away];
  if (!one) return ['alone', SAID.own];
  const [status, words] = here(run, one, row, week), others = elsewhere(run, row, week);
  return [status, others.length ? filled(SAID.also, { words, names: others.join(SAID.and) }) : words, others.length > 0];
}

function here(run, one, row, week) {
  if (one.member[row][week]) return ['sits', SAID.sits];
  if (one.asked[row][week]) return ['asked', SAID.asked];
  const gone = one.left[row][week];
  if (gone <= RECENT) return ['left', filled(SAID.left, { when: run.label(week - gone) })];
  return ['out', one.obstacle[week] >= 0 ? SAID.notAsked : SAID.free];
}

// The names of other issues at whose tables somebody sits.
function elsewhere(run, row, week) {
  return run.issues.flatMap(({ name }, k) => (k !== run.issue && run.coalitions[k] && run.coalitions[k].member[row][week] ? [name] : []));
}
