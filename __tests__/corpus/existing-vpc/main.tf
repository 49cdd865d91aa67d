terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# Studio in a VPC of the network team, found by its tag.
data "aws_vpc" "shared" {
  tags = { Name = "shared-services" }
}

data "aws_subnets" "studio" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.shared.id]
  }
  tags = { Tier = "private" }
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

resource "aws_security_group" "studio" {
  name   = "studio"
  vpc_id = data.aws_vpc.shared.id
}

resource "aws_sagemaker_domain" "this" {
  domain_name             = "shared"
  auth_mode               = "SSO"
  vpc_id                  = data.aws_vpc.shared.id
  subnet_ids              = data.aws_subnets.studio.ids
  app_network_access_type = "VpcOnly"

  default_user_settings {
    execution_role  = aws_iam_role.execution.arn
    security_groups = [aws_security_group.studio.id]
  }
}
