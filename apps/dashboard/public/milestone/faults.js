/** Which fields a refused rule can be about: what can be said beside a field is. @type {Record<string, string[]>} */
const fieldOf = {
  'milestone-code-taken': ['code'],
  'milestone-contract-unknown': ['contractId'],
  'milestone-phase-unknown': ['phaseNo'],
  'milestone-phase-without-contract': ['phaseNo'],
  'milestone-same-date': ['plannedOn'],
  'milestone-not-due': ['missedOn'],
  'in-the-future': ['reachedOn', 'missedOn', 'occurredOn'],
};

/**
 * What is wrong by field, and what is left to be said of the whole.
 *
 * @param {import('../api.js').ProblemDetails} problem
 * @param {readonly string[]} fields the names that are on the form
 * @returns {{ beside: Record<string, string>, above: string[] }}
 */
export function faultsOf({ type, detail, errors = [] }, fields) {
  /** @type {Record<string, string>} */
  const beside = {};
  const above = [];
  for (const error of errors) {
    const name = /^#\/([^/]+)/.exec(error.pointer ?? '')?.[1];
    if (name !== undefined && fields.includes(name)) beside[name] ??= error.detail;
    else above.push(name ? `${name}: ${error.detail}` : error.detail);
  }
  if (errors.length > 0) return { beside, above };
  const field = fieldOf[type.split('/').at(-1) ?? '']?.find((name) => fields.includes(name));
  if (field !== undefined) return { beside: { [field]: detail }, above };
  return { beside, above: [detail] };
}
