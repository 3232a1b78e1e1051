// Plays a record: any week at once, time that stops at what matters, and the fog that lifts. The server is not asked.
import { colorOf, html, put, say, svg } from './dom.js';
import { gap, latest } from './record.js';
import { Space } from './space.js';
import { Strip } from './strip.js';
import { Table } from './table.js';
import { SAID, filled, gapInWords } from './words.js';

const SPEEDS = [1, 2, 4, 8, 16], USUAL = 4; // weeks a second
export const STOP = 3200; // milliseconds for which time stops
const STEP = 260; // of a step by hand

const SIGNS = {
  start: 'M3 8a5 5 0 1 0 1.8-3.8M3 2.5v3h3', back: 'M11 3L5 8L11 13ZM3.5 3V13', on: 'M5 3L11 8L5 13ZM12.5 3V13',
  play: 'M5 3L13 8L5 13Z', pause: 'M5 3V13M11 3V13',
};

function sign(name) {
  const node = svg('svg', { width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: SIGNS[name], fill: name === 'start' ? 'none' : 'currentColor', stroke: 'currentColor', 'stroke-width': name === 'pause' ? 3.4 : 1.6, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' }));
  return node;
}

function remembered() { try { return localStorage.getItem('cc-stops') !== 'no'; } catch (error) { return true; } }
function remember(stops) { try { localStorage.setItem('cc-stops', stops ? 'yes' : 'no'); } catch (error) { /* then not */ } }

function named(name, words) { return name ? `${name}: ${words}` : words; }

// A way to look at one side: its table or goal space, and what is said above it.
export class Side {
  constructor(player, side, isNamed) {
    this.side = side; this.player = player;
    this.name = html('figcaption', { class: 'cc-side' }, html('b'));
    say(this.name.firstChild, side.name);
    this.place = html('div', { class: 'dr-place' });
    this.beat = html('div', { class: 'dr-beat', hidden: true });
    this.root = html('figure', { class: 'dr-side', 'aria-label': side.name || null }, isNamed ? this.name : null, html('div', { class: 'dr-view' }, this.place, this.beat));
    this.look(player.view);
  }

  look(view) {
    if (this.view) this.view.end();
    this.place.replaceChildren();
    this.view = new (view === 'space' ? Space : Table)(this.place, this.side.run, (row) => this.player.choose(row));
  }

  // The moment of a week, of the issue that is shown before others; without fog also those that nobody was told of.
  moment(week) {
    const { run, truth } = this.side, isOwn = (one) => one.issue === run.issue, found = run.beats.filter((one) => one.week === week);
    if (!found.length && truth) found.push(...truth.beats.filter((one) => one.week === week));
    return found.find(isOwn) || found[0];
  }

  show(week, chosen) { this.view.show(Math.min(week, this.side.run.steps), { truth: this.side.truth, chosen }); }

  stop(moment) {
    this.view.light(moment ? moment.who : null);
    this.root.classList.toggle('dr-stopped', Boolean(moment));
    this.beat.hidden = !moment;
    if (!moment) return;
    const { run } = this.side, isFalse = moment.kind === 'turn' && this.side.truth && this.side.truth.false.has(moment.week);
    put(this.beat, 'data-kind', isFalse ? 'false' : moment.kind);
    const line = (kind, text) => { const node = html('p', { class: kind }); say(node, text); return node; };
    const voices = moment.voices.map(([row, words]) => html('li', {}, html('i', { style: `background: ${colorOf(run.kind[row])}` }), html('q', {}, words), html('span', {}, run.names[row])));
    this.beat.replaceChildren(line('dr-when', moment.label), line('dr-says', moment.says), line('dr-more', [isFalse ? SAID.falseTurn : '', moment.more].filter(Boolean).join(' ')), html('ul', {}, ...voices));
  }

  end() { this.view.end(); }
}

export class Player {
  // `stage` is what is shown, for this and for charts beside it; `tell(event, data)` tells the server.
  constructor(root, stage, tell) {
    this.stage = stage; this.tell = tell;
    this.view = 'table'; this.speed = USUAL; this.stops = remembered(); this.moves = 0; this.sides = []; this.calm = matchMedia('(prefers-reduced-motion: reduce)');
    this.root = html('section', { class: 'cc-card dr-player', 'aria-label': SAID.player });
    this.root.append(this.head(), this.scenes = html('div', { class: 'dr-sides' }), this.told, this.news = html('p', { class: 'dr-news' }), this.live = html('p', { class: 'cc-sr', role: 'status', 'aria-live': 'polite' }), this.controls(), this.timeline());
    root.append(this.root);
    this.keys = (event) => this.pressed(event);
    window.addEventListener('keydown', this.keys);
    this.elsewhere = (event) => { if (!this.root.contains(event.target)) this.flush(); }; // what somebody does elsewhere comes after the week that is shown
    for (const what of ['pointerdown', 'click', 'input', 'change']) window.addEventListener(what, this.elsewhere, true);
  }

  end() {
    this.playing = false; cancelAnimationFrame(this.frame); clearTimeout(this.later);
    window.removeEventListener('keydown', this.keys);
    for (const what of ['pointerdown', 'click', 'input', 'change']) window.removeEventListener(what, this.elsewhere, true);
    this.sides.forEach((side) => side.end());
    this.strip.end();
    this.root.remove();
  }

  button(name, label, act, kind = 'cc-round') {
    return html('button', { type: 'button', class: kind, title: label, 'aria-label': label, onclick: act }, sign(name));
  }

  head() {
    this.tabs = [['table', SAID.viewTable], ['space', SAID.viewSpace]].map(([view, label]) => html('button', { type: 'button', 'aria-pressed': String(view === this.view), onclick: () => this.turn(view) }, label));
    this.views = html('div', { class: 'cc-filters dr-views', role: 'group', 'aria-label': SAID.view }, ...this.tabs);
    this.fog = html('button', { type: 'button', class: 'dr-fog cc-plain', 'aria-pressed': 'false', onclick: () => this.lift() }, SAID.lift);
    this.forking = html('button', { type: 'button', class: 'cc-fork', onclick: () => { this.pause(); this.tell('fork', this.stage.week); } }, SAID.fork);
    this.told = html('p', { class: 'dr-gap', hidden: true });
    this.issues = html('div', { class: 'cc-filters dr-views dr-issues', role: 'group', 'aria-label': SAID.issue, hidden: true });
    return html('div', { class: 'dr-head' }, this.views, this.issues, html('div', { class: 'cc-row' }, this.forking, this.fog));
  }

  controls() {
    this.play_ = this.button('play', SAID.play, () => this.toggle(), 'cc-round cc-play');
    this.week = html('b');
    this.all = html('span');
    this.pace = html('select', { onchange: () => { this.speed = Number(this.pace.value); } }, ...SPEEDS.map((one) => html('option', { value: one, selected: one === this.speed }, filled(SAID.pace, { n: one }))));
    this.stopping = html('input', { type: 'checkbox', checked: this.stops, onchange: () => { this.stops = this.stopping.checked; remember(this.stops); } });
    this.steppers = [this.button('back', SAID.weekBack, () => this.seek(this.stage.week - 1)), this.button('on', SAID.weekOn, () => this.seek(this.stage.week + 1))];
    return html('div', { class: 'dr-transport' }, this.button('start', SAID.toStart, () => this.seek(0)), this.steppers[0], this.play_, this.steppers[1],
      html('span', { class: 'cc-week' }, this.week, this.all), html('label', { class: 'cc-speed' }, html('span', { class: 'cc-sr' }, SAID.speed), this.pace),
      html('label', { class: 'dr-stops', title: SAID.stopsMeaning }, this.stopping, SAID.stops));
  }

  timeline() {
    this.slider = html('input', { type: 'range', min: 0, step: 1, 'aria-label': SAID.weekShown, oninput: () => this.seek(Number(this.slider.value)) });
    this.marks = html('div', { class: 'dr-marks', 'aria-hidden': 'true' });
    const strip = html('div', { class: 'dr-stripbox' });
    this.strip = new Strip(strip);
    return html('div', { class: 'dr-time' }, this.slider, this.marks, strip);
  }

  // Another run, or other looks at it: `now` has step, jump, chosen, fork and lifted.
  update(now, isAnother) {
    const jumped = this.now && now.jump !== this.now.jump, first = !this.now;
    this.now = now;
    this.steps = Math.max(...this.stage.sides.map((side) => side.run.steps));
    if (isAnother) this.cast();
    if (first || jumped) { if (!(this.moves > now.seen)) this.stage.week = now.step; }
    this.stage.week = Math.max(0, Math.min(this.steps, this.stage.week));
    this.forking.hidden = !now.fork;
    this.show(0);
  }

  cast() {
    this.stop(null);
    this.sides.forEach((side) => side.end());
    this.sides = this.stage.sides.map((side) => new Side(this, side, this.stage.sides.length > 1));
    this.scenes.replaceChildren(...this.sides.map((side) => side.root));
    this.scenes.classList.toggle('two', this.sides.length > 1);
    this.offerIssues();
    put(this.slider, 'max', this.steps);
    const { run } = this.stage.sides[0];
    const labels = run.unit === 'day' ? [SAID.dayBack, SAID.dayOn, SAID.dayShown] : [SAID.weekBack, SAID.weekOn, SAID.weekShown];
    say(this.all, filled(SAID.ofAll, { n: run.label(this.steps).replace(/^\D+/, '') }));
    this.steppers.forEach((one, k) => { put(one, 'aria-label', labels[k]); put(one, 'title', labels[k]); });
    put(this.slider, 'aria-label', labels[2]);
    this.views.hidden = !run.people || !run.people.belief.length; // where nobody says where they stand, there is no goal space
    if (this.views.hidden && this.view !== 'table') this.turn('table');
  }

  // Where there are several issues under one coordinator, any of them can be looked at.
  chooseIssue(issue) {
    this.stage.about(issue);
    this.cast();
    this.show(0);
    this.stage.another();
  }

  offerIssues() {
    const { issues } = this.stage.sides[0].run;
    this.issues.hidden = issues.length < 2;
    this.issues.replaceChildren(...(issues.length < 2 ? [] : issues.map(({ name }, k) => html('button', { type: 'button', 'aria-pressed': String(k === this.stage.issue), onclick: () => this.chooseIssue(k) }, name))));
  }

  turn(view) {
    this.view = view;
    this.tabs.forEach((tab, k) => { put(tab, 'aria-pressed', ['table', 'space'][k] === view); });
    this.sides.forEach((side) => side.look(view));
    this.show(0);
  }

  // Draw the week that is shown, within so many milliseconds.
  show(motion) {
    const { week } = this.stage, { run } = this.stage.sides[0];
    const move = `${this.calm.matches ? 0 : motion}ms`;
    if (this.move !== move) { this.move = move; this.scenes.style.setProperty('--move', move); }
    this.sides.forEach((side) => side.show(week, this.now.chosen));
    say(this.week, run.label(week));
    if (Number(this.slider.value) !== week) this.slider.value = week;
    put(this.slider, 'aria-valuetext', run.label(week));
    this.strip.show(this.stage.sides, week);
    this.past(run, week);
    say(this.news, this.stage.sides.map((side) => named(side.name, newsOf(side, week))).join(' '));
    this.lifted();
    this.stage.changed();
  }

  // Marks of the moments so far.
  past(run, week) {
    const some = run.beats.filter((one) => one.week <= week);
    if (this.counted === `${some.length} ${run.title} ${this.steps}` && this.ran === run) return;
    this.counted = `${some.length} ${run.title} ${this.steps}`; this.ran = run;
    this.marks.replaceChildren(...some.map((one) => html('span', { class: one.kind, title: `${one.label}: ${one.says}`, style: `left: ${100 * one.week / this.steps}%` })));
  }

  lift() { this.tell('lift', !this.now.lifted); }

  lifted() {
    const side = this.stage.sides[0], isLifted = Boolean(side.truth);
    put(this.fog, 'aria-pressed', isLifted);
    say(this.fog, isLifted ? SAID.fall : SAID.lift);
    this.told.hidden = !isLifted;
    if (isLifted) say(this.told, this.stage.sides.map((one) => named(one.name, gapInWords(gap(one.run, one.truth, Math.min(this.stage.week, one.run.steps)), one.run.unit))).join(' '));
    this.root.classList.toggle('dr-clear', isLifted);
  }

  toggle() { if (this.playing) this.pause(); else this.play(); }

  play() {
    if (this.stage.week >= this.steps) { this.stop(null); this.stage.week = 0; this.show(0); }
    this.playing = true; this.due = performance.now(); this.reported = 0;
    this.pressedPlay('pause', SAID.pause);
    this.frame = requestAnimationFrame((time) => this.beat(time));
  }

  pause() {
    this.stop(null);
    if (!this.playing) return;
    this.playing = false; cancelAnimationFrame(this.frame);
    this.pressedPlay('play', SAID.play);
    this.report();
  }

  pressedPlay(name, label) {
    put(this.play_, 'aria-label', label);
    this.play_.replaceChildren(sign(name));
  }

  beat(time) {
    if (!this.playing) return;
    const length = 1000 / this.speed;
    if (this.until) { if (time >= this.until) { this.stop(null); this.due = time; } }
    else if (time - this.due >= length) {
      this.due = time - this.due > 3 * length ? time : this.due + length;
      if (this.stage.week >= this.steps) { this.pause(); return; }
      this.stage.week += 1;
      this.show(length);
      if (time - this.reported > 1000) { this.reported = time; this.report(); }
      this.matters(time);
    }
    this.frame = requestAnimationFrame((next) => this.beat(next));
  }

  // Let time stop where something matters; who asked for no stops hears of it only.
  matters(time) {
    const moments = this.sides.map((side) => side.moment(this.stage.week));
    if (!moments.some(Boolean)) return;
    say(this.live, moments.filter(Boolean).map((one) => `${one.says} ${one.more}`).join(' '));
    if (!this.stops) return;
    this.until = time + STOP;
    this.sides.forEach((side, k) => side.stop(moments[k] || null));
    this.scenes.classList.add('dr-stopping');
  }

  stop(moment) {
    this.until = 0;
    this.sides.forEach((side) => side.stop(moment));
    this.scenes.classList.remove('dr-stopping');
  }

  seek(week) {
    const to = Math.max(0, Math.min(this.steps, week)), isNext = Math.abs(to - this.stage.week) === 1;
    this.pause();
    this.moves += 1;
    this.stage.week = to;
    this.show(isNext ? STEP : 0);
    const moments = this.sides.map((side) => side.moment(to)).filter(Boolean);
    say(this.live, moments.map((one) => `${one.says} ${one.more}`).join(' '));
    clearTimeout(this.later);
    this.later = setTimeout(() => this.report(), 120);
  }

  choose(row) { this.pause(); this.tell('choose', row); }

  report() { clearTimeout(this.later); this.later = 0; this.tell('at', { step: this.stage.week, playing: Boolean(this.playing), moves: this.moves }); }
  flush() { if (this.later || this.playing) this.report(); }

  pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT|OPTION)$/.test(at.tagName) || (at.closest && at.closest('[role=slider],[role=radio],[role=tab],[role=dialog]'))) return;
    const isPressable = at.closest && at.closest('button,a,summary,[role=button]');
    const keys = { ' ': isPressable ? null : () => this.toggle(), ArrowLeft: () => this.seek(this.stage.week - 1), ArrowRight: () => this.seek(this.stage.week + 1),
      Home: () => this.seek(0), End: () => this.seek(this.steps) };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  }
}

const WEIGHTY = new Set(['turn', 'good', 'bad']);

// The latest news of a side, in one line: what is weighty, else all of it; at the end what came of it.
export function newsOf({ run }, week) {
  const end = run.beats[run.beats.length - 1];
  if (end && week >= end.week) return `${end.says} ${end.more}`;
  const one = latest(run.events, week);
  if (!one) return SAID.noNews;
  const weighty = one.words.filter(([, tone]) => WEIGHTY.has(tone));
  const said = (weighty.length ? weighty : one.words).map(([text]) => text).join(' ');
  return `${one.label[0].toUpperCase()}${one.label.slice(1)}: ${said}`;
}
