// You hold the week: how a game begins, what is known at each stop, what is decided, and the weeks that follow.
import { colorOf, html, number, put, say, svg, within } from './dom.js';
import { Lifted } from './lifted.js';
import { BEFORE, BEGIN, BETS, BILL, DARES, EXPECT, AXIS, GO, LIFT, NOT_SETTLED, NO_NEWS, OVER, PARTS, SKIP, STAY, TURN, believed, forecast, headline, heard, seated, voice } from './plays.js';
import { Side, STOP } from './player.js';
import { opened } from './record.js';
import { Tokens } from './tokens.js';
import { daring } from './words.js';

const PACE = 110; // milliseconds of a week that goes by

function text(name, kind, words) { const node = html(name, { class: kind }); say(node, words); return node; }
function card(title, kind, ...children) { return html('section', { class: `cc-card ${kind}`, 'aria-label': title }, text('h3', 'gm-part', title), ...children); }

// What it is about, and the way in.
export class Beginning {
  constructor(place, { given }, tell) {
    const kinds = html('ul', { class: 'gm-kinds' }, ...given.kinds.map(([many, one, several], kind) => html('li', {}, html('i', { style: `background: ${colorOf(kind)}` }), `${many} ${many === 1 ? one : several}`)));
    this.go = html('button', { type: 'button', class: 'cc-main gm-go', onclick: () => { this.go.disabled = true; tell('begin', null); } }, BEGIN.go);
    this.root = html('section', { class: 'cc-card gm-begin' }, text('h2', 'gm-big', BEGIN.title(given)), text('p', '', BEGIN.about(given)), kinds, text('p', '', BEGIN.blind(given)), text('p', '', BEGIN.goal), text('p', '', BEGIN.ask(given)), html('p', {}, this.go));
    place.append(this.root);
  }

  update() { this.go.disabled = false; }
  end() { this.root.remove(); }
}

// What one expects, how doubtful that is, and what the plan bets on, on one axis.
function strip(said) {
  const [middle, doubt] = said.forecast, bet = said.bet, reach = Math.max(1, ...[middle - 2 * doubt, middle + 2 * doubt, bet ?? 0].map(Math.abs));
  const x = (value) => 12 + 276 * within((value + reach) / (2 * reach), 0, 1), label = (at, y, words, anchor) => { const node = svg('text', { x: at, y, 'text-anchor': anchor || 'middle' }); node.textContent = words; return node; };
  const parts = [svg('path', { class: 'gm-axis', d: 'M12 34H288' }), svg('rect', { class: 'gm-doubt', x: x(middle - 2 * doubt), y: 24, width: Math.max(2, x(middle + 2 * doubt) - x(middle - 2 * doubt)), height: 20 }), svg('path', { class: 'gm-expect', d: `M${x(middle)} 20V48` }), label(within(x(middle), 40, 260), 14, EXPECT), label(12, 62, AXIS[0], 'start'), label(288, 62, AXIS[1], 'end')];
  if (bet !== null) parts.push(svg('path', { class: 'gm-bet', d: `M${x(bet)} 26l8 8l-8 8l-8-8z` }), label(within(x(bet), 40, 260), 62, BETS));
  return svg('svg', { class: 'gm-strip', viewBox: '0 0 300 68', 'aria-hidden': 'true' }, ...parts);
}

// Some ways of which one is chosen.
function choices(name, ways, chosen) {
  const inputs = ways.map(([value]) => html('input', { type: 'radio', name, value, checked: value === chosen }));
  const root = html('div', { class: 'gm-ways' }, ...ways.map(([, words], k) => html('label', {}, inputs[k], html('span', {}, words))));
  return { root, get value() { return Number(inputs.find((one) => one.checked).value); } };
}

function group(title, ...children) { return html('fieldset', { class: 'gm-group' }, text('legend', 'gm-part', title), ...children); }

export class Game {
  constructor(place, said, tell) {
    this.tell = tell; this.calm = matchMedia('(prefers-reduced-motion: reduce)');
    this.title = html('h2', { class: 'gm-big', tabindex: -1 });
    this.bill = html('dl', { class: 'gm-bill' });
    this.live = html('p', { class: 'cc-sr', role: 'status', 'aria-live': 'polite' });
    this.left = html('div', { class: 'gm-left' }); this.right = html('div', { class: 'gm-right' }); this.below = html('div', { class: 'gm-lifted' });
    this.root = html('div', { class: 'gm' }, html('div', { class: 'gm-head' }, this.title, this.bill), this.live, html('div', { class: 'gm-columns' }, this.left, this.right), this.below);
    place.append(this.root);
    this.update(said);
  }

  end() { this.stop(); if (this.side) this.side.end(); if (this.lifted) this.lifted.end(); this.root.remove(); }

  update({ given, truth }) {
    if (given !== this.given) this.another(given);
    if (!truth) { if (this.lifted) { this.lifted.end(); this.lifted = null; } return; }
    if (this.lifted) { this.lifted.update(truth); return; }
    this.right.replaceChildren();
    this.lifted = new Lifted(this.below, given, this.run, truth, this.tell);
    this.root.classList.add('gm-clear');
    this.lifted.focus();
  }

  // Another stop: the weeks before it go by where they follow on what was just decided.
  another(given) {
    const before = this.given, isNext = this.isAsked && before && given.place === before.place + 1 && given.from === before.step;
    this.stop();
    this.given = given; this.isAsked = false;
    this.root.classList.remove('gm-clear');
    this.run = opened(JSON.parse(given.record)).about(0);
    if (this.side) this.side.end();
    this.side = new Side({ view: 'table', choose: (row) => this.ask(row) }, { name: '', run: this.run, truth: null }, false);
    this.who = text('p', 'gm-note gm-who', '');
    this.moments = this.run.beats.filter((one) => one.week > given.from && one.week <= given.step);
    const table = card(PARTS.table, 'gm-table dr-player', this.side.root, this.who);
    this.left.replaceChildren(table);
    if (isNext && !this.calm.matches) this.play(); else { this.arrive(Boolean(before)); }
  }

  ask(row) { say(this.who, this.side.view.marks.nodes[row].getAttribute('aria-label')); }

  // --- the weeks go by ------------------------------------------------------------------------------------------------

  play() {
    this.week = this.given.from; this.due = performance.now(); this.until = 0;
    this.news = html('ol', { class: 'gm-news' });
    const skip = html('button', { type: 'button', class: 'cc-plain', onclick: () => { this.stop(); this.arrive(true); } }, SKIP);
    this.right.replaceChildren(card(PARTS.news, 'gm-meanwhile', this.news, html('p', {}, skip)));
    skip.focus();
    this.side.root.style.setProperty('--move', `${PACE}ms`);
    this.draw(this.week);
    this.frame = requestAnimationFrame((time) => this.beat(time));
  }

  stop() { cancelAnimationFrame(this.frame); this.frame = 0; this.side?.stop(null); }

  beat(time) {
    if (this.until && time >= this.until) { this.until = 0; this.side.stop(null); this.due = time; }
    if (!this.until && time - this.due >= PACE) {
      if (this.week >= this.given.step) { this.stop(); this.arrive(true); return; }
      this.due = time; this.week += 1;
      this.draw(this.week);
      const moment = this.side.moment(this.week);
      if (moment) { this.until = time + STOP; this.side.stop(moment); this.news.append(this.told(moment)); say(this.live, `${moment.says} ${moment.more}`); }
    }
    this.frame = requestAnimationFrame((next) => this.beat(next));
  }

  told(moment) { return html('li', { class: `gm-${moment.kind}` }, html('b', {}, moment.label), ` ${moment.says} `, html('span', {}, moment.more)); }

  draw(week) {
    say(this.title, `${this.run.label(week)} …`.replace(/^./, (letter) => letter.toUpperCase()));
    this.side.show(week, -1);
    this.count(week);
  }

  count(week) {
    const { run } = this, one = run.coalition, sum = (name) => { let all = 0; for (let k = 1; k <= week; k += 1) all += (run.series[name][k] || 0) * run.weeks; return number(Math.round(all)); };
    const said = { when: `${run.label(week)} of ${this.given.steps}`, members: sum('member_hours'), hub: sum('hub_hours'), seats: number(one ? one.size[week] : 0), daring: one && one.obstacle[week] >= 0 ? daring(one.ambition[week]) : '–' };
    if (!this.counts) {
      this.counts = Object.fromEntries(Object.keys(BILL).map((name) => [name, html('dd')]));
      this.bill.replaceChildren(...Object.entries(BILL).map(([name, label]) => html('div', {}, html('dt', {}, label), this.counts[name])));
    }
    for (const [name, words] of Object.entries(said)) say(this.counts[name], words);
  }

  // --- a stop ---------------------------------------------------------------------------------------------------------

  arrive(isMoved) {
    const said = this.given;
    this.side.root.style.setProperty('--move', '0ms');
    this.draw(said.step);
    const end = this.run.ended && said.isOver ? OVER[this.run.ended[1]] : NOT_SETTLED;
    say(this.title, said.isOver ? end : headline(said));
    const news = card(PARTS.news, 'gm-meanwhile', html('ol', { class: 'gm-news' }, ...(this.moments.length ? this.moments.map((one) => this.told(one)) : [html('li', {}, NO_NEWS)])));
    if (said.isOver) this.over(news); else this.stretch(news);
    if (isMoved) { this.title.focus({ preventScroll: true }); this.title.scrollIntoView({ block: 'nearest' }); say(this.live, this.title.textContent); }
  }

  over(news) {
    this.lift = html('button', { type: 'button', class: 'cc-main gm-go', onclick: () => { this.lift.disabled = true; this.tell('lift', null); } }, LIFT);
    this.right.replaceChildren(news, html('section', { class: 'cc-card' }, text('p', '', BEFORE), html('p', {}, this.lift)));
  }

  stretch(news) {
    const said = this.given, name = (place) => said.obstacles[place];
    this.left.firstChild.append(text('p', 'gm-said', seated(said)));
    const voices = html('ul', { class: 'gm-voices' }, ...said.voices.map(([who, place, sureness]) => html('li', {}, html('i', { style: `background: ${colorOf(this.run.kind[who])}` }), html('div', {}, html('q', {}, voice(name(place), sureness)), ' ', html('span', {}, this.run.names[who])))));
    this.left.append(card(PARTS.hear, 'gm-hear', text('p', 'gm-said', heard(said)), voices, text('p', 'gm-said', believed(said))));
    const expected = said.led ? [card(PARTS.forecast, 'gm-forecast', text('p', 'gm-said', forecast(said)), strip(said))] : [];
    this.right.replaceChildren(this.decide(), ...expected, ...(said.place ? [news] : []));
  }

  decide() {
    const said = this.given, all = said.obstacles.map((_, place) => place).filter((place) => place !== said.assumed), others = said.alarm >= 1 || all.some((place) => said.open.includes(place)) ? all : [];
    this.turn = choices('turn', [[-1, STAY(said.obstacles[said.assumed], !said.place)], ...others.map((place) => [place, TURN(said.obstacles[place], said.open.includes(place), !said.place)])], -1);
    const ways = DARES.some(([value]) => value === said.daring) ? DARES : [...DARES, [said.daring, daring(said.daring / 100)]];
    this.dares = choices('daring', ways, said.daring);
    const week = group(PARTS.week);
    this.tokens = new Tokens(week, said);
    this.go = html('button', { type: 'submit', class: 'cc-main gm-go' }, GO(said));
    const form = html('form', { class: 'cc-card gm-decide', onsubmit: (event) => { event.preventDefault(); this.live_on(); } }, ...(others.length ? [group(said.place ? PARTS.turn : PARTS.first, this.turn.root)] : []), week, group(PARTS.daring, this.dares.root), html('p', {}, this.go));
    this.turnable = others.length > 0;
    return form;
  }

  live_on() {
    if (this.go.disabled) return;
    this.go.disabled = true; this.isAsked = true;
    this.tell('decide', { step: this.given.step, shares: this.tokens.shares, turn: this.turnable ? this.turn.value : -1, daring: this.dares.value });
    setTimeout(() => { this.go.disabled = false; }, 4000); // the server may be away
  }
}
