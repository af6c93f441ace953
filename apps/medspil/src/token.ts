import { parseArgs } from 'node:util';
import { permissions, roles } from '#partnership';
import { isOrganisation, isSubjectId, readConfig } from '#platform';
import { issuerIn } from './installation.js';
import { runTool } from './tool.js';

const usage = `Makes a token for the embedded default, to be used as: Authorization: Bearer <token>

  npm run --silent token -- --role project-manager --org 0561

  --role     ${roles.join(' | ')}
  --org      municipality code (0561) or CVR number
  --subject  who it is; <role>-<org> unless given
  --permit   ${permissions.join(' | ')}; may be given several times
  --expires  such as 8h or 30d; 8h unless given
`;

const fail = (message: string): never => {
  process.stderr.write(`${message}\n\n${usage}`);
  process.exit(1);
};

const options = {
  role: { type: 'string' },
  org: { type: 'string' },
  subject: { type: 'string' },
  permit: { type: 'string', multiple: true, default: [] as string[] },
  expires: { type: 'string', default: '8h' },
  help: { type: 'boolean', default: false },
} as const;

function given() {
  try {
    return parseArgs({ options, strict: true }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
}

const { role, org, subject, permit, expires, help } = given();
if (help) {
  process.stdout.write(usage);
  process.exit(0);
}
runTool(async (say) => {
  const config = readConfig();
  if (config.identityProvider) fail(`Tokens come from ${config.identityProvider.issuer} here, not from Medspil.`);
  if (!role || !roles.some((known) => known === role)) fail('--role is missing or not a role.');
  if (!isOrganisation(org))
    fail('--org must be a municipality code (four digits, the first 0) or a CVR number (eight).');
  if (subject !== undefined && !isSubjectId(subject))
    fail('--subject must be 1 to 120 letters A-Z, digits and ._:|-, never a name or an e-mail address.');
  if (!/^[1-9]\d{0,5}[smhdwy]$/.test(expires)) fail('--expires must be a number and a unit, such as 8h or 30d.');
  const unknown = permit.filter((name) => !permissions.some((known) => known === name));
  if (unknown.length > 0) fail(`--permit ${unknown.join(', ')} is not a permission.`);

  const issuer = await issuerIn(config.dataDirectory);
  const principal = { subject: subject ?? `${role}-${org}`, role: role as string, organisation: org as string };
  const token = await issuer.mint({ ...principal, permissions: permit, expiresIn: expires });
  say(token);
  return 0;
});
