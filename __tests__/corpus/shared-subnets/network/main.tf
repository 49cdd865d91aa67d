# The network account: a VPC whose subnets RAM shares with the account of Studio.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

data "aws_caller_identity" "current" {}

resource "aws_vpc" "this" {
  cidr_block           = "10.44.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "studio" {
  for_each          = { eu-west-1a = "10.44.0.0/24", eu-west-1b = "10.44.1.0/24" }
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

# Only the owner of a shared VPC creates endpoints in it.
resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.closed.id]
}

resource "aws_iam_role" "flow_logs" {
  name = "flow-logs"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
  })
}

resource "aws_ram_resource_share" "studio" {
  name                      = "studio"
  allow_external_principals = false
}

resource "aws_ram_resource_association" "studio" {
  for_each           = aws_subnet.studio
  resource_arn       = each.value.arn
  resource_share_arn = aws_ram_resource_share.studio.arn
}

resource "aws_ram_principal_association" "studio" {
  principal          = "111122223333"
  resource_share_arn = aws_ram_resource_share.studio.arn
}

output "vpc_id" {
  value = aws_vpc.this.id
}

output "subnet_ids" {
  value = [for subnet in aws_subnet.studio : subnet.id]
}
