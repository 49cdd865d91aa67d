import { PassedSteps } from "../../../../rehearsal/run/steps/passed-steps";

test("A step waits until every step that it needs has passed.", async () => {
  const steps = new PassedSteps();
  const order: string[] = [];
  const waiting = steps
    .waitFor([
      { name: "team-a", step: "apply" },
      { name: "team-c", step: "apply" },
    ])
    .then((fault) => order.push(`waited: ${fault}`));

  steps.add("team-a", "apply");
  steps.add("team-c", "plan");
  await Promise.resolve();
  order.push("team-c applies");
  steps.add("team-c", "apply");
  await waiting;

  expect(order).toEqual(["team-c applies", "waited: undefined"]);
});

test("A step that waits for an input that failed fails, also when it asks later.", async () => {
  const steps = new PassedSteps();
  const needed = [{ name: "hub", step: "apply" }];
  const waiting = steps.waitFor(needed);

  steps.end("hub");

  expect(await waiting).toBe("waits for hub, of which the step apply was not reached");
  expect(await steps.waitFor(needed)).toBe("waits for hub, of which the step apply was not reached");
});

test("A step that passed before its input failed is enough, and a step that needs nothing does not wait.", async () => {
  const steps = new PassedSteps();
  steps.add("hub", "apply");
  steps.end("hub");

  expect(await steps.waitFor([{ name: "hub", step: "apply" }])).toBeUndefined();
  expect(await steps.waitFor([])).toBeUndefined();
});
