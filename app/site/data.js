// Data come as scripts of their own, each of which gives what it holds: pages from a folder can ask in no other way.
import { html } from '../draw/dom.js';

const held = {}, awaited = {};

export function given(name, data) { held[name] = data; if (awaited[name]) awaited[name].forEach((act) => act(data)); }

// Call `act` with data by their name, once they are there.
export function need(name, act) {
  if (held[name]) { act(held[name]); return; }
  if (awaited[name]) { awaited[name].push(act); return; }
  awaited[name] = [act];
  document.head.append(html('script', { src: `data/${name}.js` }));
}
