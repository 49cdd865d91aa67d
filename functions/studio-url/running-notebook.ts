import type { SageMaker } from "./sagemaker";

const POLL_MILLISECONDS = 5_000;

/** States that end by themselves in one that is served or that can be started. */
const PASSING = ["Pending", "Stopping", "Updating"];

/**
 * Waits until a notebook instance runs, starting it where it is stopped.
 *
 * @throws when it is in a state that waiting does not end, or when the wait is broken off
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeNotebookInstance.html
 */
export async function runningNotebook(
  name: string,
  sageMaker: Pick<SageMaker, "notebookStatus" | "startNotebook">,
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let started = false;
  for (;;) {
    const status = await sageMaker.notebookStatus(name, signal);
    if (status === "InService") {
      return;
    }
    if (status === "Stopped" && !started) {
      await sageMaker.startNotebook(name, signal);
      started = true;
    } else if (status !== "Stopped" && !PASSING.includes(status)) {
      throw new Error(`notebook instance ${name}: cannot be opened, got status ${status}; ask for it to be mended`);
    }
    await pause(POLL_MILLISECONDS, signal);
  }
}
