// The fog lifts: what was true, who else held the week in the same world, what mattered, and one's world among others.
import { html, number, put, say, several, svg, watchWidth, within } from './dom.js';
import { AGAIN, BESIDE, COLUMNS, LINK, MATTERED, REALLY, WEAK, WHO, WORLDS, decision, dares, standing, verdict } from './plays.js';
import { gapInWords } from './words.js';

function text(name, kind, words) { const node = html(name, { class: kind }); say(node, words); return node; }
function card(title, ...children) { const head = html('h2', { class: 'gm-big', tabindex: -1 }); say(head, title); return { head, root: html('section', { class: 'cc-card gm-told' }, head, ...children) }; }

// What one worked against, week by week; boxes where it was not what stood in the way.
function band(plan, real, weeks, words) {
  const x = (week) => (1000 * week) / weeks, bar = ([first, last, one]) => svg('rect', { class: `dr-against o${one % 4}`, x: x(first), y: 3, width: Math.max(2, x(last) - x(first)), height: 14 });
  const wrong = real ? plan.flatMap(([first, last, one]) => real.filter(([a, b, other]) => other !== one && a < last && b > first).map(([a, b]) => svg('rect', { class: 'dr-gapbox', x: x(Math.max(a, first)), y: 1, width: Math.max(4, x(Math.min(b, last)) - x(Math.max(a, first))), height: 18, 'vector-effect': 'non-scaling-stroke' }))) : [];
  return svg('svg', { class: 'gm-band', viewBox: '0 0 1000 20', preserveAspectRatio: 'none', role: 'img', 'aria-label': words }, svg('rect', { class: 'dr-hidden', x: 0, y: 3, width: 1000, height: 14 }), ...plan.map(bar), ...wrong);
}

export class Lifted {
  constructor(root, given, run, truth, tell) {
    Object.assign(this, { root, given, run, tell });
    this.real = card(...this.found(truth));
    this.weighed = card(MATTERED.title); this.weighed.body = html('div'); this.weighed.root.append(this.weighed.body);
    this.among = card(WORLDS.title); this.among.body = html('div'); this.among.root.append(this.among.body);
    this.again = card(AGAIN.title); this.again.body = html('div'); this.again.root.append(this.again.body, this.ways());
    this.weak = card(WEAK[0], html('ul', { class: 'gm-weak' }, ...WEAK[1].map((one) => html('li', {}, one))), ...(given.rule ? [text('p', 'gm-note', given.rule)] : []));
    root.replaceChildren(...[this.real, this.weighed, this.among, this.again, this.weak].map((one) => one.root));
    this.ending = watchWidth(this.among.body, (width) => { this.width = width; this.worlds(); });
    this.update(truth);
  }

  end() { this.ending(); this.root.replaceChildren(); }
  focus() { this.real.head.focus({ preventScroll: true }); this.real.root.scrollIntoView({ block: 'start', behavior: 'auto' }); }

  update(truth) {
    this.truth = truth;
    this.mattered(truth.mattered);
    this.worlds();
    this.next(truth.mattered);
  }

  // --- what was true, and three others --------------------------------------------------------------------------------

  found(truth) {
    const { sides } = truth, [mine] = sides, { obstacles } = this.given, weeks = Math.max(...sides.map((one) => (one.ended ? one.ended[0] : this.run.days === 1 ? one.weeks * 7 : one.weeks)));
    const title = gapInWords({ weeks: mine.wrong, hours: mine.wasted, planned: 1 }, this.run.unit);
    const cells = (one) => Object.keys(COLUMNS).map((name) => html('td', { 'data-label': COLUMNS[name] }, name === 'dares' ? dares(one.dares) : number(one[name], name === 'value' ? 2 : 0)));
    const said = (one) => one.plan.map(([first, last, place]) => `${obstacles[place]} ${this.run.label(first)} to ${last}`).join(', ') || 'no plan';
    const rows = sides.map((one, k) => html('tr', { class: k ? '' : 'gm-mine' }, html('th', { scope: 'row' }, WHO[one.name]), html('td', { class: 'gm-wide' }, band(one.plan, one.real, weeks, `${WHO[one.name]}: ${said(one)}`)), ...cells(one)));
    const truthRow = html('tr', { class: 'gm-real' }, html('th', { scope: 'row' }, REALLY), html('td', { class: 'gm-wide' }, band(mine.real, null, weeks, `${REALLY}: ${said({ plan: mine.real })}`)), ...Object.keys(COLUMNS).map(() => html('td')));
    const head = html('tr', {}, html('td'), html('td', { class: 'gm-wide' }, html('span', { class: 'gm-key' }, ...obstacles.map((name, place) => html('span', {}, html('i', { class: `dr-against o${place % 4}` }), name)))), ...Object.values(COLUMNS).map((name) => html('th', { scope: 'col' }, name)));
    return [title, text('p', '', standing(sides)), html('table', { class: 'gm-beside' }, html('thead', {}, head), html('tbody', {}, truthRow, ...rows)), text('p', 'gm-note', BESIDE)];
  }

  // --- the decisions that mattered ------------------------------------------------------------------------------------

  mattered({ done, asked, found, trouble }) {
    const isDone = done >= asked, { obstacles } = this.given;
    say(this.weighed.head, isDone ? MATTERED.known(found) : MATTERED.title);
    const most = Math.max(0.01, ...found.flatMap((one) => [Math.abs(one.low), Math.abs(one.high)]));
    const items = found.map((one) => {
      const { did, other } = decision(one, obstacles), x = (value) => (150 + 140 * within((value || 0) / most, -1, 1)).toFixed(1);
      const bar = svg('svg', { class: 'gm-bar', viewBox: '0 0 300 24', 'aria-hidden': 'true' }, svg('path', { class: 'dr-zero', d: 'M150 2V22' }), svg('path', { class: 'dr-interval', d: `M${x(one.low)} 12H${x(one.high)}` }), svg('circle', { class: 'dr-dot', cx: x(one.mean), cy: 12, r: 6 }));
      return html('li', {}, html('p', { class: 'gm-said' }, html('b', {}, one.label.replace(/^./, (letter) => letter.toUpperCase())), `: ${did}. Otherwise: ${other}.`), bar, text('p', '', verdict(one)));
    });
    this.weighed.body.replaceChildren(...(isDone ? [] : [text('p', 'gm-note', MATTERED.wait(done, asked)), html('progress', { max: asked, value: done, 'aria-label': MATTERED.title })]), ...(trouble ? [text('p', '', trouble)] : []), html('ol', { class: 'gm-mattered' }, ...items), text('p', 'gm-note', MATTERED.how(asked)));
  }

  // --- one's world among others ---------------------------------------------------------------------------------------

  worlds() {
    if (!this.truth || !this.width) return;
    const { values, asked, said, trouble } = this.truth.worlds, mine = this.truth.sides[0].value, usual = this.truth.sides[1].value;
    if (!values.length || !values[0].length) { this.among.body.replaceChildren(text('p', 'gm-note', trouble || WORLDS.wait(0, asked))); return; }
    const all = [...values.flat(), mine, usual], low = Math.min(0, ...all), high = Math.max(0.1, ...all);
    const rows = [[WORLDS.usual, values[0], usual], [WORLDS.mine, values[1], mine]].flatMap(([name, others, own]) => [text('h3', 'gm-part', name), this.dots(others, own, low, high, name)]);
    this.among.body.replaceChildren(text('p', 'gm-said', WORLDS.kind(usual, values[0])), ...rows, ...(values[0].length < asked ? [text('p', 'gm-note', WORLDS.wait(values[0].length, asked))] : said.slice(0, 1).map((one) => text('p', 'gm-said', one))), text('p', 'gm-note', WORLDS.blind));
  }

  dots(others, own, low, high, name) {
    const size = this.width < 500 ? 3 : 4, left = 14, right = this.width - 14, bins = Math.floor((right - left) / (2 * size + 1)), stacks = new Map(), at = (value) => Math.round(((value - low) / (high - low || 1)) * bins);
    const spots = others.map((value) => { const bin = at(value), level = stacks.get(bin) || 0; stacks.set(bin, level + 1); return [bin, level]; });
    const most = Math.max(...stacks.values(), 1), step = Math.min(2 * size + 1, 96 / most), base = 20 + step * most, x = (bin) => left + ((right - left) * bin) / bins;
    const label = (px, y, words, anchor, kind) => { const node = svg('text', { x: px, y, 'text-anchor': anchor, class: kind || '' }); node.textContent = words; return node; };
    const lit = x(at(own)), words = `${name}: net value in ${several(others.length, 'world', 'worlds')} from ${number(Math.min(...others), 2)} to ${number(Math.max(...others), 2)}; ${WORLDS.yours} ${number(own, 2)}`;
    const none = others.filter((one) => one === 0).length, isNear = Math.abs(x(at(0)) - lit) < 120;
    const nothing = none > 1 && !isNear ? [label(x(at(0)) + size + 8, Math.max(32, base - none * step + 8), WORLDS.nothing(none, others.length), 'start')] : [];
    return svg('svg', { class: 'gm-dots', role: 'img', 'aria-label': words, width: this.width, height: base + 26, viewBox: `0 0 ${this.width} ${base + 26}` },
      svg('path', { class: 'gm-axis', d: `M${left} ${base + 4}H${right}` }), ...spots.map(([bin, level]) => svg('circle', { class: 'gm-dot', cx: x(bin).toFixed(1), cy: (base - size - level * step).toFixed(1), r: size })),
      svg('path', { class: 'gm-litline', d: `M${lit} 16V${base + 4}` }), svg('circle', { class: 'gm-lit', cx: lit, cy: base - size, r: size + 3 }), label(within(lit, 40, this.width - 40), 12, `${WORLDS.yours}: ${number(own, 2)}`, 'middle', 'gm-yours'),
      ...nothing, label(left, base + 20, number(low, 2), 'start'), label(right, base + 20, `${WORLDS.axis} ${number(high, 2)}`, 'end'));
  }

  // --- what to do next ------------------------------------------------------------------------------------------------

  next({ done, asked, found }) {
    const better = found.filter((one) => one.verdict === 'more').sort((a, b) => b.mean - a.mean)[0], { obstacles } = this.given, isDone = done >= asked;
    if (!isDone) { this.again.body.replaceChildren(text('p', 'gm-said', AGAIN.wait)); return; }
    this.again.body.replaceChildren(text('p', 'gm-said', better ? AGAIN.better(better, obstacles) : AGAIN.none), ...(better ? [html('p', {}, html('button', { type: 'button', class: 'cc-main gm-go', onclick: () => this.tell('again', better.step) }, AGAIN.back(better)))] : []));
  }

  ways() {
    const button = (words, act) => html('button', { type: 'button', class: 'cc-plain', onclick: act }, words);
    return html('div', {}, html('p', { class: 'cc-row' }, button(AGAIN.same, () => this.tell('again', 0)), button(AGAIN.other, () => this.tell('other', null)), html('a', { class: 'cc-plain', href: location.pathname.replace(/play\/?$/, '') + location.search }, AGAIN.explore)), text('p', 'gm-note', LINK));
  }
}
