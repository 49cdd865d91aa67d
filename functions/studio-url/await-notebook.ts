import type { SageMakerApi } from "./aws/sagemaker-api";

const POLL_MILLISECONDS = 5_000;

/** Statuses that change without a call, either to InService or to Stopped. */
const TRANSITIONAL_STATUSES = ["Pending", "Stopping", "Updating"];

/**
 * Waits until a notebook instance is in service, and starts it if it is stopped.
 *
 * @throws if the status is final, such as Failed, or if the signal aborts the wait
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeNotebookInstance.html
 */
export async function startAndAwaitNotebook(
  name: string,
  sageMaker: Pick<SageMakerApi, "notebookStatus" | "startNotebook">,
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
    } else if (status !== "Stopped" && !TRANSITIONAL_STATUSES.includes(status)) {
      throw new Error(`notebook instance ${name}: cannot be opened, got status ${status}; ask an administrator`);
    }
    await pause(POLL_MILLISECONDS, signal);
  }
}
