import { mendable } from '#platform';

/**
 * Runs a tool beside the product, which answers its exit code. What an operator can mend is told in a sentence, and ends it
 * with 1.
 */
export function runTool(work: (say: (line: string) => void) => Promise<number>): void {
  work((line) => void process.stdout.write(`${line}\n`)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const told = mendable(error);
      if (told === undefined) throw error;
      // What a tool prints may be taken up by another one, as a token is.
      process.stderr.write(`${told}\n`);
      process.exitCode = 1;
    },
  );
}
