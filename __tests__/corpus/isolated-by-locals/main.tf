terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

locals {
  # One entry for each tier: its zone and its place in the address plan.
  subnets = {
    studio-a    = { zone = "eu-west-1a", index = 0 }
    studio-b    = { zone = "eu-west-1b", index = 1 }
    endpoints-a = { zone = "eu-west-1a", index = 2 }
  }
  vpc_id       = aws_vpc.this.id
  studio_ids   = [for name, subnet in aws_subnet.this : subnet.id if startswith(name, "studio")]
  endpoint_ids = var.endpoint_subnet == null ? [aws_subnet.this["endpoints-a"].id] : [var.endpoint_subnet]
  services     = toset(["sagemaker.api", "sts"])
}

variable "endpoint_subnet" {
  type    = string
  default = null
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_default_security_group" "this" {
  vpc_id = local.vpc_id
}

resource "aws_subnet" "this" {
  for_each          = local.subnets
  vpc_id            = local.vpc_id
  availability_zone = each.value.zone
  cidr_block        = cidrsubnet(var.cidr, 8, each.value.index)
}

resource "aws_route_table" "closed" {
  vpc_id = local.vpc_id
}

resource "aws_route_table_association" "this" {
  for_each       = aws_subnet.this
  subnet_id      = each.value.id
  route_table_id = aws_route_table.closed.id
}

resource "aws_security_group" "endpoints" {
  name   = "endpoints"
  vpc_id = local.vpc_id

  dynamic "ingress" {
    for_each = [443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = [var.cidr]
    }
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = local.services
  vpc_id              = local.vpc_id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = local.endpoint_ids
  security_group_ids  = [aws_security_group.endpoints.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = coalesce(local.vpc_id, "vpc-0")
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.closed.id]
}
