// Lets plain Node load the TypeScript of this repository: `register()` before the first import of a .ts file.
import { readFile } from 'node:fs/promises';
import { register as registerHooks } from 'node:module';
import { transform } from '@swc/core';

export const register = () => registerHooks(import.meta.url);

export async function resolve(specifier, context, next) {
  if (specifier.startsWith('#')) {
    return next(new URL(`../../libs/${specifier.slice(1)}/src/index.ts`, import.meta.url).href, context);
  }
  if (specifier.startsWith('.') && context.parentURL?.endsWith('.ts')) {
    return next(specifier.replace(/\.js$/, '.ts'), context);
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
  const { code } = await transform(await readFile(new URL(url), 'utf8'), {
    sourceMaps: 'inline',
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
