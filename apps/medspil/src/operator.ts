import { userInfo } from 'node:os';

/** Who runs a tool; a user without an entry in the system's list is told by number. */
export function operator(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.()}`;
  }
}
