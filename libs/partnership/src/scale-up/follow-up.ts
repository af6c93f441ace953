import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { hasHappened, onlyIn, own } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { ScaleUpCommand, ScaleUpEvent } from './scale-up.js';

export const followUpRefusals = {
  'follow-up-without-owner': {
    about: 'input',
    en: 'A follow-up plan has an owner.',
    da: 'En opfølgningsplan har en ansvarlig.',
  },
  'reports-due-not-in-order': {
    about: 'input',
    en: 'A follow-up plan names at least one day a report is due, in order and none twice.',
    da: 'En opfølgningsplan angiver mindst én dag, en rapport skal foreligge, i rækkefølge og ingen to gange.',
  },
  'no-adoption-live': {
    about: 'state',
    en: 'No adoption is live: at least one must be before scale-up is concluded.',
    da: 'Ingen kommune har løsningen i drift: mindst én skal have det, før skaleringen afsluttes.',
  },
  'follow-up-not-planned': {
    about: 'state',
    en: 'No follow-up is planned: plan it, with an owner, first.',
    da: 'Der er ingen opfølgningsplan: læg den først, med en ansvarlig.',
  },
  'report-not-due': {
    about: 'input',
    en: 'The follow-up plan has no report due on {due}; it has {reportsDue}.',
    da: 'Opfølgningsplanen har ingen rapport med frist {due}; den har {reportsDue}.',
  },
  'report-already-submitted': {
    about: 'state',
    en: 'The report due on {due} was submitted on {reportedOn}.',
    da: 'Rapporten med frist {due} blev afgivet {reportedOn}.',
  },
  'report-not-journalised': {
    about: 'state',
    en: 'The document {document} is not journalised: journalise it first.',
    da: 'Dokumentet {document} er ikke journaliseret: journalisér det først.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof followUpRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const followUpDecisions = {
  PlanFollowUp({ data: { owner, reportsDue } }, partnership) {
    const { followUp } = partnership.scaleUp;
    if (followUp?.owner === owner && sameContent(followUp.reportsDue, reportsDue)) return [];
    onlyIn(partnership, 'scale-up', 'follow-up');
    if (isBlank(owner)) throw refuse('follow-up-without-owner');
    if (reportsDue.length === 0 || reportsDue.some((due, index) => index > 0 && due <= (reportsDue[index - 1] ?? due)))
      throw refuse('reports-due-not-in-order');
    return [{ type: 'FollowUpPlanned', data: { owner, reportsDue } }];
  },

  ConcludeScaleUp({ data, by }, partnership) {
    const { adoptions, followUp, concluded } = partnership.scaleUp;
    if (partnership.phase === 'follow-up' && concluded?.summary === data.summary) return [];
    onlyIn(partnership, 'scale-up');
    if (!Object.values(adoptions).some(({ status }) => status === 'live')) throw refuse('no-adoption-live');
    if (!followUp) throw refuse('follow-up-not-planned');
    return [{ type: 'ScaleUpConcluded', data: { ...data, decidedBy: by.subject } }];
  },

  SubmitFollowUpReport(command, partnership) {
    const { data } = command;
    const { followUp } = partnership.scaleUp;
    if (!followUp) throw refuse('follow-up-not-planned');
    const submitted = own(followUp.reports, data.due);
    if (submitted) {
      if (sameContent(submitted, data)) return [];
      throw refuse('report-already-submitted', { due: data.due, reportedOn: submitted.reportedOn });
    }
    if (!followUp.reportsDue.includes(data.due))
      throw refuse('report-not-due', { due: data.due, reportsDue: followUp.reportsDue });
    hasHappened(command, data.reportedOn);
    if (data.document !== undefined && !partnership.caseWork.documents.has(data.document))
      throw refuse('report-not-journalised', { document: data.document });
    return [{ type: 'FollowUpReported', data }];
  },
} satisfies Pick<Decisions<ScaleUpCommand>, 'PlanFollowUp' | 'ConcludeScaleUp' | 'SubmitFollowUpReport'>;

export const followUpEvolutions = {
  FollowUpPlanned: (partnership, { owner, reportsDue }) => {
    const reports = partnership.scaleUp.followUp?.reports ?? {};
    const missing = reportsDue.filter((due) => !Object.hasOwn(reports, due));
    return { ...partnership, scaleUp: { ...partnership.scaleUp, followUp: { owner, reportsDue, missing, reports } } };
  },
  ScaleUpConcluded: (partnership, { summary }) => ({
    ...partnership,
    phase: 'follow-up',
    scaleUp: { ...partnership.scaleUp, concluded: { summary } },
  }),
  FollowUpReported: (partnership, report) => {
    const { followUp } = partnership.scaleUp;
    if (!followUp) return partnership;
    const reports = { ...followUp.reports, [report.due]: report };
    const missing = followUp.missing.filter((due) => due !== report.due);
    return { ...partnership, scaleUp: { ...partnership.scaleUp, followUp: { ...followUp, missing, reports } } };
  },
} satisfies Pick<Evolutions<ScaleUpEvent>, 'FollowUpPlanned' | 'ScaleUpConcluded' | 'FollowUpReported'>;
