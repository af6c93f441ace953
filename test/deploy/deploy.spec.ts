import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readConfig, settings } from '../../libs/platform/src/index.js';

const text = (path: string) => readFileSync(path, 'utf8');
// biome-ignore lint/suspicious/noExplicitAny: what stands in the files is what is tested.
const yaml = (path: string): any => parse(text(path), { merge: true });

const compose = yaml('deploy/compose.yaml');
const chart = 'deploy/helm/medspil';
const values = yaml(`${chart}/values.yaml`);
const example = yaml('deploy/helm/check-values.yaml');
const deployment = text(`${chart}/templates/deployment.yaml`);
const dockerfile = text('deploy/Dockerfile');
const services = ['partnerships', 'insight', 'procurement'] as const;

/** What the chart takes from the Secret. */
const ofSecret = [...deployment.matchAll(/"key" "([A-Z_]+)"/g)].map(([, key]) => key!);
/** As compose puts it in: the password given, everything else left out. */
const interpolated = (env: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(env).map(([key, value]) => [
      key,
      value.replace(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/g, 'given').replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1'),
    ]),
  );

describe('what deploys Medspil', () => {
  it('sets only what the product reads', () => {
    const inCompose = services.flatMap((name) => Object.keys(compose.services[name].environment));
    const inChart = [values, example].flatMap((from) => Object.keys({ ...from.settings, ...from.kafka }));
    const inImage = [...dockerfile.matchAll(/\b([A-Z_]+)=\S+/g)].map(([, key]) => key!);
    const named = [...inCompose, ...inChart, ...ofSecret, ...inImage];
    expect(named.filter((key) => !(key in settings) && !['NODE', 'NODE_ENV'].includes(key))).toEqual([]);
  });

  it('lets the chart be told everything the product reads but secrets, and where it listens', () => {
    const { settings: ofAll, kafka } = JSON.parse(text(`${chart}/values.schema.json`)).properties;
    const told = [...Object.keys(ofAll.properties), ...Object.keys(kafka.properties)];
    const fixed = ['PORT', 'HOST', 'DATA_DIR'];
    expect([...told, ...ofSecret, ...fixed].sort()).toEqual(Object.keys(settings).sort());
  });

  it.each(services)('configures %s so that it starts, with compose', (name) => {
    expect(readConfig(interpolated(compose.services[name].environment))).toMatchObject({
      eventStoreUrl: 'kurrentdb://kurrentdb:2113?tls=false',
      readModelUrl: 'postgres://medspil:given@postgres:5432/medspil',
    });
  });

  it('configures the gateway so that it starts, with the chart', () => {
    const secrets = { EVENT_STORE_URL: 'kurrentdb://a:2113', READ_MODEL_URL: 'postgres://a/b' };
    const signIn = { KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' };
    const given = { ...values.settings, ...example.settings, ...values.kafka, ...example.kafka };
    expect(readConfig({ ...given, ...secrets, ...signIn }).kafka?.signIn?.mechanism).toBe('scram-sha-512');
  });

  it('sends traces nowhere unless it is told where', () => {
    expect(readConfig(interpolated(compose.services.partnerships.environment)).telemetry).toBeUndefined();
    expect(readConfig(values.settings).telemetry).toBeUndefined();
    expect(readConfig({ ...values.settings, ...example.settings }).telemetry?.sampler).toBe('parentbased_always_on');
  });

  it('starts what there is to start', () => {
    const commands = [
      ...services.map((name) => compose.services[name].command[0]),
      /CMD \["(dist.*)"\]/.exec(dockerfile)?.[1],
    ];
    expect(commands).toEqual([...services, 'medspil'].map((name) => `dist/apps/${name}/src/main.js`));
    expect(deployment).toContain('args: [dist/apps/{{ $name }}/src/main.js]');
    expect(Object.keys(values.services)).toEqual([...services]);
    for (const command of commands) expect(existsSync(command.replace(/^dist\/(.*)\.js$/, '$1.ts'))).toBe(true);
  });

  it('builds the image of files that are there and not ignored', () => {
    const kept = text('deploy/Dockerfile.dockerignore').match(/(?<=^!).*$/gm);
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, sources]) =>
      sources!.split(' '),
    );
    expect(copied.filter((path) => !existsSync(path) || !kept?.includes(path))).toEqual([]);
  });

  it('keeps no secret, and takes each by reference', () => {
    expect([...new Set(ofSecret)].sort()).toEqual([
      'EVENT_STORE_URL',
      'KAFKA_OAUTH_CLIENT_SECRET',
      'KAFKA_PASSWORD',
      'KAFKA_USERNAME',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'READ_MODEL_URL',
    ]);
    const secret = /^[A-Z_]*(PASSWORD|SECRET)$|:\/\/[^/@]*:[^/@]*@/;
    for (const { environment = {} } of Object.values<{ environment?: Record<string, string> }>(compose.services)) {
      for (const [key, value] of Object.entries(environment))
        if (secret.test(key) || secret.test(value)) expect(value).toContain('${POSTGRES_PASSWORD:?');
    }
    const isGood = new Ajv({ strictTypes: false }).compile(JSON.parse(text(`${chart}/values.schema.json`)));
    expect(isGood(example)).toBe(true);
    for (const key of ['settings', 'kafka']) {
      for (const name of ofSecret) expect(isGood({ ...example, [key]: { ...example[key], [name]: 'x' } })).toBe(false);
    }
  });

  it('runs as nobody in particular, on a root that cannot be written', () => {
    expect(dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    for (const name of services) {
      expect(compose.services[name]).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    }
    for (const line of [
      'runAsNonRoot: true',
      'allowPrivilegeEscalation: false',
      'readOnlyRootFilesystem: true',
      'capabilities: { drop: [ALL] }',
    ])
      expect(deployment).toContain(line);
  });

  it('restarts no process because a database is away', () => {
    const probes = Object.fromEntries(
      [...deployment.matchAll(/(\w+)Probe:\s+httpGet: \{ path: (\S+),/g)].map(([, probe, path]) => [probe, path]),
    );
    expect(probes).toEqual({ startup: '/health/live', liveness: '/health/live', readiness: '/health/ready' });
    expect(dockerfile).toMatch(/HEALTHCHECK[\s\S]*\/health\/live`/);
  });

  it('lets a process finish before it is killed, and tells it to wait until nobody sends requests to it', () => {
    const { drain, within } = readConfig(values.settings).stopping;
    expect(drain).toBeGreaterThanOrEqual(5);
    expect(within).toBeGreaterThan(drain + 10);
    expect(deployment).toContain('terminationGracePeriodSeconds: {{ add 5 (int $.Values.settings.STOP_SECONDS) }}');
    for (const name of services) {
      const { stop_grace_period, environment } = compose.services[name];
      const grace = Number(/^(\d+)s$/.exec(stop_grace_period)?.[1]);
      expect(grace).toBeGreaterThan(readConfig(interpolated(environment)).stopping.within);
    }
  });

  it('runs one gateway, and ends it before another begins', () => {
    expect(deployment).toMatch(/if eq \$name "procurement" \}\}\s+replicas: 1\s[\s\S]*?strategy: \{ type: Recreate \}/);
    expect(text(`${chart}/templates/scaling.yaml`)).toContain('omit .Values.services "procurement"');
  });

  it('tells commands from questions as the services do: what is posted is a command', () => {
    const sources = readdirSync('apps', { recursive: true, encoding: 'utf8' })
      .filter((path) => /^\w+\/src\/.*(?<!\.spec)\.ts$/.test(path))
      .map((path) => `apps/${path}`);
    const having = (pattern: RegExp) =>
      [...new Set(sources.filter((path) => pattern.test(text(path))).map((path) => path.split('/')[1]))].sort();
    expect(having(/@(Post|Records)\(/)).toEqual(['partnerships']);
    expect(having(/@(Put|Patch|Delete)\(/)).toEqual([]);
    expect(having(/@Get\(/)).toEqual(['dashboard', 'insight', 'procurement']);
    const front = text('deploy/front.conf');
    expect(front).toMatch(/default insight;\s+POST partnerships;/);
    expect(front).toContain('set $gateway procurement;');
  });

  it('is checked by a workflow that names what there is', () => {
    const workflow = text('.github/workflows/ci.yaml');
    expect(Object.keys(parse(workflow).jobs)).toEqual(['everything', 'kurrentdb', 'kafka', 'deploy']);
    const paths = [...workflow.matchAll(/(?<![\w./-])((?:deploy|libs|apps|\.ci)\/[\w./-]+)/g)].map(([, path]) => path!);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
    expect([...workflow.matchAll(/image: "([\w/]+:\d+\.\d+)/g)].map(([, image]) => image)).toEqual([
      'kurrentplatform/kurrentdb:26.1',
      'kurrentplatform/kurrentdb:25.1',
      'eventstore/eventstore:23.10',
    ]);
    // The step asks the gateway in its own container, where nothing of deploy/ is.
    expect(workflow).toMatch(/exec -T procurement node --input-type=module - .* < deploy\/published\.js\n/);
    expect(workflow).toMatch(/LARGEST_IMAGE_MB: "\d+"/);
    expect(workflow).toContain('MAX_APPEND_SIZE=16777216');
    expect(compose.services.kurrentdb.environment.KURRENTDB_MAX_APPEND_SIZE).toBe('16777216');
  });
});
