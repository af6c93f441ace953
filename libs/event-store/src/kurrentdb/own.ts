/** Names that are the adapter's own begin with this; those of the server with `$`. */
export const OWN = '_';

/** Whether a stream may be one of ours. */
export const isOurs = (stream: string): boolean => !/^[_$]/.test(stream);
