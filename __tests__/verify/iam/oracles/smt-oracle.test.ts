import { memoizeByText } from "../../../../verify/collections/memoize";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { ClaimSubject } from "../../../../verify/verdict/claim";
import { synthesizedJson, synthesizedText } from "../../../fixtures/synthesized";
import type { MutableStack } from "../../fixtures/mutant";
import { perimeterPostureOf } from "../../fixtures/perimeter-posture";
import { allMutants } from "../../mutants/fixtures/all-mutants";
import { account, policiesIn, type RealPolicy } from "./real-policies";
import { decidedAnswers, isRecording, type RecordedSolver, recordedAnswers, recordedSolver } from "./recorded-answers";
import { NotEncodable, smtScript } from "./smt-encoding";
import { identityQuestions } from "./smt-identity-questions";
import { questionsAbout, type UniversalQuestion } from "./smt-questions";
import { type SmtSolver, startSmtSolver } from "./smt-solver";

/** For a busy machine on which no answer is recorded; a quiet one takes about a minute for each test. */
const PATIENCE_MS = isRecording ? 7_200_000 : 600_000;

/** Enough for the questions about roles also while other programs run: on a quiet machine most take z3 less than a second. */
const RECORDING_TIMEOUT_MS = 60_000;

const recorded = recordedAnswers();
let z3: SmtSolver;
let solver: RecordedSolver;
beforeAll(async () => {
  z3 = startSmtSolver(isRecording ? RECORDING_TIMEOUT_MS : undefined);
  solver = recordedSolver(z3, isRecording ? decidedAnswers(recorded) : recorded);
});
afterAll(() => z3.stop());

interface Comparison {
  agreed: number;
  /** The engine cannot tell. */
  undecided: number;
  /** The solver did not answer in time. */
  unsolved: number;
  /** How often a policy holds what the encoding does not express, by what that is. */
  readonly notEncodable: Map<string, number>;
  readonly differences: string[];
}

const newComparison = (): Comparison => ({
  agreed: 0,
  undecided: 0,
  unsolved: 0,
  notEncodable: new Map(),
  differences: [],
});

/** Asks both about the policies, and adds the answers to the comparison. */
async function compare(
  comparison: Comparison,
  name: string,
  stack: MutableStack,
  policies: readonly RealPolicy[],
  asksOfRoles: boolean,
): Promise<void> {
  const configuration = readConfiguration(stack, name);
  const subject = { configuration, posture: perimeterPostureOf(configuration) };
  const exempt = [...subject.posture.deployers, ...subject.posture.breakGlass].map(
    (pattern) => `arn:aws:iam::${account}:${pattern.replace(/^.*:/, "")}`,
  );
  const ofRoles = (): readonly UniversalQuestion[] => {
    const documents = new Set(policies.map(({ document }) => JSON.stringify(document)));
    return identityQuestions(stack.resource, readablePolicies(stack), (decisive) =>
      decisive.some((document) => documents.has(JSON.stringify(document))),
    );
  };
  const ofResources = policies.flatMap((policy) => questionsAbout(policy, exempt));
  for (const question of asksOfRoles ? [...ofResources, ...ofRoles()] : ofResources) {
    await compareAnswers(comparison, `${name}: ${question.name}`, question, subject);
  }
}

async function compareAnswers(
  comparison: Comparison,
  name: string,
  question: UniversalQuestion,
  subject: ClaimSubject,
): Promise<void> {
  try {
    const answer = await solver.solve(smtScript(question.request, question));
    const ofEngine = question.askEngine(subject);
    if (ofEngine === "unknown") {
      comparison.undecided += 1;
    } else if (answer === "unknown") {
      comparison.unsolved += 1;
    } else if ((answer === "sat") === ofEngine) {
      comparison.agreed += 1;
    } else {
      comparison.differences.push(`${name}: the solver says ${answer}, the engine ${ofEngine}`);
    }
  } catch (error) {
    if (!(error instanceof NotEncodable)) {
      throw error;
    }
    const reason = error.message.replace(/:.*$/su, "");
    comparison.notEncodable.set(reason, (comparison.notEncodable.get(reason) ?? 0) + 1);
  }
}

/** Texts of policies that were asked about; the environments share most of them. */
const asked = new Set<string>();

function isNew({ place, document }: RealPolicy): boolean {
  const text = `${place} ${JSON.stringify(document).replace(/studio-perimeter-(?:dev|staging|prod)/g, "studio-perimeter")}`;
  const isKnown = asked.has(text);
  asked.add(text);
  return !isKnown;
}

test(
  "an SMT solver answers the questions about the policies of the stacks as the engine does",
  async () => {
    const comparison = newComparison();
    for (const environment of ["staging", "prod", "dev"]) {
      const stack = JSON.parse(synthesizedText(environment));
      await compare(comparison, environment, stack, policiesIn(stack).filter(isNew), true);
    }

    process.stdout.write(`SMT questions about the stacks: ${summary(comparison)}\n`);
    expect(comparison.differences).toEqual([]);
    expect(comparison.agreed).toBeGreaterThan(60);
  },
  PATIENCE_MS,
);

test(
  "an SMT solver answers the questions about every policy that a mutant changes as the engine does",
  async () => {
    const comparison = newComparison();
    for (const mutant of allMutants) {
      const environment = mutant.environments.find((name) => ["dev", "staging", "prod"].includes(name));
      if (environment === undefined) {
        continue;
      }
      const stack = JSON.parse(synthesizedText(environment));
      const before = policyTextsOf(environment);
      mutant.edit(stack);
      const changed = readablePolicies(stack).filter(
        (policy) =>
          before.has(policy.address) && before.get(policy.address) !== JSON.stringify(policy.document) && isNew(policy),
      );
      if (changed.length > 0) {
        // Questions about roles take the solver seconds each: mutants of roles are left to the other oracle.
        await compare(comparison, mutant.name, stack, changed, false);
      }
    }

    process.stdout.write(`SMT questions about mutants: ${summary(comparison)}\n`);
    expect(comparison.differences).toEqual([]);
    expect(comparison.agreed).toBeGreaterThan(20);
  },
  PATIENCE_MS,
);

test(
  "z3 says again what is recorded, for a sample of the scripts",
  async () => {
    if (isRecording) {
      solver.write();
    }
    // An answer that took z3 long may not come again on a busy machine.
    const sample = [...solver.scripts].filter(([key]) => key.startsWith("0") && recorded[key] !== "unknown");
    const differences: string[] = [];
    for (const [key, script] of sample) {
      const answer = await z3.solve(script);
      if (answer !== "unknown" && answer !== (recorded[key] ?? answer)) {
        differences.push(`${key}: ${recorded[key]} is recorded, z3 says ${answer}; run npm run smt-answers`);
      }
    }

    const count = `${solver.scripts.size - solver.solved} of ${solver.scripts.size} answers were recorded`;
    process.stdout.write(`SMT scripts: ${count}, ${sample.length} solved again\n`);
    expect(differences).toEqual([]);
    expect(sample.length).toBeGreaterThan(5);
  },
  PATIENCE_MS,
);

/** The texts of an environment's policies, by address. */
const policyTextsOf = memoizeByText(
  (environment): ReadonlyMap<string, string> =>
    new Map(
      policiesIn(synthesizedJson(environment)).map(({ address, document }) => [address, JSON.stringify(document)]),
    ),
);

/** A mutant may leave text that is no policy. */
function readablePolicies(stack: Parameters<typeof policiesIn>[0]): readonly RealPolicy[] {
  try {
    return policiesIn(stack);
  } catch {
    return [];
  }
}

function summary({ agreed, undecided, unsolved, notEncodable, differences }: Comparison): string {
  const reasons = [...notEncodable].map(([reason, count]) => `${count} with ${reason}`);
  return `${agreed} agreed, ${undecided} undecided, ${unsolved} unsolved, ${differences.length} differ, not encodable: ${reasons.join(", ") || "none"}`;
}
