// Ten small lessons: a situation, a curve that one draws, the curve of many worlds over it, and what follows.
import { given, need } from './data.js';
import { Guess } from './guess.js';
import { Texts } from './texts.js';
import { html, put, say } from '../draw/dom.js';

export { given };

class Lessons {
  constructor(root, curves, words, language, links) {
    this.curves = curves; this.texts = new Texts(words, language); this.keys = Object.keys(curves); this.language = language;
    const { texts } = this;
    this.list = this.keys.map((key) => html('button', { type: 'button', class: 'st-number', 'aria-label': `${curves[key].principle}: ${texts.say(`lessons.${key}.title`)}`, title: texts.say(`lessons.${key}.title`), onclick: () => this.open(key) }, String(curves[key].principle)));
    this.count = html('p', { class: 'st-count' }); this.title = html('h1', { tabindex: -1 }); this.text = html('p', { class: 'st-text' }); this.ask = html('p', { class: 'st-ask' });
    this.chart = html('div'); this.told = html('div', { class: 'st-told', role: 'status' });
    this.go = html('button', { type: 'button', class: 'st-go', onclick: () => this.next() });
    this.links = html('ul', { class: 'st-links' }, ...Object.entries(links).map(([key, href]) => html('li', {}, html('a', { href }, texts.say(`links.${key}`)))));
    root.replaceChildren(html('div', { class: 'st-numbers', role: 'group', 'aria-label': texts.say('lesson.all') }, ...this.list), this.title, this.text, this.ask, this.chart, this.told, this.links, html('div', { class: 'st-foot' }, this.go));
    document.body.dataset.screen = 'lesson';
    this.open(this.keys.includes(location.hash.slice(1)) ? location.hash.slice(1) : this.keys[0]);
    window.addEventListener('hashchange', () => { const key = location.hash.slice(1); if (key !== this.key && this.keys.includes(key)) this.open(key); });
  }

  // A dose as people say it: by its own name, as a share, or as a number.
  dose(k) {
    const { doses, path } = this.lesson, named = this.texts.words.lessons[this.key].doses;
    return named ? named[k] : path === 'diagnosis.threshold' || path === 'synthesis.error' ? doses[k].toLocaleString(this.language) : `${this.texts.number(100 * doses[k])} %`;
  }

  open(key) {
    const { texts } = this;
    this.key = key; this.lesson = this.curves[key];
    this.list.forEach((one, k) => put(one, 'aria-pressed', this.keys[k] === key));
    if (location.hash.slice(1) !== key) history.replaceState(null, '', `#${key}`);
    say(this.title, texts.say(`lessons.${key}.title`)); say(this.text, texts.say(`lessons.${key}.situation`)); say(this.ask, `${texts.say(`lessons.${key}.question`)} ${texts.say('lesson.draw')}`);
    this.told.replaceChildren(); this.chart.replaceChildren();
    if (this.guess) this.guess.end();
    const { here, doses } = this.lesson, labels = { draw: texts.say('lesson.draw'), how: texts.say('lesson.how'), up: texts.say('lesson.up'), along: texts.say(`lessons.${key}.along`), worlds: texts.say('lesson.many', { worlds: here.worlds }), own: texts.say('lesson.own') };
    this.guess = new Guess(this.chart, { doses: doses.map((_, k) => this.dose(k)), curve: here, labels });
    say(this.go, texts.say('lesson.show'));
  }

  next() {
    if (!this.guess.isShown) { this.guess.show(); this.tell(); return; }
    this.open(this.keys[(this.keys.indexOf(this.key) + 1) % this.keys.length]);
    this.title.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }

  // What came out, held against the guess and the principle; what it costs; where it is otherwise; who says so.
  tell() {
    const { texts } = this, { here, there, agrees, alike, principle } = this.lesson, last = here.means.length - 1;
    const values = { worlds: here.worlds, best: this.dose(here.best), first: this.dose(0), last: this.dose(last), guess: this.dose(this.guess.best), elsewhere: this.dose(there.best), principle };
    const shape = texts.say(`lesson.shape.${here.shape}`, values);
    const guess = this.guess.isDrawn && ['inside', 'rises', 'falls'].includes(here.shape) ? texts.say(`lesson.guess.${this.guess.best === here.best ? 'right' : 'wrong'}`, values) : '';
    const hours = here.hours[here.best] - here.hours[here.best === 0 ? last : 0], bill = texts.say(`lesson.bill.${hours > 0 ? 'more' : 'less'}`, { ...values, hours: Math.abs(Math.round(hours / 10) * 10), other: this.dose(here.best === 0 ? last : 0) });
    const wrong = texts.say(`lesson.elsewhere.${alike}`, { ...values, shape: texts.say(`lesson.shape.${there.shape}`, { ...values, best: this.dose(there.best) }) });
    const part = (name, said) => html('div', {}, html('h2', {}, texts.say(`lesson.${name}`)), html('p', {}, said));
    this.told.replaceChildren(html('p', { class: 'st-answer st-found' }, shape), html('p', {}, [guess, texts.say(`lesson.agrees.${agrees}`, { ...values, claim: texts.say(`lessons.${this.key}.claim`) })].filter(Boolean).join(' ')),
      html('div', { class: 'st-parts' }, part('costs', bill), part('otherwise', wrong), part('source', texts.say('lesson.from', values))), html('p', { class: 'st-small' }, `${texts.say('lesson.band')} ${texts.say('lesson.model')}`));
    say(this.go, texts.say('lesson.next'));
    this.told.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  }
}

const at = document.getElementById('tale'), language = document.documentElement.lang;
if (at) need(`words-${language}`, (words) => need('curves', (curves) => { at.lessons = new Lessons(at, curves, words, language, JSON.parse(at.dataset.links)); }));
