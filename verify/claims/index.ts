import type { Claim } from "../claim";
import { allowlistIsNarrow } from "./allowlist-is-narrow";
import { bucketKeepsItsOwner } from "./bucket-keeps-its-owner";
import { bucketOnlyThroughEndpoint } from "./bucket-only-through-endpoint";
import { dataEncryptedWithOwnKey } from "./data-encrypted-with-own-key";
import { dnsAgreesWithFirewall } from "./dns-agrees-with-firewall";
import { dnsDeniedByDefault } from "./dns-denied-by-default";
import { dnsFailsClosed } from "./dns-fails-closed";
import { domainVpcOnly } from "./domain-vpc-only";
import { egressOnlyThroughFirewall } from "./egress-only-through-firewall";
import { endpointCoversRequiredServices } from "./endpoint-covers-required-services";
import { endpointPolicyBoundsBothSides } from "./endpoint-policy-bounds-both-sides";
import { endpointTakesOnlyStudio } from "./endpoint-takes-only-studio";
import { everythingLogged } from "./everything-logged";
import { firewallDeniesByDefault } from "./firewall-denies-by-default";
import { firewallPassesOnlyAllowlist } from "./firewall-passes-only-allowlist";
import { jobsStayInVpc } from "./jobs-stay-in-vpc";
import { jumpHostHasNoInbound } from "./jump-host-has-no-inbound";
import { keyKeepsItsOwner } from "./key-keeps-its-owner";
import { noInboundFromInternet } from "./no-inbound-from-internet";
import { noInternetPath } from "./no-internet-path";
import { noOpenSecurityGroup } from "./no-open-security-group";
import { noPublicAddress } from "./no-public-address";
import { onlyOwnBucketsFromStudio } from "./only-own-buckets-from-studio";
import { presignedUrlOnlyInside } from "./presigned-url-only-inside";
import { privateDnsOn } from "./private-dns-on";
import { protectionsAsDeclared } from "./protections-as-declared";
import { returnPathSymmetric } from "./return-path-symmetric";
import { rolePassesOnlyItself } from "./role-passes-only-itself";
import { rolesKeepTheirCallers } from "./roles-keep-their-callers";
import { selfServiceCannotEscalate } from "./self-service-cannot-escalate";
import { studioCannotWidenItself } from "./studio-cannot-widen-itself";
import { survivesZoneLoss } from "./survives-zone-loss";
import { userGetsOnlyOwnUrl } from "./user-gets-only-own-url";
import { zoneAffinity } from "./zone-affinity";

/** Every claim, in the order in which reports print them: network, firewall, names, data, identities, the whole stack. */
export const claims: readonly Claim[] = [
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
  allowlistIsNarrow,
  dnsDeniedByDefault,
  dnsFailsClosed,
  dnsAgreesWithFirewall,
  bucketOnlyThroughEndpoint,
  bucketKeepsItsOwner,
  onlyOwnBucketsFromStudio,
  dataEncryptedWithOwnKey,
  keyKeepsItsOwner,
  rolePassesOnlyItself,
  jobsStayInVpc,
  domainVpcOnly,
  studioCannotWidenItself,
  presignedUrlOnlyInside,
  userGetsOnlyOwnUrl,
  selfServiceCannotEscalate,
  rolesKeepTheirCallers,
  everythingLogged,
  protectionsAsDeclared,
  survivesZoneLoss,
];
