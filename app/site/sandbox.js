// The sandbox: a few levers, and the world that was run for where they stand, week by week in its fog; without fog, what many worlds say.
import { given, need } from './data.js';
import { Dots } from './dots.js';
import { Texts } from './texts.js';
import { html, put, say } from '../draw/dom.js';
import { Player } from '../draw/player.js';
import { opened, truthOf } from '../draw/record.js';
import { Stage } from '../draw/stage.js';
import { speak } from '../draw/words.js';

export { given };

const YEAR = 52;

class Sandbox {
  // `grid` says what can be moved, and where to; a cell is the place of each lever.
  constructor(root, grid, words, language, links) {
    this.grid = grid; this.texts = new Texts(words, language); this.levers = Object.entries(grid.levers); this.stage = new Stage();
    speak(words.draw);
    this.build(root, links);
    this.go(this.asked());
    window.addEventListener('hashchange', () => { if (this.cell.join('') !== location.hash.slice(1)) this.go(this.asked()); });
  }

  build(root, links) {
    const { texts, grid } = this, years = Math.round(grid.weeks / YEAR);
    this.options = this.levers.map(([name, lever], k) => lever.values.map((value, place) => html('input', { type: 'radio', name, value: place, onchange: () => this.go(this.cell.map((one, j) => (j === k ? place : one))) })));
    this.sets = this.levers.map(([name], k) => html('fieldset', { class: 'st-lever' }, html('legend', {}, texts.say(`sandbox.${name}.name`)), ...this.options[k].map((input, place) => html('label', {}, input, html('span', {}, this.named(k, place))))));
    this.alone = html('p', { class: 'st-small' });
    this.place = html('div', { class: 'st-played' }); this.told = html('section', { class: 'st-told', 'aria-live': 'polite' });
    root.replaceChildren(html('h1', { tabindex: -1 }, texts.say('sandbox.title')), html('p', { class: 'st-text' }, texts.say('sandbox.text', { years })),
      html('div', { class: 'st-sandbox' }, html('form', { class: 'st-levers', 'aria-label': texts.say('sandbox.levers') }, ...this.sets, this.alone), html('div', {}, this.place, this.told)),
      html('p', { class: 'st-small' }, texts.say('sandbox.small', { seed: grid.seed, worlds: grid.worlds })), html('ul', { class: 'st-links' }, ...Object.entries(links).map(([key, href]) => html('li', {}, html('a', { href }, texts.say(`links.${key}`))))));
    put(document.body, 'data-screen', 'sandbox');
  }

  // What a lever is called where it stands at a place.
  named(k, place) {
    const [name, { values }] = this.levers[k], { weeks } = this.grid, value = values[place], said = this.texts.words.sandbox[name];
    const amount = { listen: 100 * value, staff: value, hazard: weeks * value }[name], text = said.values ? said.values[place] : this.texts.say(`sandbox.${name}.${amount ? 'value' : 'none'}`, { n: amount, years: Math.round(weeks / YEAR) });
    return place === this.grid.usual[k] ? this.texts.say('sandbox.usual', { text }) : text;
  }

  // The cell that the address names; the case as it comes where it names none.
  asked() {
    const cell = [...location.hash.slice(1)].map(Number);
    return cell.length === this.levers.length && cell.every((place, k) => place < this.levers[k][1].values.length) ? cell : [...this.grid.usual];
  }

  get isLed() { return this.grid.led[this.cell[this.levers.findIndex(([name]) => name === 'form')]]; }

  // The name of the files of the cell that is asked for: what a leader has makes no difference where nobody leads.
  get key() { return this.cell.map((place, k) => (this.isLed || !this.levers[k][1].is_led ? place : this.grid.usual[k])).join(''); }

  go(cell) {
    this.cell = cell;
    if (location.hash.slice(1) !== cell.join('')) history.replaceState(null, '', `#${cell.join('')}`);
    cell.forEach((place, k) => { this.options[k][place].checked = true; this.sets[k].disabled = !this.isLed && this.levers[k][1].is_led; });
    say(this.alone, this.isLed ? '' : this.texts.say('sandbox.alone'));
    if (this.player) this.player.pause();
    const { key } = this;
    need(`cell-${key}`, (known) => { if (key === this.key) this.show(known); });
  }

  // --- the world of a cell ---

  show({ record, moments }) {
    const cast = this.texts.translated(record.cast), beats = moments.map((one) => this.beat(one, cast));
    const whole = opened({ ...record, cast, beats, events: beats.map(({ week, label, says, more }) => ({ week, last: week, label, words: [[says, 'turn'], [more, 'turn']] })) });
    this.stage.sides = [{ name: '', whole }];
    this.now = { step: 0, jump: 0, seen: 0, chosen: -1, fork: false, lifted: false };
    this.told.replaceChildren();
    if (!this.player) this.player = new Player(this.place, this.stage, (event, data) => this.heard(event, data));
    this.draw(true);
  }

  draw(isAnother) { this.stage.about(0); this.player.update({ ...this.now }, isAnother); }

  // A moment in the words of a language.
  beat({ key, week, values, who, voices }, cast) {
    const { texts } = this, said = { ...values, against: values.obstacle >= 0 ? cast.obstacles[values.obstacle].name : '', years: Math.round(this.grid.weeks / YEAR) };
    const moved = ['came', 'went'].filter((way) => values[way === 'came' ? 'joined' : 'left'].length).map((way) => texts.say(`screens.moved.${way}`, values));
    return { week, issue: 0, who, kind: { doubt: 'turn', back: 'turn' }[key] || key, label: texts.say('week', { week }), says: texts.say(`sandbox.beats.${key}`, said), more: moved.join(' '), voices: voices.map(([row, words]) => [row, texts.named(words)]) };
  }

  heard(event, data) {
    if (event === 'choose') { this.now.chosen = this.now.chosen === data ? -1 : data; this.draw(false); }
    if (event === 'lift') { if (data) this.lift(); else { this.told.replaceChildren(); this.clear(null); } }
  }

  clear(truth) { this.stage.sides[0].clear = truth; this.now.lifted = Boolean(truth); this.draw(false); }

  lift() {
    const { key, grid } = this;
    need(`end-${key}`, (end) => need(`end-${grid.usual.join('')}`, (usual) => {
      if (key !== this.key) return; // whoever is quick has gone on
      this.clear(truthOf(end.truth));
      this.tell(end, usual);
    }));
  }

  // --- many worlds ---

  tell(end, usual) {
    const { texts, grid } = this, settled = end.weeks.filter((week) => week !== null).length, isUsual = end.verdict === 'usual';
    const values = { settled, worlds: grid.worlds, hours: 100 * Math.round(end.hours / 100), false: end.false, help: 100 * end.help }, row = (name, weeks, isOwn) => ({ name: texts.say(`sandbox.told.${name}`), weeks, isOwn });
    const title = html('h2', { class: 'st-found' }, texts.say('sandbox.told.title', values)), place = html('div');
    this.told.replaceChildren(title, html('p', { class: 'st-answer' }, [texts.say(`sandbox.told.${end.verdict}`, values), texts.say(`sandbox.told.${settled ? 'costs' : 'nowhere'}`, values)].join(' ')), place);
    const labels = { weeks: texts.say('sandbox.told.weeks'), not: texts.say('screens.worlds.not', { years: Math.round(grid.weeks / YEAR) }), words: title.textContent };
    new Dots(place, { steps: this.stage.sides[0].run.steps, rows: [row('mine', end.weeks, true), ...(isUsual ? [] : [row('as', usual.weeks, false)])], own: grid.seed - 1, bet: null, labels });
  }
}

// Begin once the grid and the words are there.
const at = document.getElementById('tale'), language = document.documentElement.lang;
if (at) need(`words-${language}`, (words) => need('sandbox', (grid) => { at.sandbox = new Sandbox(at, grid, words, language, JSON.parse(at.dataset.links)); }));
