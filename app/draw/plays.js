// What the game says, in one place: another language is another file like this one.
import { number, several } from './dom.js';
import { daring } from './words.js';

export const BEGIN = {
  title: (said) => `${number(said.people)} organizations, one coalition, and your week`,
  about: (said) => `${said.title}. You coordinate: you have the hours of a small team, and nobody has to follow you. Organizations hear of a plan and decide for themselves who sits down.`,
  blind: (said) => `Nobody knows what really stands in the way: ${said.obstacles.map((one) => `“${one}”`).join(' or ')}. You hear voices, and they contradict each other.`,
  goal: 'It is won once nothing stands in the way any more. The sooner, the bolder, and the nearer to what helps, the more it is worth.',
  ask: (said) => `About eight times in ${said.weeks >= 104 ? `${number(said.weeks / 52)} years` : several(said.weeks, 'week', 'weeks')} you decide: how to share out your hours, whether to turn or to stay, how much to dare. Then the fog lifts, and you see what was true.`,
  go: 'Take the first week in hand',
};

// Why somebody is asked at this stop.
export function headline(said) {
  const worked = said.obstacles[said.assumed];
  if (said.isOver) return 'The end, as you saw it';
  return {
    start: 'How will you spend your hours?',
    alarm: `The reports add up against “${worked}”. Turn, or stay?`,
    overcome: `One obstacle has fallen. What now?`,
    time: `${said.unit === 'week' ? 'Half a year' : 'Some time'} has passed. What now?`,
    decided: 'You decided something here. And now?',
  }[said.why];
}

export const BILL = { when: 'time', members: 'hours of members', hub: 'hours of your team', seats: 'seats', daring: 'the plan dares' };
export const PARTS = { hear: 'What you hear', table: 'Who sits, and how they are', forecast: 'What would help', turn: 'Turn or stay', first: 'Where to begin', week: 'Your hours', daring: 'How much should plans dare?', news: 'Meanwhile' };
export const GO = (said) => `Live until ${said.until}, or until something happens`;
export const SKIP = 'Skip to the next decision';
export const NO_NEWS = 'Nothing that anybody told you of.';

const SURE = [[0.8, (name) => `We are sure: it is “${name}” that stands in the way.`], [0.3, (name) => `From what we see, “${name}” stands in the way.`], [-Infinity, (name) => `Hard to say. Perhaps “${name}”.`]];
export function voice(name, sureness) { return SURE.find(([least]) => sureness >= least)[1](name); }

export function heard(said) {
  if (!said.answered && !said.silent) return 'You heard nobody lately. What you do not ask, nobody tells you.';
  if (!said.answered) return `${several(said.silent, 'organization was', 'organizations were')} asked; nobody answered.`;
  const points = said.open.filter((place) => said.point[place]).map((place) => `${said.point[place]} ${said.point[place] === 1 ? 'points' : 'point'} to “${said.obstacles[place]}”`).join(', ');
  return `${several(said.answered, 'organization', 'organizations')} answered lately${said.silent ? `, ${said.silent} did not` : ''}${points ? `: ${points}` : ''}.`;
}

// What you make of all that you have heard and tested.
export function believed(said) {
  if (!said.led) return '';
  const most = Math.max(...said.suspicion), place = said.suspicion.indexOf(most);
  if (said.open.length < 2) return said.open.length ? `Only “${said.obstacles[said.open[0]]}” is left.` : 'Nothing that you know of is left.';
  const how = most > 0.95 ? 'All that you know points to' : most > 0.75 ? 'Most of what you know points to' : 'You lean to';
  return `${how} “${said.obstacles[place]}” (${Math.round(100 * most)} in 100). Evidence for a turn: ${said.alarm >= 1 ? 'as much as your house asks for' : `${Math.round(100 * said.alarm)}\u00a0% of what your house asks for`}.`;
}

export const ALONE = 'Nobody coordinates now: the case has it so. Until somebody does again, what you decide changes nothing.';
export function seated(said) {
  if (!said.led) return ALONE;
  const own = `Your team has ${number(said.hours)} hours a week`;
  if (!('members' in said.how)) return `Nobody sits yet. ${own}.`;
  const { members, trust, energy, served, hub_energy: strength } = said.how, percent = (value) => `${Math.round(100 * (value || 0))}\u00a0%`;
  if (!members) return `Nobody sits now. ${own}: it is at ${percent(strength)} of its strength.`;
  const tired = strength < 0.4 ? ' That is close to worn out.' : '';
  return `${several(members, 'organization sits', 'organizations sit')}${served === null ? ' at one of your tables or another' : ''}. Trust in you: ${percent(trust)}. Energy: ${percent(energy)}. ${served !== null && served < 0.95 ? `Last ${said.unit} you had time for only ${percent(served)} of them. ` : ''}${own}: it is at ${percent(strength)} of its strength.${tired}`;
}

export const AXIS = ['one thing', 'another'];
export function forecast(said) {
  const [, doubt] = said.forecast, sure = doubt < 0.12 ? 'fairly well' : doubt < 0.25 ? 'roughly' : 'hardly';
  const know = `You know ${sure} what would help those affected.`;
  if (said.bet === null) return `${know} There is no plan now.`;
  const off = Math.abs(said.bet - said.forecast[0]) / Math.max(doubt, 0.05);
  return `${know} The plan bets ${off < 1 ? 'on what you expect' : off < 2.5 ? 'a little beside it' : 'far beside it: it may do little good, or harm'}.`;
}
export const EXPECT = 'you expect', BETS = 'the plan';

export const STAY = (name, isFirst) => (!name ? 'Stay' : isFirst ? `Begin against “${name}”, as you suspect` : `Stay: work on against “${name}”`);
export const TURN = (name, isOpen, isFirst) => `${isFirst ? 'Begin' : 'Turn: from now on'} against “${name}”${isOpen ? '' : ', which was overcome already'}`;
export const USES = {
  listen: 'hear those who know', analyze: 'think, test, mend the plan', 'find roles': 'each on what it does best', convene: 'bring the table together',
  'keep in touch': 'with those who have no seat', promote: 'let the work be seen', 'rest and learn': 'stay able to go on',
};
export const EACH = (hours) => `Each figure is ${hours < 1.5 ? 'an hour' : `${Math.round(hours)} hours`} a week. What one use gains, all others lose.`;
export const DARES = [[-1, 'what the table will carry'], [25, 'little'], [75, 'a lot']];

export const OVER = { helps: 'The issue is settled, and it helps.', harms: 'The issue is settled, and it does harm.', late: 'The deadline has passed. The issue ends unsettled.' };
export const NOT_SETTLED = 'Time is up. What stood in the way still does.';
export const LIFT = 'Lift the fog';
export const BEFORE = 'Before you do: which of your decisions mattered most, do you think? Say it to somebody, or write it down.';

// --- without fog ----------------------------------------------------------------------------------------------------

export const WHO = { you: 'you', 'listen-and-lead': 'listens and leads', directive: 'decides alone', deaf: 'does not listen' };
export const REALLY = 'really in your way';
export const BESIDE = 'Boxes: weeks against something that was not in the way of that run. Three other coordinators in the same world: one who listens and leads, one who decides alone and asks nobody, and one whose hours for listening go to promotion. Net value: what the settled issue is expected to be worth to those affected; harm counts against it.';
export const COLUMNS = { value: 'net value', weeks: 'weeks', members: 'members’ hours', hub: 'own hours', seats: 'seats', dares: 'daring' };
export function dares(value) { return value === null ? '–' : daring(value); }
export function shape({ ended }, title) { return ended ? OVER[ended[1]] : title; }

export function standing(sides) {
  const [mine, ...others] = sides, better = others.filter((one) => one.value > mine.value), same = others.filter((one) => one.value === mine.value);
  const net = `Your net value is ${number(mine.value, 2)}`;
  if (better.length === others.length) return `${net}: all three others did better here.`;
  if (!better.length && same.length === others.length) return `${net}, and so is that of all three others.`;
  if (!better.length) return `${net}: none of the three others did better here.`;
  return `${net}. ${better.length === 1 ? 'One of three others' : 'Two of three others'} did better here: ${better.map((one) => `who ${WHO[one.name]}`).join(', and ')}.`;
}

const amount = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
export function span(one) { return `${amount(one.mean)} (95 %: ${amount(one.low)} to ${amount(one.high)})`; }

function choice(one, held, obstacles) {
  if (one.about === 'turn') return held.turn >= 0 ? `turn to “${obstacles[held.turn]}”` : `stay with “${obstacles[held.against]}”`;
  if (one.about === 'daring') return held.daring < 0 ? 'leave it to the table how much to dare' : `hold plans to ${daring(held.daring / 100)}`;
  return `give ${Math.round(100 * held.week[0])} % of the week to listening, ${Math.round(100 * held.week[3])} % to convening`;
}

export function decision(one, obstacles) { return { did: `you chose to ${choice(one, one.did, obstacles)}`, other: choice(one, one.other, obstacles) }; }

// What is known of a decision: what the other choice would have brought.
export function verdict(one) {
  if (one.verdict === 'more') return `The other choice would have brought more: ${span(one)}.`;
  if (one.verdict === 'less') return `The other choice would have brought less: ${span(one)}.`;
  if (one.verdict === 'no difference that matters') return `It made no difference that matters: ${span(one)}.`;
  return `It cannot be told from chance: ${span(one)}.`;
}

export const MATTERED = {
  title: 'Three decisions that mattered most',
  how: (futures) => `Your game was forked at each decision and went on in ${number(futures)} futures of your world, once with your choice and once with the other; after that stretch somebody who listens and leads took over in both. Bars: what the other choice adds to net value, with its interval.`,
  wait: (done, asked) => `Your decisions are being weighed: ${number(done)} of ${number(asked)} futures.`,
  known: (found) => { const known = found.filter((one) => ['more', 'less'].includes(one.verdict)).length; return known ? `Three decisions that mattered most; ${known === found.length ? 'all stand' : known === 1 ? 'one stands' : `${known} stand`} out from chance` : 'No decision of yours stands out from chance'; },
};

export const WORLDS = {
  title: 'Your world among two hundred',
  usual: 'listens and leads', mine: 'your decisions, week by week', axis: 'net value', yours: 'your world',
  wait: (done, asked) => `${number(done)} of ${number(asked)} worlds are done.`,
  nothing: (many, all) => `${many} of ${all}: nothing settled`,
  kind: (value, others) => { const worse = others.filter((one) => one < value - 1e-9).length / Math.max(1, others.length); return `Who listens and leads came to ${number(value, 2)} in your world, and to less in ${Math.round(100 * worse)} of 100 other worlds: it was ${worse > 0.66 ? 'a kind one' : worse < 0.34 ? 'a hard one' : 'neither kind nor hard'}.`; },
  blind: 'Your decisions were answers to your world. Elsewhere they come in the same weeks, whatever happens there: what they lose by that is what it is worth to look.',
};

export const AGAIN = {
  title: 'One thing to try again',
  better: (one, obstacles) => `Go back to ${one.label} and ${choice(one, one.other, obstacles)}. On average that brings ${amount(one.mean)}; see what it does in your world.`,
  none: 'None of your decisions is known to have cost you. Try the same decisions where the world is another one, or half of the hours for listening in this one.',
  wait: 'This is told once your decisions are weighed.',
  back: (one) => `Try again from ${one.label}`, same: 'The same world from the start', other: 'Another world', explore: 'See it week by week',
};

export const WEAK = ['Where this model is weak', [
  'It compares ways to work; it forecasts nothing. All but a handful of its numbers are assumptions.',
  'Opponents do not organize: there is no coalition on the other side, and no rival coordinator.',
  'Trust, energy and daring are single numbers. People inside an organization, their posts and their quarrels are left out.',
  'Nobody bargains, threatens or lies on purpose; what people want does not change by talking.',
  'What a coalition is worth is what is expected of its plan, the sooner the more. Others would count otherwise.',
]];
export const LINK = 'The address of this page holds your game: copy the link, and whoever opens it can lift the fog on the same decisions.';
