// Goes once through all three services by the front: node deploy/smoke.js <address> <token of a project manager>
import { strictEqual as same } from 'node:assert';

const [address, token] = process.argv.slice(2);

async function ask(path, body) {
  const answer = await fetch(`${address}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  process.stdout.write(`${answer.status} ${body ? 'POST' : 'GET'} ${path}\n`);
  if (!answer.ok) throw new Error(text);
  return answer.headers.get('content-type').startsWith('application/json') ? JSON.parse(text) : text;
}

const title = `Seen through the front at ${new Date().toISOString()}`;
await ask('/health/ready');
const { id, position } = await ask('/partnerships', {
  caseNumber: `SMOKE-${Date.now()}`,
  title,
  leadOrganisation: '0561',
  leadOrganisationName: 'Esbjerg Kommune',
  route: 'public-private-innovation',
  classification: {
    theme: 'time-and-workforce',
    sectorArea: 'elderly-and-health',
    mainPurpose: 'efficiency',
    innovationTypes: ['product'],
    legalForm: 'agreement',
    subjectNumber: '27.36.00',
  },
});
same((await ask(`/partnerships/${id}?at-least=${position}`)).title, title);
await ask(`/partnerships/${id}/reconciliation`);
await ask('/ocds/releases');
same((await ask('/')).includes('/pages/main.js'), true);
