import { parseArgs } from 'node:util';

const usage = {
  backup: `Backs up the embedded default, while it runs or not.

  npm run backup -- --to <folder or file>
      events, receipts, what was received from procurement systems, and the signing key, in one file that only its owner
      may read, of one moment, and read back before it says done; what stands there already is left as it is
`,
  restore: `Makes a data directory of a backup.

  npm run restore -- --from <file> [--to <directory>]
      into the directory of DATA_DIR (.medspil) unless given, which must be empty or not there; what is restored is compared
      with the backup before it says done
`,
} as const;

const ends = '\nIt ends with 0 when it is done, with 1 when it is not, and with 2 when it was not understood.\n';

/** What can be told without doing anything, and the exit code. */
export interface Told {
  readonly says: string;
  readonly code: number;
}

const text = { type: 'string' } as const;

export function understandBackup(args: readonly string[]): { readonly to: string } | Told {
  const given = parsed('backup', args, { to: text });
  if ('says' in given) return given;
  const { to } = given.values;
  return to ? { to } : not('backup', 'backup takes --to <folder or file>.');
}

export function understandRestore(args: readonly string[]): { readonly from: string; readonly to?: string } | Told {
  const given = parsed('restore', args, { from: text, to: text });
  if ('says' in given) return given;
  const { from, to } = given.values;
  if (!from || to === '') return not('restore', 'restore takes --from <file>.');
  return { from, ...(to !== undefined && { to }) };
}

const not = (command: keyof typeof usage, says: string): Told => ({
  says: `${says} npm run ${command} -- --help tells more.`,
  code: 2,
});

function parsed(
  command: keyof typeof usage,
  args: readonly string[],
  options: Readonly<Record<string, typeof text>>,
): { readonly values: Readonly<Record<string, string | undefined>> } | Told {
  if (args.some((one) => ['--help', '-h', 'help'].includes(one))) return { says: usage[command] + ends, code: 0 };
  try {
    return { values: parseArgs({ args: [...args], options }).values as Record<string, string | undefined> };
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    return not(command, `${command}: ${(error as Error).message.split('. ')[0]}.`);
  }
}
