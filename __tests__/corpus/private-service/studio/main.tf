# The account of Studio, which uses the Git server of another account.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

data "aws_caller_identity" "current" {}

data "terraform_remote_state" "service" {
  backend = "local"
  config = {
    path = "../service/terraform.tfstate"
  }
}

resource "aws_vpc" "this" {
  cidr_block           = "10.45.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "studio" {
  vpc_id            = aws_vpc.this.id
  availability_zone = "eu-west-1a"
  cidr_block        = "10.45.0.0/24"
}

resource "aws_route_table" "closed" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "studio" {
  subnet_id      = aws_subnet.studio.id
  route_table_id = aws_route_table.closed.id
}

resource "aws_security_group" "studio" {
  name   = "studio"
  vpc_id = aws_vpc.this.id
}

resource "aws_security_group" "git" {
  name   = "git"
  vpc_id = aws_vpc.this.id
}

resource "aws_vpc_security_group_egress_rule" "to_git" {
  for_each                     = toset(["443", "22"])
  security_group_id            = aws_security_group.studio.id
  referenced_security_group_id = aws_security_group.git.id
  ip_protocol                  = "tcp"
  from_port                    = tonumber(each.key)
  to_port                      = tonumber(each.key)
}

resource "aws_vpc_security_group_ingress_rule" "from_studio" {
  for_each                     = toset(["443", "22"])
  security_group_id            = aws_security_group.git.id
  referenced_security_group_id = aws_security_group.studio.id
  ip_protocol                  = "tcp"
  from_port                    = tonumber(each.key)
  to_port                      = tonumber(each.key)
}

resource "aws_vpc_endpoint" "git" {
  vpc_id              = aws_vpc.this.id
  vpc_endpoint_type   = "Interface"
  service_name        = data.terraform_remote_state.service.outputs.service_name
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.studio.id]
  security_group_ids  = [aws_security_group.git.id]
}

resource "aws_iam_role" "execution" {
  name = "studio-execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "sagemaker.amazonaws.com" }
    }]
  })
}

resource "aws_sagemaker_domain" "studio" {
  domain_name             = "studio"
  auth_mode               = "IAM"
  app_network_access_type = "VpcOnly"
  vpc_id                  = aws_vpc.this.id
  subnet_ids              = [aws_subnet.studio.id]

  default_user_settings {
    execution_role  = aws_iam_role.execution.arn
    security_groups = [aws_security_group.studio.id]
  }
}
