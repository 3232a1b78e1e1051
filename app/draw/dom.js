// Small helpers: elements, numbers, and sizes.

const SVG = 'http://www.w3.org/2000/svg';

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...(children || []).filter((one) => one !== null && one !== undefined));
  return node;
}

export function html(name, attributes, ...children) { return filled(document.createElement(name), attributes, children); }
export function svg(name, attributes, ...children) { return filled(document.createElementNS(SVG, name), attributes, children); }

// Set text only where it is another one: the page is left alone otherwise.
export function say(node, text) { if (node.textContent !== text) node.textContent = text; }
export function put(node, name, value) { if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value); }

export function within(value, least, most) { return Math.max(least, Math.min(most, value)); }
export function colorOf(kind) { return `var(--kind-${kind % 8 + 1})`; }

// How high a scene is: so that it, the news and the controls of the player fit into the window.
export function heightOf(width, others = 450) { return Math.round(within(Math.min(width * 0.62, window.innerHeight - others), 256, 540)); }

// The next round number from a value up, so that an axis seldom changes while a run goes on.
export function round(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= value - 1e-9);
}

// A number as people write it: thousands apart, a true minus.
export function number(value, digits = 0) {
  return value.toLocaleString(document.documentElement.lang || 'en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace('-', '−');
}

export function several(count, one, many) { return `${number(count)} ${count === 1 ? one : many}`; }

// Call `act` with the width of a node, now and whenever it changes; return what ends that.
export function watchWidth(node, act) {
  let last = 0;
  const look = () => { const width = Math.floor(node.clientWidth); if (width > 40 && width !== last) { last = width; act(width); } };
  const watcher = new ResizeObserver(look);
  watcher.observe(node);
  look();
  return () => watcher.disconnect();
}

let numbered = 0;
export function unique(name) { numbered += 1; return `${name}-${numbered}`; }
