// The table: the coalition's plan in the middle, chairs around it, everybody else further out, by kinds.
import { colorOf, heightOf, html, number, put, say, svg, watchWidth, within } from './dom.js';
import { Marks, RECENT, radii, standing } from './marks.js';
import { SAID, SIGNS, daring, filled } from './words.js';

const OUT = 1, DOOR = 0.84, SEAT = 0.66, TABLE = 0.54; // of the way from the middle to where everybody is at home
const APART = 0.9; // marks' gaps between two kinds
const MOST = 15; // pixels of the radius of the largest mark
const BESIDE = 60; // pixels between the ring and the sides at least, where names are shown
const LINES = 30; // pixels of the two lines of a label
const LEAST = 9; // pixels that a mark takes at least along the ring; where they do not fit there are several rings

// Pixels that the longest line of a label takes.
function roomOf(label) { return Math.max(...[...label.childNodes].map((line) => line.getComputedTextLength?.() ?? 0)); }

// The angle, from the top on, at each share of the way around an ellipse: so marks are as far apart at its ends as elsewhere.
function evenly(a, b) {
  const angles = Array.from({ length: 361 }, (_, k) => (k / 180 - 0.5) * Math.PI), gone = [0];
  angles.slice(1).forEach((angle, k) => { gone.push(gone[k] + Math.hypot(a * Math.sin(angle), b * Math.cos(angle))); });
  return (share) => { const way = share * gone[360], k = Math.max(1, gone.findIndex((one) => one >= way)); return angles[k - 1] + (way - gone[k - 1]) / (gone[k] - gone[k - 1]) * (angles[k] - angles[k - 1]); };
}

// Without a plan: before the first one, or between two of them.
function between(run, one, week) { return one.obstacle.subarray(0, week).some((place) => place >= 0) ? SAID.noMore : SAID.noYet; }

export class Table {
  // `others`: pixels that all else on the page takes, where that is not what a player takes.
  constructor(root, run, chosen, others) {
    this.run = run; this.others = others;
    this.hub = html('div', { class: 'dr-plan' });
    this.rim = svg('ellipse', { class: 'dr-rim' });
    this.done = svg('path', { class: 'dr-done', pathLength: 100, fill: 'none' });
    this.chairs = svg('g', { class: 'dr-chairs', 'aria-hidden': 'true' }, ...run.names.map(() => svg('circle', { class: 'dr-chair' })));
    this.labels = svg('g', { class: 'dr-kinds', 'aria-hidden': 'true' });
    this.people = svg('g', { class: 'dr-people' });
    this.svg = svg('svg', { class: 'dr-scene', role: 'group', 'aria-label': SAID.scene }, this.rim, this.done, this.chairs, this.labels, this.people);
    this.key = html('ul', { class: 'dr-key dr-counts' });
    this.signs = html('p', { class: 'dr-key', 'aria-hidden': 'true' }, ...SIGNS.map(([kind, label]) => html('span', {}, html('i', { class: `dr-sign ${kind}` }), SAID[label])));
    this.root = html('div', { class: 'dr-table' }, this.svg, this.hub, this.key, this.signs);
    root.append(this.root);
    this.marks = new Marks(run, this.people, chosen, (row) => this.point(row));
    this.tip = html('div', { class: 'dr-tip', 'aria-hidden': 'true', hidden: true });
    this.root.append(this.tip);
    this.kinds();
    this.end = watchWidth(this.root, (width) => this.layout(width));
  }

  // The kinds: a label beside each where there is room, and a list that counts who sits.
  kinds() {
    this.rows = this.run.kinds.map((_, kind) => this.run.kind.flatMap((one, row) => (one === kind ? [row] : [])));
    this.items = this.run.kinds.map((kind, k) => html('li', {}, html('i', { style: `background: ${colorOf(k)}` }), html('span')));
    this.key.replaceChildren(...this.items);
    this.named = this.run.kinds.map((kind, k) => {
      const name = svg('tspan'), counted = svg('tspan', { dy: '1.25em' });
      name.textContent = kind.plural; counted.textContent = filled(SAID.of, { n: this.rows[k].length, all: this.rows[k].length });
      return svg('text', {}, name, counted);
    });
    this.labels.replaceChildren(...this.named);
  }

  layout(width) {
    const isWide = width > 620, height = heightOf(width, this.others);
    this.width = width; this.height = height; this.root.classList.toggle('dr-wide', isWide);
    this.named.forEach((label) => put(label, 'display', 'inline')); // or nobody knows how long it is
    let beside = isWide ? BESIDE : 20, over;
    do { over = this.around(beside, isWide); beside += over; } while (over > 0 && beside < width / 3);
    const { a, b } = this;
    put(this.svg, 'viewBox', `0 0 ${width} ${height}`); put(this.svg, 'width', width); put(this.svg, 'height', height);
    for (const [name, value] of Object.entries({ cx: width / 2, cy: height / 2, rx: a * TABLE, ry: b * TABLE })) put(this.rim, name, value);
    put(this.done, 'd', `M${width / 2} ${height / 2 - b * TABLE}a${a * TABLE} ${b * TABLE} 0 1 1 -.01 0`);
    this.hub.style.width = `${a * TABLE * 1.7}px`; this.root.classList.toggle('dr-low', b * TABLE < 72 || width < 400); this.hub.style.top = `${height / 2}px`;
    this.sized = radii(this.run, this.most);
    this.marks.width = width; this.marks.size(this.sized);
    this.chairs.childNodes.forEach((node, row) => {
      const [x, y] = this.spot(row, SEAT);
      put(node, 'cx', x.toFixed(1)); put(node, 'cy', y.toFixed(1)); put(node, 'r', (this.sized[row] + 3).toFixed(1));
    });
    if (this.week !== undefined) this.show(this.week, this.look);
  }

  // Put everybody around the table, so many pixels from the sides, and return by how many more a name would go beyond them.
  around(beside, isWide) {
    const a = this.a = this.width / 2 - beside, b = this.b = this.height / 2 - (isWide ? 52 : 20), whole = 2 * Math.PI * Math.sqrt((a * a + b * b) / 2);
    const slots = this.run.count + APART * this.rows.filter((one) => one.length).length, over = [0];
    this.rings = Math.max(1, Math.ceil(slots * LEAST / whole));
    this.most = within(0.4 * whole * this.rings / slots, 3, MOST);
    this.angle = []; this.ring = [];
    const angleAt = evenly(a, b);
    let at = APART / 2;
    this.rows.forEach((rows, kind) => {
      const first = at;
      rows.forEach((row, k) => {
        this.ring[row] = k % this.rings;
        this.angle[row] = angleAt((at + 0.5) / slots);
        at += 1;
      });
      over.push(this.name(kind, angleAt((first + at) / 2 / slots), isWide && rows.length > 0));
      if (rows.length) at += APART;
    });
    return Math.max(...over);
  }

  // Beyond the line that touches the ring there: as that is round, no mark is.
  name(kind, angle, isShown) {
    const node = this.named[kind], room = roomOf(node) / 2, [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const steep = Math.hypot(this.b * cos, this.a * sin), [across, down] = [this.b * cos / steep, this.a * sin / steep];
    const away = this.most + 6 + Math.abs(across) * room + Math.abs(down) * LINES / 2;
    const free = this.width / 2 - room - 4, side = this.a * cos + away * across, x = this.width / 2 + within(side, -free, free), y = this.height / 2 + this.b * sin + away * down;
    put(node, 'display', isShown ? 'inline' : 'none'); put(node, 'text-anchor', 'middle');
    put(node, 'y', within(y - 4, 11, this.height - 20).toFixed(1));
    for (const line of node.childNodes) put(line, 'x', x.toFixed(1));
    return isShown ? Math.abs(side) - free : 0;
  }

  spot(row, share) {
    const away = share + (share > SEAT ? 0 : 0.001), inner = this.ring[row] * (this.rings > 1 ? 0.12 / this.rings : 0);
    return [this.width / 2 + (away - inner) * this.a * Math.cos(this.angle[row]), this.height / 2 + (away - inner) * this.b * Math.sin(this.angle[row])];
  }

  // Draw a week: `look` has the truth (or null), and the row that is chosen.
  show(week, look) {
    this.week = week; this.look = look || {};
    if (!this.width) return;
    const { run } = this, energy = run.people ? run.people.energy : null, chairs = this.chairs.childNodes;
    for (let row = 0; row < run.count; row += 1) {
      const stands = standing(run, row, week), [status] = stands, share = { sits: SEAT, asked: DOOR }[status] || OUT;
      const [x, y] = this.spot(row, share);
      this.marks.place(row, x, y, energy ? 0.35 + 0.65 * energy[row][week] : 1);
      this.marks.tell(row, stands);
      const chair = status === 'sits' ? 'taken' : status === 'left' ? 'empty' : 'none';
      put(chairs[row], 'data-is', chair);
      const faded = chair === 'empty' ? (1 - run.coalition.left[row][week] / (RECENT + 1)).toFixed(2) : '';
      if (chairs[row].style.opacity !== faded) chairs[row].style.opacity = faded;
    }
    this.plan(week);
    this.count(week);
    this.choose(this.look.chosen);
  }

  plan(week) {
    const { run } = this, one = run.coalition, truth = this.look.truth, obstacle = one ? one.obstacle[week] : NaN, has = obstacle >= 0;
    const progress = run.series.progress ? run.series.progress[week] : NaN;
    put(this.done, 'stroke-dasharray', `${has && progress > 0 ? (100 * progress).toFixed(1) : 0} 100`);
    put(this.rim, 'data-is', has ? 'plan' : 'none');
    const isOver = run.ended && week >= run.ended[0];
    const lines = isOver ? [['dr-small dr-first', SAID.is], ['dr-big', SAID[run.ended[1]]]]
      : [['dr-small dr-first', has ? SAID.against : one ? SAID.at : SAID.alone], ['dr-big', has ? run.obstacles[obstacle].name : one ? between(run, one, week) : SAID.everybody]];
    const seats = has ? filled(one.size[week] === 1 ? SAID.seat : SAID.seats, { n: number(one.size[week]) }) : '';
    const told = has ? [seats, daring(one.ambition[week]), ...(isOver ? [] : [filled(SAID.done, { n: Math.round(100 * (progress || 0)) })])] : [];
    lines.push(['dr-small', told.join(' · ')]);
    if (truth && !isOver) {
      const there = truth.obstacle[week], isRight = !has || there < 0 || there === obstacle;
      lines.push([isRight ? 'dr-small dr-true' : 'dr-small dr-wrong', filled(SAID.really, { what: there < 0 ? SAID.nothing : run.obstacles[there].name })]);
    }
    const key = JSON.stringify(lines);
    if (key === this.planned) return;
    this.planned = key;
    this.hub.replaceChildren(...lines.filter(([, text]) => text).map(([kind, text]) => { const node = html('p', { class: kind }); node.textContent = text; return node; }));
  }

  count(week) {
    const one = this.run.coalition;
    this.rows.forEach((rows, kind) => {
      const seated = one ? rows.reduce((sum, row) => sum + one.member[row][week], 0) : 0;
      const counted = one ? filled(SAID.of, { n: seated, all: rows.length }) : String(rows.length);
      say(this.items[kind].lastChild, `${this.run.kinds[kind].plural} ${counted}`);
      say(this.named[kind].lastChild, counted);
    });
  }

  choose(row) {
    if (this.chosen === row) return;
    if (this.chosen >= 0) this.marks.nodes[this.chosen].removeAttribute('data-chosen');
    this.chosen = row;
    if (row >= 0 && this.marks.nodes[row]) put(this.marks.nodes[row], 'data-chosen', '');
  }

  point(row) {
    this.tip.hidden = row < 0;
    if (row < 0) return;
    const [status] = standing(this.run, row, this.week), [x, y] = this.spot(row, { sits: SEAT, asked: DOOR }[status] || OUT);
    say(this.tip, this.marks.nodes[row].getAttribute('aria-label'));
    this.tip.style.left = `${within(x, 90, this.width - 90)}px`; this.tip.style.top = `${y + this.sized[row] + 6}px`;
  }

  // Let only some be seen, all of them where `rows` is null.
  light(rows) {
    const lit = rows && new Set(rows);
    this.marks.nodes.forEach((node, row) => node.classList.toggle('dr-lit', Boolean(lit && lit.has(row))));
    this.root.classList.toggle('dr-dim', Boolean(rows));
  }
}
