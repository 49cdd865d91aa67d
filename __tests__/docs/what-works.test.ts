import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { actionsMatching, conditionKeysOf, matchesWildcard } from "../constructs/reference/iam-service-reference";
import { environments } from "../fixtures/environments";
import { callGroups } from "./fixtures/what-works/call-groups";
import { answerIn, connections, decideConnection } from "./fixtures/what-works/connections";
import { decideCall } from "./fixtures/what-works/decide-call";
import {
  devWithEveryCapability,
  devWithLimits,
  perimeterOf,
  perimeterOfConfiguration,
  REGION,
} from "./fixtures/what-works/perimeter";
import { perimetersOf, whatWorksPage } from "./fixtures/what-works/what-works-page";

const PAGE = join(__dirname, "..", "..", "docs", "what-works.md");
const calls = callGroups.flatMap((group) => group.calls);
const perimeters = environments.map(({ name }) => perimeterOf(name));
const dev = perimeters.slice(0, 1);
const everyCapability = devWithEveryCapability();
const switchedOn = perimeterOfConfiguration("dev", everyCapability);
const limited = devWithLimits();
const deciding = { perimeters, switchedOn, limited };

beforeAll(() => {
  if (process.env.WRITE_WHAT_WORKS === "1") {
    writeFileSync(PAGE, whatWorksPage(deciding));
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

test.each(connections.map((connection) => [connection.what, connection] as const))(
  "a connection for %s works exactly where it is meant to",
  (_, connection) => {
    const working = [...decideConnection(connection)].filter(([, kind]) => kind === "allowed");

    expect(working.map(([name]) => name)).toEqual(connection.worksIn);
  },
);

const places = [
  ...perimeters.map((perimeter) => ({ name: perimeter.name, perimeter })),
  { name: "dev with every capability", perimeter: switchedOn },
  { name: "dev with limits", perimeter: limited },
];

describe.each(places)("in $name", ({ name, perimeter }) => {
  const here = calls.filter((call) => perimetersOf(call, deciding).includes(perimeter));

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

test("calls of a capability that is off by default are refused without it", () => {
  const allowed = calls.filter(({ capability, meant }) => capability !== undefined && meant === "allowed");

  expect(
    allowed.filter((call) => perimeters.some((perimeter) => decideCall(perimeter, call).kind === "allowed")),
  ).toEqual([]);
});

test("every claim of an environment with every capability is proved, as far as it applies", () => {
  const open = decideClaims({ configuration: everyCapability, posture: readPosture(everyCapability) }).filter(
    ({ verdict }) => verdict.kind !== "proved" && verdict.kind !== "notApplicable",
  );

  expect(open.map(({ claim, verdict }) => `${claim.name}: ${verdict.kind}`)).toEqual([]);
});

test("docs/what-works.md is what `npm run what-works` writes", () => {
  expect(readFileSync(PAGE, "utf8")).toBe(whatWorksPage(deciding));
});

test("Each denied call on the page has the action that the message of AWS names, so that a search for it finds the row.", () => {
  const denied = readFileSync(PAGE, "utf8")
    .split("\n")
    .filter((line) => /^\| [^|]+ \| \*{0,2}denied\*{0,2} \| (?!denied|allowed)/.test(line));

  expect(denied.length).toBeGreaterThan(100);
  expect(denied.filter((line) => !/\| (?:\w+: )?`[a-z0-9-]+:[A-Z]\w+`: /.test(line))).toEqual([]);
});

test("In dev, a service without an endpoint has no address, as the page says of its denied calls.", () => {
  const services = new Set(
    calls.flatMap((call) => /no endpoint `([^`]+)`/.exec(decideCall(perimeterOf("dev"), call).by)?.[1] ?? []),
  );
  const questions = [...services].map((service) => `query ${hostOf(service)} from studio_a`);

  expect(services.size).toBeGreaterThan(10);
  expect(questions.filter((question) => answerIn("dev", question) !== "denied")).toEqual([]);
});

/** Where an AWS service is asked without an endpoint. */
function hostOf(service: string): string {
  return service === "iam" ? "iam.amazonaws.com" : `${service}.${REGION}.amazonaws.com`;
}

/** What a name in a line of Python refers to is defined above it: imported, assigned, or an argument's own name. */
function undefinedNames(code: readonly string[]): readonly string[] {
  const defined = new Set<string>();
  return code.flatMap((line) => {
    const [, imported = line.match(/^import (\w+)/)?.[1] ?? ""] = line.match(/^from \S+ import (.+)$/) ?? [];
    const [, assigned = ""] = line.match(/^(\w+) = /) ?? [];
    const used = line
      .replaceAll(/"[^"]*"|#.*/g, "")
      .replaceAll(/\.\w+|\b\w+ ?= ?|^(?:from|import) .*/g, " ")
      .match(/[A-Za-z_]\w*/g);
    const missing = (used ?? []).filter((name) => !defined.has(name));
    for (const name of [...imported.split(/, ?/), assigned]) {
      defined.add(name);
    }
    return missing;
  });
}

test("Every name in the Python of the page is defined by the code above it.", () => {
  const blocks = [...readFileSync(PAGE, "utf8").matchAll(/^```python\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

  expect(blocks.length).toBeGreaterThan(0);
  expect(blocks.flatMap((code) => undefinedNames(code.split("\n")))).toEqual([]);
  expect(undefinedNames(["import os", "train(os.environ, image=image)"])).toEqual(["train", "image"]);
});
