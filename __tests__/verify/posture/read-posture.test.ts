import { readPosture } from "../../../verify/posture/read-posture";
import type { Json, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";

const declared = {
  posture: "inspected",
  allowed_domains: [{ name: "pypi.org", match: "exact", ports: [443] }],
  protections: true,
  deployers: ["arn:aws:iam::*:role/apply"],
  break_glass: [],
  log_retention_days: 365,
};

function withOutputs(outputs: Readonly<Record<string, Json>>): TerraformConfiguration {
  return { source: "staging", form: "synthesized", resources: [], outputs };
}

describe("the declared posture", () => {
  it("is read from the stack's output", () => {
    expect(readPosture(withOutputs({ perimeter_posture: declared }))).toEqual({
      kind: "inspected",
      allowedDomains: [{ name: "pypi.org", match: "exact", ports: [443] }],
      protections: true,
      deployers: ["arn:aws:iam::*:role/apply"],
      breakGlass: [],
      logRetentionDays: 365,
    });
  });

  it("is read from the one module that declares it, for a consumer who declares nothing", () => {
    expect(readPosture(withOutputs({ "module.studio.perimeter_posture": declared })).kind).toBe("inspected");
    expect(() =>
      readPosture(withOutputs({ "module.a.perimeter_posture": declared, "module.b.perimeter_posture": declared })),
    ).toThrow("is declared by several modules");
  });

  it("is overridden by the caller, with the rest kept", () => {
    const posture = readPosture(withOutputs({ perimeter_posture: declared }), "isolated");

    expect(posture).toMatchObject({ kind: "isolated", protections: true });
  });

  it("may be missing only when the caller gives one", () => {
    expect(() => readPosture(withOutputs({}))).toThrow(
      "staging: output perimeter_posture: is missing, got no such output; declare it or pass --posture isolated|inspected|inspected-multi-az",
    );
    expect(readPosture(withOutputs({}), "isolated")).toMatchObject({ kind: "isolated", allowedDomains: [] });
  });

  it.each<[string, Json]>([
    ["open", { ...declared, posture: "open" }],
    ["not known", "${module.x.perimeter_posture}"],
    ["masked", "(sensitive)"],
    [
      "with a domain that is none",
      { ...declared, allowed_domains: [{ name: "pypi.org", match: "glob", ports: [443] }] },
    ],
    [
      "with a port that is text",
      { ...declared, allowed_domains: [{ name: "a.example", match: "exact", ports: ["443"] }] },
    ],
    ["with no protections", { ...declared, protections: null }],
    ["with a deployer that is none", { ...declared, deployers: [7] }],
    ["with no list of deployers", { ...declared, deployers: "x" }],
  ])("is refused when it is %s", (_, value) => {
    expect(() => readPosture(withOutputs({ perimeter_posture: value }))).toThrow(
      /^staging: output perimeter_posture.*; /,
    );
  });

  it.each<string>([
    ...["*", "arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:user/*", "arn:aws:iam::111122223333:*"],
    ...["role/**", "role/?*", "arn:aws:iam::111122223333:role*", "arn:aws:iam::111122223333:role/a*"],
  ])("excepts nobody by %s, which names everybody of a kind", (pattern) => {
    const wide = `names everybody of a kind, got ${pattern}`;

    expect(() => readPosture(withOutputs({ perimeter_posture: { ...declared, break_glass: [pattern] } }))).toThrow(
      wide,
    );
    expect(() => readPosture(withOutputs({ perimeter_posture: { ...declared, deployers: [pattern] } }))).toThrow(wide);
  });

  it.each<string>([
    ...["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/Admin_*"],
    ...["role/apply", "arn:aws:iam::${data.aws_caller_identity.me.account_id}:user/ops-*"],
  ])("excepts those whom %s singles out", (pattern) => {
    const posture = readPosture(withOutputs({ perimeter_posture: { ...declared, break_glass: [pattern] } }));

    expect(posture.breakGlass).toEqual([pattern]);
  });
});
