import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { actionsMatching, conditionKeysOf, matchesWildcard } from "../constructs/reference/iam-service-reference";
import { environments } from "../fixtures/environments";
import { callGroups } from "./fixtures/what-works/call-groups";
import { decideCall } from "./fixtures/what-works/decide-call";
import { perimeterOf } from "./fixtures/what-works/perimeter";
import { whatWorksPage } from "./fixtures/what-works/what-works-page";

const PAGE = join(__dirname, "..", "..", "docs", "what-works.md");
const calls = callGroups.flatMap((group) => group.calls);
const perimeters = environments.map(({ name }) => perimeterOf(name));
const dev = perimeters.slice(0, 1);

beforeAll(() => {
  if (process.env.WRITE_WHAT_WORKS === "1") {
    writeFileSync(PAGE, whatWorksPage(perimeters));
  }
});

test("the walk-through of a data scientist's day has at least 120 calls, each with words of its own", () => {
  expect(calls.length).toBeGreaterThanOrEqual(120);
  expect(new Set(calls.map(({ what }) => what)).size).toBe(calls.length);
});

test("every request of the walk-through is an action of AWS, with condition keys that the action carries", () => {
  const faults = dev.flatMap((perimeter) =>
    calls.flatMap((call) =>
      call.requests(perimeter).flatMap(({ action, context = {} }) => {
        const [known] = actionsMatching(action);
        const [service = ""] = action.split(":");
        const keys = Object.keys(context).filter((key) => key.startsWith(`${service}:`));
        const carried = known === undefined ? [] : conditionKeysOf(known);
        const unknown = keys.filter(
          (key) => !carried.some((one) => matchesWildcard(one.replace(/\$\{\w+\}/, "*"), key)),
        );
        return known === undefined ? [`${action} does not exist`] : unknown.map((key) => `${action} carries no ${key}`);
      }),
    ),
  );

  expect(faults).toEqual([]);
});

describe.each(perimeters.map((perimeter) => [perimeter.name, perimeter] as const))("in %s", (name, perimeter) => {
  const here = calls.filter((call) => call.environments?.includes(name) ?? true);

  test.each(here.map((call) => [call.what, call.meant, call] as const))(
    `in ${name}, to %s is %s, unless the page names the defect`,
    (_what, meant, call) => {
      const { kind, request, by } = decideCall(perimeter, call);
      const opposite = meant === "allowed" ? "denied" : "allowed";

      expect(`${kind} ${request.action} by ${by}`).toMatch(
        new RegExp(`^${call.defect === undefined ? meant : opposite} `),
      );
    },
  );
});

test("docs/what-works.md is what `npm run what-works` writes", () => {
  expect(readFileSync(PAGE, "utf8")).toBe(whatWorksPage(perimeters));
});
