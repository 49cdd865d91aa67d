import { startSmtSolver } from "../solver";
import { matchesTokens, type SymbolicPart } from "./pattern-matching";
import { patternCases } from "./patterns";
import { equal, quote, value } from "./terms";

// The first script loads z3, which takes seconds on a busy machine.
const z3 = startSmtSolver(20_000);
afterAll(() => z3.stop());

/** The ARN of a log group, of which the request chooses the last part. */
const logArn: readonly SymbolicPart[] = [
  ...["arn", "aws", "logs", "eu-west-1", "123456789012"].map((start) => ({ start })),
  { start: "", rest: "|resource|" },
];

/** Whether the pattern matches the ARN that ends in the resource, where `aws:principaltag/name` has the value. */
async function matches(pattern: string, tag: string, resource: string): Promise<string> {
  const [found] = patternCases(pattern, "resource", () => "true").filter(({ tokens }) =>
    tokens?.some(({ kind }) => kind === "variable"),
  );
  const term = matchesTokens({ parts: logArn }, found?.tokens ?? []);
  const key = value("aws:principaltag/name");
  return z3.solve(
    [
      `(declare-const ${key} String)`,
      "(declare-const |resource| String)",
      `(assert ${equal("|resource|", quote(resource))})`,
      `(assert ${equal(key, quote(tag))})`,
      `(assert ${term})`,
    ].join("\n"),
  );
}

const tag = "${aws:PrincipalTag/name}";

test.each([
  [
    "several parts of an ARN at once",
    `${tag}:log-group:a`,
    "arn:aws:logs:eu-west-1:123456789012",
    "log-group:a",
    "sat",
  ],
  [
    "parts with the colon of the resource",
    `arn:aws:${tag}:a`,
    "logs:eu-west-1:123456789012:log-group",
    "log-group:a",
    "sat",
  ],
  ["the parts of another service", `${tag}:log-group:a`, "arn:aws:s3:eu-west-1:123456789012", "log-group:a", "unsat"],
  ["too few parts", `arn:aws:${tag}:log-group:a`, "logs:eu-west-1", "log-group:a", "unsat"],
  ["a resource with colons", `arn:aws:logs:eu-west-1:123456789012:${tag}`, "log-group:a:b", "log-group:a:b", "sat"],
  [
    "one part of a resource with colons",
    `arn:aws:logs:eu-west-1:123456789012:${tag}:b`,
    "log-group:a",
    "log-group:a:b",
    "sat",
  ],
  [
    "another resource with colons",
    `arn:aws:logs:eu-west-1:123456789012:${tag}`,
    "log-group:a",
    "log-group:a:b",
    "unsat",
  ],
])(
  "an SMT pattern whose variable has the value of %s matches only an ARN with the same text",
  async (_, pattern, text, resource, answer) => {
    expect(await matches(pattern, text, resource)).toBe(answer);
  },
  60_000,
);
