import type { PerimeterContext } from "../../constructs/context/perimeter-context";
import type { OwnEndpoints } from "../../constructs/endpoints/own-endpoints";
import type { StudioProps } from "../../constructs/studio/studio";
import type { Environment } from "../../envs/schema/environment";
import type { PerimeterConstructs } from "./add-permissions";
import { studioTeams, type Team } from "./add-teams";

/** What Studio needs of a perimeter. */
interface StudioSurroundings
  extends Pick<PerimeterConstructs, "network" | "securityGroups" | "executionRole" | "packages" | "studioKey"> {
  readonly ownEndpoints: OwnEndpoints | undefined;
  readonly teams: readonly Team[];
}

/** The props of an environment's Studio. */
export function studioProps(
  context: PerimeterContext,
  { studio, efsRetention }: Environment,
  constructs: StudioSurroundings,
): StudioProps {
  return {
    context,
    vpcId: constructs.network.vpcId,
    subnetIds: constructs.network.subnets("studio").map((subnet) => subnet.id),
    keyArn: constructs.studioKey.arn,
    authMode: studio.authMode,
    efsRetention,
    appSettings: {
      executionRoleArn: constructs.executionRole.arn,
      securityGroupIds: [constructs.securityGroups.studio.id],
      minIdleTimeoutInMinutes: studio.idleShutdown.minMinutes,
      idleTimeoutInMinutes: studio.idleShutdown.defaultMinutes,
      maxIdleTimeoutInMinutes: studio.idleShutdown.maxMinutes,
      defaultEbsVolumeSizeInGb: studio.spaceStorage.defaultGb,
      maximumEbsVolumeSizeInGb: studio.spaceStorage.maxGb,
    },
    userProfiles: studio.userProfiles.map(
      ({ name, ssoUserName, sessionName, idleTimeoutMinutes, maxStorageGb, team }) => ({
        name,
        ssoUserName,
        sessionName,
        idleTimeoutInMinutes: idleTimeoutMinutes,
        maximumEbsVolumeSizeInGb: maxStorageGb,
        securityGroupIds: constructs.ownEndpoints?.clientGroupIds(name),
        team,
      }),
    ),
    teams: studioTeams(constructs.teams),
    selfIngress: studio.selfIngress,
    packages: constructs.packages?.source,
    trustedAuthority: studio.trustedAuthority,
  };
}
