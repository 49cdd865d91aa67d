import fc from "fast-check";
import { pageDocument } from "../../../page/html/page-document";
import { perimeterPage } from "../../../page/model/perimeter-page";
import { beforeAndAfterOfPlan } from "../../../review/before-and-after";
import { sensitiveTextMask } from "../../../review/model/sensitive-texts";
import { renderReview, reviewFormats } from "../../../review/report/render-review";
import { textReview } from "../../../review/report/text-review";
import { review } from "../../../review/review";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { planJson } from "../../verify/fixtures/terraform-plan";

/** Secrets by the place that a plan marks as sensitive. */
const secrets = {
  before: "tulip-before-0001",
  after: "tulip-after-0002-and-a-long-part-that-sentences-cut-off-after-some-sixty-characters-or-so",
  nested: "tulip-nested-0003",
  list: "tulip-list-0004",
  drift: "tulip-drift-0005",
  output: "tulip-output-0006",
  variable: "tulip-variable-0007",
  state: "tulip-state-0008",
  module: "tulip-module-0009",
  lines: "tulip-line-0010\ntulip-line-0011",
};

/** Arguments with every secret, none of which is marked here. */
const copies = {
  user_data: `#!/bin/sh\n${Object.values(secrets).join("\n")}`,
  user_data_base64: Buffer.from(`#!/bin/sh\n${Object.values(secrets).join("\n")}`, "utf8").toString("base64"),
  ami: secrets.after,
  tags: { ...secrets },
};

const resource = (values: JsonObject) => ({
  address: "aws_instance.i",
  mode: "managed",
  type: "aws_instance",
  name: "i",
  provider_name: "registry.terraform.io/hashicorp/aws",
  schema_version: 1,
  values,
});

const posture = {
  posture: "isolated",
  allowed_domains: [],
  protections: false,
  deployers: [],
  break_glass: [],
  log_retention_days: 30,
};

const valuesAfter = {
  ...copies,
  password: secrets.after,
  settings: [{ inner: secrets.nested }, { inner: secrets.list }],
  script: secrets.lines,
};

const plan = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  complete: true,
  applyable: true,
  errored: false,
  variables: { token: { value: secrets.variable } },
  planned_values: {
    outputs: { perimeter_posture: { sensitive: false, value: posture } },
    root_module: {
      resources: [{ ...resource(valuesAfter), sensitive_values: { password: true } }],
      child_modules: [
        { address: "module.m", resources: [{ ...resource({ key: secrets.module }), sensitive_values: { key: true } }] },
      ],
    },
  },
  resource_changes: [
    {
      ...resource({}),
      change: {
        actions: ["update"],
        before: { ...copies, user_data: "#!/bin/sh", ami: "ami-1", password: secrets.before },
        after: valuesAfter,
        after_unknown: {},
        before_sensitive: { password: true },
        after_sensitive: { password: true, settings: [{ inner: true }, true], script: true },
      },
    },
  ],
  resource_drift: [
    {
      ...resource({}),
      change: { actions: ["update"], before: {}, after: { key: secrets.drift }, after_sensitive: true },
    },
  ],
  output_changes: {
    key: { actions: ["create"], before: null, after: secrets.output, after_unknown: false, after_sensitive: true },
  },
  prior_state: {
    format_version: "1.0",
    values: {
      outputs: { old: { sensitive: true, value: secrets.state } },
      root_module: { resources: [{ ...resource({ password: secrets.before }), sensitive_values: { password: true } }] },
    },
  },
  configuration: { root_module: { variables: { token: { sensitive: true } } } },
} as unknown as JsonObject;

test("The mask hides the sensitive values of every place of a plan, also in lines and in shortened values.", () => {
  const mask = sensitiveTextMask(plan);
  const text = Object.values(secrets).join(" and ");

  expect(mask(text)).not.toContain("tulip");
  expect(mask(`${secrets.after.slice(0, 60)}...`)).not.toContain("tulip");
  expect(mask(`...${secrets.after.slice(30)}`)).toBe("...(hidden)");
  expect(mask(JSON.stringify({ a: secrets.lines }))).not.toContain("tulip");
  expect(mask("aws_instance.i is added")).toBe("aws_instance.i is added");
});

test("For any sensitive text and any text around it, the mask leaves no part of it that is as long as a fragment.", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, start, end) => {
      const mask = sensitiveTextMask({ values: { outputs: { o: { sensitive: true, value: secret } } } });
      const masked = mask(`${start}${secret}${end}`).replaceAll("(hidden)", "\u0000");

      expect(masked.includes(secret)).toBe(false);
    }),
  );
});

test("The mask hides a sensitive value in base64 at every offset, in JSON inside a text, and in both.", () => {
  const mask = sensitiveTextMask(plan);
  const inBase64 = (text: string) => Buffer.from(text, "utf8").toString("base64");

  for (const around of ["", "a", "ab"]) {
    expect(decodedRuns(mask(inBase64(`${around}${secrets.nested} end`)))).not.toContain("nested-0003");
    expect(decodedRuns(mask(inBase64(JSON.stringify({ a: `${around}${secrets.lines}` }))))).not.toContain("line-0010");
  }
  expect(mask(JSON.stringify(JSON.stringify({ a: secrets.lines })))).not.toContain("tulip");
});

test("A short sensitive value inside a long one does not keep the long one from being hidden.", () => {
  const long = "first-part-of-it-5555-second-part";
  const mask = sensitiveTextMask({ values: { outputs: { o: { sensitive: true, value: [long, "5555"] } } } });

  expect(mask(`key ${long} and 5555`)).toBe("key (hidden) and (hidden)");
});

/** Everything in a text that may be base64, decoded at each of the four offsets. */
function decodedRuns(text: string): string {
  return (text.match(/[A-Za-z0-9+/_-]{8,}/g) ?? [])
    .flatMap((run) => [0, 1, 2, 3].map((offset) => Buffer.from(run.slice(offset), "base64").toString("utf8")))
    .join("\n");
}

/** The same secrets in a plan that does not contradict itself. */
const consistentPlan = planJson(
  [
    {
      address: "aws_instance.i",
      values: valuesAfter,
      sensitive: { password: true, settings: [{ inner: true }, { inner: true }], script: true },
    },
    ...["aws_s3_bucket_policy.p", "aws_unknown_thing.u"].map((address) => ({
      address,
      values: { bucket: "b", policy: policyWith(Object.values(secrets)), text: copies.user_data },
    })),
  ],
  {
    prior_state: {
      format_version: "1.0",
      values: {
        outputs: {},
        root_module: {
          resources: [
            {
              ...resource({ ...copies, user_data: "#!/bin/sh", ami: "ami-1", password: secrets.before }),
              sensitive_values: { password: true },
            },
            ...["aws_s3_bucket_policy.p", "aws_unknown_thing.u"].map((address) => ({
              ...{ ...resource({}), address, type: address.split(".")[0] ?? "", name: address.split(".")[1] ?? "" },
              values: { bucket: "b", policy: policyWith([secrets.before]), text: "a" },
            })),
          ],
        },
      },
    },
  },
);

/** A policy with secrets in every element, as they are, in JSON inside a text, and in base64. */
function policyWith(values: readonly string[]): string {
  const forms = values.flatMap((value) => [
    value,
    JSON.stringify({ key: value }),
    ...["", "a", "ab"].map((start) => Buffer.from(`${start}${value}`, "utf8").toString("base64")),
  ]);
  const statement = (Sid: string, more: string) => ({
    Sid,
    ...{ Effect: "Allow", Principal: { AWS: forms }, Action: ["s3:GetObject", more], Resource: forms },
    Condition: { StringEquals: { "aws:PrincipalTag/key": forms } },
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [statement("Same", values.at(-1) ?? ""), statement(values[0] ?? "", "s3:PutObject")],
  });
}

describe("a plan with secrets everywhere", () => {
  const found = () => {
    const json = JSON.parse(JSON.stringify(consistentPlan));
    json.resource_changes[0].change.before_sensitive = { password: true };
    json.resource_drift = [
      {
        ...resource({}),
        change: {
          actions: ["update"],
          before: { key: secrets.drift },
          after: json.prior_state.values.root_module.resources[0].values,
          before_sensitive: { key: true },
          after_sensitive: { password: true },
        },
      },
    ];
    // Only resources of the root module are in this plan.
    json.variables = { ...(plan.variables as JsonObject), other: { value: { inner: [secrets.module] } } };
    json.configuration.root_module.variables = { token: { sensitive: true }, other: { sensitive: true } };
    json.planned_values.outputs = { key: { sensitive: true, value: secrets.output } };
    json.prior_state.values.outputs = { old: { sensitive: true, value: secrets.state } };
    json.output_changes = {
      ...(plan.output_changes as JsonObject),
      old: {
        actions: ["delete"],
        before: secrets.state,
        after: null,
        after_unknown: false,
        before_sensitive: true,
        after_sensitive: false,
      },
    };
    const comparison = beforeAndAfterOfPlan({ json, name: "plan.json" });
    return { comparison, result: review(comparison, { name: "dev", file: "plan.json", posture: "isolated" }) };
  };

  it("The page about a plan with secrets everywhere shows none of them.", () => {
    const { comparison, result } = found();
    const { after, ...change } = result;
    if (after === undefined) {
      throw new Error("the plan has a result");
    }
    const { configuration, posture: declared, claimResults } = after;
    const stack = { name: "dev", file: "plan.json", subject: { configuration, posture: declared }, claimResults };
    const facts = { stack, sha256: "00", allowList: [], prices: {}, change: { ...change, after } };

    const page = pageDocument(perimeterPage({ day: "2027-01-01", version: "1.0.0", stacks: [facts] }), comparison.mask);

    expect(page).toContain("aws_instance.i");
    expect(page).toContain("(hidden)");
    expect(page).not.toContain("tulip");
    expect(decodedRuns(page)).not.toContain("tulip");
  });

  it.each(reviewFormats)("No %s review of a plan with secrets everywhere prints one of them.", (format) => {
    const { result } = found();
    const report =
      format === "text"
        ? textReview(result, false, { verbose: true })
        : renderReview(format, result, { verbose: true });

    expect(report).toMatch(/aws\\?_instance\.i/);
    expect(report).toMatch(/\((?:hidden|sensitive)\)/);
    expect(report).not.toContain("tulip");
    expect(decodedRuns(report)).not.toContain("tulip");
  });

  it("A plan that contradicts itself is refused without its secrets.", () => {
    const broken = () => beforeAndAfterOfPlan({ json: plan, name: "plan.json" });

    expect(broken).toThrow("contradicts itself");
    expect(broken).not.toThrow("tulip");
  });
});
