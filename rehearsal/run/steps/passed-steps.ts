/** A step of one input. */
export interface InputStep {
  /** Name of the input. */
  readonly name: string;
  readonly step: string;
}

/** Which steps of a rehearsal have passed, for inputs that wait for one another. */
export class PassedSteps {
  private readonly passed = new Set<string>();
  private readonly ended = new Set<string>();
  private waiting: (() => void)[] = [];

  /** Says that a step of an input has passed. */
  add(name: string, step: string): void {
    this.passed.add(`${name} ${step}`);
    this.wake();
  }

  /** Says that no more step of an input will pass. */
  end(name: string): void {
    this.ended.add(name);
    this.wake();
  }

  /**
   * Waits until every one of the steps has passed.
   *
   * @returns a fault when one of them will not pass
   */
  async waitFor(steps: readonly InputStep[]): Promise<string | undefined> {
    for (;;) {
      const missing = steps.filter(({ name, step }) => !this.passed.has(`${name} ${step}`));
      const lost = missing.find(({ name }) => this.ended.has(name));
      if (lost !== undefined) {
        return `waits for ${lost.name}, of which the step ${lost.step} was not reached`;
      }
      if (missing.length === 0) {
        return undefined;
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private wake(): void {
    const woken = this.waiting;
    this.waiting = [];
    for (const resolve of woken) {
      resolve();
    }
  }
}
