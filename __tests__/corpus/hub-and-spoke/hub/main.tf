# The network team's root: a transit gateway, and an inspection VPC through which spokes reach the internet.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

locals { zones = ["eu-west-1a", "eu-west-1b"] }

resource "aws_ec2_transit_gateway" "hub" {
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
  tags                            = { Name = "hub" }
}

resource "aws_ec2_transit_gateway_route_table" "spokes" { transit_gateway_id = aws_ec2_transit_gateway.hub.id }

resource "aws_ec2_transit_gateway_route_table" "inspection" { transit_gateway_id = aws_ec2_transit_gateway.hub.id }

resource "aws_vpc" "inspection" {
  cidr_block           = "10.100.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "tgw" {
  for_each          = toset(local.zones)
  vpc_id            = aws_vpc.inspection.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.inspection.cidr_block, 8, index(local.zones, each.key))
}

resource "aws_subnet" "firewall" {
  for_each          = toset(local.zones)
  vpc_id            = aws_vpc.inspection.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.inspection.cidr_block, 8, 10 + index(local.zones, each.key))
}

resource "aws_subnet" "public" {
  for_each          = toset(local.zones)
  vpc_id            = aws_vpc.inspection.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.inspection.cidr_block, 8, 20 + index(local.zones, each.key))
}

resource "aws_ec2_transit_gateway_vpc_attachment" "inspection" {
  transit_gateway_id                              = aws_ec2_transit_gateway.hub.id
  vpc_id                                          = aws_vpc.inspection.id
  subnet_ids                                      = [for s in aws_subnet.tgw : s.id]
  appliance_mode_support                          = "enable"
  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false
}

resource "aws_ec2_transit_gateway_route_table_association" "inspection" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.inspection.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.inspection.id
}

resource "aws_ec2_transit_gateway_route" "spokes_out" {
  destination_cidr_block         = "0.0.0.0/0"
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.inspection.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.spokes.id
}

resource "aws_ec2_transit_gateway_route" "no_spoke_to_spoke" {
  for_each                       = toset(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])
  destination_cidr_block         = each.key
  blackhole                      = true
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.spokes.id
}

resource "aws_internet_gateway" "out" { vpc_id = aws_vpc.inspection.id }

resource "aws_eip" "nat" {
  for_each = toset(local.zones)
  domain   = "vpc"
}

resource "aws_nat_gateway" "out" {
  for_each      = toset(local.zones)
  subnet_id     = aws_subnet.public[each.key].id
  allocation_id = aws_eip.nat[each.key].id
}

resource "aws_networkfirewall_rule_group" "allow" {
  name     = "allow"
  type     = "STATEFUL"
  capacity = 100
  rule_group {
    stateful_rule_options { rule_order = "STRICT_ORDER" }
    rules_source {
      rules_string = <<-EOT
        pass tls $HOME_NET any -> $EXTERNAL_NET 443 (ssl_state:client_hello; tls.sni; content:"github.com"; startswith; endswith; nocase; flow:to_server,established; alert; sid:100;)
        drop udp any any -> any any (flow:to_server; sid:1;)
        drop icmp any any -> any any (flow:to_server; sid:2;)
        drop ip any any -> any any (ip_proto:!TCP; ip_proto:!UDP; ip_proto:!ICMP; sid:3;)
        reject tcp any any -> any any (flow:to_server,established; app-layer-protocol:!tls; sid:4;)
        reject tcp any any -> any any (flow:to_server,established; stream_size:client,>,16384; sid:5;)
      EOT
    }
  }
}

resource "aws_networkfirewall_firewall_policy" "p" {
  name = "p"
  firewall_policy {
    stateless_default_actions          = ["aws:forward_to_sfe"]
    stateless_fragment_default_actions = ["aws:forward_to_sfe"]
    stateful_default_actions           = ["aws:drop_established_app_layer_to_server", "aws:alert_established_app_layer_to_server"]
    stateful_engine_options {
      rule_order              = "STRICT_ORDER"
      stream_exception_policy = "REJECT"
    }
    stateful_rule_group_reference {
      priority     = 1
      resource_arn = aws_networkfirewall_rule_group.allow.arn
    }
    policy_variables {
      rule_variables {
        key = "HOME_NET"
        ip_set { definition = ["10.0.0.0/8"] }
      }
    }
  }
}

resource "aws_networkfirewall_firewall" "fw" {
  name                = "fw"
  vpc_id              = aws_vpc.inspection.id
  firewall_policy_arn = aws_networkfirewall_firewall_policy.p.arn
  dynamic "subnet_mapping" {
    for_each = aws_subnet.firewall
    content { subnet_id = subnet_mapping.value.id }
  }
}

locals {
  endpoints = { for s in aws_networkfirewall_firewall.fw.firewall_status[0].sync_states : s.availability_zone => s.attachment[0].endpoint_id }
}

resource "aws_route_table" "tgw" {
  for_each = toset(local.zones)
  vpc_id   = aws_vpc.inspection.id
}

resource "aws_route" "tgw_to_firewall" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.tgw[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  vpc_endpoint_id        = local.endpoints[each.key]
}

resource "aws_route_table_association" "tgw" {
  for_each       = toset(local.zones)
  subnet_id      = aws_subnet.tgw[each.key].id
  route_table_id = aws_route_table.tgw[each.key].id
}

resource "aws_route_table" "firewall" {
  for_each = toset(local.zones)
  vpc_id   = aws_vpc.inspection.id
}

resource "aws_route" "firewall_out" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.firewall[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.out[each.key].id
}

resource "aws_route" "firewall_back" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.firewall[each.key].id
  destination_cidr_block = "10.0.0.0/8"
  transit_gateway_id     = aws_ec2_transit_gateway.hub.id
}

resource "aws_route_table_association" "firewall" {
  for_each       = toset(local.zones)
  subnet_id      = aws_subnet.firewall[each.key].id
  route_table_id = aws_route_table.firewall[each.key].id
}

resource "aws_route_table" "public" {
  for_each = toset(local.zones)
  vpc_id   = aws_vpc.inspection.id
}

resource "aws_route" "public_out" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.public[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.out.id
}

resource "aws_route" "public_back" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.public[each.key].id
  destination_cidr_block = "10.0.0.0/8"
  vpc_endpoint_id        = local.endpoints[each.key]
}

resource "aws_route_table_association" "public" {
  for_each       = toset(local.zones)
  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public[each.key].id
}

output "transit_gateway_id" { value = aws_ec2_transit_gateway.hub.id }

output "spokes_table_id" { value = aws_ec2_transit_gateway_route_table.spokes.id }

output "inspection_table_id" { value = aws_ec2_transit_gateway_route_table.inspection.id }
