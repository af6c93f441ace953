import type { CloudEvent } from '../cloud-event.js';

/** What the headers say of the body. */
export const contentType = 'application/json';

/**
 * Kafka headers of a CloudEvent in binary mode; the record's value is its `data` as JSON in UTF-8.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md#32-binary-content-mode
 *
 * @param source who publishes it, as a URI reference; with the id it names the message everywhere
 */
export const toHeaders = (
  { id, type, subject, time, dataschema, sequence }: CloudEvent,
  source: string,
): Readonly<Record<string, string>> => ({
  'content-type': contentType,
  ce_specversion: '1.0',
  ce_id: id,
  ce_source: source,
  ce_type: type,
  ce_subject: subject,
  ce_time: time,
  ce_dataschema: dataschema,
  ce_sequence: sequence,
});
