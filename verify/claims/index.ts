import type { Posture } from "../posture/posture";
import type { Claim } from "../verdict/claim";
import { applyRolesChangeOnlyTheirEnvironment } from "./bootstrap/apply-roles-change-only-their-environment";
import { boundaryExcludesEscalation } from "./bootstrap/boundary-excludes-escalation";
import { createdRolesCarryTheBoundary } from "./bootstrap/created-roles-carry-the-boundary";
import { pipelineRolesKeepTheirCallers } from "./bootstrap/pipeline-roles-keep-their-callers";
import { pipelinesCannotChangeThemselves } from "./bootstrap/pipelines-cannot-change-themselves";
import { planRolesOnlyRead } from "./bootstrap/plan-roles-only-read";
import { stateAccessIsLogged } from "./bootstrap/state-access-is-logged";
import { stateIsKept } from "./bootstrap/state-is-kept";
import { stateOnlyForItsPipeline } from "./bootstrap/state-only-for-its-pipeline";
import { auditTrailIsKept } from "./data/audit-trail-is-kept";
import { bucketKeepsItsOwner } from "./data/bucket-keeps-its-owner";
import { bucketOnlyThroughEndpoint } from "./data/bucket-only-through-endpoint";
import { dataEncryptedWithOwnKey } from "./data/data-encrypted-with-own-key";
import { endpointPolicyBoundsBothSides } from "./data/endpoint-policy-bounds-both-sides";
import { grantsStayInAccount } from "./data/grants-stay-in-account";
import { keyKeepsItsOwner } from "./data/key-keeps-its-owner";
import { keyMaterialAsDeclared } from "./data/key-material-as-declared";
import { onlyOwnBucketsFromStudio } from "./data/only-own-buckets-from-studio";
import { readsStayInStack } from "./data/reads-stay-in-stack";
import { requestsStayInAccount } from "./data/requests-stay-in-account";
import { dnsAgreesWithFirewall } from "./dns/dns-agrees-with-firewall";
import { dnsDeniedByDefault } from "./dns/dns-denied-by-default";
import { dnsFailsClosed } from "./dns/dns-fails-closed";
import { privateDnsOn } from "./dns/private-dns-on";
import { allowlistIsNarrow } from "./firewall/allowlist-is-narrow";
import { firewallDeniesByDefault } from "./firewall/firewall-denies-by-default";
import { firewallPassesOnlyAllowlist } from "./firewall/firewall-passes-only-allowlist";
import { serverNamesAreVerified } from "./firewall/server-names-are-verified";
import { identityProvidersAsDeclared } from "./identities/identity-providers-as-declared";
import { jobsStayInVpc } from "./identities/jobs-stay-in-vpc";
import { logsAreTamperProof } from "./identities/logs-are-tamper-proof";
import { packagesOnlyFromInside } from "./identities/packages-only-from-inside";
import { peopleNeedMfa } from "./identities/people-need-mfa";
import { presignedUrlOnlyInside } from "./identities/presigned-url-only-inside";
import { privateSpacesArePrivate } from "./identities/private-spaces-are-private";
import { rolePassesOnlyItself } from "./identities/role-passes-only-itself";
import { rolesKeepTheirCallers } from "./identities/roles-keep-their-callers";
import { selfServiceCannotEscalate } from "./identities/self-service-cannot-escalate";
import { studioCannotWidenItself } from "./identities/studio-cannot-widen-itself";
import { userGetsOnlyOwnUrl } from "./identities/user-gets-only-own-url";
import { egressOnlyThroughFirewall } from "./network/egress-only-through-firewall";
import { endpointCoversRequiredServices } from "./network/endpoint-covers-required-services";
import { endpointTakesOnlyStudio } from "./network/endpoint-takes-only-studio";
import { jumpHostHasNoInbound } from "./network/jump-host-has-no-inbound";
import { noInboundFromInternet } from "./network/no-inbound-from-internet";
import { noInternetPath } from "./network/no-internet-path";
import { noOpenSecurityGroup } from "./network/no-open-security-group";
import { noPublicAddress } from "./network/no-public-address";
import { returnPathSymmetric } from "./network/return-path-symmetric";
import { survivesZoneLoss } from "./network/survives-zone-loss";
import { zoneAffinity } from "./network/zone-affinity";
import { domainVpcOnly } from "./operations/domain-vpc-only";
import { everythingLogged } from "./operations/everything-logged";
import { instanceTypesAsDeclared } from "./operations/instance-types-as-declared";
import { perimeterChangesAreWatched } from "./operations/perimeter-changes-are-watched";
import { protectionsAsDeclared } from "./operations/protections-as-declared";
import { teamsStayApart } from "./operations/teams-stay-apart";

/** Every claim, in the order in which reports print them: network, firewall, names, data, identities, the whole stack. */
export const claims: readonly Claim<Posture>[] = [
  noInternetPath,
  noInboundFromInternet,
  egressOnlyThroughFirewall,
  returnPathSymmetric,
  zoneAffinity,
  noPublicAddress,
  jumpHostHasNoInbound,
  endpointCoversRequiredServices,
  privateDnsOn,
  endpointTakesOnlyStudio,
  endpointPolicyBoundsBothSides,
  noOpenSecurityGroup,
  firewallDeniesByDefault,
  firewallPassesOnlyAllowlist,
  serverNamesAreVerified,
  allowlistIsNarrow,
  dnsDeniedByDefault,
  dnsFailsClosed,
  dnsAgreesWithFirewall,
  bucketOnlyThroughEndpoint,
  bucketKeepsItsOwner,
  onlyOwnBucketsFromStudio,
  dataEncryptedWithOwnKey,
  keyKeepsItsOwner,
  keyMaterialAsDeclared,
  grantsStayInAccount,
  requestsStayInAccount,
  readsStayInStack,
  rolePassesOnlyItself,
  jobsStayInVpc,
  instanceTypesAsDeclared,
  domainVpcOnly,
  studioCannotWidenItself,
  presignedUrlOnlyInside,
  userGetsOnlyOwnUrl,
  privateSpacesArePrivate,
  teamsStayApart,
  selfServiceCannotEscalate,
  rolesKeepTheirCallers,
  peopleNeedMfa,
  identityProvidersAsDeclared,
  packagesOnlyFromInside,
  everythingLogged,
  logsAreTamperProof,
  auditTrailIsKept,
  perimeterChangesAreWatched,
  protectionsAsDeclared,
  survivesZoneLoss,
  // Bootstrap stacks.
  pipelineRolesKeepTheirCallers,
  planRolesOnlyRead,
  applyRolesChangeOnlyTheirEnvironment,
  createdRolesCarryTheBoundary,
  boundaryExcludesEscalation,
  pipelinesCannotChangeThemselves,
  stateOnlyForItsPipeline,
  stateIsKept,
  stateAccessIsLogged,
];
