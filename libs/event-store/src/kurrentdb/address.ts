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
  'maxDiscoverAttempts',
  'discoveryInterval',
  'keepAliveInterval',
  'keepAliveTimeout',
] as const;
const known = new Set(options.map(flat));

/** Options of the client, in small letters, that would not do what somebody gives them for, and why. */
const idle = new Map([
  ['nodepreference', 'does nothing: it is always the leader that is read from and appended to'],
  ['defaultdeadline', 'does nothing: every call is given up after a fixed time'],
  ['gossiptimeout', 'has no right value: one half of the client takes it for seconds, the other for milliseconds'],
]);
const ofTls = new Set(['tlsVerifyCert', 'tlsCAFile', 'userCertFile', 'userKeyFile'].map(flat));

/** The client knows its options however they are written. */
function flat(option: string): string {
  return option.toLowerCase().replace(/[_-]/g, '');
}

/** The value of an option of an address; undefined where it is not given. */
export function valueIn(url: string, option: string): string | undefined {
  const given = [...new URLSearchParams(/\?(.*)$/.exec(url)?.[1])];
  return given.find(([name]) => flat(name) === flat(option))?.[1];
}

/**
 * What is wrong with the address of a KurrentDB, in words that follow its name, without anything of the address but the
 * names of options: it holds a password, and the client prints addresses it does not understand. Undefined when nothing is.
 */
export function faultInAddress(url: string): string | undefined {
  const found = shape.exec(url);
  if (!found)
    return "must look like kurrentdb://user:password@host:2113,host:2113?tls=true, with %-codes for a user's or password's other signs";
  const given = found.groups!.options?.split('&').map((option) => option.split('=') as [string, string?]) ?? [];
  const plain = given.some(([name, value]) => flat(name) === 'tls' && value === 'false');
  for (const [name, value] of given) {
    const why = idle.get(flat(name));
    if (why) return `has the option ${name}, which ${why}`;
    if (!known.has(flat(name))) return `has the option ${name.slice(0, 40)}, and may have ${options.join(', ')}`;
    if (!value) return `has no value for the option ${name}`;
    if (plain && ofTls.has(flat(name))) return `has the option ${name}, which does nothing beside tls=false`;
  }
  return undefined;
}
