terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# Execution roles from a map, merged with defaults; one of them may pass any role.
locals {
  defaults = { actions = ["s3:GetObject"], pass_role = "" }
  teams = {
    fraud   = { actions = ["s3:GetObject", "s3:PutObject"] }
    pricing = { pass_role = "*" }
  }
  roles = { for team, settings in local.teams : team => merge(local.defaults, settings) }
}

resource "aws_iam_role" "this" {
  for_each = local.roles
  name     = "studio-${each.key}"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "sagemaker.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.roles
  role     = aws_iam_role.this[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{ Effect = "Allow", Action = each.value.actions, Resource = "arn:aws:s3:::studio-${each.key}/*" }],
      each.value.pass_role == "" ? [] : [
        { Effect = "Allow", Action = ["iam:PassRole"], Resource = coalesce(each.value.pass_role, "none") }
      ],
    )
  })
}

resource "aws_sagemaker_domain" "this" {
  domain_name             = "teams"
  auth_mode               = "IAM"
  vpc_id                  = aws_vpc.this.id
  subnet_ids              = [aws_subnet.this.id]
  app_network_access_type = "VpcOnly"

  default_user_settings {
    execution_role = aws_iam_role.this["fraud"].arn
  }
}

resource "aws_sagemaker_user_profile" "this" {
  for_each          = local.roles
  domain_id         = aws_sagemaker_domain.this.id
  user_profile_name = each.key

  user_settings {
    execution_role = aws_iam_role.this[each.key].arn
  }
}

resource "aws_vpc" "this" {
  cidr_block = "10.3.0.0/16"
}

resource "aws_subnet" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnets(aws_vpc.this.cidr_block, 8, 8)[0]
}
