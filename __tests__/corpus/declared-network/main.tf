terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# The network team's root module has the VPC, and its pipeline verifies it.
locals {
  network = {
    vpc_id     = "vpc-0a1b2c3d4e5f60718"
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719"]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["sagemaker.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "execution" {
  name               = "studio-execution"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_kms_key" "studio" {
  description         = "Home directories of Studio"
  enable_key_rotation = true
}

resource "aws_security_group" "studio" {
  name   = "studio"
  vpc_id = local.network.vpc_id
}

# Apps of one space talk with each other.
resource "aws_vpc_security_group_ingress_rule" "apps" {
  security_group_id            = aws_security_group.studio.id
  referenced_security_group_id = aws_security_group.studio.id
  ip_protocol                  = "tcp"
  from_port                    = 8192
  to_port                      = 65535
}

resource "aws_sagemaker_domain" "this" {
  domain_name             = "data-science"
  auth_mode               = "IAM"
  vpc_id                  = local.network.vpc_id
  subnet_ids              = local.network.subnet_ids
  app_network_access_type = "VpcOnly"
  kms_key_id              = aws_kms_key.studio.arn

  default_user_settings {
    execution_role  = aws_iam_role.execution.arn
    security_groups = [aws_security_group.studio.id]
  }

  default_space_settings {
    execution_role  = aws_iam_role.execution.arn
    security_groups = [aws_security_group.studio.id]
  }
}
