# The platform team's root: a spoke with Studio, which reaches the internet through the hub.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

data "terraform_remote_state" "hub" {
  backend = "local"
  config = {
    path = "../hub/terraform.tfstate"
  }
}

locals {
  zones = ["eu-west-1a", "eu-west-1b"]
  hub   = data.terraform_remote_state.hub.outputs
}

resource "aws_vpc" "studio" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "studio" {
  for_each          = toset(local.zones)
  vpc_id            = aws_vpc.studio.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.studio.cidr_block, 8, index(local.zones, each.key))
}

resource "aws_route_table" "studio" { vpc_id = aws_vpc.studio.id }

resource "aws_route_table_association" "studio" {
  for_each       = aws_subnet.studio
  subnet_id      = each.value.id
  route_table_id = aws_route_table.studio.id
}

resource "aws_route" "out" {
  route_table_id         = aws_route_table.studio.id
  destination_cidr_block = "0.0.0.0/0"
  transit_gateway_id     = local.hub.transit_gateway_id
  depends_on             = [aws_ec2_transit_gateway_vpc_attachment.studio]
}

resource "aws_ec2_transit_gateway_vpc_attachment" "studio" {
  transit_gateway_id                              = local.hub.transit_gateway_id
  vpc_id                                          = aws_vpc.studio.id
  subnet_ids                                      = [for s in aws_subnet.studio : s.id]
  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false
}

resource "aws_ec2_transit_gateway_route_table_association" "studio" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.studio.id
  transit_gateway_route_table_id = local.hub.spokes_table_id
}

resource "aws_ec2_transit_gateway_route_table_propagation" "studio" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.studio.id
  transit_gateway_route_table_id = local.hub.inspection_table_id
}

resource "aws_security_group" "studio" {
  name   = "studio"
  vpc_id = aws_vpc.studio.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "exec" {
  name               = "exec"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "sagemaker.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_sagemaker_domain" "d" {
  domain_name             = "d"
  auth_mode               = "IAM"
  app_network_access_type = "VpcOnly"
  vpc_id                  = aws_vpc.studio.id
  subnet_ids              = [for s in aws_subnet.studio : s.id]
  default_user_settings {
    execution_role  = aws_iam_role.exec.arn
    security_groups = [aws_security_group.studio.id]
  }
}
