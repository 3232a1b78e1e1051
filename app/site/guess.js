// A curve that one draws before one sees it: a handle for each dose, moved by pointer or by keys; then the curve of many worlds over it.
import { html, put, svg, watchWidth, within } from '../draw/dom.js';

const HEIGHT = 320, LEFT = 16, RIGHT = 16, TOP = 18, FOOT = 60, HANDLE = 13;
const STEPS = { ArrowUp: 5, ArrowRight: 5, ArrowDown: -5, ArrowLeft: -5, PageUp: 20, PageDown: -20 };

export class Guess {
  // `given` has doses (their names), curve (means, low, high), and labels.
  constructor(root, given) {
    this.given = given; this.isShown = false;
    this.top = 1.15 * Math.max(...given.curve.high, ...given.curve.means); this.bottom = Math.min(0, ...given.curve.low);
    this.values = given.doses.map(() => 50);
    this.svg = svg('svg', { class: 'st-guess', height: HEIGHT, role: 'group', 'aria-label': given.labels.draw });
    this.root = html('div', { class: 'st-guessbox' }, this.svg);
    root.append(this.root);
    this.svg.addEventListener('pointerdown', (event) => { this.held = this.nearest(event); this.svg.setPointerCapture(event.pointerId); this.moved(event); });
    this.svg.addEventListener('pointermove', (event) => { if (this.held !== undefined) this.moved(event); });
    for (const what of ['pointerup', 'pointercancel']) this.svg.addEventListener(what, () => { this.held = undefined; });
    this.build();
    this.end = watchWidth(this.root, (width) => { this.width = width; put(this.svg, 'width', width); put(this.svg, 'viewBox', `0 0 ${width} ${HEIGHT}`); this.draw(); });
  }

  build() {
    const { doses, labels } = this.given;
    this.frame = svg('g', { 'aria-hidden': 'true' }); this.band = svg('path', { class: 'st-band' }); this.line = svg('path', { class: 'st-curve' }); this.own = svg('path', { class: 'st-own' });
    this.handles = doses.map((dose, k) => svg('circle', { class: 'st-handle', r: HANDLE, role: 'slider', tabindex: 0, 'aria-label': dose, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-orientation': 'vertical', onkeydown: (event) => this.pressed(event, k) }));
    this.names = svg('g', { 'aria-hidden': 'true' });
    this.words = html('p', { class: 'cc-sr' }, labels.how);
    this.svg.append(this.frame, this.band, this.line, this.own, ...this.handles, this.names);
    this.root.append(this.words);
  }

  x(k) { const apart = (this.width - LEFT - RIGHT) / this.given.doses.length; return LEFT + apart * (k + 0.5); }
  y(share) { return HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * share; }
  share(value) { return (value - this.bottom) / (this.top - this.bottom); }

  nearest(event) { const x = event.clientX - this.svg.getBoundingClientRect().left; return within(Math.floor((x - LEFT) / ((this.width - LEFT - RIGHT) / this.given.doses.length)), 0, this.given.doses.length - 1); }

  moved(event) {
    if (this.isShown) return;
    const y = event.clientY - this.svg.getBoundingClientRect().top;
    if (event.pointerType !== 'touch') this.held = this.nearest(event); // a mouse draws a line over all of them
    this.set(this.held, 100 * (HEIGHT - FOOT - y) / (HEIGHT - FOOT - TOP));
  }

  pressed(event, k) {
    const by = STEPS[event.key];
    if (!by || this.isShown) return;
    event.preventDefault();
    this.set(k, this.values[k] + by);
  }

  set(k, value) { this.values[k] = Math.round(within(value, 0, 100)); this.draw(); }
  get best() { return this.values.indexOf(Math.max(...this.values)); }
  get isDrawn() { return this.values.some((value) => value !== this.values[0]); }

  show() { this.isShown = true; this.draw(); }

  draw() {
    if (!this.width) return;
    const { doses, curve, labels } = this.given, text = (x, y, said, anchor, kind) => { const node = svg('text', { x, y, 'text-anchor': anchor, class: kind || null }); node.textContent = said; return node; };
    const isTight = Math.max(...doses.map((dose) => dose.length)) * 8 > (this.width - LEFT - RIGHT) / doses.length; // then every other name stands lower
    const path = (shares) => `M${shares.map((share, k) => `${this.x(k).toFixed(1)} ${this.y(share).toFixed(1)}`).join('L')}`;
    this.frame.replaceChildren(svg('path', { class: 'st-axis', d: `M${LEFT} ${TOP}V${HEIGHT - FOOT}H${this.width - RIGHT}` }), text(LEFT + 6, TOP + 4, labels.up, 'start', 'st-axisname'), text(this.width / 2, HEIGHT - 6, labels.along, 'middle', 'st-axisname'), ...doses.map((dose, k) => text(this.x(k), HEIGHT - FOOT + (k % 2 && isTight ? 35 : 20), dose, 'middle')));
    put(this.own, 'd', path(this.values.map((value) => value / 100)));
    this.handles.forEach((node, k) => { put(node, 'cx', this.x(k).toFixed(1)); put(node, 'cy', this.y(this.values[k] / 100).toFixed(1)); put(node, 'aria-valuenow', this.values[k]); put(node, 'aria-disabled', this.isShown); });
    if (!this.isShown) return;
    const high = curve.high.map((one) => this.share(one)), low = curve.low.map((one) => this.share(one)), means = curve.means.map((one) => this.share(one)), last = doses.length - 1;
    put(this.band, 'd', `${path(high)}L${low.map((share, k) => `${this.x(k).toFixed(1)} ${this.y(share).toFixed(1)}`).reverse().join('L')}Z`);
    put(this.line, 'd', path(means));
    put(this.svg, 'data-is', 'shown');
    const apart = Math.abs(this.y(means[last]) - this.y(this.values[last] / 100)) < 24 ? 24 : 0;
    this.names.replaceChildren(text(this.width - RIGHT, this.y(means[last]) - 12, labels.worlds, 'end', 'st-curvename'), text(this.width - RIGHT, this.y(this.values[last] / 100) + 22 + apart, labels.own, 'end', 'st-ownname'), svg('circle', { class: 'st-best', cx: this.x(curve.best), cy: this.y(means[curve.best]), r: 7 }));
  }
}
