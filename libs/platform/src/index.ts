export { type EmbeddedIssuer, openEmbeddedIssuer } from './auth/embedded-issuer.js';
export { CurrentPrincipal, type Principal, Public, principalOf } from './auth/principal.js';
export { type TokenRules, Tokens } from './auth/tokens.js';
export { tokensOf } from './auth/trusted.js';
export { dayInDenmark } from './calendar.js';
export { BadConfig, type Config, readConfig, settings } from './config/config.js';
export type { KafkaConfig, KafkaSignIn } from './config/kafka.js';
export {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  type EmbeddedPostgresOptions,
  ensureDatabase,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded-postgres.js';
export { type DescribedField, type FieldsClass, fieldsOf } from './fields/described.js';
export {
  Code,
  Country,
  Cpv,
  Currency,
  Cvr,
  isOrganisation,
  isSubjectId,
  Kle,
  Kommunekode,
  Organisation,
  Sha256,
  SubjectId,
  Uuid,
} from './fields/identifier.js';
export { type Field, type FieldOptions, ListOf, type ListOptions, Nested } from './fields/kind.js';
export { BasisPoints, Decimal, Flag, Oere, type RangeOptions, WholeNumber } from './fields/number.js';
export { OneOf, Text, type TextOptions, WebLink } from './fields/text.js';
export { BusinessDate, Instant } from './fields/time.js';
export { Health, HealthAnswer, HealthModule, healthStatuses } from './health.js';
export { createHttpApplication, type HttpOptions } from './http/application.js';
export { leave } from './http/closing.js';
export { answerRevision, expectedRevision, idempotencyKeyOf } from './http/command-headers.js';
export { type LogLevel, openLog } from './http/log.js';
export type { ApiDescription } from './http/openapi.js';
export { AppendMetrics } from './metrics/appends.js';
export { Metrics } from './metrics/metrics.js';
export { MetricsModule } from './metrics/module.js';
export { type Fault, Invalid } from './problem/invalid.js';
export { type Language, preferredLanguage, type Sentence } from './problem/language.js';
export type { Refusal, Refusals, RefusalWords } from './problem/refusals.js';
export { refusalSentence } from './problem/translate.js';
export { statusOf } from './problem/wording.js';
export { mendable, runServer, type Surroundings } from './server-process.js';
export { runService, type Service } from './service-process.js';
export { StoreModule } from './store-module.js';
export { startTelemetry, type Telemetry } from './telemetry/telemetry.js';
export { FieldsPipe } from './validation/pipe.js';
