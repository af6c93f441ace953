import { getMetadataStorage, type MetadataStorage, type ValidationArguments, ValidationTypes } from 'class-validator';
import type { FieldContext } from '../fields/kind.js';
import type { Sentence } from '../problem/language.js';
import { Faults } from './faults.js';

/** What class-validator knows of a class, read once and arranged for walking plain objects. */
export interface Plan {
  readonly fields: ReadonlyMap<string, FieldPlan>;
}

interface FieldPlan {
  readonly name: string;
  readonly applies: readonly ((object: object, value: unknown) => boolean)[];
  readonly checks: readonly Check[];
  readonly nested: Plan | undefined;
  /** How the text of a query parameter becomes a value of this field. */
  readonly fromText: ((text: string) => unknown) | undefined;
  readonly list: boolean;
}

interface Check {
  readonly each: boolean;
  readonly applies: ((object: object, value: unknown) => boolean) | undefined;
  readonly accepts: (value: unknown, object: object) => boolean;
  readonly says: (value: unknown, object: object) => Sentence;
}

type Class = new () => object;
type Metadata = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];

const plans = new Map<Class, Plan>();
const unknownField: Sentence = { en: 'is not a field here', da: 'er ikke et felt her' };
const mustBeObject: Sentence = { en: 'must be an object', da: 'skal være et objekt' };

/** The plan of a class, compiled on first use; undefined when class-validator knows nothing of the class. */
export function planOf(type: Class): Plan | undefined {
  const known = plans.get(type);
  if (known) return known;
  const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  if (metadata.length === 0) return undefined;
  const fields = new Map<string, FieldPlan>();
  const plan = { fields };
  // Kept before it is filled: classes may name each other in a circle.
  plans.set(type, plan);
  try {
    for (const name of new Set(metadata.map(({ propertyName }) => propertyName))) {
      const about = metadata.filter(({ propertyName }) => propertyName === name);
      fields.set(name, compile(type, name, about));
    }
  } catch (error) {
    plans.delete(type);
    throw error;
  }
  return plan;
}

/** Every fault of a plain value against a plan: of every field, at every depth, and every field nobody declared. */
export function check(plan: Plan, value: unknown, part: 'body' | 'query' | 'path' = 'body'): Faults {
  const faults = new Faults(part);
  if (isObject(value)) checkObject(plan, value, faults);
  else faults.add(mustBeObject);
  return faults;
}

/** The values a query's texts stand for, by what the plan declares; what stands for nothing stays and is refused. */
export function coerce(plan: Plan, query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(query)) {
    const field = plan.fields.get(key);
    const given = query[key];
    const read = (text: unknown) => (typeof text === 'string' && field?.fromText ? field.fromText(text) : text);
    if (Array.isArray(given)) values[key] = given.map(read);
    else values[key] = field?.list ? [read(given)] : read(given);
  }
  return values;
}

function checkObject(plan: Plan, object: Record<string, unknown>, faults: Faults): void {
  for (const key of Object.keys(object)) if (!plan.fields.has(key)) faults.addAt(key, unknownField);
  for (const field of plan.fields.values()) {
    const value = object[field.name];
    if (!field.applies.every((applies) => applies(object, value))) continue;
    faults.path.push(field.name);
    for (const check of field.checks) run(check, value, object, faults);
    if (field.nested) walk(field.nested, value, faults);
    faults.path.pop();
  }
}

function walk(plan: Plan, value: unknown, faults: Faults): void {
  if (!Array.isArray(value)) {
    if (isObject(value)) checkObject(plan, value, faults);
    return;
  }
  for (let index = 0; index < value.length; index += 1) {
    if (!isObject(value[index])) continue;
    faults.path.push(index);
    checkObject(plan, value[index], faults);
    faults.path.pop();
  }
}

function run(check: Check, value: unknown, object: object, faults: Faults): void {
  if (check.applies && !check.applies(object, value)) return;
  if (!check.each || !Array.isArray(value)) {
    if (!check.accepts(value, object)) faults.add(check.says(value, object));
    return;
  }
  for (let index = 0; index < value.length; index += 1) {
    if (!check.accepts(value[index], object)) faults.addAt(index, check.says(value[index], object));
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compile(type: Class, name: string, about: readonly Metadata[]): FieldPlan {
  const applies: FieldPlan['applies'][number][] = [];
  const checks: Check[] = [];
  let context: FieldContext = {};
  let nested: Plan | undefined;
  for (const metadata of about) {
    context = { ...context, ...(metadata.context as FieldContext | undefined) };
    if (metadata.groups?.length) throw new Error(`${type.name}.${name}: validation groups are not supported`);
    switch (metadata.type) {
      case ValidationTypes.CONDITIONAL_VALIDATION:
        applies.push(metadata.constraints[0]);
        break;
      case ValidationTypes.NESTED_VALIDATION: {
        const of = (metadata.context as FieldContext | undefined)?.class?.();
        nested = of && planOf(of);
        if (!nested) throw new Error(`${type.name}.${name}: declare it with Nested or ListOf and a class with fields`);
        break;
      }
      case ValidationTypes.CUSTOM_VALIDATION:
      case ValidationTypes.IS_DEFINED:
        checks.push(...compileChecks(type, metadata));
        break;
      case ValidationTypes.WHITELIST:
        break;
      default:
        throw new Error(`${type.name}.${name}: ${metadata.type} is not supported`);
    }
  }
  return { name, applies, checks, nested, fromText: context.fromText, list: context.list === true };
}

function compileChecks(type: Class, metadata: Metadata): Check[] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(metadata.constraintCls)
    .map(({ async: slow, instance: constraint }) => {
      if (slow) throw new Error(`${type.name}.${metadata.propertyName}: asynchronous validation is not supported`);
      const as = (value: unknown, object: object): ValidationArguments => ({
        targetName: type.name,
        property: metadata.propertyName,
        constraints: metadata.constraints,
        value,
        object,
      });
      const { da } = (metadata.context ?? {}) as FieldContext;
      const says = (value: unknown, object: object): Sentence => {
        const en = messageOf(metadata, constraint.defaultMessage?.bind(constraint), as(value, object));
        if (value !== undefined) return { en, da: da ?? en };
        return { en: `is missing: ${en}`, da: `mangler: ${da ?? en}` };
      };
      return {
        each: metadata.each,
        applies: metadata.validateIf,
        accepts: (value, object) => Boolean(constraint.validate(value, as(value, object))),
        says,
      };
    });
}

/** A constraint's own message, with the `$property`, `$value` and `$constraint1` of class-validator's messages filled. */
function messageOf(
  { message }: Metadata,
  standard: ((about: ValidationArguments) => string) | undefined,
  about: ValidationArguments,
): string {
  const text = message || standard;
  const wording = typeof text === 'function' ? text(about) : (text ?? 'is not as expected');
  return wording.replace(/\$(property|value|constraint(\d+))/g, (_, name: string, number?: string) => {
    if (name === 'property') return about.property;
    return String(name === 'value' ? about.value : about.constraints[Number(number) - 1]);
  });
}
