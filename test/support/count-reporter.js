/** Closes a test run with one line to count by; a suite that could not even start counts as a failure. */
export default class CountReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const line = `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`;
    // At exit, for Jest writes its own summary after the reporters have run.
    process.once('exit', () => process.stdout.write(`${line}\n`));
  }
}
