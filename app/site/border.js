// The border: trucks on one side, people who wait on the other. When it is over the trucks cross, or they stand where they stood.
import { html, put, svg } from '../draw/dom.js';

const WIDE = 1000, HIGH = 84, FOOT = 72, BORDER = 560;
const TRUCKS = [20, 150, 280, 410], PEOPLE = 22;

function truck(x) {
  const at = (name, attributes) => svg(name, attributes);
  return svg('g', { class: 'st-truck', style: `--from: ${x}px; --to: ${x + WIDE - BORDER - 20}px` },
    at('rect', { x: 0, y: FOOT - 44, width: 66, height: 32, rx: 3, class: 'st-load' }), at('path', { d: `M70 ${FOOT - 34}h16l12 12v10h-28z`, class: 'st-cab' }),
    at('circle', { cx: 18, cy: FOOT - 9, r: 8 }), at('circle', { cx: 80, cy: FOOT - 9, r: 8 }));
}

// People stand in two uneven rows; where they stand follows from their number alone.
function person(k) {
  const x = BORDER + 60 + (k * 61) % 370, y = FOOT - 6 - (k % 2) * 10, high = 24 + (k * 7) % 9;
  return svg('path', { class: 'st-person', d: `M${x} ${y}v${-high + 10}m-5 4q5 -7 10 0m-5 -15m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0` });
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
