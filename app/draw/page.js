// Drawings for pages: each is made in a place of its own, all look at one stage, and end when their place goes.
import { Bands, Bars } from './worlds.js';
import { Beginning, Game } from './game.js';
import { Chart, OwnCharts } from './chart.js';
import { html } from './dom.js';
import { Log } from './log.js';
import { Player } from './player.js';
import { opened, truthOf } from './record.js';
import { Stage } from './stage.js';
import { Theory } from './theory.js';
import { CHARTS } from './words.js';

export const stage = new Stage();

const RUNS = new Map();

// Records come as text, which frameworks leave alone; each is opened once.
function run(text) {
  if (!RUNS.has(text)) { RUNS.set(text, opened(JSON.parse(text))); if (RUNS.size > 6) RUNS.delete(RUNS.keys().next().value); }
  return RUNS.get(text);
}

// The player of a stage: `given` has sides and ghost, each with name and record; `truth` a record for each side, or none.
export function player(place, { given, now, truth }, tell) {
  const made = new Player(place, stage, tell);
  let last = null, clear = null;
  const update = (said) => {
    const isAnother = said.given !== last, isClear = said.truth !== clear;
    last = said.given; clear = said.truth;
    if (isAnother) {
      stage.sides = last.sides.map((side) => ({ name: side.name, whole: run(side.record) }));
      stage.ghost = last.ghost ? { name: last.ghost.name, own: last.ghost.own || '', whole: run(last.ghost.record) } : null;
      if (stage.issue >= stage.sides[0].whole.issues.length) stage.issue = 0;
    }
    if (isAnother || isClear) stage.sides.forEach((side, k) => { side.clear = clear && clear[k] ? truthOf(JSON.parse(clear[k])) : null; });
    stage.about(stage.issue);
    made.update(said.now, isAnother);
    if (isAnother || isClear) stage.another();
  };
  update({ given, now, truth });
  return { update, end: () => made.end() };
}

function watching(one) {
  stage.watchers.add(one);
  if (stage.sides.length) one.reset();
  return { update: () => {}, end: () => { stage.watchers.delete(one); one.end(); } };
}

// Charts of the stage by their names, one below the other, or in columns; `own`: and those of mechanisms of one's own.
export function charts(place, { given }) {
  const root = html('div', { class: 'dr-charts' });
  place.append(root);
  const made = given.names.map((name) => watching(new Chart(root, stage, CHARTS[name])));
  if (given.own) made.push(watching(new OwnCharts(root, stage)));
  return { update: () => {}, end: () => { made.forEach((one) => one.end()); root.remove(); } };
}

export function log(place, _, tell) { return watching(new Log(place, stage, tell)); }
export function theory(place) { return watching(new Theory(place, stage)); }
export function bars(place, { given }) { return new Bars(place, given); }
export function bands(place, { given }) { return new Bands(place, given); }

// A game: how it begins, and its stretches.
export function beginning(place, said, tell) { return new Beginning(place, said, tell); }
export function game(place, said, tell) { return new Game(place, said, tell); }

// A page of its own, without a server: `said` has what is given, the truth, and the names of charts.
export function alone(page, said) {
  const place = page.getElementById('player'), now = { step: 0, jump: 0, seen: 0, chosen: -1, fork: false, lifted: false };
  place.replaceChildren();
  const made = player(place, { given: said.given, now, truth: null }, (event, data) => {
    if (event === 'choose') now.chosen = now.chosen === data ? -1 : data;
    if (event === 'lift') now.lifted = data;
    if (event === 'choose' || event === 'lift') made.update({ given: said.given, now: { ...now }, truth: now.lifted ? said.truth : null });
  });
  charts(page.getElementById('charts'), { given: { names: said.charts, own: true } });
  printed();
}

// Nothing can be played on paper: there, charts go to the end.
function printed() {
  let shown = 0;
  const show = (week) => { stage.week = week; stage.another(); };
  window.addEventListener('beforeprint', () => { shown = stage.week; show(Math.max(...stage.sides.map(({ run }) => run.steps))); });
  window.addEventListener('afterprint', () => show(shown));
}
