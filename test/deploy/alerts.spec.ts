import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const text = (path: string) => readFileSync(path, 'utf8');
const rules = 'deploy/prometheus/alerts.yaml';
const tests = 'test/deploy/alerts.test.yaml';

interface Group {
  readonly rules: readonly { readonly alert: string; readonly expr: string }[];
}
interface Case {
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
}
const alerts = (parse(text(rules)) as { groups: Group[] }).groups.flatMap((group) => group.rules);
const [well, wrong] = (parse(text(tests)) as { tests: Case[] }).tests;

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

describe('the alerts', () => {
  it('ask only for what is measured, by labels it has', () => {
    const rows = [...text('docs/reference/operation.md').matchAll(/^\| `(medspil_\w+)` \| (\w+) \| (.*?) \|/gm)];
    const measured = new Map(
      rows.flatMap(([, name, type, labels]) =>
        (type === 'histogram' ? ['_count', '_sum', '_bucket'] : ['']).map((end) => [
          `${name}${end}`,
          [...labels!.split(', '), 'le', 'job', 'instance'],
        ]),
      ),
    );
    const asked = alerts.flatMap(({ expr }) => [...expr.matchAll(/(medspil_\w+)(?:\{(.*?)\})?/g)]);
    expect(asked.length).toBeGreaterThan(alerts.length);
    for (const [, name, labels = ''] of asked) {
      const known = measured.get(name!) ?? `${name} is not measured`;
      for (const [, label] of labels.matchAll(/(\w+)[=!]/g)) expect(known).toContain(label);
      expect(known).toBeInstanceOf(Array);
    }
  });

  it('are each tested to be quiet when all is well, and to speak when it is not', () => {
    const names = alerts.map(({ alert }) => alert);
    const quiet = well!.alert_rule_test.filter(({ exp_alerts }) => exp_alerts.length === 0);
    const speaking = wrong!.alert_rule_test.filter(({ exp_alerts }) => exp_alerts.length === 1);
    for (const some of [quiet, speaking]) expect(some.map(({ alertname }) => alertname)).toEqual(names);
  });

  // promtool comes with Prometheus.
  (hasPromtool ? it : it.skip)(
    'are as Prometheus itself has them',
    () => {
      for (const args of [
        ['check', 'rules', rules],
        ['test', 'rules', tests],
      ]) {
        const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
        expect(`${stdout}${stderr}`).not.toMatch(/FAILED|error/i);
        expect(status).toBe(0);
      }
    },
    30_000,
  );
});
