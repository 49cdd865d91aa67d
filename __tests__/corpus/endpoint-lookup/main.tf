terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# An isolated VPC whose endpoints are looked up by the short names of their services.
locals {
  endpoints = {
    s3              = { type = "Gateway" }
    "sagemaker.api" = { type = "Interface" }
    sts             = { type = "Interface" }
  }
}

data "aws_vpc_endpoint_service" "this" {
  for_each     = local.endpoints
  service      = each.key
  service_type = each.value.type
}

resource "aws_vpc" "this" {
  cidr_block           = "10.70.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(aws_vpc.this.cidr_block, 8, 0)
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "this" {
  subnet_id      = aws_subnet.this.id
  route_table_id = aws_route_table.this.id
}

resource "aws_security_group" "endpoints" {
  name   = "endpoints"
  vpc_id = aws_vpc.this.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.this.cidr_block]
  }
}

resource "aws_vpc_endpoint" "this" {
  for_each            = local.endpoints
  vpc_id              = aws_vpc.this.id
  service_name        = try(each.value.service_name, data.aws_vpc_endpoint_service.this[each.key].service_name)
  vpc_endpoint_type   = each.value.type
  private_dns_enabled = each.value.type == "Interface" ? true : null
  route_table_ids     = each.value.type == "Gateway" ? [aws_route_table.this.id] : null
  subnet_ids          = each.value.type == "Interface" ? [aws_subnet.this.id] : null
  security_group_ids  = each.value.type == "Interface" ? [aws_security_group.endpoints.id] : null
}
