import type { WordsOfClaim } from "./words-of-claim";

const sharedWithGateway = "a subnet of a VPC with an internet gateway was shared with the organization";
const sharedWithoutGateway =
  "an account of the organization takes part in a subnet of a VPC without an internet gateway";
const sharedStudio = "a subnet of Studio was shared with an account of the organization";
const sharedStudioEndpoint =
  "a subnet of Studio was shared with an account of the organization, and an endpoint accepts the subnet";
const launchAddress = "studio subnets give public addresses to what starts in them";
const ipv6Vpc = "the VPC got an IPv6 block that no subnet uses";
const ipv6Subnet = "an endpoint subnet got an IPv6 block";
const emrCluster = "an EMR cluster takes code from Studio in a subnet of Studio";
const peeredInstance = "an instance with a public address runs in a second VPC that is peered with Studio's";
const separateVpc =
  "a VPC without connection to Studio's was added, with gateways, routes and private names of its own";
const desktopsFromStudio = "the client takes remote desktops from Studio";
const desktopsFromOffice = "the client takes remote desktops from the corporate network";
const groupElsewhere = "a machine with a group that nobody describes was added";
const studioById = "Studio runs in a VPC that only its ID names";
const subnetElsewhere = "an instance runs in a subnet that is declared elsewhere";
const waiting = "a network interface with a closed group waits for an owner";
const profileAlone = "one user profile has only a group that reaches no endpoint";
const fromFunctionInstance = "an instance has the group of the Lambda functions";
const clientEverywhere = "the client instance uses endpoints that are not for users";
const ssh = "the studio group takes SSH from anywhere";
const cloudFront = "the studio group reaches every address of CloudFront";
const otherVpc = "the Studio group accepts connections from a group of a second VPC";
const groupById = "the studio group takes connections from a group that only its ID names";
const listById = "the studio group reaches a prefix list that only its ID names";

/** The words of the claims about what may be reached: addresses, instances, endpoints and security groups. */
export const reachWords: Readonly<Record<string, WordsOfClaim>> = {
  "no-public-address": {
    asserts: {
      "A participant in a shared subnet": [sharedWithGateway],
      "A VPC of Studio": ["a notebook instance runs in a subnet that only its ID names"],
      "not declared here": ["a notebook instance runs in a subnet that only its ID names"],
      "makes the claim undecided": ["a notebook instance runs in a subnet that only its ID names"],
      "No public IP addresses": [launchAddress],
      "No resource has a public IPv4": ["an elastic address was attached to an interface in the studio subnet"],
      "IPv6 address": [ipv6Subnet],
      "except NAT gateways": ["a NAT gateway with an Elastic IP address is in an isolated environment"],
      "serve inspected traffic": ["a NAT gateway that serves no inspected traffic was added"],
      "in an inspected environment": ["a NAT gateway with an Elastic IP address is in an isolated environment"],
      "Elastic IP addresses": ["an Elastic IP address of an inspected environment waits for a use"],
      "public addresses on launch": [launchAddress],
      "public endpoints": ["a data warehouse has a public endpoint"],
      "internet-facing load balancers count": ["a load balancer faces the internet"],
      "nothing in the configuration connects with Studio's": [peeredInstance],
      "addresses of NAT gateways": ["a NAT gateway has an address that is declared elsewhere"],
      "on a path from the Studio VPC": ["a NAT gateway that serves no inspected traffic was added"],
      "crosses exactly one firewall endpoint": [
        "traffic of one zone passes two firewall endpoints",
        "the studio table's default route goes to the NAT gateway, past the firewall",
      ],
      "An isolated environment has no NAT gateway": [
        "a NAT gateway with an Elastic IP address is in an isolated environment",
      ],
      "no Elastic IP address is permitted there": [
        "a NAT gateway with an Elastic IP address is in an isolated environment",
      ],
      "An IPv6 block": [ipv6Vpc, ipv6Subnet],
      "IPv6 blocks count in the VPC of Studio": [ipv6Vpc],
      "in each VPC on its paths": ["the firewall is in another VPC, which has an IPv6 block"],
      "to the internet": ["the firewall is in another VPC, which has an IPv6 block"],
      "violates the claim": [ipv6Vpc, ipv6Subnet],
      "its addresses are public": [ipv6Subnet],
    },
    permits: {
      "Resources of VPCs": [separateVpc],
      "do not count": [separateVpc],
      Permitted: ["the default route was split into two halves"],
      "where the VPC has an internet gateway": [sharedWithoutGateway],
    },
  },
  "jump-host-has-no-inbound": {
    asserts: {
      "A participant in a shared subnet of Studio": [sharedStudio],
      "it may run instances there": [sharedStudio],
      "EC2 instances accept no inbound connections": [desktopsFromStudio],
      "No EC2 instance accepts inbound connections": [desktopsFromOffice],
      "has a public address": ["the client got a public address", "the client got an Elastic IP address"],
      "shares a subnet": ["the client was moved among Studio's apps"],
      "security group with Studio": ["Studio's security group is attached to the client"],
      "Launch templates": ["a launch template names a security group that accepts remote desktops"],
      "launch configurations": ["a launch configuration names a security group that accepts remote desktops"],
      "Spot requests count as instances": ["a Spot request names a security group that accepts remote desktops"],
      "nothing in the configuration connects with Studio's": [peeredInstance],
      "Any inbound security group rule": [desktopsFromStudio],
      "violates the claim": [desktopsFromStudio],
      "whatever its source": [
        desktopsFromOffice,
        desktopsFromStudio,
        "the client takes remote desktops from one address of the internet",
      ],
      "An instance without a security group": [
        "an instance without a security group uses a default group that accepts connections",
      ],
      "the default group of its VPC": [
        "an instance without a security group uses a default group that accepts connections",
      ],
      "A security group": [groupElsewhere],
      "subnet that is declared elsewhere": [subnetElsewhere],
      "makes the claim undecided": [groupElsewhere, subnetElsewhere, waiting],
      "A network interface": [waiting],
      "no instance of the configuration uses": [waiting],
      "its owner is unknown": [waiting],
    },
    permits: {
      "Instances of VPCs": [separateVpc],
      "do not count": [separateVpc, emrCluster],
      "Nodes of EMR clusters": [emrCluster],
      "users connect to them": [emrCluster],
    },
    absences: ["Without instances", "launch templates", "separate network interfaces", "the claim is not applicable"],
  },
  "endpoint-covers-required-services": {
    asserts: {
      "Endpoints cover every required AWS service": ["the endpoint sts was removed"],
      "Every AWS service that Studio requires": ["the endpoint kms was removed"],
      "a VPC endpoint": ["the endpoint of S3 was removed"],
      "every Studio subnet": ["a studio table lost its route to the S3 endpoint"],
      "network interface can use": [profileAlone],
      "Required are S3": ["the endpoint of S3 was removed"],
      "SageMaker API": ["the endpoint sagemaker_api was removed"],
      Runtime: ["the endpoint of the SageMaker runtime was removed"],
      Studio: ["the endpoint studio was removed"],
      STS: ["the endpoint sts was removed"],
      "CloudWatch Logs": ["the endpoint logs was removed"],
      Monitoring: ["the endpoint monitoring was removed"],
      KMS: ["the endpoint kms was removed"],
      ECR: ["the endpoint ecr_api was removed", "the endpoint ecr_dkr was removed"],
      "CodeArtifact is required": [
        "the endpoint codeartifact_api was removed",
        "the endpoint codeartifact_repositories was removed",
      ],
      Routes: ["a studio table lost its route to the S3 endpoint"],
      "network ACLs": ["a network ACL denies TLS between parts of the subnets of Studio and the endpoints"],
      "security groups are checked": ["the Studio group no longer reaches the interface endpoints"],
      "for every Studio subnet": ["a studio table lost its route to the S3 endpoint"],
      "every list of security groups": [profileAlone],
      "One endpoint of a service": ["two S3 endpoints serve one zone and the others"],
      "must serve all of them": ["two S3 endpoints serve one zone and the others"],
      "If a VPC of Studio": [studioById],
      "not declared here": [studioById],
      "a missing endpoint": [studioById],
      "makes the claim undecided": [studioById],
    },
    permits: {
      "the stack has a package repository": ["the packages and their endpoints were removed"],
    },
  },
  "endpoint-takes-only-studio": {
    asserts: {
      "A rule for addresses of a shared subnet": [sharedStudioEndpoint],
      "participants have some of them": [sharedStudioEndpoint],
      "A VPC of Studio": ["a notebook instance runs in a subnet that only its ID names"],
      "not declared here": ["a notebook instance runs in a subnet that only its ID names"],
      "makes the claim undecided": ["a notebook instance runs in a subnet that only its ID names"],
      "Endpoints accept TLS from Studio only": ["a network that nobody declared uses the endpoint of Studio's pages"],
      "Every endpoint accepts only TLS": [
        "the endpoints take every port from Studio",
        "the endpoints accept UDP from Studio",
      ],
      "only from Studio": ["the endpoints take the whole VPC instead of Studio"],
      "the stack's functions": [fromFunctionInstance],
      "declared networks": [
        "a network that nobody declared uses the endpoint of Studio's pages",
        "the addresses of Studio's VPC are declared as a corporate network that uses the endpoint of Studio's pages",
      ],
      "client instances without inbound access": [desktopsFromStudio],
      "Interface endpoints accept TCP 443": [
        "the endpoints accept every TCP port from Studio",
        "the endpoints accept UDP from Studio",
      ],
      "from Studio's security groups": ["a network that is not declared may use the endpoints"],
      "addresses in Studio's subnets": ["the endpoints take the whole VPC instead of Studio"],
      "Declared networks use only the endpoints": ["a declared network uses endpoints that it does not list"],
      "of the services that they list": ["a declared network uses endpoints that it does not list"],
      "Addresses of Studio's VPC are no declared network": [
        "the addresses of Studio's VPC are declared as a corporate network that uses the endpoint of Studio's pages",
      ],
      "Client instances without inbound rules": [desktopsFromOffice],
      "use only the user-facing": [clientEverywhere],
      "Systems Manager endpoints": ["the client may use the endpoint of KMS"],
      "Security groups of Lambda functions alone": [
        fromFunctionInstance,
        "the function takes connections",
        "Lambda functions of the stack have a security group that only its ID names",
      ],
      "Gateway endpoints serve only route tables": ["the S3 endpoint serves the client instance"],
      "of Studio": ["the S3 endpoint serves the client instance"],
      "subnets that hold only Lambda functions": ["an EC2 instance runs in the function's subnet"],
      "declared ports": ["the endpoint of a declared service accepts a port that is not declared"],
      "Endpoints of declared services": ["the endpoint of a declared service was moved to a service of another owner"],
      "of the company": ["the endpoint of a declared service was moved to a service of another owner"],
      "accept their declared ports": ["the endpoint of a declared service accepts a port that is not declared"],
      "from Studio": ["the endpoint of a declared service accepts the whole VPC"],
      "from groups that only profiles": ["the domain has the group of a service that is declared for one user"],
      "of the declared users have": ["another user has the group of a service that is declared for one user"],
    },
    permits: { "may use any interface endpoint": ["the functions use one more interface endpoint"] },
  },
  "no-open-security-group": {
    asserts: {
      "A VPC of Studio": ["a notebook instance runs in a subnet that only its ID names"],
      "not declared here": ["a notebook instance runs in a subnet that only its ID names"],
      "No security group is open to the internet": [ssh],
      "No security group allows the internet": [ssh, "a group that Studio does not use accepts the internet"],
      "except outbound TCP": ["the Studio group reaches every address by UDP on a declared port"],
      "on declared ports": ["the Studio group reaches every address on a port that no domain declares"],
      "of an inspected environment": ["the S3 prefix list of the studio group was replaced by 0.0.0.0/0"],
      "the default group is empty": ["the default group has a rule"],
      "Every security group of the Studio VPC": ["a group that Studio does not use accepts the internet"],
      "is checked": ["a group that Studio does not use accepts the internet"],
      "every group whose VPC is not declared here": ["a group of a VPC that only its ID names accepts the internet"],
      "Outbound rules to internet addresses": ["the studio group lets anything out to anywhere"],
      "are permitted only for TCP ports": ["the Studio group reaches every address by UDP on a declared port"],
      "of the allow-list": ["the Studio group reaches every address on a port that no domain declares"],
      "The default security group": ["the default group has a rule"],
      "must be adopted by Terraform": ["the default group is not adopted by Terraform"],
      "have no rules": ["the default group has a rule"],
      "Prefix lists of S3": [cloudFront],
      "in the Region": ["the Studio group reaches S3 of another Region by its prefix list"],
      "other lists of AWS": [cloudFront],
      "of other accounts": [listById],
      "make the claim undecided": [cloudFront, listById],
      "A rule for a security group": [groupById],
      "outside the Studio VPC": [otherVpc, "the studio group reaches a group of another account"],
      "that is not declared here": [groupById],
      "makes the claim undecided": [otherVpc, groupById],
    },
    permits: {
      "DynamoDB in the Region are permitted": ["Studio's group reaches the gateway endpoint of DynamoDB"],
    },
  },
};
