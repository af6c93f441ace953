import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

/** Which libs each lib may use; what is not named here may use none. */
const directions: Readonly<Record<string, readonly string[]>> = {
  decider: [],
  partnership: ['decider'],
  contracts: ['decider', 'partnership'],
  'event-store': ['decider'],
  projection: ['decider', 'event-store'],
  platform: ['decider', 'event-store', 'projection'],
};

/** What was found against a rule: the rule's name, and where. */
export interface Violation {
  readonly rule: string;
  readonly where: string;
}

const lib = (name: string) => `^libs/${name}/`;

/** Tests and what only they use may reach further; they are no part of the product. */
const tests = ['(^|/)test/', '\\.spec\\.ts$'];

const rules: IForbiddenRuleType[] = [
  ...Object.entries(directions).map(([name, uses]) => ({
    name: `${name} uses ${uses.length > 0 ? uses.join(', ') : 'no other lib'}`,
    from: { path: lib(name) },
    to: { path: '^libs/', pathNot: [name, ...uses].map(lib) },
  })),
  {
    name: 'every lib has a place in the import order',
    from: { path: '^libs/', pathNot: Object.keys(directions).map(lib) },
    to: {},
  },
  { name: 'a lib uses no app', from: { path: '^libs/' }, to: { path: '^apps/' } },
  {
    name: 'an app uses no other app',
    // The whole product is composed of all of them; the service that answers queries also serves the pages that ask them.
    from: { path: '^apps/([^/]+)/', pathNot: ['^apps/medspil/', '^apps/insight/src/service\\.ts$'] },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'an app uses no other app',
    from: { path: '^apps/insight/src/service\\.ts$' },
    to: { path: '^apps/', pathNot: ['^apps/insight/', '^apps/dashboard/'] },
  },
  {
    name: 'a lib is entered by its index.ts',
    from: { path: '^(apps|libs)/([^/]+)/' },
    to: { path: '^libs/', pathNot: ['^$1/$2/', '^libs/[^/]+/src/index\\.ts$'] },
  },
  {
    name: 'Nest is in apps and platform only',
    from: { path: '^libs/', pathNot: [lib('platform')] },
    to: { path: '(^|/)@nestjs/' },
  },
  {
    name: 'the business does no I/O',
    from: { path: '^libs/(partnership|decider|contracts)/' },
    to: { dependencyTypes: ['core'] },
  },
  { name: 'nothing that runs uses test code', from: {}, to: { path: tests } },
  { name: 'every import leads somewhere', from: {}, to: { couldNotResolve: true, pathNot: '^@nestjs/' } },
  {
    name: 'no import leads back in a circle',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

const ofProduct = ({ from, ...rule }: IForbiddenRuleType): IForbiddenRuleType =>
  ({
    ...rule,
    severity: 'error',
    from: { ...from, pathNot: [...tests, ...(from.pathNot ?? [])] },
  }) as IForbiddenRuleType;

/** The imports of apps and libs (tests aside) under a root that go against the design's directions. */
export async function importViolations(root: string): Promise<Violation[]> {
  const { output } = await cruise(
    ['apps', 'libs'],
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: rules.map(ofProduct) },
      // Types count: a type imported against the direction ties the code just as well.
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
    },
    {
      conditionNames: ['source', 'import', 'node'],
      exportsFields: ['exports'],
      extensionAlias: { '.js': ['.ts', '.js'] },
    },
  );
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    where: `${from} → ${to}`,
  }));
}
