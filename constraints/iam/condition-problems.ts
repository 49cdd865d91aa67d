import { parseCidr } from "../../ip/cidr";
import { parseIpAddress } from "../../ip/ip-address";
import { isExpression, isObject, type Values } from "../configuration/terraform-values";
import type { ArgumentRefusal } from "../refusal";
import { isConditionKey } from "./iam-catalog";

type ConditionProblem = Omit<ArgumentRefusal, "argument">;

const VALUES_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";
const KEYS_PAGE =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";

/** The form of the values of an operator, and what to write. */
interface ValueForm {
  readonly operators: RegExp;
  readonly matches: (value: string) => boolean;
  readonly form: string;
}

const ISO_DATE = /^-?\d{4,9}(?:-\d\d(?:-\d\d)?)?(?:t\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:z|[+-]\d\d:?\d\d)?)?$/i;
const FORMS: readonly ValueForm[] = [
  { operators: /^(?:Bool|Null)$/, matches: (value) => /^(?:true|false)$/i.test(value), form: "true or false" },
  {
    operators: /^Numeric/,
    matches: (value) => /^-?\d+(?:\.\d+)?$/.test(value),
    form: "a number",
  },
  {
    operators: /^Date/,
    matches: (value) => /^\d+$/.test(value) || ISO_DATE.test(value),
    form: "a date such as 2026-12-31T00:00:00Z, or the seconds since 1970",
  },
  {
    operators: /^(?:Not)?IpAddress$/,
    matches: (value) => (parseCidr(value) ?? parseIpAddress(value)) !== undefined,
    form: "an address or a block such as 10.0.0.0/8",
  },
];

/** Values that their operator never matches, and keys that their service does not have. */
export function conditionProblems({ Condition }: Values): readonly ConditionProblem[] {
  return Object.entries(isObject(Condition) ? Condition : {}).flatMap(([operator, keys]) => {
    const name = operator.replace(/^ForA(?:ll|ny)Values?:/, "").replace(/IfExists$/, "");
    const form = FORMS.find(({ operators }) => operators.test(name));
    return Object.entries(isObject(keys) ? keys : {}).flatMap(([key, value]) => [
      ...[value].flat().flatMap((one) => (form === undefined ? [] : valueProblems(form, key, one))),
      ...keyProblems(key),
    ]);
  });
}

/** A policy variable has a value in each request. */
function valueProblems(
  { operators, matches, form }: ValueForm,
  key: string,
  value: unknown,
): readonly ConditionProblem[] {
  const isKnown = ["string", "number", "boolean"].includes(typeof value) && !isExpression(value);
  const text = String(value);
  return !isKnown || text.includes("${") || matches(text)
    ? []
    : [
        {
          problem: `the value of ${key} must be ${form}`,
          value,
          remedy: "correct it",
          source: VALUES_PAGE,
          // IAM reads dates when it stores the policy. Other values are only never matched.
          ...(!operators.test("DateEquals") && { isAccepted: true }),
        },
      ];
}

function keyProblems(key: string): readonly ConditionProblem[] {
  return isExpression(key) || isConditionKey(key)
    ? []
    : [
        {
          problem: "the service has no such condition key",
          value: key,
          remedy: "correct the key",
          source: KEYS_PAGE,
          isAccepted: true,
        },
      ];
}
