import type { Sentence } from '#platform';
import type { Happening } from '../events.js';
import { evaluationWords, kpiWords, pilotWords, scaleUpWords } from './words/benefit.js';
import { caseWorkWords, courseWords, needWords, registrationWords } from './words/case.js';
import { contractWords, gateWords, milestoneWords, paymentWords } from './words/contract.js';
import { marketDialogueWords, procurementWords } from './words/market.js';
import type { Name, Words } from './words/words.js';

/** The rooms of the lifecycle, and what is said of each event in them. */
const rooms = {
  case: { ...registrationWords, ...courseWords, ...caseWorkWords },
  need: needWords,
  'market-dialogue': marketDialogueWords,
  procurement: procurementWords,
  contract: contractWords,
  gate: gateWords,
  milestone: milestoneWords,
  payment: paymentWords,
  pilot: pilotWords,
  kpi: kpiWords,
  evaluation: evaluationWords,
  'scale-up': scaleUpWords,
} as const;
export type RoomName = keyof typeof rooms;
export const roomNames = Object.keys(rooms) as readonly RoomName[];

const words: Words<Happening> = {
  ...rooms.case,
  ...rooms.need,
  ...rooms['market-dialogue'],
  ...rooms.procurement,
  ...rooms.contract,
  ...rooms.gate,
  ...rooms.milestone,
  ...rooms.payment,
  ...rooms.pilot,
  ...rooms.kpi,
  ...rooms.evaluation,
  ...rooms['scale-up'],
};

export const everyType = Object.keys(words) as readonly Happening['type'][];

const roomOf = new Map(roomNames.flatMap((room) => Object.keys(rooms[room]).map((type) => [type, room] as const)));

/** The room of the lifecycle an event belongs to. */
export const room = (type: Happening['type']): RoomName => roomOf.get(type)!;

/** What an event says, in every language. */
export function sentence({ type, data }: Pick<Happening, 'type' | 'data'>, name: Name): Sentence {
  return (words[type] as (data: unknown, name: Name) => Sentence)(data, name);
}
