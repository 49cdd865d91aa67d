import { actionsOf, type CatalogueAction } from "./action-catalogue";

/**
 * Services that make up the perimeter or run code outside it: nothing may be written there, except what is listed.
 *
 * Patterns are of action names without their prefix.
 */
const guardedServices: Readonly<Record<string, readonly string[]>> = {
  account: [],
  cloudformation: [],
  cloudtrail: [],
  codeartifact: ["PublishPackageVersion"],
  codebuild: [],
  config: [],
  directconnect: [],
  ec2: [
    "CreateNetworkInterface",
    "CreateNetworkInterfacePermission",
    "DeleteNetworkInterface",
    "DeleteNetworkInterfacePermission",
  ],
  ecs: [],
  elasticfilesystem: ["ClientMount", "ClientWrite"],
  globalaccelerator: [],
  // Which role may be passed to whom is a claim of its own.
  iam: ["PassRole"],
  kms: ["Decrypt", "Encrypt", "GenerateDataKey*", "GenerateMac", "GenerateRandom", "ReEncrypt*", "Sign", "Verify*"],
  lambda: ["InvokeFunction*", "InvokeAsync"],
  logs: ["CreateLogGroup", "CreateLogStream", "PutLogEvents", "StartQuery", "StopQuery"],
  "network-firewall": [],
  networkmanager: [],
  organizations: [],
  ram: [],
  route53: [],
  route53resolver: [],
  states: ["StartExecution", "StopExecution"],
  sts: ["DecodeAuthorizationMessage", "SetSourceIdentity", "TagSession"],
  "vpc-lattice": ["Invoke"],
};

/** Of SageMaker only the domain, who may enter it, what runs at its start, and instances with a network of their own. Tags tell people apart. */
const studioAdministration = new RegExp(
  [
    "(Create|Update|Delete)(Domain|UserProfile|StudioLifecycleConfig|NotebookInstance|NotebookInstanceLifecycleConfig)",
    "CreatePresignedNotebookInstanceUrl",
    "StartNotebookInstance",
    "Put(LineageGroupPolicy|ModelPackageGroupPolicy|ResourcePolicy)",
    "CreateSharedModel",
    "StartSession",
    "(Add|Delete)Tags",
  ]
    .map((name) => `^sagemaker:${name}$`)
    .join("|"),
);

/** Services with rules of their own below. */
const ownRules: Readonly<Record<string, (action: CatalogueAction) => boolean>> = {
  s3: (action) => isPermission(action) || (isWrite(action) && !action.resourceTypes.includes("object")),
  sagemaker: ({ name }) => studioAdministration.test(name),
};

/** Services in which something widens the perimeter. */
export const wideningServices: readonly string[] = [...Object.keys(guardedServices), ...Object.keys(ownRules)];

/** Actions of a service by which Studio would widen what it may do: permissions everywhere, settings where the perimeter is made. */
export function wideningActions(service: string): readonly CatalogueAction[] {
  return actionsOf(service).filter(ownRules[service] ?? ((action) => widens(service, action)));
}

function widens(service: string, action: CatalogueAction): boolean {
  const excepted = guardedServices[service];
  const name = action.name.slice(service.length + 1);
  const isExcepted = (excepted ?? []).some((pattern) =>
    pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
  return !isExcepted && (isPermission(action) || (excepted !== undefined && isWrite(action)));
}

function isWrite({ accessLevels }: CatalogueAction): boolean {
  return accessLevels.some((level) => level === "Write" || level === "Tagging" || level === "Permissions management");
}

function isPermission({ accessLevels }: CatalogueAction): boolean {
  return accessLevels.includes("Permissions management");
}
