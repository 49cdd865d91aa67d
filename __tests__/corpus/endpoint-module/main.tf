terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# Endpoints from a module with the interface of the registry's endpoint module.
module "endpoints" {
  source = "./modules/vpc-endpoints"

  vpc_id             = aws_vpc.this.id
  security_group_ids = [aws_security_group.endpoints.id]

  endpoints = {
    s3 = {
      service         = "s3"
      service_type    = "Gateway"
      route_table_ids = [aws_route_table.this.id]
    }
    sts           = { service = "sts", subnet_ids = [aws_subnet.this.id] }
    sagemaker_api = { service = "sagemaker.api", subnet_ids = [aws_subnet.this.id] }
  }
}

resource "aws_vpc" "this" {
  cidr_block           = "10.5.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "this" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.5.0.0/24"
  availability_zone = "eu-west-1a"
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
