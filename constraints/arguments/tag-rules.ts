import { literalText, objectOf } from "../configuration/terraform-values";
import { terraformMapping } from "../schemas/terraform-mapping";
import { type ArgumentRule, problemIf, type RuleProblem } from "./argument-rule";

const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Tags of any resource. */
export const tagRules: readonly ArgumentRule[] = [
  {
    page: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
    check: ({ tags }, type) => {
      const entries = Object.entries(objectOf(tags));
      return [
        ...problemIf(entries.length > MOST_TAGS, {
          argument: "tags",
          problem: `a resource has at most ${MOST_TAGS} tags, but this one has ${entries.length}`,
          remedy: "remove some",
        }),
        ...entries.flatMap(([key, value]) => tagProblems(key, literalText(value))),
        ...(hasAnyCharacter(type) ? [] : entries.flatMap(([key, value]) => characterProblems(key, literalText(value)))),
      ];
    },
  },
];

/**
 * Whether tags of a type may have any character: EC2 states lengths alone.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Tag.html
 */
function hasAnyCharacter(type: string): boolean {
  return terraformMapping.types[type]?.schemas.some((schema) => /^(?:AWS::EC2::|ec2:)/.test(schema)) === true;
}

function characterProblems(key: string, value: string | undefined): readonly RuleProblem[] {
  return problemIf(![key, value ?? ""].every((text) => CHARACTERS.test(text)), {
    argument: argumentOf(key),
    problem: "has a character that tags must not have",
    value,
    remedy: "use letters, digits, spaces and _ . : / = + - @",
  });
}

function argumentOf(key: string): string {
  return `tags.${key.slice(0, 40)}`;
}

function tagProblems(key: string, value: string | undefined): readonly RuleProblem[] {
  const argument = argumentOf(key);
  return [
    ...problemIf(/^aws:/i.test(key), { argument, problem: 'a key must not begin with "aws:"', remedy: "rename it" }),
    ...problemIf(key.length < 1 || key.length > LONGEST_KEY, {
      argument,
      problem: `a key must have 1 to ${LONGEST_KEY} characters, but has ${key.length}`,
      remedy: "rename it",
    }),
    ...problemIf(value !== undefined && value.length > LONGEST_VALUE, {
      argument,
      problem: `a value must have at most ${LONGEST_VALUE} characters, but has ${value?.length}`,
      remedy: "shorten it",
    }),
  ];
}
