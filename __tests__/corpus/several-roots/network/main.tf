# The network team's root: the VPC, its subnets and its endpoints.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "this" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "studio" {
  for_each          = { eu-west-1a = "10.40.0.0/24", eu-west-1b = "10.40.1.0/24" }
  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_route_table" "closed" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "studio" {
  for_each       = aws_subnet.studio
  subnet_id      = each.value.id
  route_table_id = aws_route_table.closed.id
}

output "vpc_id" {
  value = aws_vpc.this.id
}

output "subnet_ids" {
  value = [for subnet in aws_subnet.studio : subnet.id]
}
