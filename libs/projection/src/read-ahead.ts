/** The same items, with the next one being fetched and prepared while one is worked on. */
export async function* readAhead<Item, Prepared>(
  items: AsyncIterable<Item>,
  prepare: (item: Item) => Prepared,
): AsyncGenerator<Prepared, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  const fetch = async () => {
    const { done, value } = await iterator.next();
    return done ? undefined : { prepared: prepare(value) };
  };
  let next = fetch();
  try {
    for (let item = await next; item; item = await next) {
      next = fetch();
      // Its failure is met when it is awaited; until then it must not count as unhandled.
      next.catch(() => {});
      yield item.prepared;
    }
  } finally {
    // Not awaited: a subscription at its end may be waiting for events that never come.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}
