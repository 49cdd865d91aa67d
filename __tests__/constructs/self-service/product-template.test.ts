import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  PRODUCT_DESCRIPTIONS,
  type ProductKind,
  productTemplate,
} from "../../../constructs/self-service/product-template";
import { onlyWith } from "../../fixtures/only-if";

const KINDS = Object.keys(PRODUCT_DESCRIPTIONS) as readonly ProductKind[];
const FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:studio-perimeter-test-studio-url";

function template(kind: ProductKind): string {
  return productTemplate({ kind, functionArn: FUNCTION, responseTimeoutSeconds: 660 });
}

function parsed(kind: ProductKind) {
  return JSON.parse(template(kind)) as {
    readonly Parameters: Readonly<Record<string, { readonly AllowedPattern: string }>>;
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>;
    readonly Outputs: Readonly<Record<string, unknown>>;
  };
}

describe.each(KINDS)("the template of the %s product", (kind) => {
  test("asks nothing but for a number that makes it ask again", () => {
    const { Parameters } = parsed(kind);

    expect(Object.keys(Parameters)).toEqual(["Renewal"]);
    const pattern = new RegExp(Parameters.Renewal?.AllowedPattern ?? "");
    expect(["1", "999999", "", "ada", "1 ada", "1234567"].filter((value) => pattern.test(value))).toEqual([
      "1",
      "999999",
    ]);
  });

  test("holds one custom resource, which the one function answers or CloudFormation gives up", () => {
    expect(Object.values(parsed(kind).Resources)).toEqual([
      {
        Type: PRODUCT_DESCRIPTIONS[kind].resourceType,
        Properties: { ServiceToken: FUNCTION, ServiceTimeout: "660", Renewal: { Ref: "Renewal" } },
      },
    ]);
  });

  test("puts out the URL, the address and the line for a hosts file", () => {
    expect(Object.keys(parsed(kind).Outputs)).toEqual(["Url", "Address", "HostsFileLine"]);
  });
});

describe("cfn-lint", () => {
  onlyWith("cfn-lint", "cfn-lint on the templates of products").test("finds nothing wrong with any product", () => {
    const folder = mkdtempSync(join(tmpdir(), "templates-"));
    const files = KINDS.map((kind) => {
      const file = join(folder, `${kind}.json`);
      writeFileSync(file, template(kind));
      return file;
    });

    const linted = spawnSync("cfn-lint", ["--regions", "eu-west-1", "--include-checks", "I", "--", ...files], {
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true });

    expect(linted).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });
});
