import { v5 as uuid5 } from 'uuid';
import { type Example, type Step, toBody } from './step.js';

/** The namespace of the keys under which a step that was taken before finds its first answer. */
const steps = '0d3f6a52-6f2e-4f0c-9a43-8d6f5a7b1c20';

export interface Driver {
  /** Where Medspil listens, without a slash at the end. */
  readonly url: string;
  /** A bearer token for whoever takes the step. */
  token(step: Step): Promise<string>;
  /** Told after each step. */
  progress(done: number, of: number): void;
}

export interface Driven {
  readonly partnershipId: string;
  /** Position of the last event, to wait for. */
  readonly position: number;
  /** Steps that an earlier run had taken. */
  readonly repeated: number;
}

/**
 * Takes the steps of an example one after the other through the HTTP API. Each step carries a key made from its content,
 * so a second run changes nothing.
 *
 * @throws Error that names the step and what the server says is missing
 */
export async function drive(example: Example, driver: Driver): Promise<Driven> {
  let partnershipId = '';
  let position = 0;
  let repeated = 0;
  for (const [index, step] of example.steps.entries()) {
    const path = step.path === '' && index === 0 ? '/partnerships' : `/partnerships/${partnershipId}${step.path}`;
    const body = JSON.stringify(toBody(step.body));
    const answer = await fetch(`${driver.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await driver.token(step)}`,
        'content-type': 'application/json',
        'idempotency-key': uuid5(`${step.subject} ${path} ${body}`, steps),
      },
      body,
    });
    const said = (await answer.json()) as { id: string; position: number; type?: string };
    if (said.type?.endsWith('/token-not-genuine')) {
      throw new Error(
        `${driver.url} does not know the key of these tokens. They are made with the key in DATA_DIR, and it must be the DATA_DIR of that server.`,
      );
    }
    if (!answer.ok) {
      throw new Error(
        `${example.title}, step ${index + 1}: POST ${path} as ${step.subject} was answered ${answer.status}.\n${JSON.stringify(said, null, 2)}`,
      );
    }
    if (index === 0) partnershipId = said.id;
    position = Math.max(position, said.position);
    if (answer.headers.get('idempotency-replayed') === 'true') repeated++;
    driver.progress(index + 1, example.steps.length);
  }
  return { partnershipId, position, repeated };
}
