import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import type { Sentence } from '../problem/language.js';

/** What one kind of value is: how it is recognised, what is expected of it in words, and its JSON schema. */
export interface Kind {
  readonly name: string;
  readonly accepts: (value: unknown) => boolean;
  readonly says: Sentence;
  readonly schema: ApiPropertyOptions;
  /** The value a query string's text stands for; the text itself when it stands for none. */
  readonly fromText?: (text: string) => unknown;
}

export interface FieldOptions {
  /** The field may be left out. `null` is not the same as leaving it out, and is refused. */
  readonly optional?: boolean;
  readonly example?: unknown;
  readonly description?: string;
}

/** A property decorator that carries its kind, so that it can describe the items of a list too. */
export type Field = PropertyDecorator & { readonly kind: Kind };

/** What the decorators leave with class-validator for the compiled plan: its `context` is made for such notes. */
export interface FieldContext {
  readonly da?: string;
  readonly fromText?: (text: string) => unknown;
  readonly list?: true;
  readonly class?: () => new () => object;
}

/** One line of a DTO: validation and documentation of a property together. */
export function field(kind: Kind, options: FieldOptions): Field {
  const decorate: PropertyDecorator = (target, property) => {
    allowAbsence(options)(target, property);
    constraint(kind, { da: kind.says.da, ...(kind.fromText && { fromText: kind.fromText }) })(target, property);
    ApiProperty(documented(kind.schema, options))(target, property);
  };
  return Object.assign(decorate, { kind });
}

/** An object described by a class of its own. */
export function Nested(of: () => new () => object, options: FieldOptions = {}): PropertyDecorator {
  return (target, property) => {
    allowAbsence(options)(target, property);
    constraint(anObject, { da: anObject.says.da })(target, property);
    ValidateNested({ context: { class: of } satisfies FieldContext })(target, property);
    ApiProperty(documented({ type: () => of() }, options))(target, property);
  };
}

export interface ListOptions extends FieldOptions {
  /** Fewest items; 0 unless given. */
  readonly min?: number;
  /** Most items. */
  readonly max: number;
}

/** A list of values of one kind (`ListOf(Code(), …)`), or of objects of one class (`ListOf(() => Target, …)`). */
export function ListOf(of: Field | (() => new () => object), options: ListOptions): PropertyDecorator {
  const { min = 0, max } = options;
  const list: Kind = {
    name: 'list',
    accepts: (value) => Array.isArray(value) && value.length >= min && value.length <= max,
    says: {
      en: `must be a list of ${min === max ? min : `${min} to ${max}`} items`,
      da: `skal være en liste med ${min === max ? min : `${min} til ${max}`} elementer`,
    },
    schema: { isArray: true, minItems: min, maxItems: max },
  };
  const items: EachItem = { each: true, validateIf: (_, value) => Array.isArray(value) };
  return (target, property) => {
    allowAbsence(options)(target, property);
    if ('kind' in of) {
      const { kind } = of;
      const { fromText } = kind;
      constraint(list, { da: list.says.da, list: true, ...(fromText && { fromText }) })(target, property);
      constraint(kind, { da: kind.says.da }, items)(target, property);
      const {
        description: _described,
        example,
        ...schema
      } = kind.schema as { description?: string; example?: unknown };
      const documentation = { ...schema, ...list.schema, ...(example !== undefined && { example: [example] }) };
      ApiProperty(documented(documentation as ApiPropertyOptions, options))(target, property);
      return;
    }
    constraint(list, { da: list.says.da })(target, property);
    constraint(anObject, { da: anObject.says.da }, items)(target, property);
    ValidateNested({ each: true, context: { class: of } satisfies FieldContext })(target, property);
    ApiProperty(documented({ ...list.schema, type: () => of() } as ApiPropertyOptions, options))(target, property);
  };
}

interface EachItem {
  readonly each: true;
  readonly validateIf: (object: object, value: unknown) => boolean;
}

const anObject: Kind = {
  name: 'object',
  accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  says: { en: 'must be an object', da: 'skal være et objekt' },
  schema: {},
};

function constraint({ name, accepts, says }: Kind, context: FieldContext, each?: EachItem): PropertyDecorator {
  return ValidateBy(
    { name, validator: { validate: accepts, defaultMessage: () => says.en } },
    { context, message: says.en, ...each },
  );
}

function allowAbsence({ optional }: FieldOptions): PropertyDecorator {
  return optional ? ValidateIf((_, value) => value !== undefined) : () => {};
}

function documented(schema: ApiPropertyOptions, { optional, example, description }: FieldOptions): ApiPropertyOptions {
  return {
    ...schema,
    required: !optional,
    ...(example !== undefined && { example }),
    ...(description !== undefined && { description }),
  } as ApiPropertyOptions;
}
