import type { DeprecatedTypes, Deprecation } from "../../constraints/deprecations/deprecation-facts";
import type { Deprecations } from "./deprecations";
import type { Section } from "./terraform-types";

/** Deprecations that the package @pulumi/aws does not carry, with the page that states each. */
const ALSO: readonly {
  readonly section: Section;
  readonly type: string;
  readonly argument: string;
  readonly use: string;
}[] = [
  // DeprecationMessage of internal/service/s3/bucket_object.go in hashicorp/terraform-provider-aws
  { section: "resource", type: "aws_s3_bucket_object", argument: "*", use: "aws_s3_object" },
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document#override_json-1
  { section: "data", type: "aws_iam_policy_document", argument: "override_json", use: "override_policy_documents" },
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document#source_json-1
  { section: "data", type: "aws_iam_policy_document", argument: "source_json", use: "source_policy_documents" },
];

/** The deprecations of one provider version. */
interface End {
  readonly version: string;
  readonly deprecations: Deprecations;
}

/**
 * One table of the oldest version, and of what later versions add with their number. Of a deprecated block, its members are left out.
 *
 * @param ends the oldest first
 */
export function mergeDeprecations(ends: readonly End[]): Record<Section, DeprecatedTypes> {
  const merged: Record<Section, Record<string, Record<string, Deprecation>>> = { resource: {}, data: {} };
  for (const [at, { version, deprecations }] of ends.entries()) {
    for (const { section, type, argument, use } of argumentsOf(deprecations)) {
      const deprecation = at === 0 ? { use } : { use, since: version };
      merged[section][type] = { [argument]: deprecation, ...merged[section][type] };
    }
  }
  for (const { section, type, argument, use } of ALSO) {
    merged[section][type] = { ...merged[section][type], [argument]: { use: [use] } };
  }
  return { resource: sortedTypes(merged.resource), data: sortedTypes(merged.data) };
}

function argumentsOf(deprecations: Deprecations) {
  return (["resource", "data"] as const).flatMap((section) =>
    Object.entries(deprecations[section]).flatMap(([type, entries]) =>
      Object.entries(entries).map(([argument, use]) => ({ section, type, argument, use })),
    ),
  );
}

function sortedTypes(types: Readonly<Record<string, Readonly<Record<string, Deprecation>>>>): DeprecatedTypes {
  return Object.fromEntries(
    sorted(types).map(([type, entries]) => [type, Object.fromEntries(sorted(outermost(entries)))]),
  );
}

function outermost(entries: Readonly<Record<string, Deprecation>>): Readonly<Record<string, Deprecation>> {
  const whole = entries["*"];
  if (whole !== undefined) {
    return { "*": whole };
  }
  const paths = Object.keys(entries);
  return Object.fromEntries(
    Object.entries(entries).filter(([path]) => !paths.some((other) => path.startsWith(`${other}.`))),
  );
}

function sorted<Value>(table: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] {
  return Object.entries(table).sort(([one], [other]) => (one < other ? -1 : 1));
}
