import { write } from '../api.js';
import { today } from '../format.js';
import { t } from '../language.js';

/** @typedef {import('./entry-form.js').Field} Field */
/** @typedef {keyof typeof t.log.outcomes} Outcome */

/** The command each outcome gives. @type {Record<Outcome, string>} */
const commands = {
  reached: 'ReachMilestone',
  'partly-reached': 'PartlyReachMilestone',
  missed: 'MissMilestone',
  rescheduling: 'RescheduleMilestone',
  dropping: 'DropMilestone',
};

/** @param {readonly string[]} may @returns {Outcome[]} */
export const outcomesFor = (may) => outcomes.filter((outcome) => may.includes(commands[outcome]));
const outcomes = /** @type {Outcome[]} */ (Object.keys(commands));

/**
 * What is asked when something happened to a milestone.
 *
 * @param {readonly Outcome[]} open what the one who asks may say
 * @param {Record<string, string>} values
 * @returns {Field[]}
 */
export function outcomeFields(open, values) {
  const fallback = /** @type {Outcome} */ (open[0]);
  const outcome = open.find((one) => one === values.outcome) ?? fallback;
  /** @type {Field} */
  const what = {
    name: 'outcome',
    label: t.log.what,
    kind: 'radio',
    required: true,
    fallback,
    options: open.map((one) => [one, t.log.outcomes[one]]),
  };
  return [what, ...askedOf[outcome]()];
}

/** @returns {Field} */
const note = (required = true) => ({ name: 'note', label: t.log.note, kind: 'textarea', required, max: 4000 });
/** @returns {Field} */
const reason = () => ({ name: 'reason', label: t.log.reason, kind: 'textarea', required: true, max: 2000 });
/** @param {string} name @param {string} label @returns {Field} */
const happened = (name, label) => ({
  name,
  label,
  kind: 'date',
  required: true,
  fallback: today(),
  hint: t.log.onHint,
});

/** @type {Record<Outcome, () => Field[]>} */
const askedOf = {
  reached: () => [happened('reachedOn', t.log.on), note(false)],
  'partly-reached': () => [
    happened('reachedOn', t.log.on),
    note(),
    { name: 'remaining', label: t.log.remaining, kind: 'textarea', required: true, max: 4000 },
  ],
  missed: () => [happened('missedOn', t.log.on), note()],
  rescheduling: () => [
    { name: 'plannedOn', label: t.log.newDate, kind: 'date', required: true },
    happened('occurredOn', t.log.saidOn),
    reason(),
  ],
  dropping: () => [happened('occurredOn', t.log.saidOn), reason()],
};

/** @param {readonly { contractId: string, title: string }[]} contracts @returns {Field[]} */
export function planFields(contracts) {
  /** @type {Field[]} */
  const always = [
    { name: 'code', label: t.log.code, kind: 'text', required: true, max: 40, hint: t.log.codeHint },
    { name: 'title', label: t.log.titleLabel, kind: 'text', required: true, max: 200 },
    { name: 'plannedOn', label: t.log.plannedOn, kind: 'date', required: true },
    { name: 'responsible', label: t.log.responsible, kind: 'text', hint: t.log.responsibleHint, max: 100 },
  ];
  if (contracts.length === 0) return always;
  const options = contracts.map(({ contractId, title }) => /** @type {const} */ ([contractId, title]));
  return [
    ...always,
    { name: 'contractId', label: t.log.contract, kind: 'select', options: [['', t.log.noContract], ...options] },
    { name: 'phaseNo', label: t.log.phaseNo, kind: 'number' },
  ];
}

/** @param {string} partnership @param {Record<string, string>} values @param {string} key */
export const plan = (partnership, { phaseNo, ...values }, key) =>
  write(`${milestonesOf(partnership)}`, { ...values, ...(phaseNo && { phaseNo: Number(phaseNo) }) }, key);

/** @param {string} partnership @param {string} code @param {Record<string, string>} values @param {string} key */
export const log = (partnership, code, { outcome, ...values }, key) =>
  write(`${milestonesOf(partnership)}/${encodeURIComponent(code)}/${outcome}`, values, key);

/** @param {string} partnership */
const milestonesOf = (partnership) => `/partnerships/${encodeURIComponent(partnership)}/milestones`;
