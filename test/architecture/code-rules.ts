import { readdirSync, readFileSync } from 'node:fs';
import { join, parse, relative } from 'node:path';
import ts from 'typescript';
import type { Violation } from './import-rules.js';

const saysNothing = /^(utils?|common|shared|helpers?|base)$/i;

/** Files and folders of apps, libs and test under a root that are named or placed against the house rules. */
export function layoutViolations(root: string): Violation[] {
  const found: Violation[] = [];
  const entries = ['apps', 'libs', 'test'].flatMap((top) => entriesOf(root, top));
  for (const { path } of entries) {
    const words = parse(path).name.split(/[.-]/);
    if (words.some((word) => saysNothing.test(word))) found.push({ rule: 'a name says what is inside', where: path });
    if (parse(path).base === 'index.ts' && !/^libs\/[^/]+\/src\/index\.ts$/.test(path)) {
      found.push({ rule: 'one index.ts per lib and none inside', where: path });
    }
  }
  const files = new Set(entries.filter(({ file }) => file).map(({ path }) => path));
  const libs = new Set(
    entries.map(({ path }) => /^libs\/([^/]+)/.exec(path)?.[1]).filter((name) => name !== undefined),
  );
  for (const lib of libs) {
    if (!files.has(`libs/${lib}/src/index.ts`)) {
      found.push({ rule: 'one index.ts per lib and none inside', where: `libs/${lib}` });
    }
  }
  return found;
}

/** Code of apps and libs (tests aside) under a root that reaches for what its place must not have. */
export function codeViolations(root: string): Violation[] {
  const found: Violation[] = [];
  for (const { path, file } of ['apps', 'libs'].flatMap((top) => entriesOf(root, top))) {
    if (!file || !path.endsWith('.ts') || path.endsWith('.spec.ts') || path.includes('/test/')) continue;
    const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.ES2023, true);
    const typesOnly = namesImportedAsTypes(source);
    const visit = (node: ts.Node): void => {
      const rule = ruleBrokenBy(node, path, typesOnly);
      if (rule) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        found.push({ rule, where: `${path}:${line} ${node.getText().split('\n', 1)[0]}` });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

const impure = new Set([
  'process',
  'performance',
  'crypto',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
]);

function ruleBrokenBy(node: ts.Node, path: string, typesOnly: ReadonlySet<string>): string | undefined {
  if (path.startsWith('libs/partnership/') || path.startsWith('libs/decider/')) {
    if (readsClockOrChance(node)) return 'the business sees no clock, no chance and no process';
  }
  if (!path.startsWith('libs/platform/src/config/') && isMember(node, 'process', 'env')) {
    return 'the environment is read in the config module only';
  }
  if (!path.startsWith('libs/platform/src/problem/') && ts.isImportSpecifier(node)) {
    if (/^\w+Exception$|^HttpStatus$/.test(node.name.text) && moduleOf(node) === '@nestjs/common') {
      return 'status codes of errors are in the problem filter only';
    }
  }
  if (ts.isNewExpression(node) && /^pg\.(Client|Pool)$/.test(node.expression.getText()) && waitsForEver(node)) {
    return 'a database that says nothing is given up: connectionTimeoutMillis';
  }
  if (ts.isParameter(node) && isValidated(node) && node.type && typesOnly.has(node.type.getText())) {
    return 'the class of a body, query or path is imported as a value';
  }
  return undefined;
}

/** Where the settings stand elsewhere, they are looked at there. */
function waitsForEver({
  arguments: [settings] = ts.factory.createNodeArray<ts.Expression>(),
}: ts.NewExpression): boolean {
  if (!settings || !ts.isObjectLiteralExpression(settings)) return false;
  const names = settings.properties.map(({ name }) => name?.getText());
  return names.includes('connectionString') && !names.includes('connectionTimeoutMillis');
}

function readsClockOrChance(node: ts.Node): boolean {
  if (isMember(node, 'Math', 'random') || isMember(node, 'Date', 'now')) return true;
  // Date with arguments only computes; without, it reads the clock.
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
  if (ts.isCallExpression(node)) return node.expression.getText() === 'Date';
  return ts.isIdentifier(node) && impure.has(node.text) && isReference(node);
}

/** An identifier that stands for a value, and is not the name of a property, a key or a declaration. */
function isReference({ parent, ...node }: ts.Identifier): boolean {
  const named = 'name' in parent && (parent.name as ts.Node | undefined)?.pos === node.pos;
  return !named && !ts.isQualifiedName(parent) && !ts.isTypeReferenceNode(parent);
}

function isMember(node: ts.Node, object: string, property: string): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.expression.getText() === object && node.name.text === property;
  if (!ts.isElementAccessExpression(node)) return false;
  return node.expression.getText() === object && node.argumentExpression.getText().slice(1, -1) === property;
}

function isValidated(parameter: ts.ParameterDeclaration): boolean {
  return (ts.getDecorators(parameter) ?? []).some(({ expression }) =>
    /^(Body|Query|Param)\(/.test(expression.getText()),
  );
}

function namesImportedAsTypes(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    if (!clause?.namedBindings || !ts.isNamedImports(clause.namedBindings)) continue;
    for (const one of clause.namedBindings.elements) if (clause.isTypeOnly || one.isTypeOnly) names.add(one.name.text);
  }
  return names;
}

function moduleOf(specifier: ts.ImportSpecifier): string {
  return (specifier.parent.parent.parent.moduleSpecifier as ts.StringLiteral).text;
}

function entriesOf(root: string, top: string): { path: string; file: boolean }[] {
  return readdirSync(join(root, top), { recursive: true, withFileTypes: true }).map((entry) => ({
    path: relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'),
    file: entry.isFile(),
  }));
}
