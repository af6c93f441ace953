import { Refused } from '#decider';
import { daysAfter } from '../calendar.js';
import { isBlank, sameContent } from '../content.js';
import { hasHappened } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import { underWay, withProcurement } from './preparation.js';
import type { Notice, ProcurementCommand, ProcurementEvent } from './procurement.js';

export const noticeRefusals = {
  'notice-already-published': {
    about: 'state',
    en: 'The notice {noticeId} is published already: cancel the procurement before publishing another.',
    da: 'Udbudsbekendtgørelsen {noticeId} er allerede offentliggjort: annullér udbuddet, før en ny offentliggøres.',
  },
  'section-74-unanswered': {
    about: 'input',
    en: 'The notice must answer section 74(2); missing: {missing}.',
    da: 'Udbudsbekendtgørelsen skal besvare § 74, stk. 2; der mangler: {missing}.',
  },
  'several-contracts-contradicted': {
    about: 'input',
    en: 'The notice says in one place and denies in another that several partners may win.',
    da: 'Udbudsbekendtgørelsen siger ét sted og benægter et andet, at flere partnere kan vinde.',
  },
  'request-deadline-too-early': {
    about: 'input',
    en: 'Candidates have at least 30 days from dispatch: the deadline can be {earliest} at the earliest.',
    da: 'Ansøgere har mindst 30 dage fra afsendelsen: fristen kan tidligst være {earliest}.',
  },
  'request-deadline-before-dispatch': {
    about: 'input',
    en: 'The deadline {requestDeadline} must lie after the dispatch on {dispatchedOn}.',
    da: 'Fristen {requestDeadline} skal ligge efter afsendelsen den {dispatchedOn}.',
  },
  'too-few-candidates-announced': {
    about: 'input',
    en: 'At least {least} candidates must be invited; the notice says {minimumCandidates}.',
    da: 'Mindst {least} ansøgere skal opfordres; udbudsbekendtgørelsen siger {minimumCandidates}.',
  },
  'candidate-limits-reversed': {
    about: 'input',
    en: 'The most candidates ({maximumCandidates}) cannot be fewer than the least ({minimumCandidates}).',
    da: 'Det højeste antal ansøgere ({maximumCandidates}) kan ikke være lavere end det mindste ({minimumCandidates}).',
  },
  'criterion-code-repeated': {
    about: 'input',
    en: 'Each award criterion has a code of its own; repeated: {codes}.',
    da: 'Hvert tildelingskriterium har sin egen kode; gentaget: {codes}.',
  },
  'weights-not-whole': {
    about: 'input',
    en: 'The weights of the award criteria are whole, positive and sum to exactly 10000 basis points, not {sum}.',
    da: 'Tildelingskriteriernes vægte er hele, positive og summer til præcis 10000 basispoint, ikke {sum}.',
  },
  'price-alone': {
    about: 'input',
    en: 'An innovation partnership is awarded on the best ratio of price and quality: add a criterion of quality.',
    da: 'Et innovationspartnerskab tildeles efter bedste forhold mellem pris og kvalitet: tilføj et kvalitetskriterium.',
  },
  'phases-not-planned': {
    about: 'input',
    en: 'The notice plans the phases of the partnership, numbered from 1 without gaps.',
    da: 'Udbudsbekendtgørelsen planlægger partnerskabets faser, nummereret fra 1 uden huller.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof noticeRefusals, details?: Record<string, unknown>) => new Refused(reason, details);

function section74Missing({ section74 }: Notice): string[] {
  if (!section74) return ['section74'];
  const { iprScheme, negotiationCourse, remuneration, narrowingByTargets } = section74;
  const answers = { iprScheme, negotiationCourse, remuneration, narrowingByTargets: narrowingByTargets.explanation };
  return Object.entries(answers).flatMap(([question, answer]) => (isBlank(answer) ? [question] : []));
}

/** What binds a notice of an innovation partnership only (sections 73 to 79). */
function section73(notice: Notice): void {
  const missing = section74Missing(notice);
  if (missing.length > 0) throw refuse('section-74-unanswered', { missing });
  const { dispatchedOn, requestDeadline, awardCriteria, plannedPhases } = notice;
  const earliest = daysAfter(dispatchedOn, 30);
  if (requestDeadline < earliest) throw refuse('request-deadline-too-early', { earliest });
  if (awardCriteria.every(({ kind }) => kind !== 'quality')) throw refuse('price-alone');
  if (plannedPhases.length === 0) throw refuse('phases-not-planned');
}

/** What any notice must agree with itself on. */
function consistent(notice: Notice, least: number): void {
  const { dispatchedOn, requestDeadline, minimumCandidates, maximumCandidates, awardCriteria, plannedPhases } = notice;
  if (requestDeadline <= dispatchedOn)
    throw refuse('request-deadline-before-dispatch', { requestDeadline, dispatchedOn });
  if (minimumCandidates < least) throw refuse('too-few-candidates-announced', { least, minimumCandidates });
  if (maximumCandidates !== undefined && maximumCandidates < minimumCandidates)
    throw refuse('candidate-limits-reversed', { minimumCandidates, maximumCandidates });
  const codes = awardCriteria.map(({ code }) => code);
  const repeated = codes.filter((code, index) => codes.indexOf(code) !== index);
  if (repeated.length > 0) throw refuse('criterion-code-repeated', { codes: repeated });
  const sum = awardCriteria.reduce((total, { weight }) => total + weight, 0);
  if (sum !== 10_000 || awardCriteria.some(({ weight }) => !Number.isInteger(weight) || weight <= 0))
    throw refuse('weights-not-whole', { sum });
  if (plannedPhases.some(({ no }, index) => no !== index + 1)) throw refuse('phases-not-planned');
  if (notice.section74 && notice.section74.severalContracts !== notice.severalWinnersAnnounced)
    throw refuse('several-contracts-contradicted');
}

export const noticeDecisions = {
  PublishNotice(command, partnership) {
    const { data } = command;
    const { notice } = partnership.procurement;
    if (notice) {
      const { mayAwardOnInitialTender: _may, narrowingAnnounced: _narrowing, weights: _weights, ...published } = notice;
      if (sameContent(published, data)) return [];
      throw refuse('notice-already-published', { noticeId: notice.noticeId });
    }
    underWay(partnership);
    hasHappened(command, data.dispatchedOn);
    const partners = partnership.route === 'innovation-partnership';
    consistent(data, partners ? 3 : 1);
    if (partners) section73(data);
    return [{ type: 'NoticePublished', data }];
  },
} satisfies Pick<Decisions<ProcurementCommand>, 'PublishNotice'>;

export const noticeEvolutions = {
  NoticePublished: (partnership, data) =>
    withProcurement(partnership, {
      notice: {
        ...data,
        mayAwardOnInitialTender: data.section74?.mayAwardOnInitialTender ?? false,
        narrowingAnnounced: data.section74?.narrowingByTargets.announced ?? false,
        weights: Object.fromEntries(data.awardCriteria.map(({ code, weight }) => [code, weight])),
      },
    }),
} satisfies Pick<Evolutions<ProcurementEvent>, 'NoticePublished'>;
