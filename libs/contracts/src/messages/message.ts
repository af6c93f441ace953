import { type Static, type TObject, type TProperties, Type } from 'typebox';
import { businessDate, text } from './fields.js';

const ofEveryMessage = {
  partnershipId: Type.String({ format: 'uuid', description: 'The partnership it is about; the key of the message.' }),
  occurredOn: businessDate('The day it happened, which may lie before the day it was recorded'),
};
const marks = {
  illustrative: Type.Optional(
    Type.Array(text('A field of this message, dotted.'), {
      minItems: 1,
      description: 'Fields whose values no source gives: examples, not facts.',
    }),
  ),
};

/** A type of message: its schema and the TypeScript type of what it says. */
export interface Message<Properties extends TProperties = TProperties> {
  /** 'dk.medspil.<fact>.v<version>' */
  readonly type: string;
  /** JSON Schema 2020-12 of the data; its `$id` is the message's `dataschema`. */
  readonly schema: TObject & { readonly $id: string; readonly title: string; readonly description: string };
  /** What one message of this type says. */
  of(says: Static<TObject<Properties>>, marking?: Marking): Draft;
}

/** Which of a message's fields hold what no source gives. */
export interface Marking {
  /** Its fields that hold illustrative values of earlier events. */
  readonly earlier?: readonly string[];
  /** What the message calls a field of the event; the same unless given. */
  readonly named?: (field: string) => string;
}

/** What one message says, before it is addressed. */
export interface Draft {
  readonly message: Pick<Message, 'type' | 'schema'>;
  readonly says: Readonly<Record<string, unknown>>;
  readonly marking: Marking;
}

/**
 * @param fact what happened, in the field's words; a breaking change of its schema makes the next version
 * @param comes when such a message is sent, in a sentence
 */
export function message<const Properties extends TProperties>(
  fact: string,
  comes: string,
  properties: Properties,
  version = 1,
): Message<Properties> {
  const schema = Type.Object(
    { ...ofEveryMessage, ...properties, ...marks },
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://medspil.dk/schemas/${fact}.v${version}.json`,
      title: fact,
      description: comes,
    },
  ) as TObject as Message['schema'];
  const made = { type: `dk.medspil.${fact}.v${version}`, schema };
  return { ...made, of: (says, marking = {}) => ({ message: made, says: says as Draft['says'], marking }) };
}
