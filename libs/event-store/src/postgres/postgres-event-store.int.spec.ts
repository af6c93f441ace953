import pg from 'pg';
import { ownServer } from '../../../../test/support/postgres.js';
import { describeEventStore } from '../contract/event-store-contract.js';
import { openEventStore } from '../open.js';

describeEventStore('postgres', async () => {
  const server = await ownServer();
  const connected = async () => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    return client;
  };
  return {
    open: () => openEventStore(server.url),
    restart: () => server.restart(),
    async appendSlowly(stream, { id, type, data, metadata }) {
      const client = await connected();
      await client.query('begin');
      await client.query(
        `select event_store.append(array[$1], array[-1], array[0], array[1], null, null, null,
                                   array[1], array[$2::uuid], array[$3], array[$4::json], array[$5::json])`,
        [stream, id, type, data, metadata],
      );
      return async () => {
        await client.query('commit');
        await client.end();
      };
    },
    async transactElsewhere() {
      const client = await connected();
      await client.query('begin');
      await client.query('create table elsewhere (id integer)');
      return async () => {
        await client.query('rollback');
        await client.end();
      };
    },
    close: () => server.stop(),
  };
});
