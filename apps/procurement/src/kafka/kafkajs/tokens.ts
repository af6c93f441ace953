import type { KafkaSignIn } from '#platform';
import { BrokerUnavailable } from '../broker.js';

type Client = Extract<KafkaSignIn, { mechanism: 'oauthbearer' }>;

/** Fetches tokens of an authorization server for the client's credentials; each is used until shortly before it expires. */
export function tokensOf(client: Client): () => Promise<string> {
  let known: Promise<{ value: string; until: number }> | undefined;
  return async () => {
    const current = await known?.catch(() => undefined);
    if (!current || Date.now() > current.until) known = fetchToken(client);
    return (await known!).value;
  };
}

/** @throws BrokerUnavailable, which never says what was sent */
async function fetchToken({ tokenUrl, clientId, clientSecret, scope }: Client) {
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':');
  const asked = Date.now();
  const refused = (why: string) => new BrokerUnavailable(`No token for Kafka could be had: ${why}`);
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) }),
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => {
    throw refused('the authorization server did not answer');
  });
  if (!answer.ok) throw refused(`the authorization server answered ${answer.status}`);
  const said = (await answer.json().catch(() => ({}))) as { access_token?: unknown; expires_in?: unknown };
  if (typeof said.access_token !== 'string') throw refused('the authorization server gave none');
  const lifetime = typeof said.expires_in === 'number' ? said.expires_in * 1_000 : 60_000;
  return { value: said.access_token, until: asked + lifetime * 0.8 };
}
