// What a record says (app/record): its deltas and toggles become arrays once, so that any week is looked up in no time.
import { SAID, filled } from './words.js';

// The values of deltas; not a number where there is none.
export function values(deltas, unit) {
  const found = new Float32Array(deltas.length);
  let count = 0;
  deltas.forEach((step, k) => { count += step || 0; found[k] = step === null ? NaN : count * unit; });
  return found;
}

// Whether something is, in each of so many weeks; toggles are the weeks in which that changes.
export function states(toggles, weeks) {
  const found = new Uint8Array(weeks);
  for (let k = 0; k < toggles.length; k += 2) found.fill(1, toggles[k], toggles[k + 1]);
  return found;
}

// A coalition, with its members and its plan by weeks; `members` counts, `left` says since when somebody has been gone.
function coalition(one, units, weeks) {
  const many = (name) => one[name].map((toggles) => states(toggles, weeks));
  const member = many('member');
  return {
    member, asked: many('asked'), size: counted(member, weeks), left: member.map((states_) => gone(states_)),
    obstacle: values(one.obstacle, units.obstacle), ambition: values(one.ambition, units.ambition),
    fact: values(one.fact, units.fact), value: values(one.value, units.value),
    progress: one.progress.map((row) => row.map((deltas) => values(deltas, units.progress))),
    theory: one.theory.map((row) => row.map((toggles) => states(toggles, weeks))),
    worked: values(one.worked, units.series), assumed: values(one.assumed, units.assumed), forecast: values(one.forecast, units.forecast), doubt: values(one.doubt, units.doubt),
    suspicion: one.suspicion.map((deltas) => values(deltas, units.suspicion)),
  };
}

function counted(member, weeks) {
  const found = new Float32Array(weeks);
  for (const one of member) for (let week = 0; week < weeks; week += 1) found[week] += one[week];
  return found;
}

// Weeks since somebody left; infinite for whoever sits, or never sat.
function gone(member) {
  const found = new Float32Array(member.length);
  let since = Infinity;
  member.forEach((is, week) => { since = is ? 0 : since + 1; found[week] = is ? Infinity : since; });
  return found;
}

// Open a record: what it says of everybody and everything, by weeks; `about` makes of it a run as one issue sees it.
export function opened(record) {
  const { cast, units } = record, weeks = record.steps + 1, unit = record.days === 1 ? 'day' : 'week';
  const run = {
    steps: record.steps, days: record.days, unit, title: record.case.title, kinds: cast.kinds, kind: cast.kind, capacity: cast.capacity,
    core: cast.core, ties: cast.ties, obstacles: cast.obstacles, names: cast.names, areNamed: cast.named, count: cast.kind.length,
    label: (week) => filled(SAID[unit], { n: Math.round((record.days === 1 ? week : week * record.days / 7) * 100) / 100 }),
    coalitions: record.coalitions.map((one) => coalition(one, units, weeks)),
    issues: cast.issues.map(({ name }, k) => ({ name, window: states(record.issues[k].window, weeks), ended: record.issues[k].ended })),
    away: record.away.map((toggles) => states(toggles, weeks)),
    trust: record.hubs.length ? record.hubs[0].trust.map((deltas) => values(deltas, units.trust)) : [],
    series: lazily(record.series, units.series), events: record.events, beats: record.beats, weeks: record.days / 7,
  };
  const made = [];
  run.about = (issue) => {
    if (!made[issue]) made[issue] = seen(run, issue, record.people ? lazyPeople({ ...record.people, belief: record.issues[issue].belief, value: record.issues[issue].value }, units) : null);
    return made[issue];
  };
  return run;
}

// A run as one of its issues sees it: its coalition (none where nobody coordinates), window, people and series.
function seen(run, issue, people) {
  const one = Object.create(run);
  Object.assign(one, { issue, coalition: run.coalitions[issue] || null, window: run.issues[issue].window, ended: run.issues[issue].ended, people });
  if (one.coalition) one.series = Object.create(run.series, Object.getOwnPropertyDescriptors(own(run, one.coalition)));
  return one;
}

// The series that are about one issue are those of its own coalition, and progress is that of its plan where it has one.
function own(run, one) {
  const weeks = run.steps + 1, rows = one.member.map((_, row) => row);
  const by = (how) => Float32Array.from({ length: weeks }, (_, week) => (week ? how(week) : NaN));
  const trust = (week) => { const seated = rows.filter((row) => one.member[row][week]); return seated.length ? seated.reduce((sum, row) => sum + run.trust[row][week], 0) / seated.length : 0; };
  const progress = by((week) => done(run, one, week));
  return run.issues.length === 1 ? { progress } : { members: one.size, progress, confidence: by((week) => one.suspicion[one.assumed[week]]?.[week]), trust: by(trust) };
}

// The share of the theory that is followed that is done, as it is believed: by hours.
function done(run, one, week) {
  const place = one.obstacle[week] >= 0 ? one.obstacle[week] : one.assumed[week];
  if (!(place >= 0)) return NaN;
  let sum = 0, all = 0;
  run.obstacles[place].steps.forEach(({ hours }, step) => { if (one.theory[place][step][week]) { all += hours; sum += hours * one.progress[place][step][week]; } });
  return all ? sum / all : 0;
}

function lazily(series, unit) {
  const found = {};
  for (const [name, deltas] of Object.entries(series)) {
    Object.defineProperty(found, name, { configurable: true, enumerable: true, get() {
      const made = values(deltas, unit);
      Object.defineProperty(found, name, { value: made });
      return made;
    } });
  }
  return found;
}

function lazyPeople(people, units) {
  const found = {};
  for (const name of Object.keys(people)) found[name] = people[name].map((deltas) => values(deltas, units[name]));
  return found;
}

// Open the truth of a run, which comes when the fog is lifted; `about` is what it says of one issue.
export function truthOf(record) {
  const { units } = record, series = lazily(record.series, units.series), { needed, beats, own } = record;
  const issues = record.issues.map((one) => ({ obstacle: values(one.obstacle, units.obstacle), fact: values(one.fact, units.fact), affected: one.affected, false: new Set(one.false), series, needed, beats, own }));
  return { about: (issue) => issues[issue] };
}

// What it cost until a week that the plan was against another obstacle than the one that stood in the way.
export function gap(run, truth, week) {
  const found = { weeks: 0, hours: 0, planned: 0 };
  const plan = run.coalition;
  if (!plan) return found;
  for (let k = 1; k <= week; k += 1) {
    if (!(plan.obstacle[k] >= 0 && truth.obstacle[k] >= 0)) continue; // nothing is wrong where nothing stands in the way
    found.planned += run.weeks;
    if (plan.obstacle[k] === truth.obstacle[k]) continue;
    found.weeks += run.weeks;
    found.hours += run.weeks * (plan.worked[k] || 0);
  }
  return found;
}

// The last of some events that had happened by a week.
export function latest(events, week) {
  let found = null;
  for (const one of events) if (one.last <= week && (!found || one.last >= found.last)) found = one;
  return found;
}
