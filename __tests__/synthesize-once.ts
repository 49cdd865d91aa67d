/** Runs once per test run. */
export default async function synthesizeOnce(): Promise<void> {}
