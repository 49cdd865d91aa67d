import type { WordsOfClaim } from "./words-of-claim";

const privateRoute = "the studio subnet's table got a route for 172.16.0.0/12";
const toInterface = `${privateRoute} to a network interface that only its ID names`;
const toEndpoint = `${privateRoute} to an endpoint that only its ID names`;
const toCarrier = `${privateRoute} to a carrier gateway`;
const throughInstance = "what Studio sends to a private network passes an instance of the stack";
const toCorporate = "the endpoint subnets send everything private to the corporate network";
const declaredNetwork = "Studio reaches a declared network through a transit gateway that only its ID names";
const pastFirewall = "the studio table's default route goes to the internet gateway instead of the firewall";
const pastFirewallByNat = "the studio table's default route goes to the NAT gateway, past the firewall";
const endpointSubnet = "the endpoint subnet reaches the internet past the firewall";
const narrowed = "the default route of Studio was narrowed to 1.0.0.0/8";
const half = "the default route of Studio covers only half of the internet";
const halfBehind = "the default route behind the firewall covers only half of the internet";
const twoFirewalls = "traffic of one zone passes two firewall endpoints";
const outsideVpcOnly = "the domain gives apps a way to the internet of their own";
const noReturn = "the return route of a zone was removed";
const returnElsewhere = "the return route goes to the endpoint of another zone";
const inspectionAlone = "an inspection VPC alone leaves open where the responses to its attachment go";
const withoutSpokes = "no packet enters an inspection VPC to whose gateway nothing else is attached";
const otherNat = "responses of one zone return through the NAT gateway of another";
const sharedNat = "all zones share the NAT gateway of one";
const callable = "an interface with an Elastic IP address accepts connections from the internet";
const callableByIpv6 = "an interface of the VPC accepts connections from the internet by IPv6";
const officeDesktops = "the client takes remote desktops from one address of the internet";

const serviceUse = "Studio uses a declared service, and the configuration has its load balancer and its targets";
const undeclaredService = "nobody declared a service that forwards to a host of another VPC";
const serviceWithoutTarget = "a declared service has no target";
const serviceBalancerElsewhere = "a declared service has a load balancer that only its ARN names";
const proxyInVpc = "another subnet of the VPC of a declared service has a path to the internet";
const servicePathOut = "a target of a declared service has a path to the internet";
const openBalancer = "a load balancer without security groups faces the internet";
const openService = "the Studio VPC has an endpoint service that accepts every connection";
const serviceAcceptsOther = "an endpoint service of the Studio VPC accepts an endpoint of another VPC";
const sharedWithGateway = "a subnet of a VPC with an internet gateway was shared with the organization";
const sharedWithoutGateway =
  "an account of the organization takes part in a subnet of a VPC without an internet gateway";
const otherInstance = "an instance of another VPC is reached through a transit gateway";
const noApplianceMode = "the firewall is in another VPC, whose attachment is not in appliance mode";
const otherZone = "the firewall is in another VPC, which is attached in another zone only";
const changedZone = "the firewall is in another VPC, in which packets change the zone";

/** The words of the claims about paths. */
export const networkWords: Readonly<Record<string, WordsOfClaim>> = {
  "no-internet-path": {
    asserts: {
      "Each endpoint service": [undeclaredService],
      "of the configuration that an endpoint uses": [undeclaredService],
      "is followed to the targets": [servicePathOut],
      "of its load balancers": [serviceBalancerElsewhere],
      "A target in another VPC": [undeclaredService],
      "A target that is not known": [serviceWithoutTarget],
      "that may forward packets out of its VPC": [servicePathOut, proxyInVpc],
      "A packet that reaches something": [otherInstance],
      "in another VPC of the configuration": [otherInstance],
      "No route to the internet": ["a route from the studio subnet to a new internet gateway was added"],
      "No packet": [
        "a route from the studio subnet to a new internet gateway was added",
        "the VPC was peered with another",
      ],
      "any subnet of the Studio VPC": [
        "the main route table got a default route to a new internet gateway, and a subnet lost its own table",
      ],
      "leaves it": ["the studio table's default route goes to a VPN gateway", "the VPC was peered with another"],
      "over IPv4": ["the VPC was attached to a transit gateway with a default route"],
      IPv6: [
        "the VPC got an IPv6 block and an egress-only gateway",
        "an IPv6 route leads to a transit gateway that only its ID names",
      ],
      "through VPC endpoints": [toEndpoint],
      "Every subnet of the Studio VPC is traced": [
        "the main route table was replaced by one with a private route elsewhere, and a subnet lost its own table",
      ],
      "to every address": [
        "the studio subnet's table got a route for 169.254.0.0/16 to an interface, link-local",
        "the studio subnet's table got a route for 100.64.0.0/10 to a transit gateway that only its ID names",
      ],
      "including subnets that Studio does not use": [
        "the endpoint subnet's table got a route for 10.0.0.0/8 to a transit gateway from the endpoints",
      ],
      "A path to an internet address": ["a route from the studio subnet to a new internet gateway was added"],
      "A route to another gateway": [toCarrier],
      "an appliance": [throughInstance],
      "an unknown target": [toInterface],
      "makes the claim undecided": [toCarrier, throughInstance, toInterface],
      "unless it leads only": [toCarrier],
      "Routes more specific than `local`": [
        "a route of dev for a part of a Studio subnet has another target, and its network ACL denies all",
      ],
      "edge route tables count": [
        "an edge route table of a new internet gateway sends Studio's packets to an interface",
      ],
      "whatever network ACLs deny": [
        "a route of dev for a part of a Studio subnet has another target, and its network ACL denies all",
      ],
      "A domain outside VpcOnly mode": [outsideVpcOnly],
      "a notebook instance with direct internet access": ["a notebook instance with direct internet access was added"],
      "violates the claim": [outsideVpcOnly, "a notebook instance with direct internet access was added"],
    },
    permits: {
      "except to declared networks": [declaredNetwork],
      "to declared networks": [declaredNetwork],
      "unless its network is declared": [declaredNetwork],
      "unless the service is declared": [serviceUse],
    },
  },
  "no-inbound-from-internet": {
    asserts: {
      "A VPC of Studio": ["a notebook instance runs in a subnet that only its ID names"],
      "not declared here": ["a notebook instance runs in a subnet that only its ID names"],
      "makes the claim undecided": ["a notebook instance runs in a subnet that only its ID names", openService],
      "No inbound connection from the internet": [callable],
      "No connection": [callable, callableByIpv6],
      "starts on the internet": [callable],
      "can reach a resource": [callable],
      "in the Studio VPC": [callable],
      "The VPC has no internet gateway": [callable],
      "no address that can be called": [callable, callableByIpv6],
      "no security group that allows it": [callable],
      "A participant in a shared subnet": [sharedWithGateway],
      "A load balancer without security groups": [openBalancer],
      "accepts every address": [openBalancer],
      "An endpoint service in the VPC": [openService, serviceAcceptsOther],
      "that endpoints outside the VPC can use": [serviceAcceptsOther],
      "No security group allows internet addresses": [officeDesktops],
      "where the VPC connects to a declared network": [officeDesktops],
      "Connections to networks that are not declared": [
        "the VPC was peered with another",
        "a VPN gateway that only its ID names propagates routes into a table",
      ],
      "make the claim undecided": ["the VPC was peered with another"],
    },
    permits: {
      "where the VPC has an internet gateway": [sharedWithoutGateway],
      "The address of a NAT gateway": ["a NAT gateway that serves no inspected traffic was added"],
      "cannot be called": ["a NAT gateway that serves no inspected traffic was added"],
      "it accepts only responses": ["a NAT gateway that serves no inspected traffic was added"],
    },
  },
  "egress-only-through-firewall": {
    asserts: {
      "Each endpoint service": [undeclaredService],
      "of the configuration that an endpoint uses": [undeclaredService],
      "is followed to the targets": [servicePathOut],
      "of its load balancers": [serviceBalancerElsewhere],
      "A target in another VPC": [undeclaredService],
      "A target that is not known": [serviceWithoutTarget],
      "that may forward packets past a firewall": [servicePathOut, proxyInVpc],
      "A packet to another VPC of the configuration": [otherInstance],
      "crosses one firewall endpoint too": [otherInstance],
      "unless nothing in that VPC receives it": [otherInstance],
      "A transit gateway attachment with several zones": [noApplianceMode],
      "before a firewall must be in appliance mode": [noApplianceMode],
      "or the claim is undecided": [noApplianceMode],
      "Internet traffic passes through the firewall": [pastFirewall],
      "Every Studio subnet": [narrowed, "the network ACL of a Studio subnet denies every public address"],
      "reaches every public IPv4 address": [narrowed, half, halfBehind],
      "every packet that leaves the VPC": [pastFirewall, toCarrier],
      "crosses exactly one firewall endpoint": [pastFirewall, twoFirewalls],
      "Security groups of Studio allow": ["the studio group no longer reaches the internet on the declared port"],
      "each declared port": ["a second port of a domain is declared, and Studio's group allows the first port alone"],
      "to every public IPv4 address": ["the studio group reaches only a part of the internet on the declared port"],
      "network ACLs leave some addresses for it": [
        "a network ACL denies TLS to every public address",
        "a network ACL denies responses from every public address",
      ],
      "Traced from every subnet of the Studio VPC": [endpointSubnet],
      "hold only firewall endpoints": ["a network interface is in the firewall subnet"],
      "NAT gateways": ["a network interface is in the nat subnet"],
      "A domain outside VpcOnly mode": [outsideVpcOnly],
      "a notebook instance with direct internet access": [
        "a notebook instance of an inspected environment has direct internet access",
      ],
      "violates the claim": [
        outsideVpcOnly,
        "a notebook instance of an inspected environment has direct internet access",
      ],
      "A route to another gateway": [toCarrier],
      "an appliance": [throughInstance],
      "an unknown target": [toInterface],
      "makes the claim undecided": [toCarrier, throughInstance, toInterface],
      "unless it leads only to declared networks": [toCorporate],
      "Routes more specific than `local`": [
        "a route of staging for a part of a Studio subnet has another target, and its network ACL denies all",
      ],
      "edge route tables count": [
        "what arrives through the internet gateway for Studio goes to an interface that only its ID names",
      ],
      "whatever network ACLs deny": [
        "a route of staging for a part of a Studio subnet has another target, and its network ACL denies all",
      ],
    },
    permits: {
      "unless the service is declared": [serviceUse],
      "Studio subnets need no path": ["the network ACL denies more"],
      "addresses that a network ACL denies": ["the network ACL denies more"],
      except: ["a NAT gateway that serves no inspected traffic was added"],
    },
  },
  "return-path-symmetric": {
    asserts: {
      "A transit gateway attachment with several zones": [noApplianceMode],
      "before a firewall must be in appliance mode": [noApplianceMode],
      "or the claim is undecided": [noApplianceMode],
      "Responses return": [noReturn],
      "through the same firewall endpoint": [
        returnElsewhere,
        "a studio route goes to the firewall endpoint of another zone",
      ],
      Responses: [noReturn],
      "every packet that reaches the internet": ["the route tables of two studio subnets were swapped between zones"],
      return: [noReturn],
      "NAT gateway": [otherNat, sharedNat],
      "Every outbound path from every subnet": [pastFirewallByNat, otherNat],
      "is followed back": [noReturn],
      "hop by hop": [returnElsewhere],
      "A route target that is not written": [toInterface],
      "in the configuration": [toInterface],
      "makes the claim undecided": [toInterface],
    },
    tests: {
      "A path from a subnet": [inspectionAlone],
      "that holds only transit gateway attachments": [inspectionAlone],
      "unless only traced VPCs are attached": [withoutSpokes, inspectionAlone],
    },
  },
  "zone-affinity": {
    asserts: {
      "in its Availability Zone": ["the route tables of two studio subnets were swapped between zones"],
      "only a transit gateway in appliance mode": [otherZone],
      "changes the zone": [otherZone],
      "Behind an attachment in appliance mode": [changedZone],
      "subnets are compared with": [changedZone],
      "the attachment's subnet": [changedZone],
      "that the gateway chooses": [changedZone],
      "Paths stay": [otherNat],
      "one Availability Zone": [otherNat],
      "Every path to": [otherNat, sharedNat],
      "from the internet": [returnElsewhere],
      stays: [otherNat],
      "Every subnet on the outbound": ["a studio route goes to the firewall endpoint of another zone"],
      "return paths": [returnElsewhere],
      "is compared with the source subnet": ["the route tables of two studio subnets were swapped between zones"],
      "Zones that the configuration does not distinguish": [
        "the Availability Zone of a nat subnet is not known",
        "the Availability Zone of a studio subnet is not known",
      ],
      "make the claim undecided": ["the Availability Zone of a nat subnet is not known"],
    },
  },
  "survives-zone-loss": {
    asserts: {
      "One Availability Zone can fail": [sharedNat],
      "If any Availability Zone fails": [sharedNat, otherNat],
      "Studio subnets in the other zones": [otherNat],
      "keep symmetric internet paths": [noReturn, returnElsewhere, pastFirewallByNat],
      "every required endpoint": [
        "an endpoint has an interface in one zone of three",
        "the endpoint of the SageMaker runtime was removed",
      ],
      "Each zone of a Studio subnet is removed": [sharedNat, otherNat],
      "in turn": [otherNat],
      "with every resource in it": [sharedNat, "an endpoint has an interface in one zone of three"],
      "Each remaining Studio subnet is checked": ["a studio table lost its route to the S3 endpoint"],
      "routes to every public IPv4 address": [narrowed, halfBehind],
      "return routes": [noReturn],
      "network ACLs": [
        "the network ACL of a Studio subnet denies every public address",
        "the network ACL of a Studio subnet denies the endpoints of two zones",
      ],
      endpoints: ["an endpoint has an interface in one zone of three"],
      "Studio in a single zone violates": ["Studio of several zones uses one zone alone"],
      claim: ["Studio of several zones uses one zone alone"],
      "Zones that the configuration does not distinguish": [
        "the Availability Zone of a nat subnet is not known",
        "the Availability Zone of a studio subnet is not known",
      ],
      "make the claim undecided": ["the Availability Zone of a nat subnet is not known"],
    },
  },
};
