// What pages say: texts of one language, with values filled in. Numbers, groups of organizations and obstacles become words here.
import { filled } from '../draw/words.js';

export class Texts {
  // `words` is the file of a language; `cast` the record's, whose names are put into that language.
  constructor(words, language) { this.words = words; this.language = language; }

  // A name or a sentence of the model, in this language.
  named(text) { return this.words.says[text] || text; }

  number(value) { return Math.round(value).toLocaleString(this.language); }

  list(parts) { return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${this.words.and} ${parts[parts.length - 1]}`; }

  // The cast of a record in this language.
  translated(cast) {
    const obstacle = (one) => ({ ...one, name: this.named(one.name), steps: one.steps.map((step) => ({ ...step, name: this.named(step.name) })) });
    this.kinds = cast.kinds.map(({ name, plural }) => ({ name: this.named(name), plural: this.named(plural) }));
    this.obstacles = cast.obstacles.map(({ name }) => this.words.obstacles[name]);
    const names = cast.names.map((name, row) => { const kind = cast.kinds[cast.kind[row]].name; return name.startsWith(kind) ? this.kinds[cast.kind[row]].name + name.slice(kind.length) : name; });
    return { ...cast, names, kinds: this.kinds, obstacles: cast.obstacles.map(obstacle) };
  }

  // `[[2, 1], [1, 3]]` as `2 lawyers and 1 faith leader`.
  people(groups) { return this.list(groups.map(([many, kind]) => `${this.number(many)} ${this.kinds[kind][many === 1 ? 'name' : 'plural']}`)); }

  // A text of the file by its path, such as `screens.bet.title`, with its values.
  say(path, values) {
    const text = path.split('.').reduce((found, name) => found && found[name], this.words) || '';
    const shown = {};
    for (const [name, value] of Object.entries(values || {})) shown[name] = typeof value === 'number' ? this.number(value) : Array.isArray(value) ? this.people(value) : value;
    return filled(text, { ...(values && values.obstacle >= 0 ? this.obstacles[values.obstacle] : {}), ...shown }).replace(/ +/g, ' ').trim();
  }
}
