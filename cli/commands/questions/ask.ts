import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { meantName } from "../../../envs/schema/suggest-fix";
import { perimetersOf } from "../../../verify/perimeters/perimeters-of";
import { declaresPosture } from "../../../verify/posture/declare-posture";
import { readPosture } from "../../../verify/posture/read-posture";
import { type Answer, isAnswered } from "../../../verify/question/answer";
import { answerText } from "../../../verify/question/answer-text";
import { answerQuestion } from "../../../verify/question/ask-question";
import { parseQuestion } from "../../../verify/question/grammar/parse-question";
import {
  faultText,
  maxShownCandidates,
  type QuestionFault,
  type Read,
} from "../../../verify/question/grammar/question";
import { listSubjects } from "../../../verify/question/list-subjects";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { readPolicy } from "../../policy/policy-file";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { isFolder } from "../../shared/files/is-folder";
import { planOwn } from "../../shared/inputs/own-plans";
import { isPath } from "../../shared/inputs/path-argument";
import { readTerraform } from "../../shared/inputs/read-terraform";
import { relatedInputs } from "../../shared/inputs/related-inputs";
import { hasStack, outputFolder, synthesizedStacks } from "../../shared/inputs/synthesized-stacks";
import { parseChoice } from "../../shared/parse-choice";
import { warnIfSynthesisIsStale } from "../../shared/sources/stale-synthesis-warning";
import { underPolicy } from "../../stacks/verify-file";
import { askSyntax } from "../../syntax/questions/ask-syntax";

export const ask: Command = { run };

const expectable = ["allowed", "denied"] as const;

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const parsed = parseCommandArguments(askSyntax, args);
  const { values, positionals } = parsed;
  const [subject, ...questions] = positionals;
  if (subject === undefined) {
    throw new Error(
      'ask: needs an environment, a folder or a file, got nothing; write ask prod "packet from SOURCE to DESTINATION"',
    );
  }
  if (questions.length > 1 && /^(?:packet|request)$/i.test(questions[0]?.trim() ?? "")) {
    throw new Error(
      `ask: the question is in ${questions.length} words; put the question in quotes: ask ${subject} "${questions.join(" ")}"`,
    );
  }
  const expected = values.expect === undefined ? undefined : parseChoice("--expect", expectable, values.expect);
  const path = pathOf(subject, terminal);
  const related = relatedInputs(parsed, terminal, [path]);
  const policy = readPolicy(values.policy, values.source ?? (isFolder(path) ? path : undefined));
  // A plan takes seconds, so that what is wrong without one is said before.
  const written = requireValues(questions.map(parseQuestion), subject);
  const plans = await planOwn([path], { ...related, accountOf: () => policy, isOff: values["no-plan"] }, terminal);
  const { json, surroundings } = readTerraform(path, { ...related, plans });
  const own = underPolicy(readConfiguration(json, path, surroundings), policy);
  const configuration = own.together ?? own;
  if (values.source !== undefined && (configuration.form !== "plan" || isFolder(path))) {
    throw new Error(`--source: belongs to a plan, and ${path} is none; leave the option out`);
  }
  if (questions.length === 0) {
    terminal.out(
      values.json ? `${JSON.stringify(listSubjects(configuration), null, 2)}\n` : subjectsText(subject, configuration),
    );
    return 0;
  }
  const harmless = declaredHarmless(configuration);
  const answers = requireValues(
    written.map((question) => answerQuestion(configuration, question, { harmless })),
    subject,
  );
  terminal.out(
    values.json
      ? `${JSON.stringify({ subject, file: path, answers }, null, 2)}\n`
      : answers.map((answer) => answerText(answer, { all: values.all })).join("\n"),
  );
  return answers.every((answer) => isExpected(answer, expected)) ? 0 : 1;
}

/** @throws with every fault of every question */
function requireValues<T>(read: readonly Read<T>[], subject: string): readonly T[] {
  const wrong = read.flatMap((one, index) =>
    one.kind === "faults"
      ? one.faults.map((fault) => errorText(fault, subject, read.length > 1 ? index + 1 : undefined))
      : [],
  );
  if (wrong.length > 0) {
    throw new Error(wrong.join("\n"));
  }
  return read.flatMap((one) => (one.kind === "value" ? [one.value] : []));
}

function isExpected(answer: Answer, expected: (typeof expectable)[number] | undefined): boolean {
  return expected === undefined ? isAnswered(answer) : answer.kind === expected;
}

function pathOf(subject: string, terminal: Terminal): string {
  const output = outputFolder(terminal.environment);
  const isGivenPath = isPath(subject, (word) => hasStack(output, word));
  if (isGivenPath && existsSync(subject)) {
    return subject;
  }
  if (isGivenPath || subject.endsWith(".json")) {
    throw new Error(
      `${subject}: no such file or folder; pass an environment, the folder of a root module, or Terraform JSON`,
    );
  }
  const [stack] = synthesizedStacks(output, [subject]);
  const path = stack?.path ?? subject;
  warnIfSynthesisIsStale([path], terminal);
  return path;
}

/** What the owners of every perimeter declare harmless. A configuration without a posture declares nothing. */
function declaredHarmless(whole: TerraformConfiguration) {
  const [first = [], ...others] = perimetersOf(whole).map(
    ({ configuration }) =>
      readPosture(configuration, declaresPosture(configuration) ? undefined : "inspected").harmless ?? [],
  );
  return first.filter((one) => others.every((harmless) => harmless.some((other) => isDeepStrictEqual(one, other))));
}

function errorText(fault: QuestionFault, subject: string, question: number | undefined): string {
  const { place, word = "", candidates, advice } = fault;
  const where = question === undefined ? `ask: ${place}` : `ask: question ${question}: ${place}`;
  const hasNames = candidates !== undefined || advice === undefined;
  return faultText(fault, where, hasNames ? candidateAdvice(word, candidates ?? [], subject) : undefined);
}

function candidateAdvice(word: string, candidates: readonly string[], subject: string): string {
  if (candidates.length === 0) {
    return "the configuration has nothing that can stand here";
  }
  // People write the end of an address, so the closest end counts as well.
  const ends = candidates.flatMap((address) => {
    const label = address.split(".").at(-1) ?? address;
    const parts = label.split("_");
    return parts.map((_, index) => ({ address, end: parts.slice(index).join("_") }));
  });
  const bare = word.replace(/^.*[./]/, "");
  const closestEnd = meantName(
    bare,
    ends.map(({ end }) => end),
  );
  const [address, ...others] = ends.filter(({ end }) => end === closestEnd).map((one) => one.address);
  const meant = meantName(word, candidates) ?? (others.length === 0 ? address : undefined);
  if (meant !== undefined) {
    return `did you mean ${meant}?`;
  }
  const near = bare.length > 2 ? candidates.filter((candidate) => candidate.includes(bare)) : [];
  const shown = near.length > 0 ? near : candidates;
  const isLong = candidates.length > maxShownCandidates;
  const isResource = candidates.some((candidate) => candidate.includes("."));
  const list = isResource ? `; studio-perimeter ask ${subject} lists them all` : ", and others";
  return `use one of ${shown.slice(0, maxShownCandidates).join(", ")}${isLong ? list : ""}`;
}

function subjectsText(subject: string, configuration: TerraformConfiguration): string {
  const lists = listSubjects(configuration);
  const width = Math.max(0, ...lists.map(({ title }) => title.length));
  const lines = lists.flatMap(({ title, subjects }) =>
    subjects.map((name, index) => `  ${(index === 0 ? title : "").padEnd(width)}  ${name}`),
  );
  return [`subjects of ${subject}, for questions (see studio-perimeter ask --help)`, ...lines, ""].join("\n");
}
