// The coordinator's week in twenty figures: what one use gains is taken from all others in proportion.
import { html, number, put, say, svg, within } from './dom.js';
import { EACH, USES } from './plays.js';

export const ALL = 20;

// Whole numbers near to some parts, with a sum: what is left over goes where most was cut off.
function whole(exact, sum) {
  const found = exact.map(Math.floor), left = sum - found.reduce((a, b) => a + b, 0);
  exact.map((one, k) => [one - found[k], k]).sort((a, b) => b[0] - a[0]).slice(0, left).forEach(([, k]) => { found[k] += 1; });
  return found;
}

export function tokensOf(shares) { return whole(shares.map((share) => ALL * share + 1e-9), Math.round(ALL * shares.reduce((a, b) => a + b, 0))); }

// The tokens once a use has so many: all others give or take in proportion to what they had before, else to what is usual.
export function moved(before, usual, use, to) {
  const sum = before.reduce((a, b) => a + b, 0), mine = within(to, 0, sum), others = sum - before[use];
  const weights = others ? before : usual, all = weights.reduce((a, b) => a + b, 0) - weights[use];
  return whole(before.map((_, k) => (k === use ? mine : all ? weights[k] * (sum - mine) / all : 0)), sum);
}

function figures(from, to) {
  let path = '';
  for (let k = from; k < to; k += 1) path += `M${10 * k + 5} 1a2.7 2.7 0 1 0 .01 0M${10 * k + 1} 16a4 8 0 0 1 8 0z`;
  return path || 'M0 0';
}

export class Tokens {
  constructor(root, said) {
    this.usual = tokensOf(said.usual); this.tokens = tokensOf(said.week); this.given = said.week; this.hours = said.hours || 0; this.isTouched = false;
    this.rows = said.uses.map((name, use) => this.row(name, use));
    const note = html('p', { class: 'gm-note' });
    say(note, EACH(this.hours / ALL));
    root.append(note, ...this.rows.map((row) => row.root));
    this.show();
  }

  row(name, use) {
    const on = svg('path', { class: 'gm-on' }), off = svg('path', { class: 'gm-off' });
    const input = html('input', { type: 'range', min: 0, max: ALL, step: 1, 'aria-label': `${name}: ${USES[name] || ''}`, onpointerdown: () => this.hold(), onfocus: () => this.hold(), oninput: () => this.move(use, Number(input.value)) });
    const hours = html('span', { class: 'gm-hours' });
    const picture = svg('svg', { viewBox: '0 0 200 18', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, off, on);
    return { on, off, input, hours, root: html('div', { class: 'gm-use' }, html('span', { class: 'gm-usename' }, html('b', {}, name), html('small', {}, USES[name] || '')), html('span', { class: 'gm-figures' }, picture, input), hours) };
  }

  // A drag, or some presses of a key, begin here: proportions are those of now.
  hold() { this.before = this.tokens.slice(); }

  move(use, to) {
    this.isTouched = true;
    this.tokens = moved(this.before || this.tokens, this.usual, use, to);
    this.show();
  }

  show() {
    this.rows.forEach(({ on, off, input, hours }, use) => {
      const many = this.tokens[use], said = number(this.hours * many / ALL);
      put(on, 'd', figures(0, many)); put(off, 'd', figures(many, ALL));
      if (Number(input.value) !== many) input.value = many;
      put(input, 'aria-valuetext', `${many} of ${ALL}, ${said} hours`);
      say(hours, `${said} h`);
    });
  }

  // Seven shares, or nothing where nobody has touched them: those of a case are finer than figures.
  get shares() { return this.isTouched ? this.tokens.map((many) => many / ALL) : null; }
}
