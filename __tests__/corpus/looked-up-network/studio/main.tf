# The platform team's root: a Studio domain in a network that it finds by tags.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

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

resource "aws_security_group" "studio" {
  name   = "studio"
  vpc_id = data.aws_vpc.shared.id
}

resource "aws_vpc_security_group_ingress_rule" "from_studio" {
  security_group_id            = aws_security_group.studio.id
  referenced_security_group_id = aws_security_group.studio.id
  ip_protocol                  = "-1"
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
  vpc_id                  = data.aws_vpc.shared.id
  subnet_ids              = data.aws_subnets.studio.ids

  default_user_settings {
    execution_role  = aws_iam_role.execution.arn
    security_groups = [aws_security_group.studio.id]
  }
}
