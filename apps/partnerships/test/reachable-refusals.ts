import ts from 'typescript';

/**
 * The refusals that the code of each command's decision can reach, read from the source: every argument of `Refused`
 * and of the functions named `refuse…`, by its type, in the decision and in all it calls.
 *
 * @param root the entry file of the rules
 * @param roots where the decisions of a command begin: property names, case clauses, or functions by name
 */
export function reachableRefusals(root: string, commands: readonly string[], also: Record<string, readonly string[]>) {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    customConditions: ['source'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const program = ts.createProgram([root], options);
  const checker = program.getTypeChecker();
  const wanted = new Set(commands);
  const begins = new Map<string, ts.Node[]>();
  const functions = new Map<string, ts.Node>();

  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || !file.fileName.includes('/libs/partnership/src/')) continue;
    visit(file, (node) => {
      if (ts.isFunctionDeclaration(node) && node.name) functions.set(node.name.text, node);
      const name = commandOf(node);
      if (name && wanted.has(name)) begins.set(name, [...(begins.get(name) ?? []), node]);
    });
  }

  const known = new Map<ts.Node, ReadonlySet<string>>();
  const reached = (node: ts.Node): ReadonlySet<string> => {
    const before = known.get(node);
    if (before) return before;
    const found = new Set<string>();
    known.set(node, found);
    visit(node, (inner) => {
      if (ts.isCallExpression(inner) || ts.isNewExpression(inner)) {
        const called = inner.expression;
        const reason = inner.arguments?.[0];
        if (reason && /^(Refused|refuse\w*)$/.test(called.getText()) && !isParameter(checker, reason)) {
          for (const literal of literalsOf(checker.getTypeAtLocation(reason))) found.add(literal);
        }
      }
      if (ts.isIdentifier(inner)) {
        const callee = declarationOf(checker, inner);
        if (callee && callee !== node) for (const reason of reached(callee)) found.add(reason);
      }
    });
    return found;
  };

  return new Map(
    commands.map((command) => {
      const nodes = [
        ...(begins.get(command) ?? []),
        ...(also[command] ?? []).map((name) => functions.get(name) as ts.Node),
      ];
      return [command, new Set(nodes.flatMap((node) => [...reached(node)]))] as const;
    }),
  );
}

function commandOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node) || ts.isShorthandPropertyAssignment(node)) {
    return node.name.getText();
  }
  if (ts.isCaseClause(node) && ts.isStringLiteral(node.expression)) return node.expression.text;
  return undefined;
}

/** The function of our rules that a name stands for, when it is one. */
function declarationOf(checker: ts.TypeChecker, name: ts.Identifier): ts.Node | undefined {
  let symbol = checker.getSymbolAtLocation(name);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  const declaration = symbol?.valueDeclaration;
  if (!declaration?.getSourceFile().fileName.includes('/libs/partnership/src/')) return undefined;
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const { initializer } = declaration;
  return ts.isArrowFunction(initializer) || ts.isCallExpression(initializer) ? initializer : undefined;
}

/** Whether it is handed on from a caller, who says it more exactly. */
function isParameter(checker: ts.TypeChecker, expression: ts.Expression): boolean {
  const declaration = checker.getSymbolAtLocation(expression)?.valueDeclaration;
  return declaration !== undefined && ts.isParameter(declaration);
}

function literalsOf(type: ts.Type): string[] {
  if (type.isUnion()) return type.types.flatMap(literalsOf);
  return type.isStringLiteral() ? [type.value] : [];
}

function visit(node: ts.Node, seen: (node: ts.Node) => void): void {
  seen(node);
  ts.forEachChild(node, (child) => visit(child, seen));
}
