import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface TokenServer {
  readonly issuer: string;
  readonly audience: string;
  readonly tokenUrl: string;
  readonly keysUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How many tokens it has given out. */
  given(): number;
  close(): Promise<void>;
}

/** An authorization server that gives tokens to one client for its credentials. */
export async function startTokenServer(lifetimeSeconds = 300): Promise<TokenServer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'only', alg: 'RS256', use: 'sig' }] });
  const [clientId, clientSecret, audience] = ['medspil-gateway', 'clients-secret-5fd2', 'kafka'];
  let given = 0;
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/keys') return response.end(keys);
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    let body = '';
    for await (const chunk of request) body += chunk;
    const asked = new URLSearchParams(body);
    if (request.headers.authorization !== `Basic ${basic}` || asked.get('grant_type') !== 'client_credentials') {
      return response.writeHead(401).end(JSON.stringify({ error: 'invalid_client' }));
    }
    given++;
    const token = await new SignJWT({ scope: asked.get('scope') ?? '' })
      .setProtectedHeader({ alg: 'RS256', kid: 'only' })
      .setIssuer(url)
      .setAudience(audience)
      .setSubject(clientId)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(privateKey);
    return response.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer: url,
    audience,
    tokenUrl: `${url}/token`,
    keysUrl: `${url}/keys`,
    clientId,
    clientSecret,
    given: () => given,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
