// The border: trucks on one side, people who wait on the other. When it is over the trucks cross, or they stand where they stood.
import { html, put, svg } from '../draw/dom.js';

const WIDE = 1000, HIGH = 84, FOOT = 72, BORDER = 520;
const TRUCKS = [[120, 545], [245, 655], [370, 765]], PEOPLE = 24; // where a truck waits, and where it stands once it has crossed

function truck([from, to]) {
  const at = (name, attributes) => svg(name, attributes);
  return svg('g', { class: 'st-truck', style: `--from: ${from}px; --to: ${to}px` },
    at('rect', { x: 0, y: FOOT - 44, width: 66, height: 32, rx: 3, class: 'st-load' }), at('path', { d: `M70 ${FOOT - 34}h16l12 12v10h-28z`, class: 'st-cab' }),
    at('circle', { cx: 18, cy: FOOT - 9, r: 8 }), at('circle', { cx: 80, cy: FOOT - 9, r: 8 }));
}

// People stand in two uneven rows, some of them small; where they stand follows from their number alone.
function person(k) {
  const x = 872 + (k * 29) % 118, y = FOOT - 1 - (k % 3) * 7, high = 18 + (k * 7) % 11, wide = high * 0.24;
  return svg('g', { class: 'st-person' }, svg('circle', { cx: x, cy: y - high - wide, r: wide * 1.05 }), svg('path', { d: `M${x - wide * 1.3} ${y}v${-high + wide * 1.2}a${wide * 1.3} ${wide * 1.2} 0 0 1 ${wide * 2.6} 0v${high - wide * 1.2}z` }));
}

export class Border {
  constructor(root, texts) {
    this.texts = texts;
    this.svg = svg('svg', { class: 'st-border', viewBox: `0 0 ${WIDE} ${HIGH}`, role: 'img', preserveAspectRatio: 'xMidYMid meet' },
      svg('path', { class: 'st-ground', d: `M0 ${FOOT}H${WIDE}` }), ...Array.from({ length: PEOPLE }, (_, k) => person(k)), svg('path', { class: 'st-post', d: `M${BORDER} ${FOOT}v-46` }),
      svg('path', { class: 'st-bar', d: `M${BORDER} ${FOOT - 38}h-52` }), ...TRUCKS.map(truck));
    root.append(html('div', { class: 'st-scene' }, this.svg));
    this.show(false);
  }

  show(isOpen) { put(this.svg, 'data-is', isOpen ? 'open' : 'closed'); put(this.svg, 'aria-label', this.texts.say(isOpen ? 'crossed' : 'border')); }
}
