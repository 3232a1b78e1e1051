// What drawings say, in one place: another language is another file like this one.
import { number, several } from './dom.js';

const DARING = [[0.25, 'cautious'], [0.5, 'modest'], [0.75, 'bold'], [Infinity, 'far-reaching']];

// How much a plan dares, in a word.
export function daring(ambition) { return ambition >= 0 ? DARING.find(([most]) => ambition < most)[1] : ''; }

// What it cost not to know, until a week.
export function gapInWords(gap, unit) {
  if (!gap.planned) return 'There was no common plan, so there was none to be wrong.';
  if (!gap.weeks) return 'At no time did you work against the wrong obstacle.';
  const many = unit === 'day' ? several(Math.round(7 * gap.weeks), 'day', 'days') : several(Math.round(gap.weeks), 'week', 'weeks');
  return `For ${many} you worked against the wrong obstacle; ${several(Math.round(gap.hours), 'hour', 'hours')} of members.`;
}

export const FALSE_TURN = 'A false turn: something else stood in the way.';

export const AXES = { x: ['one thing would help', 'another would help'], y: ['stands for one thing', 'stands for another'] };
export const EXPECTED = 'what you expect, and your doubt';
export const NOTHING = 'nothing any more';
export const ENDED = { helps: 'settled, and it helps', harms: 'settled, and it does harm', late: 'too late: not settled' };
export const SIGNS = [['sits', 'sits at the table'], ['asked', 'was asked, not here'], ['left', 'left lately'], ['out', 'was not asked']];

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
