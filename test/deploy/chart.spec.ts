import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

const services = ['partnerships', 'insight', 'procurement'] as const;
const hasHelm = spawnSync('helm', ['version']).status === 0;

type Labels = Readonly<Record<string, string>>;

interface Container {
  readonly name: string;
  readonly resources?: Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>> | undefined>>;
}

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly rules?: readonly { readonly backendRefs: readonly { readonly name: string }[] }[];
    readonly template?: {
      readonly metadata: { readonly labels: Labels };
      readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
    };
    readonly podSelector?: { readonly matchLabels: Labels };
    readonly policyTypes?: readonly string[];
    readonly egress?: readonly {
      readonly ports: readonly { readonly port: number; readonly protocol: string }[];
      readonly to?: readonly unknown[];
    }[];
  };
}

function template(sets: readonly string[], flag: '--set' | '--set-string' = '--set') {
  const from = ['deploy/helm/medspil', '--values', 'deploy/helm/check-values.yaml', '--kube-version', '1.34'];
  const args = ['template', 'medspil', ...from, ...sets.flatMap((one) => [flag, one])];
  return spawnSync('helm', args, { encoding: 'utf8' });
}
function rendered(...sets: readonly string[]): readonly Rendered[] {
  const { stdout, stderr } = template(sets);
  expect(stderr).toBe('');
  return parseAllDocuments(stdout).flatMap((document) => (document.contents ? [document.toJS() as Rendered] : []));
}
const routedTo = (all: readonly Rendered[]) =>
  all.flatMap(({ spec }) => spec?.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs.map(({ name }) => name));

const one = (all: readonly Rendered[], kind: string, name: string) =>
  all.find((each) => each.kind === kind && each.metadata.name === `medspil-${name}`)!.spec!;
/** Ports a service may connect to, by its network policy. */
const reaches = (all: readonly Rendered[], name: string) =>
  one(all, 'NetworkPolicy', name)
    .egress!.flatMap(({ ports }) => ports.map(({ port, protocol }) => `${protocol} ${port}`))
    .filter((port, at, ports) => ports.indexOf(port) === at)
    .sort();

const names = ['TCP 53', 'UDP 53'];
/** As values.yaml has it: the event store is one or the other, by a URL in the Secret. */
const stores = { eventStore: ['TCP 2113', 'TCP 5432'], readModels: ['TCP 5432'] };

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

  it.each(services)('is sure of some CPU and memory for %s, and bounds its memory', (name) => {
    const { containers, initContainers = [] } = one(rendered(), 'Deployment', name).template!.spec;
    expect(containers).toHaveLength(1);
    for (const { resources } of [...containers, ...initContainers]) {
      expect(resources).toEqual({
        requests: { cpu: expect.stringMatching(/^\d+m$/), memory: expect.stringMatching(/^\d+Mi$/) },
        // None of CPU: docs/how-to/deploy.md says why.
        limits: { memory: expect.stringMatching(/^\d+[MG]i$/) },
      });
    }
  });

  const idp = 'TCP 443';
  const collector = 'TCP 4318';
  it.each([
    ['partnerships', [...stores.eventStore, idp, collector]],
    ['insight', [...stores.eventStore, ...stores.readModels, idp, collector]],
    ['procurement', [...stores.eventStore, ...stores.readModels, idp, collector, 'TCP 9092', 'TCP 9093', 'TCP 9094']],
  ])('lets %s reach what it needs, and nothing else', (name, needed) => {
    const all = rendered();
    const policy = one(all, 'NetworkPolicy', name);
    expect(policy.policyTypes).toEqual(['Ingress', 'Egress']);
    const { labels } = one(all, 'Deployment', name).template!.metadata;
    expect(labels).toMatchObject(policy.podSelector!.matchLabels);
    expect(reaches(all, name)).toEqual([...new Set([...names, ...needed])].sort());
  });

  it('lets the services reach the ports that settings name, wherever those are', () => {
    const all = rendered(
      'settings.AUTH_JWKS_URL=http://keycloak.auth:8080/keys',
      'settings.OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp.example/of-traces',
      'kafka.KAFKA_BROKERS=a.example:19092\\, b.example:29092',
      'kafka.KAFKA_SASL=oauthbearer',
      'kafka.KAFKA_OAUTH_TOKEN_URL=https://tokens.example:8443/token',
    );
    const moved = [...names, ...stores.eventStore, 'TCP 8080', 'TCP 443'];
    expect(reaches(all, 'partnerships')).toEqual(moved.sort());
    expect(reaches(all, 'procurement')).toEqual(
      [...moved, 'TCP 19092', 'TCP 29092', 'TCP 8443', 'TCP 9092', 'TCP 9093', 'TCP 9094'].sort(),
    );
  });

  it('lets nobody reach a collector where there is none, and everyone what is added', () => {
    const all = rendered(
      'settings.OTEL_EXPORTER_OTLP_ENDPOINT=',
      'networkPolicy.egress.names.ports={53,5353}',
      'networkPolicy.egress.eventStore.ports={2113}',
      'networkPolicy.egress.eventStore.to[0].ipBlock.cidr=10.0.0.0/8',
    );
    expect(reaches(all, 'partnerships')).toEqual([...names, 'TCP 5353', 'UDP 5353', 'TCP 2113', idp].sort());
    const { egress } = one(all, 'NetworkPolicy', 'partnerships');
    expect(egress!.filter(({ to }) => to)).toEqual([
      { ports: [{ port: 2113, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
    ]);
  });

  it.each([
    ['a setting nothing reads', 'settings.LOG_LEVL=debug', /LOG_LEVL/],
    ['a port of its own, which nobody would send requests to', 'settings.PORT=8080', /PORT/],
    ['an address of its own', 'settings.HOST=127.0.0.1', /HOST/],
    ['a secret in the open', 'kafka.KAFKA_PASSWORD=p', /KAFKA_PASSWORD/],
    ["the gateway's settings for all", 'settings.KAFKA_BROKERS=a:9092', /KAFKA_BROKERS/],
    ['longer draining than stopping', 'settings.DRAIN_SECONDS=50', /STOP_SECONDS must be more than/],
    ['a service there is not', 'services.other.replicas=1', /other/],
    ['several gateways', 'services.procurement.replicas=2', /replicas/],
  ])('refuses %s', (_, set, names) => {
    const { status, stderr } = template([set], '--set-string');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(names) });
  });

  it('refuses to run none of what it scales', () => {
    const { status, stderr } = template(['services.insight.replicas=0']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/replicas/) });
  });
});
