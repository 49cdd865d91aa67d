import { readPosture } from "../../../verify/posture/read-posture";
import type { Json, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";

const declared = {
  posture: "inspected",
  allowed_domains: [{ name: "pypi.org", match: "exact", ports: [443] }],
  protections: true,
  deployers: ["arn:aws:iam::111122223333:role/apply"],
  break_glass: [],
  log_retention_days: 365,
};

function withOutputs(outputs: Readonly<Record<string, Json>>): TerraformConfiguration {
  return { source: "staging", form: "synthesized", resources: [], outputs };
}

describe("the declared posture", () => {
  test("the posture is read from the output of the stack", () => {
    expect(readPosture(withOutputs({ perimeter_posture: declared }))).toEqual({
      kind: "inspected",
      allowedDomains: [{ name: "pypi.org", match: "exact", ports: [443] }],
      protections: true,
      deployers: ["arn:aws:iam::111122223333:role/apply"],
      breakGlass: [],
      logRetentionDays: 365,
    });
  });

  test("the posture of a called module applies when the stack declares none", () => {
    expect(readPosture(withOutputs({ "module.studio.perimeter_posture": declared })).kind).toBe("inspected");
    expect(() =>
      readPosture(withOutputs({ "module.a.perimeter_posture": declared, "module.b.perimeter_posture": declared })),
    ).toThrow("declared by several modules, got module.a.perimeter_posture, module.b.perimeter_posture");
  });

  test("what a module declares as null is not declared, and a field that no posture has is refused also then", () => {
    const provider = { kind: "existing", provider: "saml-provider/corporate" };
    const optional = { sources: null, url_sources: null, identity_providers: null, organization_id: null };

    expect(readPosture(withOutputs({ perimeter_posture: { ...declared, ...optional } }))).toEqual(
      readPosture(withOutputs({ perimeter_posture: declared })),
    );
    expect(
      readPosture(
        withOutputs({ perimeter_posture: { ...declared, identity_providers: [{ ...provider, client_id: null }] } }),
      ),
    ).toEqual(readPosture(withOutputs({ perimeter_posture: { ...declared, identity_providers: [provider] } })));
    expect(() => readPosture(withOutputs({ perimeter_posture: { ...declared, source: null } }))).toThrow("source");
  });

  test("a posture that comes from a module that is not read is refused with the module and what to do", () => {
    const text = "module.studio: its resources are not in this file, source a/b/aws; run terraform init";
    const outputs = { perimeter_posture: "${module.studio.perimeter_posture}" };

    expect(() => readPosture({ ...withOutputs(outputs), unreadParts: [{ address: "module.studio", text }] })).toThrow(
      `staging: output perimeter_posture: not known, because it comes from a module that is not read: ${text}`,
    );
    expect(() => readPosture({ ...withOutputs(outputs), unreadParts: [{ address: "module.other", text }] })).toThrow(
      "staging: output perimeter_posture: not a known value",
    );
  });

  test.each([0, -1, 0.5])("a log retention of %d days is refused, because every log would keep it", (days) => {
    const outputs = { perimeter_posture: { ...declared, log_retention_days: days } };

    expect(() => readPosture(withOutputs(outputs))).toThrow(
      `staging: output perimeter_posture.log_retention_days: not a number of days, got ${days}; declare a whole number from 1 on`,
    );
  });

  test.each(["aws_sagemaker_domain", "aws_sagemaker_user_profile", "aws_sagemaker_space"])(
    "Studio is not elsewhere where the configuration has a resource of type %s",
    (type) => {
      const outputs = { perimeter_posture: { ...declared, studio: "elsewhere" } };
      const resource = { address: `${type}.studio`, type, name: "studio", mode: "managed" as const, values: {} };

      expect(readPosture(withOutputs(outputs))).toMatchObject({ studio: "elsewhere" });
      expect(() => readPosture({ ...withOutputs(outputs), resources: [resource] })).toThrow(
        `studio: elsewhere, although this configuration has ${type}.studio; leave studio out, or move the domain`,
      );
    },
  );

  test("an override replaces the kind of the declared posture and keeps the rest", () => {
    const posture = readPosture(withOutputs({ perimeter_posture: declared }), "isolated");

    expect(posture).toMatchObject({ kind: "isolated", protections: true });
  });

  test("a declared posture may be missing only with an override", () => {
    expect(() => readPosture(withOutputs({}))).toThrow(
      "staging: output perimeter_posture: missing; declare it, write studio-perimeter.yaml with verify --init, or pass --posture isolated|inspected|inspected-multi-az",
    );
    expect(readPosture(withOutputs({}), "isolated")).toMatchObject({ kind: "isolated", allowedDomains: [] });
  });

  test.each<[string, Json]>([
    ["of the kind open", { ...declared, posture: "open" }],
    ["an unresolved reference", "${module.x.perimeter_posture}"],
    ["masked as sensitive", "(sensitive)"],
    [
      "with an invalid match of a domain",
      { ...declared, allowed_domains: [{ name: "pypi.org", match: "glob", ports: [443] }] },
    ],
    [
      "with a port that is text",
      { ...declared, allowed_domains: [{ name: "a.example", match: "exact", ports: ["443"] }] },
    ],
    [
      "with a source of a domain that is no block",
      { ...declared, allowed_domains: [{ name: "a.example", match: "exact", ports: [443], sources: ["vpc"] }] },
    ],
    [
      "with a domain for no source",
      { ...declared, allowed_domains: [{ name: "a.example", match: "exact", ports: [443], sources: [] }] },
    ],
    ["without protections", { ...declared, protections: null }],
    ["with a number as a deployer", { ...declared, deployers: [7] }],
    ["with a text instead of a list of deployers", { ...declared, deployers: "x" }],
  ])("a posture %s is rejected in one line", (_, value) => {
    expect(() => readPosture(withOutputs({ perimeter_posture: value }))).toThrow(
      /^staging: output perimeter_posture.*; /,
    );
  });

  test.each([
    ["deployers", "${var.deployers}", "${var.deployers}"],
    ["own_endpoints", '${unread("$${var.endpoints}")}', "⟨${var.endpoints}⟩"],
    ["protections", "${var.protections}", "${var.protections}"],
    ["log_retention_days", "${var.days}", "${var.days}"],
  ])(
    "The field %s with an expression of unknown value is refused with what to verify instead.",
    (field, value, got) => {
      expect(() => readPosture(withOutputs({ perimeter_posture: { ...declared, [field]: value } }))).toThrow(
        `${field}: not known before the apply, got ${got}; pass a plan with --plan, or the root module that sets the variables`,
      );
    },
  );

  test.each<[string, Json]>([
    ["audit_trial", { ...declared, audit_trial: "data-events" }],
    [
      "source",
      { ...declared, allowed_domains: [{ name: "a.example", match: "exact", ports: [443], source: ["10.0.0.0/8"] }] },
    ],
    ["user", { ...declared, own_endpoints: [{ name: "git", service: "x", ports: [443], user: ["ada"] }] }],
    ["service", { ...declared, sources: [{ name: "office", cidrs: ["10.0.0.0/8"], service: ["studio"] }] }],
    ["prefixes", { ...declared, teams: [{ name: "risk", role: "r", buckets: ["b"], prefixes: ["risk-"] }] }],
    [
      "clientid",
      { ...declared, identity_providers: [{ kind: "existing", provider: "oidc-provider/x", clientid: "a" }] },
    ],
    [
      "thumbprint",
      { ...declared, identity_providers: [{ kind: "oidc", url: "https://x", client_ids: ["a"], thumbprint: ["0"] }] },
    ],
    ["vpcs", { ...declared, url_sources: { vpc_ids: [], private_cidrs: [], public_cidrs: [], vpcs: [] } }],
    ["arguments", { ...declared, harmless: [{ type: "aws_x", arguments: "a", reason: "r", owner: "o" }] }],
  ])("The misspelled field %s is refused, because what it demands would be left out in silence.", (field, value) => {
    expect(() => readPosture(withOutputs({ perimeter_posture: value }))).toThrow(
      `not known to this version, got ${field}; the fields are `,
    );
  });

  test.each<[field: string, value: Json]>([
    ["accounts", ["*"]],
    ["accounts", ["1234567890123"]],
    ["accounts", [123456789012]],
    ["organization_id", "o-*"],
    ["alarm_topics", ["arn:aws:sns:eu-west-1:444455556666:*"]],
    ["allowed_domains", [{ name: "*", match: "exact", ports: [443] }]],
    ["allowed_domains", [{ name: ".com", match: "subdomains", ports: [443] }]],
    ["allowed_domains", [{ name: "https://example.org", match: "exact", ports: [443] }]],
    ["allowed_domains", [{ name: "example.org", match: "exact", ports: [0] }]],
    ["allowed_domains", [{ name: "example.org", match: "exact", ports: [] }]],
  ])("A declaration of %s as %j is refused, in a stack as in a policy file.", (field, value) => {
    expect(() => readPosture(withOutputs({ perimeter_posture: { ...declared, [field]: value } }))).toThrow(
      `perimeter_posture.${field}: not `,
    );
  });

  test.each<string>([
    ...["*", "arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:user/*", "arn:aws:iam::111122223333:*"],
    ...["role/**", "role/?*", "arn:aws:iam::111122223333:role*", "arn:aws:iam::111122223333:role/a*"],
    // Letters between wildcards, any account, another service.
    ...["role/*a*d*m*", "role/a?b?c?", "arn:aws:iam::*:role/admin", "arn:aws:iam::*:root", "*:role/admin"],
    ...["arn:*:*::111122223333:role/admin", "assumed-role/admin/x"],
  ])("the pattern %s is rejected, because it matches too many principals", (pattern) => {
    const wide = `matches too many principals, got ${pattern}; `;

    expect(() => readPosture(withOutputs({ perimeter_posture: { ...declared, break_glass: [pattern] } }))).toThrow(
      wide,
    );
    expect(() => readPosture(withOutputs({ perimeter_posture: { ...declared, deployers: [pattern] } }))).toThrow(wide);
  });

  test.each<string>([
    ...["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/Admin_*"],
    ...["role/apply", "arn:aws:iam::${data.aws_caller_identity.me.account_id}:user/ops-*"],
  ])("the pattern %s is accepted, because it identifies a principal", (pattern) => {
    const posture = readPosture(withOutputs({ perimeter_posture: { ...declared, break_glass: [pattern] } }));

    expect(posture.breakGlass).toEqual([pattern]);
  });
});
