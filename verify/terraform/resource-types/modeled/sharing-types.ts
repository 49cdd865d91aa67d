import { NAME } from "../neutral-reasons";
import { modeled, OURS, READ, type ResourceTypes } from "../resource-type";

/** Shares of AWS RAM: what is shared, and with whom. */
export const sharingTypes: ResourceTypes = {
  aws_ram_resource_share: modeled(
    ["network", "names", "data"],
    {
      allow_external_principals: READ,
      name: NAME,
      permission_arns: READ,
    },
    "arn",
  ),
  aws_ram_resource_association: modeled(["network", "names", "data"], {
    resource_arn: READ,
    resource_share_arn: READ,
  }),
  aws_ram_principal_association: modeled(["network", "names", "data"], {
    principal: READ,
    resource_share_arn: READ,
  }),
  aws_ram_resource_share_accepter: modeled(
    ["network", "names", "data"],
    { share_arn: OURS },
    "invitation_arn receiver_account_id resources sender_account_id share_id share_name status",
  ),
};
