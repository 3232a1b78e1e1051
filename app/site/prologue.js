// The prologue: seven screens on one world. Nothing that will happen is shown before it happens; one button goes on.
import { Border } from './border.js';
import { given, need } from './data.js';
import { Dots } from './dots.js';
import { Texts } from './texts.js';
import { colorOf, html, put, say } from '../draw/dom.js';
import { opened, truthOf } from '../draw/record.js';
import { Strip } from '../draw/strip.js';
import { Table } from '../draw/table.js';
import { speak } from '../draw/words.js';

export { given };

const SCREENS = ['whose', 'whom', 'plan', 'bet', 'turn', 'fog', 'worlds'];
const PACE = 90, LONGEST = 5000; // milliseconds a week, and of a stretch at most

// The steps of the tale: each screen has one or several.
function stepsOf(tale) {
  const moment = (screen) => (one) => ({ screen, ...one });
  return [{ screen: 'whose' }, { screen: 'whom', week: 0 }, ...tale.before.map(moment('plan')), { screen: 'bet', ...tale.bet }, ...tale.after.map(moment('turn')),
    { screen: 'fog', key: 'before', week: tale.after[tale.after.length - 1].week }, { screen: 'fog', isClear: true, week: tale.after[tale.after.length - 1].week }, { screen: 'worlds' }, { screen: 'worlds', key: 'other' }];
}

class Prologue {
  constructor(root, tale, words, language) {
    this.tale = tale; this.texts = new Texts(words, language); this.at = 0; this.week = 0; this.guess = -1; this.bet = { week: 0, isNever: false };
    speak(words.draw);
    this.run = opened({ ...tale.record, cast: this.texts.translated(tale.record.cast) }).about(0);
    this.steps = stepsOf(tale);
    this.calm = matchMedia('(prefers-reduced-motion: reduce)');
    this.build(root);
    this.show();
  }

  build(root) {
    const { texts } = this;
    this.title = html('h1', { tabindex: -1 }); this.text = html('p', { class: 'st-text' }); this.voices = html('ul', { class: 'st-voices' }); this.small = html('p', { class: 'st-small' });
    this.count = html('p', { class: 'st-count' });
    this.said = html('div', { class: 'st-said', 'aria-live': 'polite', 'aria-atomic': 'true' }, this.title, this.text, this.voices);
    this.borderbox = html('div'); this.place = html('div', { class: 'st-place' }); this.strips = html('div', { class: 'st-strip' }); this.more = html('div', { class: 'st-more' }); this.answers = html('div', { class: 'st-answers' });
    this.go = html('button', { type: 'button', class: 'st-go', onclick: () => this.next() });
    this.back = html('button', { type: 'button', class: 'st-back', onclick: () => this.previous() }, texts.say('back'));
    root.replaceChildren(this.said, this.borderbox, this.place, this.strips, this.more, this.answers, this.small, html('div', { class: 'st-foot' }, this.back, this.go));
    document.querySelector('header').append(this.count);
    this.border = new Border(this.borderbox, texts);
    this.mark = html('i', { class: 'st-mark', hidden: true });
    this.strip = new Strip(this.strips);
    this.strips.append(this.mark);
  }

  get step() { return this.steps[this.at]; }

  next() {
    if (this.playing) { this.finish(); return; }
    if (this.step.screen === 'bet') this.placed();
    if (this.at === this.steps.length - 1) { this.at = 0; this.week = 0; this.guess = -1; this.show(); return; }
    this.at += 1;
    const { week } = this.step;
    if (week > this.week && !this.calm.matches && this.step.screen !== 'fog') this.play(week); else this.show();
  }

  previous() { this.stop(); this.at = Math.max(0, this.at - 1); this.show(); }

  // --- time goes by ---

  play(to) {
    const from = this.week, began = performance.now(), length = Math.min(LONGEST, PACE * (to - from));
    this.playing = true;
    this.root_('playing');
    this.place.style.setProperty('--move', '260ms');
    put(this.said, 'aria-live', 'off');
    say(this.title, this.texts.say('time')); this.voices.replaceChildren();
    const tick = (now) => {
      const week = Math.min(to, Math.floor(from + (to - from) * (now - began) / length));
      this.scene(week);
      say(this.text, this.texts.say('week', { week }));
      if (week >= to) this.finish(); else this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  stop() { cancelAnimationFrame(this.frame); this.playing = false; put(this.said, 'aria-live', 'polite'); }
  finish() { this.stop(); this.show(); }

  // --- one step ---

  show() {
    const { step, texts } = this, path = ['screens', step.screen, step.key].filter(Boolean).join('.');
    const first = this.steps.findIndex(({ screen }) => screen === step.screen) === this.at;
    this.root_(step.screen);
    say(this.count, texts.say('step', { step: SCREENS.indexOf(step.screen) + 1, steps: SCREENS.length }));
    this.back.hidden = this.at === 0;
    this.more.replaceChildren(); this.answers.replaceChildren();
    if (step.isClear) this.clear(); else if (step.screen === 'worlds') this.worlds(); else this.tell(path, this.valuesOf(step), step);
    this.place.style.setProperty('--move', this.calm.matches ? '0ms' : '500ms');
    if (step.week !== undefined) this.scene(step.week);
    if (step.screen === 'whom') this.guessing();
    if (step.screen === 'bet') this.betting();
    if (this.at && first && document.activeElement === document.body) this.title.focus({ preventScroll: true });
    if (this.at) window.scrollTo({ top: 0 });
  }

  root_(name) { put(document.body, 'data-screen', name); }

  tell(path, values, { voices, who }) {
    const { texts } = this, line = ([row, words]) => html('li', {}, html('i', { style: `background: ${colorOf(this.run.kind[row])}` }), html('q', {}, texts.named(words)), html('span', {}, this.run.names[row]));
    say(this.title, texts.say(`${path}.title`, values));
    say(this.text, texts.say(`${path}.text`, values));
    say(this.small, texts.say(`${path}.small`, values));
    say(this.go, texts.say(`${path}.go`) || texts.say('go'));
    this.voices.replaceChildren(...(voices || []).map(line));
    this.lit = who && who.length ? who : null;
  }

  // What goes into the texts of a step.
  valuesOf(step) {
    const values = { organizations: this.run.count, years: this.tale.bet.values.years, ...step.values };
    if (step.key === 'first') values.guessed = this.guessed(step.values.joined);
    const moved = [values.joined && values.joined.length ? this.texts.say('screens.moved.came', values) : '', values.left && values.left.length ? this.texts.say('screens.moved.went', values) : ''];
    return { ...values, moved: moved.filter(Boolean).join(' '), betted: this.betted(step) };
  }

  guessed(joined) {
    const key = this.guess < 0 ? 'none' : joined.some(([, kind]) => kind === this.guess) ? 'right' : 'wrong';
    return this.texts.say(`screens.guess.${key}`, { kind: this.guess < 0 ? '' : this.run.kinds[this.guess].plural });
  }

  betted({ week }) {
    if (this.bet.isNever) return this.texts.say('screens.betted.never');
    if (!this.bet.week) return '';
    const off = week - this.bet.week, key = off > 0 ? 'later' : off < 0 ? 'sooner' : 'same';
    return this.texts.say(`screens.betted.${key}`, { bet: this.bet.week, off: Math.abs(off) });
  }

  // The table and what one works against, as they stand in a week.
  scene(week) {
    if (!this.table) { this.place.replaceChildren(); this.table = new Table(this.place, this.run, () => {}, matchMedia('(min-width: 1500px)').matches ? 600 : 450); }
    this.week = week;
    const clear = this.step.isClear && this.clear_ ? this.clear_ : null, run = this.run;
    this.table.show(week, { truth: clear, chosen: -1 });
    this.table.light(this.playing ? null : this.lit);
    this.strip.row = this.step.screen === 'fog' ? 34 : 15;
    this.strip.show([{ name: '', run, truth: clear }], week);
    this.border.show(Boolean(run.ended && week >= run.ended[0] && run.ended[1] !== 'late'));
    this.mark.hidden = !this.bet.week || this.bet.isNever;
    this.mark.style.left = `${100 * this.bet.week / (run.steps + 1)}%`;
    say(this.mark, this.texts.say('screens.worlds.bet'));
  }

  // --- what one does ---

  guessing() {
    const buttons = this.tale.record.cast.kinds.map((kind, k) => {
      const strengths = this.texts.list(this.tale.brings[k].map((one) => this.texts.named(one)));
      return html('button', { type: 'button', class: 'st-pick', 'aria-pressed': String(this.guess === k), onclick: () => { this.guess = k; buttons.forEach((one, j) => put(one, 'aria-pressed', j === k)); } },
        html('i', { style: `background: ${colorOf(k)}` }), html('b', {}, `${this.run.kind.filter((one) => one === k).length} ${this.run.kinds[k].plural}`), html('small', {}, this.texts.say('screens.whom.brings', { strengths })));
    });
    this.more.replaceChildren(html('div', { class: 'st-picks', role: 'group', 'aria-label': this.texts.say('screens.whom.title') }, ...buttons));
  }

  betting() {
    const { texts, tale } = this, { steps } = tale.bet.values, first = tale.bet.week + 1;
    if (!this.bet.week) this.bet.week = first;
    const shown = html('output', { class: 'st-bet', for: 'bet' });
    const tell = () => { this.bet.isNever = never.checked; this.bet.week = Number(slider.value); slider.disabled = never.checked; say(shown, never.checked ? '–' : texts.say('week', { week: this.bet.week })); put(slider, 'aria-valuetext', shown.textContent); };
    const slider = html('input', { type: 'range', id: 'bet', min: first, max: steps, step: 1, 'aria-label': texts.say('screens.bet.label'), oninput: () => tell() });
    const never = html('input', { type: 'checkbox', onchange: () => tell() });
    slider.value = this.bet.week; never.checked = this.bet.isNever;
    this.more.replaceChildren(html('div', { class: 'st-betting' }, shown, slider, html('label', {}, never, texts.say('screens.bet.never', tale.bet.values))));
    tell();
  }

  placed() { need('worlds', () => {}); } // what takes the longest is asked for in time

  clear() {
    need('truth', ({ truth, key, values }) => {
      this.clear_ = truthOf(truth).about(0);
      if (this.step.screen !== 'fog') return; // whoever is quick has gone on
      this.tell(`screens.fog.${key}`, this.valuesOf({ values }), {});
      this.scene(this.step.week);
    });
  }

  // --- many worlds ---

  worlds() {
    if (this.table) { this.table.end(); this.table = null; }
    const { texts } = this;
    say(this.title, texts.say('loading')); say(this.text, ''); say(this.small, ''); this.voices.replaceChildren(); this.place.replaceChildren();
    need('worlds', (many) => { if (this.step.screen === 'worlds') this.among(many); });
  }

  // First the visitor's way to lead; then others in the same worlds, and what all of this is.
  among(many) {
    const { texts } = this, [own, ...others] = many.ways, { years, steps } = this.tale.bet.values, worlds = own.weeks.length, isOther = this.step.key === 'other';
    const by = own.weeks.filter((week) => (this.bet.isNever ? week === null : week !== null && week <= this.bet.week)).length;
    const betted = this.bet.week ? texts.say(`screens.worlds.${this.bet.isNever ? 'never' : 'by'}`, { bet: this.bet.week, by, worlds }) : '';
    this.tell(isOther ? 'screens.worlds.other' : 'screens.worlds', { crossed: crossedIn(own), worlds, betted, false: own.false, among: worlds, seed: many.seed }, {});
    const row = (way) => ({ name: texts.say(`screens.worlds.short.${way.key}`), weeks: way.weeks, isOwn: way === own });
    const labels = { bet: texts.say('screens.worlds.bet'), weeks: texts.say('screens.worlds.weeks'), not: texts.say('screens.worlds.not', { years }), words: `${this.title.textContent} ${this.text.textContent}` };
    this.place.replaceChildren();
    const dots = new Dots(this.place, { steps, rows: [row(own)], own: many.seed - 1, bet: this.bet.week && !this.bet.isNever ? this.bet.week : null, labels });
    if (isOther) this.others(own, others, (way) => dots.show([row(own), row(way)]));
  }

  others(own, others, draw) {
    const { texts } = this, worlds = own.weeks.length, answer = html('p', { class: 'st-answer', role: 'status' });
    const sentence = (way) => texts.say('screens.worlds.said', { way: texts.say(`screens.worlds.ways.${way.key}`), crossed: crossedIn(way), worlds, hours: Math.round(way.hours / 100) * 100, help: 100 * way.help });
    const buttons = others.map((way) => html('button', { type: 'button', class: 'st-pick', 'aria-pressed': 'false', onclick: () => {
      buttons.forEach((one, k) => put(one, 'aria-pressed', others[k] === way));
      draw(way);
      say(answer, `${sentence(way)} ${texts.say('screens.worlds.choose')}`);
    } }, texts.say(`screens.worlds.ways.${way.key}`)));
    const links = Object.entries(this.tale.links).map(([key, href]) => html('li', {}, html('a', { href }, texts.say(`links.${key}`))));
    this.more.replaceChildren(html('div', { class: 'st-picks', role: 'group', 'aria-label': this.title.textContent }, ...buttons));
    this.answers.replaceChildren(html('p', { class: 'st-answer' }, sentence(own)), answer, html('ul', { class: 'st-links' }, ...links));
    say(this.go, texts.say('again'));
  }
}

function crossedIn(way) { return way.weeks.filter((week) => week !== null).length; }

// Begin once the tale and the words are there.
const at = document.getElementById('tale'), language = document.documentElement.lang;
if (at) need(`words-${language}`, (words) => need('tale', (tale) => { at.prologue = new Prologue(at, { ...tale, links: JSON.parse(at.dataset.links) }, words, language); }));
