// What happened, newest first, up to the week that is shown; with reasons on request.
import { html, say, unique } from './dom.js';

const KINDS = [['all', 'all'], ['turn', 'turns'], ['move', 'joins and leaves'], ['good', 'outcomes']];

export class Log {
  constructor(root, stage, tell) {
    this.stage = stage; this.tell = tell; this.kind = 'all';
    const id = unique('log'), title = html('h2', { id }, 'What happened, and why');
    this.filters = KINDS.map(([kind, label]) => html('button', { type: 'button', 'aria-pressed': String(kind === 'all'), class: kind === 'all' ? 'on' : '', onclick: () => this.filter(kind) }, label));
    this.list = html('ol', { class: 'cc-entries', tabindex: 0, 'aria-label': 'Events, newest first' });
    this.root = html('section', { class: 'cc-card cc-log', 'aria-labelledby': id }, html('div', { class: 'cc-head' }, title, html('div', { class: 'cc-filters', role: 'group', 'aria-label': 'Show' }, ...this.filters)), this.list);
    root.append(this.root);
  }

  end() { this.root.remove(); }
  reset() { this.shown = ''; this.made = new Map(); this.show(); }

  filter(kind) {
    this.kind = kind;
    this.filters.forEach((one, k) => { const on = KINDS[k][0] === kind; one.setAttribute('aria-pressed', on); one.classList.toggle('on', on); });
    this.shown = '';
    this.show();
  }

  show() {
    const { run } = this.stage.sides[0], wanted = ([, tone]) => this.kind === 'all' || tone === this.kind || (this.kind === 'good' && tone === 'bad');
    const some = run.events.filter((one) => one.last <= this.stage.week && one.words.some(wanted)).reverse();
    const key = `${this.kind} ${some.length}`;
    if (key === this.shown) return;
    this.shown = key;
    this.list.replaceChildren(...(some.length ? some.map((one) => this.entry(one)) : [html('li', { class: 'cc-muted' }, 'Nothing yet.')]));
  }

  entry(one) {
    if (!this.made.has(one)) this.made.set(one, html('li', {}, html('button', { type: 'button', class: 'cc-when', title: `Go to ${one.label}`, onclick: () => this.tell('seek', one.last) }, one.label), html('div', {}, ...one.words.map(([text, tone]) => html('p', { class: `tone-${tone}` }, text)), ...this.why(one))));
    return this.made.get(one);
  }

  why(one) {
    if (!one.why.length) return [];
    const list = html('ul', { class: 'cc-because', hidden: true }, ...one.why.map((text) => html('li', {}, text)));
    const ask = html('button', { type: 'button', class: 'cc-ask', 'aria-expanded': 'false', onclick: () => { list.hidden = !list.hidden; ask.setAttribute('aria-expanded', !list.hidden); } });
    say(ask, 'why?');
    return [ask, list];
  }
}
