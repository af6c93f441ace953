const host = String.raw`[\w.-]+(:\d{1,5})?`;
const shape = new RegExp(
  String.raw`^(kurrentdb|esdb)(\+discover)?://([^\s:@/?]+:[^\s:@/?]+@)?${host}(,${host})*/*(\?(?<options>[^\s?]+))?$`,
);

/** What may stand behind the ? of an address: the client's options, but for those that the adapter needs as they are. */
const options = [
  'tls',
  'tlsVerifyCert',
  'tlsCAFile',
  'userCertFile',
  'userKeyFile',
  'connectionName',
  'nodePreference',
  'maxDiscoverAttempts',
  'discoveryInterval',
  'gossipTimeout',
  'defaultDeadline',
  'keepAliveInterval',
  'keepAliveTimeout',
] as const;
const known = new Set(options.map((option) => option.toLowerCase()));

/**
 * What is wrong with the address of a KurrentDB, in words that follow its name, without anything of the address but the
 * names of options: it holds a password, and the client prints addresses it does not understand. Undefined when nothing is.
 */
export function faultInAddress(url: string): string | undefined {
  const found = shape.exec(url);
  if (!found)
    return "must look like kurrentdb://user:password@host:2113,host:2113?tls=true, with %-codes for a user's or password's other signs";
  for (const option of found.groups!.options?.split('&') ?? []) {
    const [name, value] = option.split('=');
    if (!known.has(name!.toLowerCase().replace(/[_-]/g, '')))
      return `has the option ${name!.slice(0, 40)}, and may have ${options.join(', ')}`;
    if (!value) return `has no value for the option ${name}`;
  }
  return undefined;
}
