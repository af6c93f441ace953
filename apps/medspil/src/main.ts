import { StoreUnavailable } from '#event-store';
import { BadConfig, EmbeddedPostgresError, openLog, readConfig } from '#platform';
import { Freshness } from '../../insight/src/freshness.js';
import { adviceAfterUpdate } from '../../insight/src/projections.js';
import { createMedspil } from './application.js';
import { openInstallation } from './installation.js';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The message, and what lies behind it: several failed addresses of one server have a code in place of a message. */
function told({ message, cause }: Error): string {
  if (!(cause instanceof Error)) return message;
  return `${message}: ${cause.message || (cause as NodeJS.ErrnoException).code}`;
}

/** What the operating system will not do, where the operator can change that. */
function aboutSystem({ code = '', path }: NodeJS.ErrnoException): string | undefined {
  if (code === 'EADDRINUSE') return 'The port is taken: stop what listens there, or set PORT.';
  if (path === undefined || !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(code))
    return undefined;
  return `${path} cannot be used (${code}): set DATA_DIR to a directory that the user who starts this may write to.`;
}

/** What an operator can mend is told in a sentence; anything else is a fault of ours and keeps its stack. */
function giveUp(error: unknown): never {
  const mendable = [BadConfig, EmbeddedPostgresError, StoreUnavailable].some((kind) => error instanceof kind);
  const ofSystem = aboutSystem(error as NodeJS.ErrnoException);
  process.stderr.write(
    `${ofSystem ?? (mendable ? told(error as Error) : ((error as Error).stack ?? String(error)))}\n`,
  );
  process.exit(1);
}

async function start(): Promise<void> {
  // Until it listens nothing was accepted, and a database server that is starting stops as this process exits.
  let finish = async () => {};
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await finish();
    say('Stopped.');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop().catch(giveUp));

  const config = readConfig();
  const log = openLog(config.logLevel);
  const installation = await openInstallation(config, say);
  const app = await createMedspil(installation, config, log);
  await app.listen(config.port, config.host);
  finish = async () => {
    say('\nFinishing what was accepted …');
    await app.close();
    await installation.close();
  };
  const url = (await app.getUrl()).replace('[::]', 'localhost');
  say(`Medspil listens on ${url}`);
  if (installation.issuer) {
    // Reads everything and changes nothing: enough to look around with.
    const visitor = { subject: 'visitor', role: 'auditor', organisation: '0000', expiresIn: '12h' };
    say(`  sign in   ${url}/sign-in#token=${await installation.issuer.mint(visitor)}`);
    say('  or with a role of your own: npm run token -- --role project-manager --org 0561');
  }
  say(`  API       ${url}/docs`);
  say(`  health    ${url}/health`);
  say('  examples  npm run examples   (in another terminal)');
  // Where that cannot be read just now, the health tells it as soon as it can.
  const advice = await adviceAfterUpdate(app.get(Freshness).build).catch(() => undefined);
  if (advice) say(`\n${advice}`);
}

start().catch(giveUp);
