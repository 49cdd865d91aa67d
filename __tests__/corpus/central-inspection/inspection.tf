# The inspection VPC: per zone an attachment, a firewall endpoint and a NAT gateway.
resource "aws_vpc" "inspection" {
  cidr_block = "100.64.0.0/20"
}

resource "aws_subnet" "inspection_transit" {
  for_each          = { for index, zone in local.zones : zone => index }
  vpc_id            = aws_vpc.inspection.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.inspection.cidr_block, 8, each.value)
}

resource "aws_subnet" "firewall" {
  for_each          = { for index, zone in local.zones : zone => index }
  vpc_id            = aws_vpc.inspection.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.inspection.cidr_block, 8, 16 + each.value)
}

resource "aws_subnet" "nat" {
  for_each          = { for index, zone in local.zones : zone => index }
  vpc_id            = aws_vpc.inspection.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.inspection.cidr_block, 8, 32 + each.value)
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.inspection.id
}

resource "aws_eip" "nat" {
  for_each = toset(local.zones)
  domain   = "vpc"
}

resource "aws_nat_gateway" "this" {
  for_each      = toset(local.zones)
  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.nat[each.key].id
}

locals {
  firewall_endpoints = {
    for state in aws_networkfirewall_firewall.this.firewall_status[0].sync_states :
    state.availability_zone => state.attachment[0].endpoint_id
  }
}

resource "aws_route_table" "inspection_transit" {
  for_each = toset(local.zones)
  vpc_id   = aws_vpc.inspection.id
}

resource "aws_route" "to_firewall" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.inspection_transit[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  vpc_endpoint_id        = local.firewall_endpoints[each.key]
}

resource "aws_route_table" "firewall" {
  for_each = toset(local.zones)
  vpc_id   = aws_vpc.inspection.id
}

resource "aws_route" "to_nat" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.firewall[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[each.key].id
}

resource "aws_route" "to_spokes" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.firewall[each.key].id
  destination_cidr_block = "10.0.0.0/8"
  transit_gateway_id     = aws_ec2_transit_gateway.hub.id
  depends_on             = [aws_ec2_transit_gateway_vpc_attachment.inspection]
}

resource "aws_route_table" "nat" {
  for_each = toset(local.zones)
  vpc_id   = aws_vpc.inspection.id
}

resource "aws_route" "to_internet" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.nat[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route" "back_to_firewall" {
  for_each               = toset(local.zones)
  route_table_id         = aws_route_table.nat[each.key].id
  destination_cidr_block = "10.0.0.0/8"
  vpc_endpoint_id        = local.firewall_endpoints[each.key]
}

resource "aws_route_table_association" "inspection_transit" {
  for_each       = toset(local.zones)
  subnet_id      = aws_subnet.inspection_transit[each.key].id
  route_table_id = aws_route_table.inspection_transit[each.key].id
}

resource "aws_route_table_association" "firewall" {
  for_each       = toset(local.zones)
  subnet_id      = aws_subnet.firewall[each.key].id
  route_table_id = aws_route_table.firewall[each.key].id
}

resource "aws_route_table_association" "nat" {
  for_each       = toset(local.zones)
  subnet_id      = aws_subnet.nat[each.key].id
  route_table_id = aws_route_table.nat[each.key].id
}

resource "aws_networkfirewall_rule_group" "domains" {
  name     = "domains"
  type     = "STATEFUL"
  capacity = 100

  rule_group {
    rules_source {
      rules_string = join("\n", concat(
        [for index, domain in local.domains : "pass tls $HOME_NET any -> $EXTERNAL_NET 443 (msg:\"${domain}\"; flow:to_server,established; ssl_state:client_hello; tls.sni; content:\"${domain}\"; startswith; endswith; nocase; sid:${index + 1}; rev:1;)"],
        [
          "drop udp any any -> any any (msg:\"udp\"; flow:to_server; sid:101; rev:1;)",
          "drop icmp any any -> any any (msg:\"icmp\"; flow:to_server; sid:102; rev:1;)",
          "drop ip any any -> any any (msg:\"other\"; ip_proto:!TCP; ip_proto:!UDP; ip_proto:!ICMP; sid:103; rev:1;)",
          "reject tcp any any -> any !443 (msg:\"port\"; flow:to_server; sid:104; rev:1;)",
          "reject tcp any any -> any 443 (msg:\"not tls\"; flow:to_server,established; app-layer-protocol:!tls; sid:105; rev:1;)",
          "reject tls any any -> any any (msg:\"name\"; flow:to_server,established; ssl_state:client_hello; sid:106; rev:1;)",
          "reject tcp any any -> any 443 (msg:\"no hello\"; flow:to_server,established; stream_size:client,>,16384; sid:107; rev:1;)",
        ],
      ))
    }
    stateful_rule_options {
      rule_order = "STRICT_ORDER"
    }
  }
}

resource "aws_networkfirewall_firewall_policy" "this" {
  name = "deny-by-default"

  firewall_policy {
    stateless_default_actions          = ["aws:forward_to_sfe"]
    stateless_fragment_default_actions = ["aws:forward_to_sfe"]
    stateful_default_actions           = ["aws:drop_established_app_layer_to_server", "aws:alert_established_app_layer_to_server"]

    policy_variables {
      rule_variables {
        key = "HOME_NET"
        ip_set {
          definition = [aws_vpc.studio.cidr_block, aws_vpc.batch.cidr_block]
        }
      }
    }

    stateful_engine_options {
      rule_order              = "STRICT_ORDER"
      stream_exception_policy = "REJECT"
    }

    stateful_rule_group_reference {
      priority     = 1
      resource_arn = aws_networkfirewall_rule_group.domains.arn
    }
  }
}

resource "aws_networkfirewall_firewall" "this" {
  name                = "inspection"
  firewall_policy_arn = aws_networkfirewall_firewall_policy.this.arn
  vpc_id              = aws_vpc.inspection.id

  dynamic "subnet_mapping" {
    for_each = aws_subnet.firewall
    content {
      subnet_id = subnet_mapping.value.id
    }
  }
}
