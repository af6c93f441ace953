import type { KpiDefinition } from '#partnership';
import type { Sentence } from '#platform';
import { type Formula, toBasisPoints } from './formula.js';

const toSixDecimals = { decimals: 6, half: 'away-from-zero' };

const anyFigure: Sentence = {
  en: 'It is a bound when one of them is. It is unknown when there are none, when some are at least and others at most, and when they do not go together.',
  da: 'Tallet er en grænse, når en af dem er det. Det er ukendt, når der ingen er, når nogle er mindst og andre højst, og når de ikke kan lægges sammen.',
};
const figureSays = (en: string, da: string): Sentence => ({ en: `${en} ${anyFigure.en}`, da: `${da} ${anyFigure.da}` });

/** How measurements become one figure, by the KPI's aggregation. */
export const figureFormulas: Readonly<Record<KpiDefinition['aggregation'], Formula>> = {
  sum: {
    code: 'sum',
    expression: 'Σ value',
    says: figureSays(
      'The sum of the values of all measurements; periods of one place may not overlap.',
      'Summen af værdierne af alle målinger; perioder for samme sted må ikke overlappe.',
    ),
  },
  'mean-weighted-by-n': {
    code: 'mean-weighted-by-n',
    expression: 'Σ (value × n) / Σ n',
    rounding: toSixDecimals,
    says: figureSays(
      'The mean of the measurements of the latest period, each weighted by its number of observations.',
      'Gennemsnittet af målingerne i den seneste periode, hver vægtet med sit antal observationer.',
    ),
  },
  'ratio-of-sums': {
    code: 'ratio-of-sums',
    expression: 'Σ numerator / Σ denominator',
    rounding: toSixDecimals,
    says: figureSays(
      'The sum of the numerators over the sum of the denominators of the measurements of the latest period.',
      'Summen af tællerne divideret med summen af nævnerne for målingerne i den seneste periode.',
    ),
  },
  last: {
    code: 'last',
    expression: 'value',
    says: figureSays(
      'The value of the one measurement of the latest period.',
      'Værdien af den ene måling i den seneste periode.',
    ),
  },
};

/** How far the figure, here called actual, has come. */
export function attainmentFormula({ direction }: Pick<KpiDefinition, 'direction'>): Formula {
  if (direction === 'range') {
    return {
      code: 'in-range',
      expression: 'range-low ≤ actual ≤ range-high',
      says: {
        en: 'Whether the figure lies in the range, both ends included; a bound that may lie on either side is undecided.',
        da: 'Om tallet ligger i intervallet, begge ender medregnet; en grænse, der kan ligge på begge sider, er uafgjort.',
      },
    };
  }
  return {
    code: 'share-of-the-way',
    expression: '(actual − baseline) / (target − baseline)',
    rounding: toBasisPoints,
    says: {
      en: 'The share of the way from baseline to target. A baseline given as numerator and denominator is their quotient, to six decimals. The share is a bound when the figure or the baseline is; unknown when one of the three is missing, when the target equals the baseline, and when the bounds go against each other.',
      da: 'Andelen af vejen fra baseline til mål. En baseline angivet ved tæller og nævner er deres kvotient med seks decimaler. Andelen er en grænse, når tallet eller baseline er det; ukendt, når et af de tre mangler, når målet er lig baseline, og når grænserne modsiger hinanden.',
    },
  };
}

/** Where the KPI stands. */
export function statusFormula({ direction }: Pick<KpiDefinition, 'direction'>): Formula {
  if (direction === 'range') {
    return {
      code: 'status-in-range',
      expression:
        'day − end of period ≥ stale-after-days → stale-data; range-low ≤ actual ≤ range-high → on-target; else off-target',
      says: {
        en: 'Without a figure: no data. When the latest period ended so many days ago: stale data. In the range: on target. Outside it: off target. When a bound leaves it open: undecided.',
        da: 'Uden et tal: ingen data. Når den seneste periode sluttede for så mange dage siden: forældede data. I intervallet: på målet. Uden for: ikke på målet. Når en grænse lader det stå åbent: uafgjort.',
      },
    };
  }
  const reached = direction === 'up' ? 'actual ≥ target' : 'actual ≤ target';
  return {
    code: direction === 'up' ? 'status-at-least-target' : 'status-at-most-target',
    expression: `day − end of period ≥ stale-after-days → stale-data; ${reached} → on-target; attainment ≥ 1 − tolerance → within-tolerance; else off-target`,
    says: {
      en: 'Without a baseline or a target: that is missing. Without a figure: no data. When the latest period ended so many days ago: stale data. When the target is reached: on target. When no more is missing than the tolerance, a share of the way: within tolerance. Otherwise: off target. When a bound leaves it open: undecided.',
      da: 'Uden baseline eller mål: det mangler. Uden et tal: ingen data. Når den seneste periode sluttede for så mange dage siden: forældede data. Når målet er nået: på målet. Når der ikke mangler mere end tolerancen, en andel af vejen: inden for tolerancen. Ellers: ikke på målet. Når en grænse lader det stå åbent: uafgjort.',
    },
  };
}
