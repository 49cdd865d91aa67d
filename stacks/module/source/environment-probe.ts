import { corporateAttachment, type Environment, type EnvironmentInput } from "../../../envs/schema/environment";
import { MODULE_REGIONS } from "../aws-accounts";
import {
  type DeletionProtection,
  PROBE,
  probeProfiles,
  probeService,
  protectionFields,
  withProbeValues,
} from "../module-probe";

/** @throws one line when a module cannot have the network of the environment: central egress, an existing network, or ports without TLS inspection */
export function requireModuleNetwork({ name, egress, network }: Environment): void {
  const problem =
    egress.kind === "central"
      ? "egress.kind: has no module, got central"
      : network.kind === "existing"
        ? "network.kind: has no module, got existing"
        : hasExcludedPorts(egress)
          ? "egress.tlsInspection.excludedPorts: have no module, because the allow-list is an input"
          : undefined;
  if (problem !== undefined) {
    throw new Error(`${name}: ${problem}; deploy the environment from this project`);
  }
}

function hasExcludedPorts(egress: Environment["egress"]): boolean {
  return (
    egress.kind === "inspected" && egress.tlsInspection.kind === "on" && egress.tlsInspection.excludedPorts.length > 0
  );
}

/** @throws when the policies of a module cannot name the AWS accounts of the Region */
export function requireModuleRegion({ name, region }: Environment): void {
  if (!MODULE_REGIONS.includes(region)) {
    throw new Error(
      `${name}: region: no Region of a module, got ${region}; deploy the stack instead, or use one of ${MODULE_REGIONS.join(", ")}`,
    );
  }
}

/**
 * An environment with probe values in the fields that become inputs of its module.
 *
 * @param protection replaces the one of the environment. Default: the fields of the environment stay
 */
export function environmentProbe(environment: Environment, protection?: DeletionProtection): Environment {
  // Findings are accepted by address, and addresses of a called module start with its name.
  const { account: _, accepted: __, ...kept } = environment;
  const input: EnvironmentInput = {
    ...kept,
    ...(protection === undefined ? {} : protectionFields(protection)),
    availabilityZones: environment.availabilityZones.map(inProbeRegion),
    egress: probeEgress(environment),
    endpoints: probeEndpoints(environment),
    access: probeAccess(environment),
    studio: {
      ...environment.studio,
      userProfiles: hasFixedUsers(environment)
        ? environment.studio.userProfiles
        : probeProfiles(notebookUserOf(environment) === undefined ? [PROBE.user] : [PROBE.user, PROBE.notebookUser]),
    },
  };
  return withProbeValues(input, hasFixedSizes(environment) ? "fixed" : "inputs");
}

/** The zone of the probe's Region with the same letter. */
function inProbeRegion(zone: string): string {
  return `${PROBE.region}${zone.slice(-1)}`;
}

function probeEgress({ egress }: Environment): Environment["egress"] {
  return egress.kind === "inspected" && egress.tlsInspection.kind === "on"
    ? { ...egress, tlsInspection: { ...egress.tlsInspection, certificateAuthority: PROBE.certificateAuthority } }
    : egress;
}

/** The certificate authority with which the firewall decrypts TLS; undefined if it does not. */
export function certificateAuthorityOf({ egress }: Pick<Environment, "egress">): string | undefined {
  return egress.kind === "inspected" && egress.tlsInspection.kind === "on"
    ? egress.tlsInspection.certificateAuthority
    : undefined;
}

function probeEndpoints({ endpoints }: Environment): Environment["endpoints"] {
  const excluded = Object.entries(endpoints.excludedZones).map(([name, zones]) => [name, zones?.map(inProbeRegion)]);
  return {
    ...endpoints,
    excludedZones: Object.fromEntries(excluded),
    own: endpoints.own.map(({ availabilityZones: zones, ...own }, index) => ({
      ...own,
      service: probeService(index),
      ...(zones === undefined ? {} : { availabilityZones: zones.map(inProbeRegion) }),
    })),
  };
}

function probeAccess(environment: Environment): Environment["access"] {
  const { access } = environment;
  if (access.kind === "off") {
    return access;
  }
  const { attachment, notebookInstance } = access;
  const isInput = notebookInstance !== undefined && !hasFixedUsers(environment);
  return {
    ...access,
    ...(isInput ? { notebookInstance: { ...notebookInstance, user: PROBE.notebookUser } } : {}),
    attachment:
      attachment.kind === "none" || attachment.id === undefined
        ? attachment
        : { ...attachment, id: attachment.id.replace(/-.*/, `-${PROBE.attachmentId}`) },
  };
}

function notebookUserOf({ access }: Pick<Environment, "access">): string | undefined {
  return access.kind === "on" ? access.notebookInstance?.user : undefined;
}

/** Whether resources other than profiles depend on who the users are, so that a module fixes its users. */
function hasFixedUsers({ studio, endpoints, access }: Environment): boolean {
  const { userProfiles: profiles, teams, authMode } = studio;
  const owner = notebookUserOf({ access });
  return (
    teams.length > 0 ||
    authMode === "SSO" ||
    profiles.some(({ sessionName }) => sessionName !== undefined) ||
    endpoints.own.some(({ users }) => users !== undefined) ||
    (owner !== undefined && !profiles.some(({ name }) => name === owner))
  );
}

/** Whether users that a module fixes have timeouts or sizes of their own, which must fit those of the environment. */
function hasFixedSizes(environment: Environment): boolean {
  return (
    hasFixedUsers(environment) &&
    environment.studio.userProfiles.some(
      ({ idleTimeoutMinutes, maxStorageGb }) => idleTimeoutMinutes !== undefined || maxStorageGb !== undefined,
    )
  );
}

/** Whether idle timeouts and sizes of volumes are inputs of the module of a probe. */
export function hasSizeInputs({ studio }: Environment): boolean {
  return studio.spaceStorage.maxGb === PROBE.maxStorageGb;
}

/** Values of an environment, by input of its module. */
export function environmentDefaults(environment: Environment, probe: Environment): Readonly<Record<string, unknown>> {
  const { studio, egress, endpoints } = environment;
  const attachment = corporateAttachment(environment);
  const { idleShutdown: idle, spaceStorage: storage } = studio;
  const notebookUser = notebookUserOf(environment);
  const certificateAuthority = certificateAuthorityOf(environment);
  return {
    name: environment.name,
    region: environment.region,
    account_id: environment.account ?? null,
    vpc_cidr: environment.vpcCidr,
    availability_zones: environment.availabilityZones,
    ...(egress.kind === "none"
      ? {}
      : {
          allowed_domains: egress.allowList.map(({ name, match, ports, reason, owner }) => ({
            name,
            match,
            ports,
            reason,
            owner,
          })),
        }),
    organization_id: environment.organizationId ?? null,
    tags: environment.tags,
    log_retention_days: environment.logRetentionDays,
    deployers: environment.deployers,
    break_glass: environment.breakGlass,
    alarm_topic_arns: environment.alarmTopicArns,
    ...(endpoints.own.length === 0
      ? {}
      : { own_endpoint_services: Object.fromEntries(endpoints.own.map(({ name, service }) => [name, service])) }),
    ...(attachment === undefined ? {} : { attachment_id: attachment.id }),
    ...(certificateAuthority === undefined ? {} : { certificate_authority: certificateAuthority }),
    ...(hasUserInput(probe)
      ? {
          user_profiles: studio.userProfiles.map(({ name, idleTimeoutMinutes, maxStorageGb }) => ({
            name,
            ...(idleTimeoutMinutes === undefined ? {} : { idle_timeout_minutes: idleTimeoutMinutes }),
            ...(maxStorageGb === undefined ? {} : { max_storage_gb: maxStorageGb }),
          })),
          ...(notebookUser === undefined ? {} : { notebook_user: notebookUser }),
        }
      : {}),
    ...(hasSizeInputs(probe)
      ? {
          idle_shutdown: {
            min_minutes: idle.minMinutes,
            default_minutes: idle.defaultMinutes,
            max_minutes: idle.maxMinutes,
          },
          space_storage: { default_gb: storage.defaultGb, max_gb: storage.maxGb },
        }
      : {}),
  };
}

/** Whether the users of a probe are an input of its module. */
export function hasUserInput({ studio }: Environment): boolean {
  return studio.userProfiles.some(({ name }) => name === PROBE.user);
}

/** Whether the user of the notebook instance is an input of the module of a probe. */
export function hasNotebookUserInput(probe: Environment): boolean {
  return notebookUserOf(probe) === PROBE.notebookUser;
}

/** Whether approvers or lists of names restrict which packages of PyPI are installed. */
function restrictsPackages(packages: Environment["packages"]): boolean {
  return (
    packages.kind === "codeartifact" &&
    (packages.approvers.length > 0 || packages.publicNames !== undefined || packages.ownNames.length > 0)
  );
}

/** The fields that a module fixes, without those that have the value of every environment by default. */
export function fixedFields(probe: Environment): object {
  const { resilience, subnetPrefixLengths, vpcBlockPublicAccess, packages, jumpStart, auditTrail, detection } = probe;
  const { endpoints, egress, access, studio, efsRetention, forceDestroyBuckets } = probe;
  const { authMode, capabilities, teams, instanceTypes, selfIngress, userProfiles, idleShutdown, spaceStorage } =
    studio;
  return {
    resilience,
    subnetPrefixLengths,
    vpcBlockPublicAccess,
    packages: restrictsPackages(packages) ? packages : packages.kind,
    jumpStart,
    egress: withoutEgressInputs(egress),
    endpoints: { ...endpoints, own: endpoints.own.map(({ service: __, ...own }) => own) },
    auditTrail,
    detection,
    efsRetention,
    forceDestroyBuckets,
    access: withoutAttachmentId(access),
    studio: {
      authMode,
      capabilities,
      teams,
      instanceTypes,
      selfIngress,
      ...(hasUserInput(probe) ? {} : { userProfiles }),
      ...(hasSizeInputs(probe) ? {} : { idleShutdown, spaceStorage }),
    },
  };
}

/** The allow-list and the certificate authority are inputs. */
function withoutEgressInputs(egress: Environment["egress"]): object {
  if (egress.kind === "none") {
    return egress;
  }
  const { allowList: _, ...fields } = egress;
  if (!("tlsInspection" in fields) || fields.tlsInspection.kind === "off") {
    return fields;
  }
  const { certificateAuthority: __, ...tlsInspection } = fields.tlsInspection;
  return { ...fields, tlsInspection };
}

/** The ID of an attachment is an input. */
function withoutAttachmentId(access: Environment["access"]): object {
  if (access.kind === "off" || access.attachment.kind === "none") {
    return access;
  }
  const { id: _, ...attachment } = access.attachment;
  return { ...access, attachment };
}
