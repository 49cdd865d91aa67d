import { claims } from "../../claims";
import type { ClaimResult } from "../../claims/decide-claims";
import { acceptsFinding } from "../../posture/accepted-finding";
import { currentDay } from "../../posture/last-day";
import type { Posture } from "../../posture/posture";
import { visibleText } from "../../terraform/visible-text";
import { type Claim, type Evidence, isSettled } from "../../verdict/claim";
import { verdictTexts } from "../count-verdicts";
import { declarationNotes } from "../declaration-notes";
import { escapeMarkdown } from "../escape-markdown";
import type { ReportedStack } from "../reported-stack";
import { contentUuid } from "./content-uuid";
import { baseControl, type ControlFinding, controlFindings, nistControls } from "./control-findings";
import { controlMappings } from "./control-mappings";

/** The release of OSCAL whose schema the report satisfies. */
const OSCAL_VERSION = "1.2.3";

/** Rises when the report changes its structure. */
const REPORT_VERSION = "1.0";

/** Marks the properties that this project defines. */
const NAMESPACE = "urn:x-studio-perimeter:oscal";

/** What assessment results say besides the verdicts. */
export interface OscalOptions {
  /** Day of the report, `YYYY-MM-DD`. Verdicts depend on the day alone, so reports of one day are equal. @default - today (UTC) */
  readonly day?: string;
  /** Every claim that a posture may require. @default - the claims of this version */
  readonly known?: readonly Claim<Posture>[];
}

/**
 * Assessment results for auditors: one result per stack, one observation per claim, one finding per control of NIST SP 800-53 r5, one
 * risk per claim that is not proved. Identifiers are made from content.
 *
 * @see https://pages.nist.gov/OSCAL-Reference/models/v1.2.3/assessment-results/json-outline/
 */
export function oscalReport(stacks: readonly ReportedStack[], options: OscalOptions = {}): string {
  const { day = currentDay(), known = claims } = options;
  const time = `${day}T00:00:00Z`;
  const assessed = assessedStacks(stacks, known);
  const plan = contentUuid("plan");
  const content = {
    metadata: {
      title: "Network perimeter, as Terraform defines it",
      "last-modified": time,
      version: REPORT_VERSION,
      "oscal-version": OSCAL_VERSION,
      remarks:
        "Decided from Terraform alone. Undecided is never satisfied. A satisfied objective is evidence for its control, not the whole control.",
    },
    "import-ap": { href: `#${plan}`, remarks: "The claims are the plan. There is no assessment plan in OSCAL." },
    ...objectivesOf(assessed, known),
    results: assessed.map((stack) => resultOf(stack, time)),
    "back-matter": {
      resources: [
        {
          uuid: plan,
          title: "Claims of studio-perimeter",
          description: "Each observation names its claim. studio-perimeter explain CLAIM prints the exact scope.",
        },
      ],
    },
  };
  const document = { "assessment-results": { uuid: contentUuid("assessment-results", content), ...content } };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

interface AssessedStack {
  readonly stack: ReportedStack;
  readonly findings: readonly ControlFinding[];
}

/** A stack that was named twice counts once: identifiers are unique. */
function assessedStacks(stacks: readonly ReportedStack[], known: readonly Claim<Posture>[]): readonly AssessedStack[] {
  const distinct = new Map(stacks.map((stack) => [JSON.stringify([stack.name, stack.file]), stack]));
  return [...distinct.values()].map((stack) => {
    const required = known.filter(({ postures }) => postures.includes(stack.subject.posture.kind));
    return { stack, findings: controlFindings(stack.claimResults, required) };
  });
}

/** `SC-7(5)` is `sc-7.5` in NIST's catalog. */
function controlId(control: string): string {
  return control.toLowerCase().replace(/\((\d+)\)/g, ".$1");
}

/** The part of a control that claims decide. NIST's own objectives are wider. */
function objectiveId(control: string): string {
  return `${controlId(control)}_obj.studio-perimeter`;
}

function objectivesOf(assessed: readonly AssessedStack[], known: readonly Claim<Posture>[]): object {
  const controls = [...new Set(assessed.flatMap(({ findings }) => findings.map(({ control }) => control)))];
  const decided = assessed.flatMap(({ stack }) => stack.claimResults.map(({ claim }) => claim));
  const all = [...new Map([...known, ...decided].map((claim) => [claim.name, claim])).values()];
  const objectives = controls.map((control) => {
    const remaining = controlMappings[baseControl(control)]?.remaining;
    return {
      "control-id": controlId(control),
      description: `What Terraform shows of ${control}.`,
      parts: [
        {
          id: objectiveId(control),
          name: "assessment-objective",
          ns: NAMESPACE,
          prose: `Each claim that supports ${control} and applies to the stack is proved.`,
          parts: all
            .filter((claim) => nistControls(claim).includes(control))
            .map(({ name, meaning }) => ({
              id: `${objectiveId(control)}.${name}`,
              name: "assessment-objective",
              ns: NAMESPACE,
              title: escapeMarkdown(name),
              prose: escapeMarkdown(meaning),
            })),
        },
      ],
      ...(remaining !== undefined && { remarks: `No claim shows: ${remaining}` }),
    };
  });
  return objectives.length === 0 ? {} : { "local-definitions": { "objectives-and-methods": objectives } };
}

function resultOf({ stack, findings }: AssessedStack, time: string) {
  const { name, file, claimResults } = stack;
  const notes = declarationNotes(stack);
  const component = contentUuid("component", name, file);
  const observations = claimResults.map((result) => observationOf(stack, result, component, time));
  const risks = claimResults.flatMap((result) => risksOf(stack, result));
  const reviewed = [...new Set(claimResults.flatMap(({ claim }) => nistControls(claim)))];
  return {
    uuid: contentUuid(
      "result",
      observations.map(({ uuid }) => uuid),
      findings.map(({ state }) => state),
    ),
    title: escapeMarkdown(name) || "stack",
    description: `Claims of the posture ${stack.subject.posture.kind}, decided from Terraform.`,
    start: time,
    "local-definitions": {
      components: [
        {
          uuid: component,
          type: "this-system",
          title: escapeMarkdown(name) || "stack",
          description: "The resources of the stack, as its Terraform defines them.",
          props: properties([
            ["file", file],
            ["posture", stack.subject.posture.kind],
          ]),
          status: { state: "other", remarks: "Terraform does not say whether the stack is deployed." },
        },
      ],
    },
    "reviewed-controls": {
      "control-selections": [{ "include-controls": reviewed.map((control) => ({ "control-id": controlId(control) })) }],
    },
    ...(observations.length > 0 && { observations }),
    ...(risks.length > 0 && { risks }),
    ...(findings.length > 0 && { findings: findings.map((finding) => findingOf(stack, finding)) }),
    ...(notes.length > 0 && { remarks: notes.map((note) => `- ${escapeMarkdown(note)}`).join("\n") }),
  };
}

function observationUuid({ name, file }: ReportedStack, { claim, verdict }: ClaimResult): string {
  return contentUuid("observation", name, file, claim.name, verdict);
}

function observationOf(stack: ReportedStack, result: ClaimResult, component: string, time: string) {
  const { claim, verdict } = result;
  const others = claim.controls.map((control): Property => ["control", control]);
  return {
    uuid: observationUuid(stack, result),
    title: escapeMarkdown(claim.title),
    description: `${escapeMarkdown(claim.meaning)} Verdict: ${verdictTexts[verdict.kind]}.`,
    props: properties([["claim", claim.name], ["verdict", verdict.kind], ...others]),
    methods: ["TEST"],
    types: ["control-objective"],
    subjects: [{ "subject-uuid": component, type: "component" }],
    ...(verdict.evidence.length > 0 && { "relevant-evidence": verdict.evidence.map(evidenceOf) }),
    collected: time,
  };
}

function evidenceOf({ text, addresses }: Evidence) {
  return {
    description: escapeMarkdown(text),
    ...(addresses.length > 0 && {
      props: properties(addresses.map((address): Property => ["terraform-address", address])),
    }),
  };
}

function findingOf(stack: ReportedStack, { control, results, state, reason, remarks }: ControlFinding) {
  const observations = results.map((result) => observationUuid(stack, result));
  const risks = results.filter(({ verdict }) => !isSettled(verdict)).map((result) => riskUuid(stack, result));
  return {
    uuid: contentUuid("finding", stack.name, stack.file, control, state, observations),
    title: `${control}: what Terraform shows`,
    description: remarks ?? `Each claim that supports ${control} and applies to the stack is proved.`,
    target: {
      type: "objective-id",
      "target-id": objectiveId(control),
      status: { state, reason, ...(remarks !== undefined && { remarks }) },
    },
    "related-observations": observations.map((uuid) => ({ "observation-uuid": uuid })),
    ...(risks.length > 0 && { "related-risks": risks.map((uuid) => ({ "risk-uuid": uuid })) }),
  };
}

function riskUuid(stack: ReportedStack, result: ClaimResult): string {
  return contentUuid("risk", observationUuid(stack, result));
}

const riskStatuses = { violated: "open", undecided: "investigating", accepted: "deviation-approved" } as const;

function risksOf(stack: ReportedStack, result: ClaimResult): readonly object[] {
  const { claim, verdict } = result;
  if (isSettled(verdict)) {
    return [];
  }
  const uuid = riskUuid(stack, result);
  return [
    {
      uuid,
      title: escapeMarkdown(claim.title),
      description: `${escapeMarkdown(claim.name)} is ${verdictTexts[verdict.kind]} in ${escapeMarkdown(stack.name)}.`,
      statement: escapeMarkdown(claim.meaning),
      status: riskStatuses[verdict.kind],
      ...(verdict.kind === "accepted" && deadlineOf(stack, claim, verdict.evidence)),
      remediations: [
        {
          uuid: contentUuid("remediation", uuid),
          lifecycle: "recommendation",
          title: "What to change",
          description: escapeMarkdown(claim.remedy),
        },
      ],
      "related-observations": [{ "observation-uuid": observationUuid(stack, result) }],
    },
  ];
}

/** The end of the first day on which an acceptance ends. */
function deadlineOf(
  { acceptances = [] }: ReportedStack,
  { name }: Claim<Posture>,
  evidence: readonly Evidence[],
): object {
  const days = acceptances
    .filter(({ accepted }) => evidence.some((piece) => acceptsFinding(accepted, { claim: name, ...piece })))
    .map(({ accepted }) => accepted.until)
    .sort();
  return days[0] === undefined ? {} : { deadline: `${days[0]}T23:59:59Z` };
}

type Property = readonly [name: string, value: string];

/** Values are one line without space at their ends, and not empty. */
function properties(list: readonly Property[]): readonly object[] {
  return list.map(([name, value]) => ({ name, ns: NAMESPACE, value: visibleText(value).trim() || "-" }));
}
