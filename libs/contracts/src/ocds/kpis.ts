import type { Kpi, KpiDefinitionEvent } from '#partnership';
import type { Delta, Known, Scene, Translations } from './delta.js';
import { baselineOf, metric, targetOf, unpublished } from './metrics.js';
import type { Metric, Tender } from './release.js';

/** The targets that a notice sets out. */
export const targetsOf = (partnership: Known): Metric[] =>
  Object.values(partnership.kpis)
    .filter(({ definition, targetSet }) => definition.publishable && targetSet)
    .map((kpi) => metric(kpi.definition, [targetOf(kpi, marks(partnership, 'target', kpi))]));

/** Whether no source gives the aim. */
const marks = ({ marked }: Known, aim: 'baseline' | 'target', { definition: { code } }: Kpi) => ({
  illustrative: (marked?.[`${aim} ${code}`]?.length ?? 0) > 0,
});

const forecast = (metric: Metric): Delta => ({ tag: ['planningUpdate'], planning: { forecasts: [metric] } });

/** While tenders are awaited, an aim is also what they are asked to meet. */
function withTarget(delta: Delta, { ocid, after: { procurement } }: Scene, target: Metric): Delta {
  if (!procurement.notice || procurement.award) return delta;
  const tender: Tender = { id: ocid, targets: [target] };
  return { ...delta, tag: [...delta.tag, 'tenderUpdate'], tender };
}

const baseline = ({ before, after }: Scene, kpi: Kpi) =>
  baselineOf(kpi, {
    ...marks(after, 'baseline', kpi),
    replaced: before.kpis[kpi.definition.code]?.baselineReading !== undefined,
  });
const target = ({ before, after }: Scene, kpi: Kpi) =>
  targetOf(kpi, {
    ...marks(after, 'target', kpi),
    replaced: before.kpis[kpi.definition.code]?.targetSet !== undefined,
  });

/** Of a KPI that may be published, what the event changed; of another, nothing. */
const ofKpi = ({ after }: Scene, code: string, how: (kpi: Kpi) => Delta): Delta | undefined => {
  const kpi = after.kpis[code];
  return kpi?.definition.publishable ? how(kpi) : undefined;
};

export const kpiTranslations = {
  KpiDefined: (definition) => (definition.publishable ? forecast(metric(definition)) : undefined),

  KpiRevised: ({ definition: { code, publishable } }, scene) => {
    const before = scene.before.kpis[code];
    if (!publishable) {
      if (!before?.definition.publishable) return undefined;
      const gone = unpublished(before);
      return before.targetSet
        ? withTarget(forecast(gone), scene, unpublished({ ...before, baselineReading: undefined }))
        : forecast(gone);
    }
    return ofKpi(scene, code, (kpi) => {
      const whole = forecast(metric(kpi.definition, [baseline(scene, kpi), target(scene, kpi)]));
      return kpi.targetSet ? withTarget(whole, scene, metric(kpi.definition, [target(scene, kpi)])) : whole;
    });
  },

  BaselineSet: ({ code }, scene) =>
    ofKpi(scene, code, (kpi) => forecast(metric(kpi.definition, [baseline(scene, kpi)]))),

  TargetSet: ({ code }, scene) =>
    ofKpi(scene, code, (kpi) => {
      const aim = metric(kpi.definition, [target(scene, kpi)]);
      return withTarget(forecast(aim), scene, aim);
    }),
} satisfies Pick<Translations, KpiDefinitionEvent['type']>;
