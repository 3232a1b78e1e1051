// What drawings say, in one place; `speak` puts another language in the place of it.
import { number } from './dom.js';

// Of the table, the marks and the strip: what stands in braces is filled in.
export const SAID = {
  cautious: 'cautious', modest: 'modest', bold: 'bold', farReaching: 'far-reaching',
  is: 'the issue is', helps: 'settled, and it helps', harms: 'settled, and it does harm', late: 'too late: not settled',
  against: 'the plan is against', at: 'at the table', alone: 'no table', everybody: 'everybody for themselves',
  noMore: 'no plan now', noYet: 'no plan yet', seat: '{n} seat', seats: '{n} seats', done: '{n} % done', really: 'really in the way: {what}',
  nothing: 'nothing any more', hidden: 'first row: what is really in the way, hidden; below: what {plans} is against', clear: 'first row: really in the way; below: what {plans} is against',
  plan: 'the plan', planOf: 'the plan of {name}', nothingYet: 'nothing yet', strip: 'What the plan is against: {plans}. What is really in the way: {real}.', stripHidden: 'hidden',
  scene: 'The table: who sits, and who does not', sits: 'sits at the table', asked: 'was asked and has not said yes', left: 'left {when}', notAsked: 'was not asked',
  free: 'is not in a coalition', own: 'follows a plan of its own', away: 'is not there', also: '{words}; sits at the table of {names}, too', and: ' and ',
  keySits: 'sits at the table', keyAsked: 'was asked, not here', keyLeft: 'left lately', keyOut: 'was not asked', of: '{n} of {all}', week: 'week {n}', day: 'day {n}',
  player: 'The coalition, week by week', viewTable: 'The table', viewSpace: 'Goal space', view: 'View', issue: 'Issue', lift: 'Lift the fog', fall: 'Let the fog fall', fork: 'What if from here',
  play: 'Play', pause: 'Pause', toStart: 'To the start', weekBack: 'One week back', weekOn: 'One week on', weekShown: 'Week that is shown', dayBack: 'One day back', dayOn: 'One day on', dayShown: 'Day that is shown',
  ofAll: ' of {n}', speed: 'Speed', pace: '{n} a second', stops: 'stop at what matters', stopsMeaning: 'Let time stop for a few seconds when something matters', noNews: 'Nothing has happened yet. Press play.',
  falseTurn: 'A false turn: something else stood in the way.', noPlan: 'There was no common plan, so there was none to be wrong.', noGap: 'At no time did you work against the wrong obstacle.',
  gap: 'For {time} you worked against the wrong obstacle; {hours} of members.', oneWeek: '{n} week', weeks: '{n} weeks', oneDay: '{n} day', days: '{n} days', oneHour: '{n} hour', hours: '{n} hours',
};

export function speak(words) { Object.assign(SAID, words); }

// A text with what stands in its braces filled in.
export function filled(text, values) { return text.replace(/\{(\w+)\}/g, (_, name) => values[name]); }

const DARING = [[0.25, 'cautious'], [0.5, 'modest'], [0.75, 'bold'], [Infinity, 'farReaching']];

// How much a plan dares, in a word.
export function daring(ambition) { return ambition >= 0 ? SAID[DARING.find(([most]) => ambition < most)[1]] : ''; }

// What it cost not to know, until a week.
export function gapInWords(gap, unit) {
  if (!gap.planned) return SAID.noPlan;
  if (!gap.weeks) return SAID.noGap;
  const several = (count, one, many) => filled(count === 1 ? one : many, { n: number(count) });
  const time = unit === 'day' ? several(Math.round(7 * gap.weeks), SAID.oneDay, SAID.days) : several(Math.round(gap.weeks), SAID.oneWeek, SAID.weeks);
  return filled(SAID.gap, { time, hours: several(Math.round(gap.hours), SAID.oneHour, SAID.hours) });
}

export const AXES = { x: ['one thing would help', 'another would help'], y: ['stands for one thing', 'stands for another'] };
export const EXPECTED = 'what you expect, and your doubt';
export const SIGNS = [['sits', 'keySits'], ['asked', 'keyAsked'], ['left', 'keyLeft'], ['out', 'keyOut']];

// The weekly series that charts show: a title, what its numbers are, and the lines; a line is [name, label].
export const CHARTS = {
  members: { title: 'Members at the table', unit: (value) => number(value), lines: [['members', '']] },
  progress: { title: 'The plan, as far as you believe it is done', unit: (value) => `${Math.round(100 * value)} %`, most: 1, lines: [['progress', '']] },
  trust: { title: 'Trust of the members in the coordinator', unit: (value) => `${Math.round(100 * value)} %`, most: 1, lines: [['trust', '']] },
  energy: { title: 'Energy', unit: (value) => `${Math.round(100 * value)} %`, most: 1, lines: [['energy', 'organizations'], ['hub_energy', 'coordinator']] },
  hours: { title: 'Hours of the members a week', unit: (value) => `${number(value)} h`, lines: [['member_hours', 'all'], ['meeting_hours', 'in meetings']] },
  confidence: { title: 'How sure you are of what stands in the way', unit: (value) => `${Math.round(100 * value)} %`, most: 1, lines: [['confidence', '']] },
  value: { title: 'Net value so far', unit: (value) => number(value, 2), lines: [['value', '']] },
};
