import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import pg from 'pg';

const TABLE = `
  create schema floor;
  create table floor.page as select * from insight.worklist;
  create index on floor.page (registered_on, partnership_id);
  analyze floor.page;`;
const READ = {
  name: 'page',
  text: 'select * from floor.page order by registered_on, partnership_id limit 51',
};

/** What one would write by hand for the first page of a list and nothing else: no scope, no filter, no light, no moment. */
export async function serveBarePage(url: string): Promise<{ url: string; close(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  await pool.query(TABLE);
  const app = fastify();
  app.get('/partnerships', async () => {
    const { rows } = await pool.query(READ);
    return { items: rows };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await app.close();
      await pool.end();
    },
  };
}
