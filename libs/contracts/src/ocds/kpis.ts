import type { Kpi, KpiDefinitionEvent, Registered } from '#partnership';
import type { Delta, Scene, Translations } from './delta.js';
import { baselineOf, metric, targetOf, unpublished } from './metrics.js';
import type { Metric, Tender } from './release.js';

/** The targets that a notice sets out. */
export const targetsOf = ({ kpis }: Registered): Metric[] =>
  Object.values(kpis)
    .filter(({ definition, targetSet }) => definition.publishable && targetSet)
    .map((kpi) => metric(kpi.definition, [targetOf(kpi)]));

const forecast = (metric: Metric): Delta => ({ tag: ['planningUpdate'], planning: { forecasts: [metric] } });

/** While tenders are awaited, an aim is also what they are asked to meet. */
function withTarget(delta: Delta, { ocid, after: { procurement } }: Scene, target: Metric): Delta {
  if (!procurement.notice || procurement.award) return delta;
  const tender: Tender = { id: ocid, targets: [target] };
  return { ...delta, tag: [...delta.tag, 'tenderUpdate'], tender };
}

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
      const whole = forecast(metric(kpi.definition, [baselineOf(kpi), targetOf(kpi)]));
      return kpi.targetSet ? withTarget(whole, scene, metric(kpi.definition, [targetOf(kpi)])) : whole;
    });
  },

  BaselineSet: ({ code }, scene) =>
    ofKpi(scene, code, (kpi) =>
      forecast(metric(kpi.definition, [baselineOf(kpi, scene.before.kpis[code]?.baselineReading !== undefined)])),
    ),

  TargetSet: ({ code }, scene) =>
    ofKpi(scene, code, (kpi) => {
      const target = metric(kpi.definition, [targetOf(kpi)]);
      return withTarget(forecast(target), scene, target);
    }),
} satisfies Pick<Translations, KpiDefinitionEvent['type']>;
