import { propertyRuns, propertySeed } from "../../../../fixtures/property-runs";
import { synthesizedText } from "../../../../fixtures/synthesized";
import type { MutableStack } from "../../../fixtures/mutant";
import { seededRandom } from "../random-requests";
import { policiesIn } from "../real-policies";
import { askedStack, compareAnswers, newComparison, summaryOf } from "./comparison";
import { changedIdentityQuestions } from "./identity-questions";
import { questionsAbout } from "./questions";
import { mutatePolicy, pick } from "./random-mutations";
import { rolesIn } from "./role-documents";
import { startSolver } from "./solver";
import type { UniversalQuestion } from "./universal-question";

const mutations = propertyRuns(12).numRuns;
const questionsOfEach = 2;

const z3 = startSolver();
afterAll(() => z3.stop());

test("an SMT solver answers questions about randomly changed policies as the engine does", async () => {
  const random = seededRandom(propertySeed);
  const comparison = newComparison();
  for (let count = 0; count < mutations; count += 1) {
    const environment = pick(random, ["dev", "staging", "prod", "dev with teams", "bootstrap"]);
    const stack = JSON.parse(synthesizedText(environment)) as MutableStack;
    const before = rolesIn(stack.resource, policiesIn(stack));
    const address = mutatePolicy(random, stack);
    const policies = policiesIn(stack);
    const subject = askedStack(stack, `mutation ${count}`);
    const questions: readonly UniversalQuestion[] = [
      ...policies
        .filter((policy) => policy.address === address)
        .flatMap((policy) => questionsAbout(policy, subject.exemptRoles)),
      ...changedIdentityQuestions(before, rolesIn(stack.resource, policies)),
    ];
    for (let asked = 0; asked < Math.min(questionsOfEach, questions.length); asked += 1) {
      const text = JSON.stringify(policies.find((policy) => policy.address === address)?.document);
      await compareAnswers(comparison, `${environment} with ${text}`, pick(random, questions), subject, z3);
    }
  }

  process.stdout.write(`SMT questions about ${mutations} random mutations: ${summaryOf(comparison)}\n`);
  expect(comparison.differences).toEqual([]);
  expect(comparison.agreed).toBeGreaterThan(0);
}, 600_000);
