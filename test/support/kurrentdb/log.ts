/** An event as the double keeps it: bytes in, bytes out. */
export interface Kept {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly created: Date;
  /** Of commit and prepare alike, as of all events that are not written in explicit transactions. */
  readonly position: bigint;
}

export type Proposed = Pick<Kept, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type State = 'any' | 'no_stream' | 'stream_exists' | bigint;
export type Written = { readonly revision: bigint; readonly position: bigint };

/** What a KurrentDB keeps, as far as a client can tell: streams, and everything in one order. */
export class Log {
  readonly all: Kept[] = [];
  private readonly streams = new Map<string, Kept[]>();
  private readonly listeners = new Set<() => void>();

  stream(name: string): readonly Kept[] | undefined {
    return this.streams.get(name);
  }

  /** Appends, or answers with the revision the stream is at (-1 when there is none). */
  append(name: string, state: State, proposed: readonly Proposed[]): Written | { readonly actual: bigint } {
    const before = this.streams.get(name) ?? [];
    const actual = BigInt(before.length - 1);
    const met =
      state === 'any' ||
      (state === 'no_stream' ? actual === -1n : state === 'stream_exists' ? actual >= 0n : state === actual);
    // Event ids are looked at only to tell a repetition, as the server does it: after a revision that does not fit, and
    // for `any` among what it remembers.
    const repeated = state === actual ? undefined : this.repeated(before, state, proposed);
    if (repeated) return repeated;
    if (!met) return { actual };
    const created = new Date();
    let position = this.all.at(-1)?.position ?? 0n;
    const written = proposed.map((one, n): Kept => {
      // Places in a file: they rise by the length of what is written.
      position += 100n + BigInt(one.data.length + one.metadata.length);
      return { ...one, stream: name, revision: actual + 1n + BigInt(n), created, position };
    });
    this.streams.set(name, before.length > 0 ? before : []);
    this.streams.get(name)!.push(...written);
    for (const one of written) this.all.push(one);
    for (const listener of [...this.listeners]) listener();
    return { revision: actual + BigInt(written.length), position };
  }

  /** Index of the first event at or after a place. */
  from(position: bigint): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private repeated(before: readonly Kept[], state: State, proposed: readonly Proposed[]): Written | undefined {
    const first = proposed[0];
    if (!first) return undefined;
    const start =
      typeof state === 'bigint'
        ? Number(state) + 1
        : state === 'no_stream'
          ? 0
          : before.findIndex(({ id }) => id === first.id);
    if (start < 0 || !proposed.every(({ id }, n) => before[start + n]?.id === id)) return undefined;
    const { revision, position } = before[start + proposed.length - 1]!;
    return { revision, position };
  }
}
