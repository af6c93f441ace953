import type {
  Benefit,
  EvaluationEvent,
  KpiDefinitionEvent,
  MeasurementEvent,
  PilotEvent,
  Reading,
  ScaleUpEvent,
} from '#partnership';
import type { Sentence } from '#platform';
import { count, day, figure, money, say, word } from '../../wording.js';
import { because, type Words } from './words.js';

const participants = (n: number) =>
  count(n, { en: 'participant', da: 'deltager' }, { en: 'participants', da: 'deltagere' });
const bounded = (bound: string | undefined, amount: Sentence) =>
  say`${word(bound ?? 'point')}${amount}``${word(bound ?? 'point')}${amount}`;

/** A reading as it is: a bound is said as a bound, a ratio as its two numbers. */
function reading({ value, numerator = '?', denominator = '?', bound }: Reading): Sentence {
  if (value !== undefined) return bounded(bound, figure(value));
  return bounded(
    bound,
    say`${figure(numerator)} of ${figure(denominator)}``${figure(numerator)} ud af ${figure(denominator)}`,
  );
}

function amount({ amount: units, amountOere, bound }: Benefit): Sentence {
  const gain = amountOere !== undefined ? money(amountOere) : figure(units ?? '?');
  return bounded(bound, gain);
}

export const pilotWords: Words<PilotEvent> = {
  PilotPlanned: (d) =>
    say`The pilot “${d.title}” was planned from ${day(d.plannedStart)} to ${day(d.plannedEnd)} with ${participants(d.plannedParticipants)}.``Piloten »${d.title}« blev planlagt fra ${day(d.plannedStart)} til ${day(d.plannedEnd)} med ${participants(d.plannedParticipants)}.`,
  SiteApproved: (d, name) =>
    say`The site ${d.name} was approved for the pilot ${name('pilot', d.pilotId)}.``Stedet ${d.name} blev godkendt til piloten ${name('pilot', d.pilotId)}.`,
  DpiaDecided: (d, name) =>
    d.required
      ? say`A data protection impact assessment was decided for the pilot ${name('pilot', d.pilotId)}: ${d.reason}``Det blev besluttet at lave en konsekvensanalyse (DPIA) for piloten ${name('pilot', d.pilotId)}: ${d.reason}`
      : say`The pilot ${name('pilot', d.pilotId)} needs no data protection impact assessment: ${d.reason}``Piloten ${name('pilot', d.pilotId)} kræver ingen konsekvensanalyse (DPIA): ${d.reason}`,
  PilotStarted: (d, name) =>
    say`The pilot ${name('pilot', d.pilotId)} started on ${day(d.startedOn)}.``Piloten ${name('pilot', d.pilotId)} begyndte ${day(d.startedOn)}.`,
  ParticipantsCounted: (d, name) =>
    say`${participants(d.participants)} counted at ${name('site', d.siteId)} on ${day(d.countedOn)}.``${participants(d.participants)} talt op på ${name('site', d.siteId)} ${day(d.countedOn)}.`,
  PilotIncidentReported: (d, name) =>
    say`An incident (${word(d.severity)}) was reported in the pilot ${name('pilot', d.pilotId)}: ${d.description}``En hændelse (${word(d.severity)}) blev indberettet i piloten ${name('pilot', d.pilotId)}: ${d.description}`,
  PilotCompleted: (d, name) =>
    say`The pilot ${name('pilot', d.pilotId)} was completed on ${day(d.endedOn)}: ${d.summary}``Piloten ${name('pilot', d.pilotId)} blev gennemført ${day(d.endedOn)}: ${d.summary}`,
  PilotAborted: (d, name) =>
    say`The pilot ${name('pilot', d.pilotId)} was aborted on ${day(d.endedOn)}: ${d.reason}``Piloten ${name('pilot', d.pilotId)} blev afbrudt ${day(d.endedOn)}: ${d.reason}`,
};

export const kpiWords: Words<KpiDefinitionEvent | MeasurementEvent> = {
  KpiDefined: (d) =>
    say`The KPI ${d.code} “${d.name}” was defined (${d.unit}).``KPI'en ${d.code} »${d.name}« blev defineret (${d.unit}).`,
  KpiRevised: (d) =>
    say`The KPI ${d.definition.code} was revised to version ${d.version}: ${d.reason}``KPI'en ${d.definition.code} blev revideret til version ${d.version}: ${d.reason}`,
  BaselineSet: (d, name) =>
    say`The baseline of ${name('kpi', d.code)} was set to ${reading(d.baseline)}${because(d.reason)}``Baseline for ${name('kpi', d.code)} blev sat til ${reading(d.baseline)}${because(d.reason)}`,
  BaselineLocked: (d, name) =>
    say`The baseline of ${name('kpi', d.code)} was locked.``Baseline for ${name('kpi', d.code)} blev låst.`,
  TargetSet: (d, name) =>
    say`The target of ${name('kpi', d.code)} was set to ${bounded(d.target.bound, figure(d.target.value))} by ${day(d.target.due)}${because(d.reason)}``Målet for ${name('kpi', d.code)} blev sat til ${bounded(d.target.bound, figure(d.target.value))} senest ${day(d.target.due)}${because(d.reason)}`,
  MeasurementsRecorded: (d, name) =>
    say`${count(d.measurements.length, { en: 'measurement', da: 'måling' }, { en: 'measurements', da: 'målinger' })} of ${name('kpi', d.kpi)} recorded.``${count(d.measurements.length, { en: 'measurement', da: 'måling' }, { en: 'measurements', da: 'målinger' })} af ${name('kpi', d.kpi)} registreret.`,
  MeasurementCorrected: (d, name) =>
    say`The measurement ${d.measurement.measurementId} of ${name('kpi', d.kpi)} was corrected to ${reading(d.measurement)}: ${d.reason}``Målingen ${d.measurement.measurementId} af ${name('kpi', d.kpi)} blev rettet til ${reading(d.measurement)}: ${d.reason}`,
  MeasurementWithdrawn: (d, name) =>
    say`The measurement ${d.measurementId} of ${name('kpi', d.kpi)} was withdrawn: ${d.reason}``Målingen ${d.measurementId} af ${name('kpi', d.kpi)} blev trukket tilbage: ${d.reason}`,
};

export const evaluationWords: Words<EvaluationEvent> = {
  EvaluationOpened: (d) =>
    d.cause === 'no-partner-left'
      ? say`The evaluation was opened because no partner is left.``Evalueringen blev åbnet, fordi der ikke er flere partnere.`
      : say`The evaluation was opened after the pilots.``Evalueringen blev åbnet efter piloterne.`,
  EvaluationSubmitted: (d) =>
    d.independent
      ? say`An independent evaluation was submitted: ${d.summary}``En uafhængig evaluering blev afleveret: ${d.summary}`
      : say`An evaluation was submitted: ${d.summary}``En evaluering blev afleveret: ${d.summary}`,
  RecommendationIssued: (d) =>
    say`The evaluator recommended to ${word(d.recommendation)}: ${d.reason}``Evaluator anbefalede at ${word(d.recommendation)}: ${d.reason}`,
  EvaluationDecisionTaken: (d) =>
    say`Leadership decided to ${word(d.decision)}: ${d.reason}``Ledelsen besluttede at ${word(d.decision)}: ${d.reason}`,
};

export const scaleUpWords: Words<ScaleUpEvent> = {
  AdoptionInvited: (d, name) =>
    say`${name('party', d.municipality)} was invited to adopt the solution on ${day(d.invitedOn)}.``${name('party', d.municipality)} blev inviteret til at tage løsningen i brug ${day(d.invitedOn)}.`,
  AdoptionDecided: (d, name) =>
    d.adopts
      ? say`${name('party', d.municipality)} decided on ${day(d.decidedOn)} to adopt the solution (${word(d.basis ?? '?')}).``${name('party', d.municipality)} besluttede ${day(d.decidedOn)} at tage løsningen i brug (${word(d.basis ?? '?')}).`
      : say`${name('party', d.municipality)} decided on ${day(d.decidedOn)} not to adopt the solution${because(d.reason)}``${name('party', d.municipality)} besluttede ${day(d.decidedOn)} ikke at tage løsningen i brug${because(d.reason)}`,
  AdoptionWentLive: (d, name) =>
    say`${name('party', d.municipality)} took the solution into use at ${count(d.sites, { en: 'site', da: 'sted' }, { en: 'sites', da: 'steder' })} on ${day(d.liveOn)}.``${name('party', d.municipality)} tog løsningen i brug på ${count(d.sites, { en: 'site', da: 'sted' }, { en: 'sites', da: 'steder' })} ${day(d.liveOn)}.`,
  AdoptionWithdrawn: (d, name) =>
    say`${name('party', d.municipality)} withdrew on ${day(d.withdrawnOn)}: ${d.reason}``${name('party', d.municipality)} trak sig ${day(d.withdrawnOn)}: ${d.reason}`,
  BenefitPlanned: (d, name) =>
    say`A benefit of ${amount(d)} was planned for ${name('party', d.party)} in ${d.year} (${name('kpi', d.kpi)}).``En gevinst på ${amount(d)} blev planlagt for ${name('party', d.party)} i ${d.year} (${name('kpi', d.kpi)}).`,
  BenefitRealised: (d, name) =>
    say`A benefit of ${amount(d)} was realised by ${name('party', d.party)} in ${d.year} (${name('kpi', d.kpi)}).``En gevinst på ${amount(d)} blev realiseret af ${name('party', d.party)} i ${d.year} (${name('kpi', d.kpi)}).`,
  FollowUpPlanned: (d) =>
    say`The follow-up was planned: ${count(d.reportsDue.length, { en: 'report', da: 'rapport' }, { en: 'reports', da: 'rapporter' })}, owned by ${d.owner}.``Opfølgningen blev planlagt: ${count(d.reportsDue.length, { en: 'report', da: 'rapport' }, { en: 'reports', da: 'rapporter' })} med ${d.owner} som ansvarlig.`,
  ScaleUpConcluded: (d) => say`The scale-up was concluded: ${d.summary}``Udbredelsen blev afsluttet: ${d.summary}`,
  FollowUpReported: (d) =>
    say`The follow-up report due on ${day(d.due)} was given: ${d.summary}``Opfølgningsrapporten med frist ${day(d.due)} blev afleveret: ${d.summary}`,
};
