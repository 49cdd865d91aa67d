import { memoize, memoizeByText } from "../../../../../verify/collections/memoize";
import { synthesizedText } from "../../../../fixtures/synthesized";
import type { EnvironmentName, MutableStack } from "../../../fixtures/mutant";
import { allMutants } from "../../../mutants/fixtures/all-mutants";
import { policiesIn, type RealPolicy } from "../real-policies";
import type { PolicyDocument } from "../reference-evaluator";
import { askedStack, type Comparison, compareAnswers, newComparison, summaryOf } from "./comparison";
import { changedIdentityQuestions, identityQuestions } from "./identity-questions";
import { questionsAbout } from "./questions";
import { decidedAnswers, isRecording, type RecordedSolver, recordedAnswers, recordedSolver } from "./recorded-answers";
import { type RoleDocuments, rolesIn } from "./role-documents";
import { type SmtSolver, startSmtSolver, startSolver } from "./solver";
import type { UniversalQuestion } from "./universal-question";

/** For a busy machine on which no answer is recorded; a quiet one takes about a minute for each test. */
const PATIENCE_MS = isRecording ? 7_200_000 : 600_000;

/** Enough for every question while other programs run. */
const RECORDING_TIMEOUT_MS = 60_000;

const recorded = recordedAnswers();
let z3: SmtSolver;
let solver: RecordedSolver;
beforeAll(() => {
  z3 = startSolver(isRecording ? RECORDING_TIMEOUT_MS : undefined);
  solver = recordedSolver(z3, isRecording ? decidedAnswers(recorded) : recorded);
});
afterAll(() => z3.stop());

/** Every stack that is shipped. */
const environments: readonly EnvironmentName[] = [
  ...["staging", "prod", "dev", "dev with teams", "staging with access"],
  ...["bootstrap", "bootstrap of two", "bootstrap of GitLab", "bootstrap of HCP Terraform", "bootstrap of hub"],
] as EnvironmentName[];

const textOf = memoize((document: PolicyDocument) => JSON.stringify(document));

/** Texts of policies that were asked about; the environments share most of them. */
const asked = new Set<string>();

function isNew(...policies: readonly RealPolicy[]): boolean {
  const texts = policies.map(({ place, document }) => `${place} ${textOf(document)}`);
  const text = texts.join().replace(/studio-perimeter-(?:dev|staging|prod)/g, "studio-perimeter");
  const isKnown = asked.has(text);
  asked.add(text);
  return !isKnown;
}

async function compareAll(
  comparison: Comparison,
  name: string,
  stack: MutableStack,
  questionsFor: (exempt: readonly string[]) => readonly UniversalQuestion[],
): Promise<void> {
  const subject = askedStack(stack, name);
  for (const question of questionsFor(subject.exemptRoles)) {
    await compareAnswers(comparison, name, question, subject, solver);
  }
}

test(
  "an SMT solver answers the questions about the policies of the stacks as the engine does",
  async () => {
    const comparison = newComparison();
    for (const environment of environments) {
      const stack = JSON.parse(synthesizedText(environment)) as MutableStack;
      const policies = policiesIn(stack);
      await compareAll(comparison, environment, stack, (exempt) => [
        ...policies.filter((policy) => isNew(policy)).flatMap((policy) => questionsAbout(policy, exempt)),
        ...identityQuestions(stack.resource, policies).filter(({ name, policies: decisive }) =>
          isNew(...decisive, {
            address: "",
            place: "identity",
            document: { Version: name, Statement: [] },
            isOpen: false,
          }),
        ),
      ]);
    }

    process.stdout.write(`SMT questions about the stacks: ${summaryOf(comparison)}\n`);
    expectAgreement(comparison);
    expect(comparison.agreed).toBeGreaterThan(350);
  },
  PATIENCE_MS,
);

test(
  "an SMT solver answers the questions about every policy and role that a mutant changes as the engine does",
  async () => {
    const comparison = newComparison();
    for (const mutant of allMutants) {
      const [environment = "dev"] = mutant.environments;
      const stack = JSON.parse(synthesizedText(environment)) as MutableStack;
      const before = unchangedStack(environment);
      mutant.edit(stack);
      const policies = readablePolicies(stack);
      const changed = policies.filter(
        (policy) => isChanged(before.documents.get(policy.address), policy.document) && isNew(policy),
      );
      const ofRoles =
        policies.length === 0 ? [] : changedIdentityQuestions(before.roles, rolesIn(stack.resource, policies));
      if (changed.length > 0 || ofRoles.length > 0) {
        await compareAll(comparison, mutant.name, stack, (exempt) => [
          ...changed.flatMap((policy) => questionsAbout(policy, exempt)),
          ...ofRoles,
        ]);
      }
    }

    process.stdout.write(`SMT questions about mutants: ${summaryOf(comparison)}\n`);
    expectAgreement(comparison);
    expect(comparison.agreed).toBeGreaterThan(2000);
  },
  PATIENCE_MS,
);

/** Questions that stay without an answer, and why. */
const withoutAnswer: readonly (readonly [about: RegExp, reason: string])[] = [
  [/compares session names without their case/, "a variable in a comparison that ignores case"],
];

function expectAgreement({ differences, notEncodable, unsolved }: Comparison): void {
  const unexpected = [...unsolved, ...notEncodable].filter(
    (about) => !withoutAnswer.some(([pattern]) => pattern.test(about)),
  );
  expect({ differences, unexpected }).toEqual({ differences: [], unexpected: [] });
}

test(
  "z3 says again what is recorded, for a sample of the scripts",
  async () => {
    if (isRecording) {
      solver.write();
    }
    const sample = [...solver.scripts].filter(([key]) => /^0[0-7]/.test(key) && recorded[key] !== "unknown");
    const differences: string[] = [];
    // One attempt each: an answer that took z3 long may not come again on a busy machine.
    const again = startSmtSolver();
    let answered = 0;
    for (const [key, script] of sample) {
      const answer = await again.solve(script);
      answered += answer === "unknown" ? 0 : 1;
      if (answer !== "unknown" && answer !== (recorded[key] ?? answer)) {
        differences.push(`${key}: ${recorded[key]} is recorded, z3 says ${answer}; run npm run smt-answers`);
      }
    }

    const count = `${solver.scripts.size - solver.solved} of ${solver.scripts.size} answers were recorded`;
    process.stdout.write(`SMT scripts: ${count}, ${answered} of ${sample.length} solved again\n`);
    expect(differences).toEqual([]);
    expect(answered).toBeGreaterThan(5);
  },
  PATIENCE_MS,
);

function isChanged(before: PolicyDocument | undefined, after: PolicyDocument): boolean {
  return before !== undefined && textOf(before) !== textOf(after);
}

/** The policies and roles of an environment. */
const unchangedStack = memoizeByText(
  (
    environment,
  ): { readonly documents: ReadonlyMap<string, PolicyDocument>; readonly roles: readonly RoleDocuments[] } => {
    const stack = JSON.parse(synthesizedText(environment)) as MutableStack;
    const policies = policiesIn(stack);
    return {
      documents: new Map(policies.map(({ address, document }) => [address, document])),
      roles: rolesIn(stack.resource, policies),
    };
  },
);

/** A mutant may leave text that is no policy. */
function readablePolicies(stack: MutableStack): readonly RealPolicy[] {
  try {
    return policiesIn(stack);
  } catch {
    return [];
  }
}
