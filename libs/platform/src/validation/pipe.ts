import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Invalid } from '../problem/invalid.js';
import { check, coerce, planOf } from './plan.js';

const parts = { body: 'body', query: 'query', param: 'path' } as const;

/**
 * Validates bodies, queries and path parameters against their DTO class. A body passes through as the plain object it
 * is; of queries and paths the declared numbers, flags and lists are read from their text.
 *
 * @throws Invalid with every fault
 */
export class FieldsPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom') return value;
    const part = parts[type as keyof typeof parts];
    const plan = part && metatype && planOf(metatype);
    if (!plan) {
      // A DTO imported as a type leaves Object behind, and a body that nobody checks.
      if (type === 'body')
        throw new Error(`A body is read as ${metatype?.name ?? 'nothing'}, which declares no fields`);
      return value;
    }
    const given = part === 'body' ? (value === undefined ? {} : value) : coerce(plan, value as Record<string, unknown>);
    const faults = check(plan, given, part);
    if (faults.found.length > 0) throw new Invalid(part, faults.found, faults.more);
    return given;
  }
}
