# The VPC of Studio: no internet gateway, a default route to the transit gateway.
resource "aws_vpc" "studio" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "studio" {
  for_each          = { for index, zone in local.zones : zone => index }
  vpc_id            = aws_vpc.studio.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.studio.cidr_block, 8, each.value)
}

resource "aws_subnet" "studio_transit" {
  for_each          = { for index, zone in local.zones : zone => index }
  vpc_id            = aws_vpc.studio.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.studio.cidr_block, 12, 4080 + each.value)
}

resource "aws_route_table" "studio" {
  vpc_id = aws_vpc.studio.id
}

resource "aws_route" "studio_default" {
  route_table_id         = aws_route_table.studio.id
  destination_cidr_block = "0.0.0.0/0"
  transit_gateway_id     = aws_ec2_transit_gateway.hub.id
  depends_on             = [aws_ec2_transit_gateway_vpc_attachment.studio]
}

resource "aws_route_table_association" "studio" {
  for_each       = aws_subnet.studio
  subnet_id      = each.value.id
  route_table_id = aws_route_table.studio.id
}

resource "aws_route_table" "studio_transit" {
  vpc_id = aws_vpc.studio.id
}

resource "aws_route_table_association" "studio_transit" {
  for_each       = aws_subnet.studio_transit
  subnet_id      = each.value.id
  route_table_id = aws_route_table.studio_transit.id
}

resource "aws_security_group" "studio" {
  vpc_id = aws_vpc.studio.id
}

resource "aws_default_security_group" "studio" {
  vpc_id = aws_vpc.studio.id
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.studio.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.studio.id
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  security_group_id            = aws_security_group.endpoints.id
  referenced_security_group_id = aws_security_group.studio.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_endpoint" "service" {
  for_each            = toset([for service in local.services : "com.amazonaws.eu-west-1.${service}"])
  vpc_id              = aws_vpc.studio.id
  service_name        = each.value
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = values(aws_subnet.studio)[*].id
  security_group_ids  = [aws_security_group.endpoints.id]
}

resource "aws_vpc_endpoint" "studio" {
  vpc_id              = aws_vpc.studio.id
  service_name        = "aws.sagemaker.eu-west-1.studio"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = values(aws_subnet.studio)[*].id
  security_group_ids  = [aws_security_group.endpoints.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.studio.id
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.studio.id]
}

resource "aws_route53_resolver_firewall_domain_list" "allowed" {
  name    = "allowed"
  domains = concat(local.domains, ["*.eu-west-1.amazonaws.com", "*.studio.eu-west-1.sagemaker.aws"])
}

resource "aws_route53_resolver_firewall_domain_list" "all" {
  name    = "all"
  domains = ["*"]
}

resource "aws_route53_resolver_firewall_rule_group" "studio" {
  name = "studio"
}

resource "aws_route53_resolver_firewall_rule" "allow" {
  name                    = "allow"
  action                  = "ALLOW"
  priority                = 1
  firewall_domain_list_id = aws_route53_resolver_firewall_domain_list.allowed.id
  firewall_rule_group_id  = aws_route53_resolver_firewall_rule_group.studio.id
}

resource "aws_route53_resolver_firewall_rule" "block" {
  name                    = "block"
  action                  = "BLOCK"
  block_response          = "NXDOMAIN"
  priority                = 2
  firewall_domain_list_id = aws_route53_resolver_firewall_domain_list.all.id
  firewall_rule_group_id  = aws_route53_resolver_firewall_rule_group.studio.id
}

resource "aws_route53_resolver_firewall_rule_group_association" "studio" {
  name                   = "studio"
  priority               = 101
  vpc_id                 = aws_vpc.studio.id
  firewall_rule_group_id = aws_route53_resolver_firewall_rule_group.studio.id
}

# The other workload has the same names.
resource "aws_route53_resolver_firewall_rule_group_association" "batch" {
  name                   = "batch"
  priority               = 101
  vpc_id                 = aws_vpc.batch.id
  firewall_rule_group_id = aws_route53_resolver_firewall_rule_group.studio.id
}

resource "aws_iam_role" "studio" {
  name = "studio"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "sagemaker.amazonaws.com" }
    }]
  })
}

resource "aws_sagemaker_domain" "this" {
  domain_name             = "studio"
  auth_mode               = "IAM"
  app_network_access_type = "VpcOnly"
  vpc_id                  = aws_vpc.studio.id
  subnet_ids              = values(aws_subnet.studio)[*].id

  default_user_settings {
    execution_role  = aws_iam_role.studio.arn
    security_groups = [aws_security_group.studio.id]
  }
}
