import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

const services = ['partnerships', 'insight', 'procurement'] as const;
const hasHelm = spawnSync('helm', ['version']).status === 0;

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly rules?: readonly { readonly backendRefs: readonly { readonly name: string }[] }[] };
}

function rendered(...sets: readonly string[]): readonly Rendered[] {
  const set = sets.flatMap((one) => ['--set', one]);
  const from = ['deploy/helm/medspil', '--values', 'deploy/helm/check-values.yaml', '--kube-version', '1.34'];
  const args = ['template', 'medspil', ...from, ...set];
  const { stdout, stderr } = spawnSync('helm', args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return parseAllDocuments(stdout).flatMap((document) => (document.contents ? [document.toJS() as Rendered] : []));
}
const routedTo = (all: readonly Rendered[]) =>
  all.flatMap(({ spec }) => spec?.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs.map(({ name }) => name));

// Helm itself renders the chart.
(hasHelm ? describe : describe.skip)('the chart', () => {
  it('renders each service with what belongs to it', () => {
    const all = rendered();
    for (const name of services) {
      const kinds = all.filter(({ metadata }) => metadata.name === `medspil-${name}`).map(({ kind }) => kind);
      const scaled = name === 'procurement' ? [] : ['HorizontalPodAutoscaler', 'PodDisruptionBudget'];
      expect(kinds.sort()).toEqual(['Deployment', 'NetworkPolicy', 'Service', ...scaled].sort());
    }
    expect(routedTo(all)).toEqual(['medspil-procurement', 'medspil-partnerships', 'medspil-insight']);
  });

  it.each(services)('leaves nothing behind of %s where it does not run, and sends nobody there', (name) => {
    const all = rendered(`services.${name}.enabled=false`);
    expect(all.filter(({ metadata }) => metadata.name === `medspil-${name}`)).toEqual([]);
    const others = ['procurement', 'partnerships', 'insight'].filter((one) => one !== name);
    expect(routedTo(all)).toEqual(others.map((one) => `medspil-${one}`));
  });
});
