import { getMetadataStorage } from 'class-validator';
import type { FieldContext } from './kind.js';

/** A class whose properties are declared as fields. */
// biome-ignore lint/suspicious/noExplicitAny: a class is one whatever its constructor takes
export type FieldsClass = abstract new (...given: any[]) => object;

/** A declared field: its kind by name (`text`, `oere`, `business-date`, …), and the class of its objects. */
export interface DescribedField {
  readonly name: string;
  readonly kind: string;
  readonly list: boolean;
  readonly of?: FieldsClass;
}

/** The fields a class declares, in the order they stand in it, then those it inherits. */
export function fieldsOf(type: FieldsClass): readonly DescribedField[] {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const names = [...new Set(metadata.map(({ propertyName }) => propertyName))];
  return names.map((name) => {
    const about = metadata.filter(({ propertyName }) => propertyName === name);
    const kinds = about.flatMap(({ name: kind }) => (kind === undefined ? [] : [kind]));
    const of = about
      .map(({ context }) => (context as FieldContext | undefined)?.class)
      .find((one) => one !== undefined)?.();
    return {
      name,
      kind: kinds.find((kind) => kind !== 'list') ?? 'list',
      list: kinds.includes('list'),
      ...(of && { of }),
    };
  });
}
